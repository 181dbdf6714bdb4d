"""Help now: who to reach, the signs that need someone, and what this app is not. Nothing stands before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import flet as ft

from app.care.guide import Source
from app.care.profile import Role
from app.care.safety import (
    CLINIC_SIGNS,
    EMERGENCY_SIGNS,
    WHAT_THIS_APP_IS_NOT,
    HelpRoute,
    How,
    Kind,
    Sign,
)
from app.services import Services
from app.ui.components.base import body, card, heading_with, row, secondary, small, with_icon
from app.ui.components.call import call_card
from app.ui.components.guide_parts import titles
from app.ui.failing import component
from app.ui.keyboard import leave_help
from app.ui.layout import opener, screen
from app.ui.live import use_here, use_live
from app.ui.text import t

_ICONS = {
    Kind.CLINIC: ft.Icons.LOCAL_HOSPITAL_OUTLINED,
    Kind.CLINIC_EMERGENCY: ft.Icons.LOCAL_HOSPITAL,
    Kind.PERSON: ft.Icons.PERSON_OUTLINED,
    Kind.CRISIS_LINE: ft.Icons.SUPPORT_AGENT,
    Kind.EMERGENCY: ft.Icons.EMERGENCY_OUTLINED,
}


def route_button(route: HelpRoute, hours: str = "", *, can_add: bool = True) -> ft.Control:
    """A large button for one way to reach someone, or the way to where its number is added.

    Args:
        route: of app.care.safety.
        hours: when the clinic answers, or "".
        can_add: whether a number can be added now.
    """
    if route.how is How.ADD:
        add = secondary(
            t("Add a number to: {label}", label=t(route.label)),
            opener("/settings/clinic"),
            icon=ft.Icons.ADD_CALL,
        )
        return card(
            heading_with(_ICONS[route.kind], t(route.label), look=3),
            body(t(route.note), quiet=True),
            *([row(add)] if can_add else []),
        )
    text = route.how is How.TEXT
    by_hours = hours if route.kind is Kind.CLINIC else ""
    return call_card(
        t(route.label),
        route.number,
        route.address,
        note=" ".join(part for part in (by_hours, t(route.note) if route.note else "") if part),
        how=t("Send a text message to this number from a phone.") if text else "",
        icon=ft.Icons.SMS_OUTLINED if text else _ICONS[route.kind],
        urgent=route.kind is Kind.EMERGENCY,
        quiet=text,
    )


def _signs(icon: Any, title: str, signs: Sequence[Sign], sources: Any, *, urgent: bool = False) -> ft.Control:
    used = dict.fromkeys(one for sign in signs for one in sign.sources)
    color = ft.Colors.ERROR if urgent else ft.Colors.PRIMARY
    return card(
        heading_with(icon, title, color=color),
        *[with_icon(ft.Icons.CHEVRON_RIGHT, body(t(sign.text)), color=color) for sign in signs],
        small(t("Sources: {titles}", titles=titles(list(used), sources))),
        spacing=8,
    )


@dataclass(frozen=True)
class HelpParts:
    """What stands on Help now.

    Attributes:
        reach: who can be reached.
        signs: what needs someone, and what this app is not.
        foot: emergency, which stays in view however far down someone has read; None where none is known.
    """

    reach: list[ft.Control]
    signs: list[ft.Control]
    foot: ft.Control | None


def help_parts(
    routes: Sequence[HelpRoute], sources: Mapping[str, Source], hours: str = "", *, can_add: bool = True
) -> HelpParts:
    """What stands on Help now, with the store open or locked.

    Args:
        routes: every way to reach someone.
        sources: of the guide, by id.
        hours: when the clinic answers, or "".
        can_add: whether a number can be added now.
    """
    urgent = [route for route in routes if route.kind is Kind.EMERGENCY and route.how is not How.ADD]
    reach = [
        body(t("You do not have to be sure. If you are in doubt, call.")),
        *[route_button(route, hours, can_add=can_add) for route in routes if route not in urgent],
    ]
    signs = [
        _signs(
            ft.Icons.EMERGENCY_OUTLINED,
            t("Call emergency for any of these"),
            EMERGENCY_SIGNS,
            sources,
            urgent=True,
        ),
        _signs(
            ft.Icons.LOCAL_HOSPITAL_OUTLINED, t("Call your clinic for any of these"), CLINIC_SIGNS, sources
        ),
        card(
            heading_with(ft.Icons.INFO_OUTLINE, t("What this app is not")),
            *[body(t(sentence)) for sentence in WHAT_THIS_APP_IS_NOT],
            spacing=8,
        ),
    ]
    return HelpParts(reach, signs, row(*[route_button(route) for route in urgent]) if urgent else None)


def _care_routes(services: Services) -> Sequence[HelpRoute]:
    from app.ui.screens.people_parts import care_routes  # noqa: PLC0415  (only for caregivers)

    return care_routes(services, services.following.all())


@component
def Help() -> ft.View:
    """Every way to reach someone, at once and without a question before it."""
    here = use_here()
    services = here.services
    caregiver = here.preferences.role is Role.CAREGIVER
    routes = use_live(
        lambda: _care_routes(services) if caregiver else services.settings.help_routes(),
        *("clinic_profile", "person", "preferences", "followed"),
        deps=(caregiver,),
    )
    clinic = use_live(services.settings.clinic, "clinic_profile")
    parts = help_parts(routes, services.guide.sources(), "" if caregiver else clinic.hours)
    return screen(
        here, t("Help now"), two=(parts.reach, parts.signs), back=leave_help, bare=True, foot=parts.foot
    )
