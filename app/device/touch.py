"""A light tap of the phone under the finger: saved. Who looks away knows it too; elsewhere there is none."""

from __future__ import annotations

import flet as ft

from app.device.service import on_phone, tried


async def tap() -> None:
    """Let the phone tap once, lightly; whether it does is its owner's choice in the phone's settings."""
    if on_phone():
        await tried(ft.HapticFeedback, lambda finger: finger.light_impact())


def confirm() -> None:
    """Let the phone tap without waiting for it."""
    page = ft.context.page
    # A page that was just cut off has nobody to tell.
    if on_phone() and page.session.connection is not None:
        page.run_task(tap)
