"""Settings, passcode: change it, a new recovery code, turn it off, and fingerprint or face."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from app.device import biometric
from app.services.lock import PASSCODE
from app.services.locked import telling
from app.ui.components.base import body, card, heading, primary, quiet, row, secondary, with_icon
from app.ui.components.secret import Secret, cover_switch, secret_field, use_secret
from app.ui.components.slow import use_slow
from app.ui.failing import component
from app.ui.live import use_here, use_live, use_value
from app.ui.notice import say
from app.ui.text import t


@component
def ManagePasscode(show_code: Callable[[str], None]) -> ft.Control:
    """What can be done with a passcode that is on.

    Args:
        show_code: called with a new recovery code.
    """
    lock = use_here().services.lock
    part, set_part = use_value("")
    weak, set_weak = use_value("")
    old, new = use_secret(), use_secret(lambda typed: set_weak(lock.weakness(typed)))
    covered, set_covered = use_value(True)
    slow = use_slow()

    def open_part(name: str) -> Callable[[Any], None]:
        def show(_: Any) -> None:
            old.value = new.value = ""
            set_weak("")
            slow.refuse("")
            set_part(name)

        return show

    async def change(_: Any) -> None:
        if await slow.run(lambda: lock.change(old.value, new.value)):
            open_part("")(None)
            say(t("The passcode is changed. The recovery code is the same."))

    async def another_code(_: Any) -> None:
        code = await slow.run(lambda: lock.new_code(old.value))
        if code:
            open_part("")(None)
            show_code(code)

    async def turn_off(_: Any) -> None:
        done = await slow.run(lambda: lock.turn_off(old.value))
        if done:
            await biometric.forget()
            off = t("The passcode is off. Your data are not encrypted by the app now.")
            say(off if done is True else f"{off} {t(done)}")

    if not part:
        return card(
            heading(t("Change")),
            row(
                secondary(t("Change the passcode"), open_part("change"), icon=ft.Icons.PASSWORD_OUTLINED),
                secondary(t("New recovery code"), open_part("code"), icon=ft.Icons.KEY_OUTLINED),
                quiet(t("Turn the passcode off"), open_part("off"), icon=ft.Icons.LOCK_OPEN_OUTLINED),
            ),
        )
    title, words, button, action, working = {
        "change": (t("Change the passcode"), "", t("Change it"), change, t("Changing the passcode …")),
        "code": (
            t("New recovery code"),
            t("The code that you have opens nothing more then."),
            t("Make a new code"),
            another_code,
            t("Making a new code …"),
        ),
        "off": (
            t("Turn the passcode off?"),
            t("Whoever can use this account can then read your data. Its copies are decrypted, too."),
            t("Turn it off"),
            turn_off,
            t("Decrypting your data …"),
        ),
    }[part]
    return card(
        heading(title),
        *([body(words)] if words else []),
        *_fields(part, old, new, covered, slow.error, action),
        *([with_icon(ft.Icons.INFO_OUTLINE, body(t(weak)))] if weak else []),
        *slow.progress(working),
        row(
            primary(button, action, disabled=slow.busy),
            quiet(t("Cancel"), open_part(""), disabled=slow.busy),
            cover_switch(covered, set_covered),
        ),
    )


def _fields(
    part: str, old: Secret, new: Secret, covered: bool, error: str, action: Callable[[Any], Any]
) -> list[ft.Control]:
    changing = part == "change"
    fields: list[ft.Control] = [
        secret_field(
            t("Present passcode"),
            old,
            covered=covered,
            error=None if changing else error or None,
            on_submit=None if changing else action,
            autofocus=True,
        )
    ]
    if changing:
        fields.append(
            secret_field(t("New passcode"), new, covered=covered, error=error or None, on_submit=action)
        )
    return fields


@component
def Touch() -> ft.Control:
    """Fingerprint or face in place of the passcode, where this device has it."""
    lock = use_here().services.lock
    there, set_there = use_value(False)
    trusted = use_live(lambda: bool(lock.card.device), PASSCODE)
    asking, set_asking = use_value(False)
    secret = use_secret()
    covered, set_covered = use_value(True)
    slow = use_slow()

    async def look() -> None:
        set_there(await biometric.available())

    ft.use_effect(look, [])

    async def turn_on(_: Any) -> None:
        key = await slow.run(lambda: lock.key_for(secret.value))
        secret.value = ""
        if not key:
            return
        if await biometric.keep(key) and await slow.run(lambda: lock.trust_device(telling(key))):
            set_asking(False)
        else:
            slow.refuse(t("This device could not keep the key. The passcode goes on as before."))

    async def turn_off(_: Any) -> None:
        await biometric.forget()
        await slow.run(lambda: lock.trust_device(""))

    if not there:
        return ft.Container(visible=False)
    parts: list[ft.Control] = [
        heading(t("Fingerprint or face")),
        body(
            t("Open the app as you open your phone. Whoever is known to this phone can then open it, too."),
            quiet=True,
        ),
    ]
    if trusted:
        parts.append(row(secondary(t("Ask for the passcode instead"), turn_off)))
    elif asking:
        parts += [
            secret_field(
                t("Present passcode"),
                secret,
                covered=covered,
                error=slow.error or None,
                on_submit=turn_on,
                autofocus=True,
            ),
            *slow.progress(t("Looking at the passcode …")),
            row(
                primary(t("Use it"), turn_on, disabled=slow.busy),
                quiet(t("Cancel"), lambda _: set_asking(False)),
                cover_switch(covered, set_covered),
            ),
        ]
    else:
        parts.append(
            row(
                secondary(t("Use fingerprint or face"), lambda _: set_asking(True), icon=ft.Icons.FINGERPRINT)
            )
        )
    return card(*parts)
