"""An address that leads nowhere: say so, and offer the way back."""

from __future__ import annotations

from typing import cast

import flet as ft

from app.ui.components.base import body, card, heading, primary
from app.ui.failing import component
from app.ui.layout import APP_NAME, opener, screen
from app.ui.live import use_here
from app.ui.text import t


@component
def Lost() -> ft.Control:
    """What a wrong address shows."""
    shown = screen(
        use_here(),
        APP_NAME,
        card(
            heading(t("This page does not exist"), 1),
            body(t("The address may be old or mistyped. Nothing you entered is affected.")),
            primary(t("Go to Today"), opener("/"), icon=ft.Icons.WB_SUNNY_OUTLINED),
        ),
        bare=True,
        untitled=True,
    )
    # The router puts what it finds no address for into a view of its own.
    return cast("ft.Control", shown.controls[0])
