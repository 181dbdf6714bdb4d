"""Signed in: where the clinic's sign-in leads back to on a phone; it goes on by itself."""

from __future__ import annotations

from urllib.parse import urlsplit

import flet as ft

from app.ui.components.base import body, card
from app.ui.failing import component
from app.ui.layout import go, screen
from app.ui.live import use_here
from app.ui.notice import say
from app.ui.text import t

_BACK = "/settings/connection"


@component
def SignedIn() -> ft.View:
    """Gives the sign-in that waits what the browser came back with, and goes where it was begun."""
    here = use_here()
    page = ft.context.page

    def hand_over() -> None:
        if not here.services.sync.came_back(urlsplit(page.route or "").query):
            say(t("Nothing waits for a sign-in any more. Begin again in Settings, under Clinic connection."))
        go(_BACK)

    ft.use_effect(hand_over, [])
    return screen(here, t("Clinic connection"), card(body(t("Back from your clinic …"))), back=_BACK)
