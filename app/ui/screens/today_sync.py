"""Today, the clinic: only when the sync cannot go on without the patient."""

from __future__ import annotations

import flet as ft

from app.services import Services
from app.ui.components.base import body, card, quiet, row
from app.ui.failing import component
from app.ui.layout import opener
from app.ui.live import use_here, use_live
from app.ui.text import t


@component
def SyncNeeds() -> ft.Control:
    """A card when the clinic asks something, refused something, or wants a new sign-in; else nothing."""
    services = use_here().services
    words, path = use_live(lambda: _needs(services), "outbox", "sync_state")
    if not words:
        return ft.Container(visible=False)
    return card(body(words), row(quiet(t("Look at it"), opener(path), icon=ft.Icons.SYNC)))


def _needs(services: Services) -> tuple[str, str]:
    """What is needed, already translated, and where; nothing is read of it while no clinic is connected."""
    if not services.has_clinic:
        return "", ""
    now = services.sync.status()
    if now.asks is not None or now.needs_sign_in:
        return t(services.sync.words()), "/settings/connection"
    if now.refused:
        return t(services.sync.words()), "/sync"
    return "", ""
