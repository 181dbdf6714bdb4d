"""Settings, passcode: what it protects, turn it on, and when the app asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from app.services.lock import LOCK_AFTER, PASSCODE
from app.ui.components.base import (
    body,
    card,
    heading,
    heading_with,
    primary,
    row,
    secondary,
    small,
    with_icon,
)
from app.ui.components.choices import choice
from app.ui.components.secret import RecoveryCode, cover_switch, secret_field, use_secret
from app.ui.components.slow import use_slow
from app.ui.failing import component
from app.ui.layout import opener, screen
from app.ui.live import Here, use_here, use_live, use_value
from app.ui.notice import attempt
from app.ui.screens.passcode_parts import ManagePasscode, Touch
from app.ui.text import t, tn


def protects(can_encrypt: bool) -> str:
    """What a passcode protects on this device, already translated.

    Args:
        can_encrypt: whether it encrypts the file here.
    """
    if can_encrypt:
        return t(
            "It encrypts the file with your data, and its copies: who takes the file, or this device, "
            "cannot read them without the passcode. While the app is open, who sits before it can read all."
        )
    return t(
        "The app asks for it before it shows anything. It does not encrypt the file: "
        "your phone does that with its own screen lock, so set that one, too."
    )


@component
def Passcode() -> ft.View:
    """The passcode of the patient's own store."""
    here = use_here()
    lock = here.services.lock
    is_on = use_live(lambda: lock.is_on, PASSCODE)
    code, set_code = use_value("")
    if here.services.is_sample:
        parts: list[ft.Control] = [
            card(body(t("The passcode protects your own data, not the sample. Leave the sample first.")))
        ]
    elif code:
        parts = [RecoveryCode(code, lambda: set_code(""))]
    elif is_on:
        parts = [*_state(here), ManagePasscode(set_code)]
    else:
        parts = [TurnOn(set_code)]
    return screen(
        here, t("Passcode"), *parts, place="/settings", back="/settings", part="code" if code else ""
    )


@component
def TurnOn(show_code: Callable[[str], None]) -> ft.Control:
    """Choose a passcode.

    Args:
        show_code: called with the recovery code.
    """
    here = use_here()
    lock = here.services.lock
    weak, set_weak = use_value("")
    first = use_secret(lambda typed: set_weak(lock.weakness(typed)))
    second = use_secret()
    covered, set_covered = use_value(True)
    slow = use_slow()

    async def turn_on(_: Any) -> None:
        if first.value.strip() != second.value.strip():
            slow.refuse(t("The two are not the same. Type it once more, or show what you type."))
            return
        set_weak(lock.weakness(first.value))
        code = await slow.run(lambda: lock.turn_on(first.value))
        if code is not None:
            first.value = second.value = ""
            # The code first: what tells this page of the passcode draws it anew.
            show_code(code)
            here.entrance.only_me()

    return card(
        heading(t("Set a passcode")),
        body(t("The app asks for it when it starts and after you have left it for a while.")),
        body(protects(lock.can_encrypt)),
        body(
            t("Numbers or a phrase, four characters at least. Help now works without it."),
            quiet=True,
        ),
        secret_field(t("New passcode"), first, covered=covered),
        secret_field(
            t("The same again"), second, covered=covered, error=slow.error or None, on_submit=turn_on
        ),
        *([with_icon(ft.Icons.INFO_OUTLINE, body(t(weak)))] if weak else []),
        *slow.progress(t("Encrypting your data …") if lock.can_encrypt else t("Setting the passcode …")),
        row(
            primary(t("Set the passcode"), turn_on, icon=ft.Icons.LOCK_OUTLINED, disabled=slow.busy),
            cover_switch(covered, set_covered),
        ),
        small(t("If you forget it, only the recovery code opens your data. You see that code next.")),
    )


def _state(here: Here) -> list[ft.Control]:
    lock = here.services.lock

    def ask_after(minutes: int) -> None:
        attempt(lambda: here.services.settings.change_preferences(lock_after=minutes))

    return [
        card(
            heading_with(ft.Icons.LOCK_OUTLINED, t("The passcode is on")),
            body(protects(lock.can_encrypt)),
            row(
                secondary(
                    t("Lock now"), lambda _: here.entrance.lock_now(), icon=ft.Icons.LOCK_CLOCK_OUTLINED
                )
            ),
        ),
        card(
            heading(t("After leaving the app, ask again")),
            choice(
                [
                    (n, tn("after {n} minute", "after {n} minutes", n) if n else t("at once"))
                    for n in LOCK_AFTER
                ],
                here.preferences.lock_after,
                ask_after,
                name=t("Ask again"),
            ),
        ),
        Touch(),
        Numbers(),
    ]


@component
def Numbers() -> ft.Control:
    """What Help now may show before the passcode."""
    here = use_here()
    lock = here.services.lock
    shown = use_live(lambda: lock.card.numbers, PASSCODE)
    return card(
        heading(t("While it is locked")),
        body(t("Help now always shows the crisis line and the emergency number.")),
        heading(t("My clinic's and my person's numbers"), 3),
        choice(
            [(True, t("Show them, too")), (False, t("Do not show them"))],
            shown,
            lambda wanted: attempt(lambda: lock.show_numbers(wanted)),
            name=t("My clinic's and my person's numbers"),
        ),
        body(t("These numbers are then kept beside your data, not encrypted and without names."), quiet=True),
        row(secondary(t("My clinic and my people"), opener("/settings/clinic"), icon=ft.Icons.CALL_OUTLINED)),
    )
