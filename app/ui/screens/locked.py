"""The lock: a field for the passcode, the way in for who forgot it, and Help now. No word of the diary."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from typing import Any

import flet as ft

from app.care.invalid import Invalid
from app.device import biometric
from app.services import Locked, StoreError
from app.ui.components.base import body, card, heading, primary, quiet, row, secondary, small, working
from app.ui.components.secret import RecoveryCode, cover_switch, secret_field, use_secret
from app.ui.entrance import Entrance
from app.ui.failing import component
from app.ui.keyboard import use_focus
from app.ui.layout import bare_screen
from app.ui.live import use_repeat, use_value
from app.ui.screens.help import help_parts
from app.ui.text import t, tn

_SECOND = 1.0


@component
def LockScreen(entrance: Entrance, locked: Locked) -> Any:
    """What stands before a store with a passcode.

    Args:
        entrance: of this page.
        locked: the store behind it.
    """
    page = ft.context.page
    helping, set_helping = use_value((page.route or "").startswith("/help"))
    forgot, set_forgot = use_value(False)
    handed = entrance.handed
    asking, set_asking = use_value(handed is None)

    def keys() -> None:
        def on_key(event: ft.KeyboardEvent) -> None:
            if event.key == "Escape":
                set_helping(False)

        entrance.stands = True
        page.on_keyboard_event = on_key
        page.schedule_update()  # type: ignore[no-untyped-call]

    ft.use_effect(keys, [])
    roomy = (page.width or 412) / max(locked.card.look.text_scale, 1.0)
    if helping:
        return [_help(locked, roomy, lambda _: set_helping(False))]
    if handed is not None and not asking:
        from app.ui.screens.handed import handed_view  # noqa: PLC0415  (seldom needed)

        helps, back = lambda _: set_helping(True), lambda _: set_asking(True)
        return [handed_view(entrance, locked, handed, helps, back)]
    part = (
        Forgotten(entrance, locked, lambda: set_forgot(False))
        if forgot
        else Passcode(entrance, locked, lambda: set_forgot(True))
    )
    return [
        bare_screen(
            heading(t("Locked"), 1),
            part,
            roomy=roomy,
            back=None if handed is None else lambda _: set_asking(False),
            on_help=lambda _: set_helping(True),
        )
    ]


def _help(locked: Locked, roomy: float, leave: Callable[[Any], Any]) -> ft.View:
    parts = help_parts(locked.card.help_routes(), locked.sources(), can_add=False)
    return bare_screen(
        heading(t("Help now"), 1), *parts.reach, *parts.signs, roomy=roomy, back=leave, foot=parts.foot
    )


class _Shown:
    """Ends with the component that counts seconds."""

    def __init__(self) -> None:
        self.open = True


def _use_wait(locked: Locked) -> tuple[int, Callable[[], None]]:
    """The seconds until the next try, counted down; and what looks again after a wrong one."""
    left, set_left = use_value(lambda: _seconds(locked))
    shown: Any = ft.use_ref(None)
    if shown.current is None:
        shown.current = _Shown()

    def look() -> None:
        set_left(_seconds(locked))

    def end() -> None:
        shown.current.open = False

    use_repeat(shown.current, _SECOND, lambda: look() if left else None)
    ft.use_effect(lambda: None, [], end)
    return left, look


def _seconds(locked: Locked) -> int:
    return math.ceil(locked.wait().total_seconds())


def _waiting(seconds: int) -> ft.Control:
    words = (
        tn("The next try can be made in {n} second.", "The next try can be made in {n} seconds.", seconds)
        if seconds < 100
        else tn(
            "The next try can be made in {n} minute.",
            "The next try can be made in {n} minutes.",
            math.ceil(seconds / 60),
        )
    )
    return body(words)


@component
def Passcode(entrance: Entrance, locked: Locked, forgot: Callable[[], None]) -> ft.Control:
    """The field for the passcode.

    Args:
        entrance: of this page.
        locked: the store behind it.
        forgot: called by who does not know it any more.
    """
    secret = use_secret()
    covered, set_covered = use_value(True)
    error, set_error = use_value("")
    busy, set_busy = use_value(False)
    wait, look = _use_wait(locked)
    box = use_focus(True)
    touch, set_touch = use_value(False)

    async def look_for_touch() -> None:
        set_touch(bool(locked.card.device) and await biometric.available())

    ft.use_effect(look_for_touch, [])

    async def by_touch(_: Any) -> None:
        key = await biometric.give(t("Open your data"))
        if key is None:
            return
        try:
            entrance.go_on_with(await asyncio.to_thread(locked.unlock_with, key))
        except (Invalid, StoreError) as refused:
            set_error(t(refused))

    async def unlock(_: Any) -> None:
        if busy or not secret.value.strip():
            return
        set_busy(True)
        set_error("")
        try:
            # Half a second of arithmetic, by intention: the page stays alive meanwhile.
            state = await asyncio.to_thread(locked.unlock, secret.value)
        except (Invalid, StoreError) as refused:
            set_error(t(refused))
            set_busy(False)
            look()
            # Enter took the focus out of the field, where the next try is typed.
            await box.current.focus()
            return
        secret.value = ""
        entrance.go_on_with(state)

    return card(
        body(t("Give your passcode to open your data.")),
        secret_field(
            t("Passcode"),
            secret,
            covered=covered,
            error=error or None,
            on_submit=unlock,
            ref=box,
        ),
        *([_waiting(wait)] if wait else []),
        *(working(t("Opening your data")) if busy else []),
        row(
            primary(t("Open"), unlock, icon=ft.Icons.LOCK_OPEN, disabled=busy or bool(wait)),
            cover_switch(covered, set_covered),
        ),
        row(
            *(
                [secondary(t("Use fingerprint or face"), by_touch, icon=ft.Icons.FINGERPRINT)]
                if touch
                else []
            ),
            quiet(t("I forgot it"), lambda _: forgot()),
        ),
    )


@component
def Forgotten(entrance: Entrance, locked: Locked, back: Callable[[], None]) -> ft.Control:
    """The recovery code, a new passcode, and then a new recovery code.

    Args:
        entrance: of this page.
        locked: the store behind it.
        back: called by who remembers it after all.
    """
    code, new = use_secret(), use_secret()
    covered, set_covered = use_value(True)
    error, set_error = use_value("")
    busy, set_busy = use_value(False)
    done, set_done = use_value(None)
    wait, look = _use_wait(locked)
    box = use_focus(True)

    async def recover(_: Any) -> None:
        if busy:
            return
        set_busy(True)
        set_error("")
        entrance.waits = True
        try:
            set_done(await asyncio.to_thread(locked.recover, code.value, new.value))
        except (Invalid, StoreError) as refused:
            entrance.waits = False
            set_error(t(refused))
            set_busy(False)
            look()

    if done is not None:
        state, new_code = done
        return RecoveryCode(new_code, lambda: entrance.go_on_with(state))
    return card(
        heading(t("Open with your recovery code")),
        body(
            t(
                "You wrote it down when you set the passcode: eight groups of four letters and numbers. "
                "Nothing is deleted, however often you try."
            )
        ),
        secret_field(t("Recovery code"), code, covered=False, ref=box),
        secret_field(t("New passcode"), new, covered=covered, error=error or None, on_submit=recover),
        *([_waiting(wait)] if wait else []),
        *(working(t("Opening your data")) if busy else []),
        row(
            primary(t("Set the new passcode"), recover, disabled=busy or bool(wait)),
            cover_switch(covered, set_covered),
        ),
        row(quiet(t("Back to the passcode"), lambda _: back())),
        small(
            t(
                "Without passcode and code nobody can open your data. "
                "If you have a backup file and know its passphrase, you can start afresh and bring it back."
            )
        ),
    )
