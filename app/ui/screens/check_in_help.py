"""What comes before anything else when an answer asks for it: who can be reached, and that nobody is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from app.care.checkin import HELP_WORDS, SENT_HELP_WORDS
from app.care.safety import HelpRoute, How
from app.ui.components.base import body, card, heading_with, row, secondary, with_icon
from app.ui.components.call import call_button
from app.ui.failing import component
from app.ui.layout import opener
from app.ui.live import use_here, use_live
from app.ui.screens.help import route_button
from app.ui.text import t

_TABLES = ("clinic_profile", "person", "preferences")


def _words(*, sent: bool) -> ft.Control:
    # A live region: a screen reader says it as soon as it is there.
    words = SENT_HELP_WORDS if sent else HELP_WORDS
    said = ft.Column([body(t(sentence)) for sentence in words], spacing=8, tight=True)
    return ft.Semantics(live_region=True, container=True, content=said)


@component
def Reach(*, level: int = 2) -> ft.Control:
    """Every way to reach someone, large, as on Help now. level: of its heading."""
    services = use_here().services
    settings = services.settings
    routes = use_live(settings.help_routes, *_TABLES)
    sent = use_live(lambda: services.sends("check_in"), "sync_state")
    clinic = use_live(settings.clinic, "clinic_profile")
    return ft.Column(
        [
            card(
                heading_with(ft.Icons.SUPPORT, t("Someone to talk to"), level, look=2),
                _words(sent=sent),
                now=True,
            ),
            *[route_button(route, clinic.hours) for route in routes],
        ],
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


@component
def ReachStrip() -> ft.Control:
    """The same in little room, to stay in view below a long page of questions."""
    services = use_here().services
    routes: Sequence[HelpRoute] = use_live(services.settings.help_routes, *_TABLES)
    sent = use_live(lambda: services.sends("check_in"), "sync_state")
    calls = [call_button(t(one.label), one.number) for one in routes if one.how in {How.CALL, How.READ}]
    return card(
        with_icon(ft.Icons.SUPPORT, _words(sent=sent)),
        row(*calls, secondary(t("More ways"), opener("/help"), icon=ft.Icons.SUPPORT)),
        now=True,
        padding=12,
        spacing=8,
    )


def reminder(on_show: Callable[[Any], Any]) -> ft.Control:
    """One line that leads back to the ways to reach someone.

    Args:
        on_show: shows them.
    """
    return card(
        with_icon(ft.Icons.SUPPORT, body(t(HELP_WORDS[0]))),
        row(secondary(t("Who I can reach"), on_show, icon=ft.Icons.SUPPORT)),
        now=True,
    )
