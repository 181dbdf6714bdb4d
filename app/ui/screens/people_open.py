"""Open a summary that somebody shared: choose the file, give its passphrase."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from app.device.files import open_file
from app.device.handing_in import expect
from app.errors import NotRead
from app.services.following import SUFFIX
from app.ui.components.base import body, card, heading, primary, quiet, row, secondary, with_icon
from app.ui.components.secret import cover_switch, secret_field, use_secret
from app.ui.components.slow import use_slow
from app.ui.failing import component
from app.ui.layout import go
from app.ui.live import use_here, use_value
from app.ui.notice import say
from app.ui.text import t, tn

_NOTHING: Any = None
_PEOPLE = "/people"
# More than the largest summary; what is larger was chosen by mistake.
_MOST_FILE = 10 * 1024 * 1024


@component
def OpenSummary() -> ft.Control:
    """From a file that somebody sent to what is in it."""
    page = ft.context.page
    files, set_files = use_value(())
    file = files[0] if files else None
    refused, set_refused = use_value("")

    def add(name: str, content: bytes | None) -> None:
        if page.route != _PEOPLE:  # a person's own page lies over this one
            page.navigate(_PEOPLE)
        if content is None:
            set_refused(t("This file is larger than any summary. Nothing was changed. Choose another file."))
        else:
            set_refused("")
            set_files(lambda before: (*before, (name, content)))

    def wait_for_drops() -> None:
        end.current = expect(_MOST_FILE, add, lambda: _connected(page))

    end: Any = ft.use_ref(_NOTHING)
    # In a browser several can be dropped at once; each has a passphrase of its own.
    ft.use_effect(wait_for_drops, [], lambda: end.current and end.current())

    async def choose(_: Any) -> None:
        set_refused("")
        try:
            chosen = await open_file(t("Choose a summary"), [SUFFIX.lstrip(".")], most=_MOST_FILE)
        except NotRead as problem:
            set_refused(t(problem))
            return
        except (OSError, RuntimeError, TimeoutError):
            set_refused(t("The file could not be read. Nothing was changed. Try again, or another place."))
            return
        if chosen is not None:
            set_files((chosen,))

    another = secondary(
        t("Choose another file") if file else t("Choose a file"), choose, icon=ft.Icons.FOLDER_OPEN
    )
    parts: list[ft.Control] = [heading(t("Open a summary"))]
    if file is not None:
        name, content = file
        if len(files) > 1:
            parts.append(body(tn("{n} file is left.", "{n} files are left.", len(files)), quiet=True))
        seen = f"{name} {len(files)}"
        parts.append(Unseal(name, content, another, lambda: set_files(files[1:]), len(files) == 1, key=seen))  # type: ignore[call-arg]
    else:
        words = (
            "A file that ends in {suffix}, and the passphrase that they told you. "
            "A newer file of the same person updates what is here."
        )
        if ft.context.page.web:
            parts.append(body(t("You can also drop files here."), quiet=True))
        parts += [body(t(words, suffix=SUFFIX)), row(another)]
    if refused:
        parts.append(with_icon(ft.Icons.ERROR_OUTLINE, body(refused), ft.Colors.ERROR))
    return card(*parts)


def _connected(page: Any) -> bool:
    try:
        return page.session.connection is not None
    except RuntimeError:  # its session was given up
        return False


@component
def Unseal(
    name: str, content: bytes, another: ft.Control, leave: Callable[[], None], last: bool = True
) -> ft.Control:
    """Give the passphrase of a file; then the person is shown.

    Args:
        name: of the file.
        content: of the file.
        another: the way to another file.
        leave: called when it is open, or not wanted any more.
        last: whether no other one waits, so that the person is shown then.
    """
    services = use_here().services
    phrase = use_secret()
    covered, set_covered = use_value(True)
    slow = use_slow()

    async def look(_: Any) -> None:
        found = await slow.run(lambda: services.following.open(content, phrase.value))
        if found is not None:
            phrase.value = ""
            leave()
            say(t("Saved on this device"))
            if last:
                go(f"/people/{found.id}")

    return ft.Column(
        [
            with_icon(ft.Icons.INSERT_DRIVE_FILE_OUTLINED, body(name)),
            secret_field(t("Its passphrase"), phrase, covered=covered, on_submit=look, autofocus=True),
            # Not in the field, whose one line would cut a sentence.
            *([with_icon(ft.Icons.ERROR_OUTLINE, body(slow.error), ft.Colors.ERROR)] if slow.error else []),
            *slow.progress(t("Opening the summary …")),
            row(
                primary(t("Open"), look, icon=ft.Icons.LOCK_OPEN, disabled=slow.busy),
                another,
                cover_switch(covered, set_covered),
                quiet(t("Leave it"), lambda _: leave(), disabled=slow.busy),
            ),
        ],
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
