"""An address that leads nowhere: say so, and offer the way back."""

from __future__ import annotations

import flet as ft

from app.ui.components.base import body, card, heading, primary
from app.ui.failing import component
from app.ui.layout import opener
from app.ui.text import t


@component
def Lost() -> ft.Control:
    """What a wrong address shows."""
    return ft.SafeArea(
        card(
            heading(t("This page does not exist"), 1),
            body(t("The address may be old or mistyped. Nothing you entered is affected.")),
            primary(t("Go to Today"), opener("/"), icon=ft.Icons.WB_SUNNY_OUTLINED),
        )
    )
