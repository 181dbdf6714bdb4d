"""The line that says the screen stays on, on phones, and lets it go dark."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.device import awake
from app.ui.components.base import quiet, row, small
from app.ui.drafts import use_draft
from app.ui.failing import component
from app.ui.live import use_value
from app.ui.text import t


@component
def StayOn() -> ft.Control:
    """Keeps the screen of a phone on as long as it is shown, and lets its owner choose otherwise."""
    wanted, want = use_draft("screen on", True)
    stays, set_stays = use_value(False)
    begun: Any = ft.use_ref(False)

    page = ft.context.page

    async def begin() -> None:
        begun.current = wanted
        set_stays(wanted and await awake.keep())

    # Flet cancels a cleanup that waits as soon as the effect runs again: this one leaves that to the page.
    def end() -> None:
        if begun.current and page.session.connection is not None:
            begun.current = False
            page.run_task(awake.let_go)

    ft.use_effect(begin, [wanted], end)
    if wanted and not stays:
        return ft.Container(visible=False)
    if stays:
        return row(small(t("The screen stays on here.")), quiet(t("Let it go dark"), lambda _: want(False)))
    return row(small(t("The screen goes dark as usual.")), quiet(t("Keep it on"), lambda _: want(True)))
