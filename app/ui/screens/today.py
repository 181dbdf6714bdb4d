"""Today: one card for now, by phase; below it how are you, the course, and the last days in one sentence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import flet as ft

from app.care.journal import last_days_sentence
from app.care.profile import Role
from app.care.today import Phase
from app.care.today import Today as Now
from app.ui.components.base import body, card, heading, quiet, row
from app.ui.components.mood_now import MoodNow
from app.ui.components.session_line import days_sentence, session_line
from app.ui.components.session_ring import session_ring
from app.ui.failing import component
from app.ui.layout import opener, screen
from app.ui.live import Here, use_here, use_live, use_repeat, use_value
from app.ui.screens.today_cards import card_for_now
from app.ui.screens.today_check_in import CheckInDue
from app.ui.screens.today_past import forgotten_card
from app.ui.screens.today_ready import said_so_far
from app.ui.screens.today_reminder import ReminderDue
from app.ui.screens.today_sync import SyncNeeds
from app.ui.text import t

_LAST_DAYS = 7
# Below this width (at normal text size) the words stand under the ring.
_BESIDE_FITS = 300
# Each of these leads to a screen of its own that shows nothing else.
_TABLES = ("course", "session", "checklist", "preferences")


@component
def Today() -> Any:
    """What matters now; the welcome at the very first start, rest mode after an infusion."""
    here = use_here()
    minute, set_minute = use_value(0)
    now = use_live(here.services.today, *_TABLES, deps=(minute,))
    # Phases change by the clock alone.
    use_repeat(here.feed, 60, lambda: set_minute(lambda n: n + 1))
    if now.kind is Phase.WELCOME and not here.services.is_sample:
        from app.ui.screens.welcome import Welcome  # noqa: PLC0415  (only at the very first start)

        return Welcome()
    if here.preferences.role is Role.CAREGIVER:
        from app.ui.screens.people import People  # noqa: PLC0415  (not a patient's)

        return People()
    if now.kind is Phase.REST:
        from app.ui.screens.rest import Rest  # noqa: PLC0415  (seldom needed at the start)

        return Rest()
    return _Usual(now, minute)


@component
def _Usual(now: Now, minute: int) -> ft.View:
    here = use_here()
    services = here.services
    today = services.now().date()
    days = use_live(
        lambda: services.journal.days(today - timedelta(days=_LAST_DAYS - 1), today), "journal_entry"
    )
    view = use_live(services.courses.current, "course", "session", "mark")
    said = use_live(lambda: said_so_far(services, now), "checklist", "clinic_profile", deps=(now,))
    first: list[ft.Control] = [card_for_now(here, now, said)]
    if now.unrecorded is not None and now.kind is not Phase.UNRECORDED:
        first.append(forgotten_card(here, now.unrecorded))
    if here.preferences.reminders.on:
        first.append(ReminderDue(minute, now.kind is Phase.THE_DAY))
    if now.asks_mood:
        first += [MoodNow(), CheckInDue()]
    if services.has_clinic:
        first.append(SyncNeeds())
    second: list[ft.Control] = []
    if view is not None and now.planned:
        second.append(_course_card(here, view, now, today))
    if days:
        infusions = services.courses.infusion_days(today - timedelta(days=_LAST_DAYS - 1), today)
        second.append(
            card(
                heading(t("The last days")),
                body(t(last_days_sentence(days, today, infusions, span=_LAST_DAYS))),
                row(
                    quiet(t("Open the journal"), opener("/journal"), icon=ft.Icons.EDIT_NOTE),
                    quiet(t("Open insights"), opener("/insights"), icon=ft.Icons.INSIGHTS),
                ),
            )
        )
    return screen(here, t("Today"), two=(first, second), place="/")


def _course_card(here: Here, view: Any, now: Now, today: date) -> ft.Control:
    beside = here.roomy >= _BESIDE_FITS
    ring = session_ring(here, now.done, now.planned)
    words = ft.Column(
        [heading(t("Your course")), body(days_sentence(view.sessions, today), quiet=True)],
        spacing=4,
        tight=True,
        expand=beside,
    )
    return card(
        ft.Row([ring, words], spacing=16)
        if beside
        else ft.Column(
            [ring, words], spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.START
        ),
        session_line(here, view, next_number=now.next.number if now.next else None),
        row(quiet(t("All check-ins"), opener("/check-in"), icon=ft.Icons.FACT_CHECK_OUTLINED)),
    )
