"""Hand over this device: somebody else sees how it goes and nothing more, until the passcode is given."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import flet as ft

from app.care.summary import USUAL
from app.ui.components.base import body, card, heading, primary, row, secondary, with_icon
from app.ui.components.choices import toggles
from app.ui.components.slow import use_slow
from app.ui.failing import component
from app.ui.layout import opener, screen
from app.ui.live import Here, use_current, use_here, use_live
from app.ui.screens.share_summary import PARTS
from app.ui.screens.share_summary_wanted import toggled
from app.ui.text import t


@component
def HandOver() -> ft.View:
    """What the other person may see, and the button that locks the rest."""
    here = use_here()
    lock_on = use_live(lambda: here.services.lock.is_on, "passcode")
    if here.services.is_sample:
        return screen(here, t("Hand over this device"), _not_the_sample(here), back="/share")
    content = Choose() if lock_on else _first()
    return screen(here, t("Hand over this device"), content, back="/share")


def _not_the_sample(here: Here) -> ft.Control:
    return card(
        body(t("The sample has no passcode, so it cannot be handed over. Your own data can.")),
        row(secondary(t("Back to my own data"), lambda _: here.show_sample(False), icon=ft.Icons.LOGOUT)),
    )


def _first() -> ft.Control:
    return card(
        heading(t("A passcode first")),
        body(
            t(
                "Without a passcode whoever holds this device could open your journal. "
                "Set one, then come back."
            )
        ),
        row(primary(t("Set a passcode"), opener("/settings/passcode"), icon=ft.Icons.LOCK_OUTLINED)),
    )


@component
def Choose() -> ft.Control:
    """The parts, and handing over."""
    here = use_here()
    services = here.services
    parts, set_parts, parts_now = use_current(USUAL)
    slow = use_slow()

    async def hand(_: Any) -> None:
        tomorrow = services.now().date() + timedelta(days=1)

        def make() -> Any:
            chosen = services.shares.new(t("Who holds this device"), parts=parts_now(), ends_on=tomorrow)
            return services.shares.summary(chosen)

        summary = await slow.run(make)
        if summary is not None:
            here.entrance.hand_over(summary)

    return card(
        heading(t("What they see")),
        body(
            t(
                "They see the last 30 days as you choose here, and Help now. "
                "Words of your journal are never shown."
            )
        ),
        toggles(
            [(one, t(words)) for one, words in PARTS],
            parts,
            lambda one: set_parts(toggled(parts_now(), one)),
        ),
        body(t("To come back, tap “Back to the app” and give your passcode."), quiet=True),
        *([with_icon(ft.Icons.ERROR_OUTLINE, body(slow.error), ft.Colors.ERROR)] if slow.error else []),
        *slow.progress(t("Locking")),
        row(primary(t("Lock and hand over"), hand, icon=ft.Icons.LOCK_OUTLINED, disabled=slow.busy)),
    )
