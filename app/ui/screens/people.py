"""People: who shared a summary with the caregiver, and the way to open one."""

from __future__ import annotations

from datetime import datetime

import flet as ft

from app.care.profile import Role
from app.care.summary import Followed
from app.ui.components.base import body, card, heading, with_icon
from app.ui.failing import component
from app.ui.layout import screen
from app.ui.live import use_here
from app.ui.screens.people_open import OpenSummary
from app.ui.screens.people_parts import CARE_TOPIC, made, use_people
from app.ui.screens.settings import leads_to
from app.ui.text import t


@component
def People() -> ft.View:
    """Everybody who is followed; how a patient shares where there is nobody yet."""
    here = use_here()
    people = use_people()
    now = here.services.now()
    caregiver = here.preferences.role is Role.CAREGIVER
    guide = leads_to(
        ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED,
        t("For someone who cares"),
        t("What to expect, what to watch for, whom to call"),
        CARE_TOPIC,
    )
    clinic = leads_to(
        ft.Icons.LOCAL_HOSPITAL_OUTLINED,
        t("Follow at a clinic"),
        t("With an account of your own that the clinic gave you"),
        "/people/clinic",
    )
    known: list[ft.Control] = [_person(one, now) for one in people] if people else [_nobody()]
    return screen(
        here,
        t("People"),
        two=(known, [OpenSummary(), clinic, guide]),
        place="/people",
        back=None if caregiver else "/settings",
    )


def _person(person: Followed, now: datetime) -> ft.Control:
    return leads_to(ft.Icons.PERSON_OUTLINED, person.name, made(person, now), f"/people/{person.id}")


def _nobody() -> ft.Control:
    steps = (
        "In their app they open Share, choose to share a summary, and pick what you may see.",
        "They send you the file, and tell you its passphrase another way, such as by voice.",
        "You open the file here. Everything stays on this device.",
    )
    return card(
        heading(t("Nobody yet")),
        body(t("Here you see how it goes for someone, as far as they choose to share it."), quiet=True),
        *[with_icon(ft.Icons.CHEVRON_RIGHT, body(t(one))) for one in steps],
    )
