"""Fields for a passcode, and the recovery code that is shown once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import flet as ft

from app.device.files import save_file
from app.ui import theme
from app.ui.components import base
from app.ui.components.base import body, card, heading, primary, row, secondary, small, with_icon
from app.ui.components.fitting import is_cramped
from app.ui.failing import component
from app.ui.live import use_value
from app.ui.notice import say
from app.ui.text import t

# After the last letter, in seconds, before anything is said about what was typed.
_PAUSE = 0.6


@dataclass
class Secret:
    """What is typed into a field that keeps it covered; letters do not draw the screen again.

    Attributes:
        value: what is typed.
    """

    value: str = ""
    _on_pause: Callable[[str], None] | None = None
    _task: Any = field(default=None, repr=False)

    def typed(self, event: Any) -> None:
        """Give it to the field as what is called with each letter."""
        self.value = event.control.value
        if self._on_pause is not None:
            if self._task is not None:
                self._task.cancel()
            self._task = asyncio.get_running_loop().create_task(self._later(self._on_pause))

    async def _later(self, tell: Callable[[str], None]) -> None:
        await asyncio.sleep(_PAUSE)
        tell(self.value)


def use_secret(on_pause: Callable[[str], None] | None = None) -> Secret:
    """What is typed into one covered field, for as long as its component is there.

    Args:
        on_pause: called with what is typed, a moment after the last letter.
    """
    box: Any = ft.use_ref(None)
    if box.current is None:
        box.current = Secret()
    secret: Secret = box.current
    secret._on_pause = on_pause
    return secret


def secret_field(
    label: str,
    secret: Secret,
    *,
    covered: bool = True,
    error: str | None = None,
    on_submit: Callable[[Any], Any] | None = None,
    **more: Any,
) -> ft.TextField:
    """A field for something secret; pasting works as everywhere.

    Args:
        label: its name, already translated.
        secret: what is typed, of use_secret.
        covered: whether dots stand for the letters.
        error: one sentence when it cannot be used.
        on_submit: called for Enter.
        more: other properties of a Flet TextField.
    """
    return base.field(
        label,
        secret.value,
        secret.typed,
        error=error,
        password=covered,
        on_submit=on_submit,
        autocorrect=False,
        enable_suggestions=False,
        capitalization=ft.TextCapitalization.NONE,
        **more,
    )


def cover_switch(covered: bool, set_covered: Callable[[bool], None]) -> ft.Control:
    """The button that shows the letters of covered fields, or covers them again.

    Args:
        covered: whether dots stand for the letters now.
        set_covered: called with what is wanted.
    """
    icon = ft.Icons.VISIBILITY_OUTLINED if covered else ft.Icons.VISIBILITY_OFF_OUTLINED
    words = t("Show what I type") if covered else t("Cover what I type")
    return base.quiet(words, lambda _: set_covered(not covered), icon=icon)


def _in_lines(code: str) -> str:
    # A group that goes on in the next line would be copied wrong: two fit the narrowest screen, one at large
    # text. What is copied by hand counts with or without the breaks.
    groups, each = code.split("-"), 1 if is_cramped() else 2
    return "\n".join("-".join(groups[n : n + each]) for n in range(0, len(groups), each))


@component
def RecoveryCode(code: str, go_on: Callable[[], Any]) -> ft.Control:
    """The recovery code, once: to write down, copy or save; and the way on.

    Args:
        code: as it is shown, in groups.
        go_on: called when it is written down.
    """
    failed, set_failed = use_value("")

    async def save(_: Any) -> None:
        words = t("Recovery code of Infusion Companion: {code}", code=code)
        try:
            done = await save_file(
                "infusion-companion-recovery-code.txt", f"{words}\n".encode(), t("Save my recovery code")
            )
        except (OSError, RuntimeError, TimeoutError):
            set_failed(t("The file could not be saved. Write the code down instead."))
            return
        if done:
            say(t("Saved. Keep that file where only you can find it."))

    return card(
        heading(t("Your recovery code")),
        body(
            t(
                "It opens your data if you forget the passcode. It is shown only now, "
                "and nobody else has it. "
                "Without passcode and code nobody can open your data, and neither can we."
            )
        ),
        ft.SelectionArea(
            content=ft.Text(
                _in_lines(code),
                theme_style=ft.TextThemeStyle.HEADLINE_SMALL,
                semantics_label=", ".join(code.split("-")),
            )
        ),
        with_icon(ft.Icons.EDIT_OUTLINED, body(t("Write it on paper and keep it away from this device."))),
        row(
            secondary(
                t("Copy the code"),
                lambda _: say(t("Copied. Other apps can read what is copied: paste it soon.")),
                icon=ft.Icons.CONTENT_COPY,
                action=ft.CopyToClipboard(code),
            ),
            secondary(t("Save it as a file"), save, icon=ft.Icons.DOWNLOAD),
        ),
        *([small(failed, color=ft.Colors.ERROR)] if failed else []),
        row(primary(t("I have written it down"), lambda _: go_on(), icon=ft.Icons.CHECK)),
        now=True,
        spacing=theme.EDGE,
    )
