"""Settings, clinic connection: before it, what it is and whose; after it, how it stands."""

from __future__ import annotations

import flet as ft

from app.ui.components.base import body, card, heading
from app.ui.failing import component
from app.ui.layout import screen
from app.ui.live import use_here, use_live
from app.ui.screens.connection_before import Before
from app.ui.screens.connection_now import Now
from app.ui.screens.connection_words import TABLES
from app.ui.text import t


@component
def ConnectionScreen() -> ft.View:
    """The clinic that is connected, or the way to connect one."""
    here = use_here()
    connected = use_live(lambda: here.services.has_clinic, *TABLES)
    title = t("Clinic connection")
    if here.services.is_sample:
        only = card(
            heading(t("Not in the sample")),
            body(t("The sample is never sent anywhere. Go back to your own data first.")),
        )
        return screen(here, title, only, place="/settings", back="/settings")
    return screen(here, title, Now() if connected else Before(), place="/settings", back="/settings")
