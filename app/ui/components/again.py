"""Again: before something leaves the app, the passcode is asked for once more where one is set."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

import flet as ft

from app.ui.components.base import body, card, heading, primary, row
from app.ui.components.secret import cover_switch, secret_field, use_secret
from app.ui.components.slow import use_slow
from app.ui.failing import component
from app.ui.keyboard import use_focus
from app.ui.live import use_here, use_live, use_value
from app.ui.text import t

# Long enough for two files one after the other, short enough for a phone that lies about.
SECONDS: Final = 120.0


@component
def Again(show: Callable[[], ft.Control]) -> Any:
    """What takes data out, once the passcode was given; at once where there is none.

    Args:
        show: what is shown then.
    """
    here = use_here()
    entrance, lock = here.entrance, here.services.lock
    use_live(lambda: lock.is_on, "passcode")
    given, set_given = use_value(entrance.given_until > time.monotonic())
    if not lock.is_on or given:
        return show()

    def open_up() -> None:
        entrance.given_until = time.monotonic() + SECONDS
        set_given(True)

    return Ask(open_up)


@component
def Ask(on_given: Callable[[], None]) -> ft.Control:
    """The field for the passcode.

    Args:
        on_given: called once it was right.
    """
    lock = use_here().services.lock
    secret = use_secret()
    covered, set_covered = use_value(True)
    slow = use_slow()
    box = use_focus(True)

    async def check(_: Any) -> None:
        if slow.busy or not secret.value.strip():
            return
        # The same question as at the start: wrong tries count, and wait, together with those.
        if await slow.run(lambda: lock.key_for(secret.value)) is None:
            return
        secret.value = ""
        on_given()

    return card(
        heading(t("Your passcode first")),
        body(t("What you save or share here can be read by others, so the app asks once more.")),
        secret_field(
            t("Passcode"), secret, covered=covered, error=slow.error or None, on_submit=check, ref=box
        ),
        *slow.progress(t("Checking")),
        row(
            primary(t("Go on"), check, icon=ft.Icons.LOCK_OPEN, disabled=slow.busy),
            cover_switch(covered, set_covered),
        ),
    )
