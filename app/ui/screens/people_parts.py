"""What the screens of a caregiver share: who is followed now, and Help now for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import flet as ft

from app.care.safety import HelpRoute
from app.care.safety_care import CaredFor, routes_for
from app.care.summary import Followed, Summary
from app.errors import BadSummary
from app.services import Services
from app.services.bundled import ELSEWHERE, countries
from app.ui.live import use_here, use_live, use_repeat, use_value
from app.ui.notice import attempt
from app.ui.text import moment, t

CARE_TOPIC = "/guide/for-someone-who-cares"


def use_people() -> list[Followed]:
    """Everybody who is followed, by name; what has ended by now is let go."""
    here = use_here()
    services = here.services
    minute, set_minute = use_value(0)
    # Summaries end by the clock alone.
    use_repeat(here.feed, 60, lambda: set_minute(lambda n: n + 1))
    people = use_live(services.following.all, "followed", deps=(minute,))

    def let_go() -> None:
        now = services.now()
        if any(one.content and ended(one, now) for one in people):
            attempt(services.following.let_go)

    ft.use_effect(let_go, [minute, len(people)])
    return people


def ended(person: Followed, now: datetime) -> bool:
    """Whether nothing of a person may be shown any more.

    Args:
        person: who is followed.
        now: aware.
    """
    return person.ends_at is not None and now >= person.ends_at


def summary_of(services: Services, person: Followed) -> tuple[Summary | None, str]:
    """What may be seen of a person, or why it cannot be read, as one sentence.

    Args:
        services: the store that is shown.
        person: who is followed.
    """
    try:
        return services.following.summary(person), ""
    except BadSummary as refused:
        return None, t(refused)


def made(person: Followed, now: datetime) -> str:
    """When the summary that is here was made, or that it has ended.

    Args:
        person: who is followed.
        now: aware.
    """
    if ended(person, now):
        return t("This summary has ended")
    at = moment(person.made_at.astimezone(now.tzinfo), now.date())
    if person.server:
        return t("Read at the clinic {moment}", moment=at)
    return t("Made {moment}", moment=at)


def care_routes(services: Services, people: Sequence[Followed]) -> tuple[HelpRoute, ...]:
    """Whom to reach for these people: their clinics, crisis lines, emergency.

    Args:
        services: the store that is shown.
        people: who is followed.
    """
    known: list[CaredFor] = []
    where: Any = ""
    for one in people:
        summary, _ = summary_of(services, one)
        if summary is None:
            continue
        numbers = {"phone": summary.clinic_phone, "emergency": summary.emergency_number}
        known.append(CaredFor(name=one.name, clinic=summary.clinic, **numbers))
        # Help comes to where the person is; of several it may be another country for each.
        where = summary.country if len(people) == 1 else ""
    found = countries()
    country = found.get(where) or found.get(services.settings.preferences().country) or found[ELSEWHERE]
    return routes_for(country, known)
