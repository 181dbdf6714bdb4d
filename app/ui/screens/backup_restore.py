"""Settings, backup: choose a sealed file, look what is in it, and bring it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import flet as ft

from app.care.kept import Source
from app.device.files import open_file
from app.errors import NotRead
from app.services import Done
from app.services.backup import SUFFIX, Preview, Restored
from app.ui.components.base import body, card, heading, primary, quiet, row, secondary, with_icon
from app.ui.components.secret import cover_switch, secret_field, use_secret
from app.ui.components.slow import use_slow
from app.ui.failing import component
from app.ui.layout import opener
from app.ui.live import use_here, use_value
from app.ui.notice import say
from app.ui.text import moment, t, tn

_NOTHING: Any = None


def holds(entries: int, infusions: int) -> str:
    """What a backup or a copy holds, "312 entries, 4 infusions", already translated.

    Args:
        entries: how many journal entries.
        infusions: how many that took place.
    """
    return ", ".join(
        (tn("{n} entry", "{n} entries", entries), tn("{n} infusion", "{n} infusions", infusions))
    )


@component
def Restore() -> ft.Control:
    """From a file that was saved before to everything that is in it."""
    file, set_file = use_value(_NOTHING)
    preview, set_preview = use_value(_NOTHING)
    refused, set_refused = use_value("")

    async def choose(_: Any) -> None:
        set_refused("")
        try:
            chosen = await open_file(t("Choose a backup"), [SUFFIX.lstrip(".")])
        except NotRead as problem:
            set_refused(t(problem))
            return
        except (OSError, RuntimeError, TimeoutError):
            set_refused(t("The file could not be read. Nothing was changed. Try again, or another place."))
            return
        if chosen is not None:
            set_preview(None)
            set_file(chosen)

    def leave() -> None:
        set_file(None)
        set_preview(None)

    another = secondary(
        t("Choose another file") if file else t("Choose a backup file"),
        choose,
        icon=ft.Icons.FOLDER_OPEN,
    )
    parts: list[ft.Control] = [heading(t("Bring a backup back"))]
    if preview is not None:
        parts.append(Bring(preview, leave))
    elif file is not None:
        parts.append(Look(file[0], file[1], another, set_preview, key=file[0]))  # type: ignore[call-arg]
    else:
        parts += [
            body(
                t(
                    "What is in the file is added to what is here. Where the two differ, the newer one "
                    "is shown and the words of the other one are kept beside it."
                )
            ),
            row(another),
        ]
    if refused:
        parts.append(with_icon(ft.Icons.ERROR_OUTLINE, body(refused), ft.Colors.ERROR))
    return card(*parts)


@component
def Look(name: str, content: bytes, another: ft.Control, show: Callable[[Preview], None]) -> ft.Control:
    """Open a file with its passphrase.

    Args:
        name: of the file.
        content: of the file.
        another: the way to another file.
        show: called with what is in it.
    """
    backup = use_here().services.backup
    phrase = use_secret()
    covered, set_covered = use_value(True)
    slow = use_slow()

    async def look(_: Any) -> None:
        found = await slow.run(lambda: backup.preview(content, phrase.value))
        if found is not None:
            phrase.value = ""
            show(found)

    return ft.Column(
        [
            with_icon(ft.Icons.INSERT_DRIVE_FILE_OUTLINED, body(name)),
            secret_field(
                t("Its passphrase"),
                phrase,
                covered=covered,
                on_submit=look,
                autofocus=True,
            ),
            # Not in the field, whose one line would cut a sentence.
            *([with_icon(ft.Icons.ERROR_OUTLINE, body(slow.error), ft.Colors.ERROR)] if slow.error else []),
            *slow.progress(t("Opening the backup …")),
            row(
                primary(t("Look inside"), look, icon=ft.Icons.LOCK_OPEN, disabled=slow.busy),
                another,
                cover_switch(covered, set_covered),
            ),
        ],
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


@component
def Bring(preview: Preview, leave: Callable[[], None]) -> ft.Control:
    """What is in a backup or a copy, and bringing it back, with a way back from that.

    Args:
        preview: what is in it.
        leave: called when it is not wanted any more.
    """
    here = use_here()
    backup = here.services.backup
    done, set_done = use_value(_NOTHING)
    undone, set_undone = use_value(False)
    slow = use_slow()
    running, gone = ft.use_ref(False), ft.use_ref(False)

    def end() -> None:
        gone.current = True
        if not running.current:
            preview.image.close()  # it holds the whole content in memory

    ft.use_effect(lambda: None, [], end)

    async def bring(_: Any) -> None:
        running.current = True
        found = await slow.run(lambda: backup.restore(preview))
        running.current = False
        if gone.current:
            # The screen was left meanwhile: it is done all the same, and said where the person is now.
            preview.image.close()
            if found is not None and here.entrance.is_open:
                say(" ".join(told(found.record)), found.undo)
        elif found is not None:
            set_done(found)

    async def undo(_: Any) -> None:
        if await slow.run(done.undo):
            set_undone(True)

    parts: list[ft.Control] = []
    if done is None:
        parts += _before(preview, here.services.now().date())
        parts += slow.progress(t("Bringing it back …"))
    elif undone:
        parts.append(_told(ft.Icons.UNDO, [t("Undone. Everything is as it was before.")]))
    else:
        parts.append(_told(ft.Icons.CHECK_CIRCLE, told(done.record)))
        parts += slow.progress(t("Undoing …"))
    if slow.error:
        parts.append(with_icon(ft.Icons.ERROR_OUTLINE, body(slow.error), ft.Colors.ERROR))
    name = t("Bring it in") if preview.is_fhir else t("Bring it back")
    begin = primary(name, bring, icon=ft.Icons.RESTORE, disabled=slow.busy)
    parts.append(row(*_buttons(done if not undone else None, undone, slow.busy, begin, undo, leave)))
    return ft.Column(parts, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _before(preview: Preview, today: date) -> list[ft.Control]:
    made = moment(preview.made_at, today)
    missing = (
        tn(
            "{n} record in it is not here now. It comes back.",
            "{n} records in it are not here now. They come back.",
            preview.missing,
        )
        if preview.missing
        else t("Every record in it is here, too. What is newer in it is used.")
    )
    stays = t("What is only here stays. A copy of what is here now is made first.")
    if preview.is_fhir:
        whole = t("FHIR file of {moment}", moment=made)
    elif preview.source is Source.BACKUP:
        whole = t("Backup of {moment}", moment=made)
    else:
        whole = t("Copy of {moment}", moment=made)
    unread = tn(
        "{n} part of it is no record of this app, or cannot be read. It stays out.",
        "{n} parts of it are no records of this app, or cannot be read. They stay out.",
        preview.left_out,
    )
    return [
        heading(whole, 3),
        body(f"{holds(preview.entries, preview.sessions)}."),
        body(missing),
        *([body(unread)] if preview.left_out else []),
        body(stays, quiet=True),
    ]


def told(restored: Restored) -> list[str]:
    """What was done, in sentences that are already translated.

    Args:
        restored: by BackupService.restore.
    """
    came = restored.added + restored.brought_back
    rows = (
        (came, "{n} record was brought back.", "{n} records were brought back."),
        (restored.changed, "{n} record was changed.", "{n} records were changed."),
        (
            restored.texts,
            "{n} text is kept beside another version of it.",
            "{n} texts are kept beside another version of them.",
        ),
        (
            restored.gave_way,
            "Your course that had not begun made room for the one that has.",
            "Your courses that had not begun made room for the one that has.",
        ),
        (restored.left_out, "{n} record could not be read.", "{n} records could not be read."),
    )
    found = [tn(one, many, n) for n, one, many in rows if n]
    return found if came or restored.changed else [t("Everything was here already."), *found]


def _told(icon: Any, sentences: list[str]) -> ft.Control:
    words = ft.Column([body(one) for one in sentences], spacing=4, tight=True)
    return ft.Semantics(live_region=True, container=True, content=with_icon(icon, words))


def _buttons(
    done: Done[Restored] | None,
    undone: bool,
    busy: bool,
    begin: ft.Control,
    undo: Any,
    leave: Callable[[], None],
) -> list[ft.Control]:
    away = quiet(t("Close") if done or undone else t("Leave it"), lambda _: leave(), disabled=busy)
    if undone:
        return [away]
    if done is None:
        return [begin, away]
    others = secondary(
        t("Look at the other versions"), opener("/settings/kept"), icon=ft.Icons.DIFFERENCE_OUTLINED
    )
    back = secondary(t("Undo"), undo, icon=ft.Icons.UNDO, disabled=busy)
    record = done.record
    changed = record.added + record.brought_back + record.changed + record.texts + record.gave_way
    return [*([others] if record.texts else []), *([back] if changed else []), away]
