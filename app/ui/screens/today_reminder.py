"""The card on Today for one reminder: what it is, the way to it, later, or not now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import flet as ft

from app.care.reminder_choice import Kind
from app.care.reminders import Reminder
from app.services.reminders import TABLES, words
from app.ui.components.base import body, card, heading, quiet, row, secondary
from app.ui.failing import component
from app.ui.layout import opener
from app.ui.live import use_here, use_live
from app.ui.notice import attempt
from app.ui.text import spoken, t

_LATER = {"hour": "In 1 hour", "evening": "This evening", "tomorrow": "Tomorrow"}


@component
def ReminderDue(minute: int, leads: bool) -> ft.Control:
    """The one reminder that matters most now, or nothing. Check-ins have a card of their own.

    Args:
        minute: counts on, so that what has become due appears.
        leads: whether the card for now already leads to what the reminder would lead to.
    """
    services = use_here().services
    found = use_live(
        lambda: [one for one in services.reminders.due() if one.kind is not Kind.CHECK_IN],
        *TABLES,
        deps=(minute, services.now().date()),
    )
    if not found:
        return ft.Container(visible=False)
    one = found[0]

    def later(until: datetime | None) -> Any:
        return lambda _: attempt(lambda: services.reminders.put_off(one, until))

    ways = services.reminders.ways(one)
    return card(
        heading(t("Reminder")),
        body(words(one, services.now(), spoken())),
        *([] if leads else [row(_way(one))]),
        row(
            *[quiet(t(_LATER[name]), later(at)) for name, at in ways.items()],
            quiet(t("Not now"), later(None)),
        ),
    )


def _way(reminder: Reminder) -> ft.Control:
    if reminder.kind in {Kind.EVENING_BEFORE, Kind.SOON} and reminder.session is not None:
        path = f"/checklist/{reminder.session.number}"
        return secondary(t("Open the checklist"), opener(path), icon=ft.Icons.CHECKLIST)
    return secondary(t("Write how you are"), opener("/journal/new"), icon=ft.Icons.EDIT_NOTE)
