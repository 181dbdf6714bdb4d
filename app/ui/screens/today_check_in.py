"""The card on Today for check-ins that are due or begun: nobody has to, and "Not today" is an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

import flet as ft

from app.care.cadence import infusion_days
from app.care.checkin import CheckIn
from app.care.questionnaire import Questionnaire
from app.care.questionnaires import QUESTIONNAIRES
from app.care.reminder_choice import Kind
from app.care.reminders import Reminder
from app.services import Services
from app.ui.components.base import body, card, heading, primary, quiet, row, secondary
from app.ui.failing import component
from app.ui.layout import opener
from app.ui.live import use_here, use_live, use_value
from app.ui.notice import attempt
from app.ui.text import t

_TABLES = ("check_in", "session", "course", "preferences")
# The day on which somebody said "Not today"; forgotten with the store, which then only asks once more.
_put_off: WeakKeyDictionary[Services, date] = WeakKeyDictionary()


@dataclass(frozen=True)
class Asked:
    """One line of the card: a questionnaire that is due, or the one that was begun."""

    questionnaire: Questionnaire
    begun: CheckIn | None


def asked_today(services: Services) -> tuple[Asked, ...]:
    """What is due, while reminders of it are on, or begun; nothing on the day of an infusion.

    Args:
        services: of the store that is shown.
    """
    today = services.now().date()
    view = services.courses.current()
    if view is not None and today in infusion_days(view.sessions):
        return ()
    reminders = services.settings.preferences().reminders
    wanted = reminders.on and Kind.CHECK_IN in reminders.kinds
    due = {one.questionnaire.id for one in services.checkins.due()} if wanted else set()
    found = [Asked(one, services.checkins.open(one.id)) for one in QUESTIONNAIRES.values()]
    return tuple(one for one in found if one.begun is not None or one.questionnaire.id in due)


def _asking(services: Services) -> list[Reminder]:
    return [one for one in services.reminders.due() if one.kind is Kind.CHECK_IN]


@component
def CheckInDue() -> ft.Control:
    """What is due, with one button each; nothing where nothing is due or it was put off for today."""
    here = use_here()
    services = here.services
    today = services.now().date()
    off, set_off = use_value(_put_off.get(services))
    asked = use_live(lambda: asked_today(services), *_TABLES, deps=(today,))
    if not asked or off == today:
        return ft.Container(visible=False)

    def not_today(_: Any) -> None:
        _put_off[services] = today
        set_off(today)
        # This device does not ask for it today either.
        attempt(lambda: [services.reminders.put_off(one) for one in _asking(services)])

    parts: list[ft.Control] = []
    for number, one in enumerate(asked):
        name, path = one.questionnaire.name, opener(f"/check-in/{one.questionnaire.id}")
        make = primary if number == 0 else secondary
        if one.begun is not None:
            parts.append(
                make(t("Go on with the {name} you began", name=name), path, icon=ft.Icons.PLAY_ARROW)
            )
            continue
        from app.ui.components.question import how_long  # noqa: PLC0415  (seldom is anything due)

        parts.append(body(t("{name}: {length}.", name=name, length=how_long(one.questionnaire))))
        parts.append(row(make(t("Begin the {name}", name=name), path, icon=ft.Icons.PLAY_ARROW)))
    return card(
        heading(t("Check-in due") if any(one.begun is None for one in asked) else t("Check-in begun")),
        *parts,
        row(quiet(t("Not today"), not_today)),
    )
