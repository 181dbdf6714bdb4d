"""Insights: what moods and check-ins show around the infusions, in words first, then as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import flet as ft

from app.care.insight import SCALES, Beside, Curves, Feelings, Held, LookBack, MoodLine, Span
from app.care.questionnaires import QUESTIONNAIRES
from app.care.totals import Totals
from app.services import Services
from app.ui.components.base import empty, primary, secondary, working
from app.ui.components.slow import use_loaded
from app.ui.failing import component
from app.ui.layout import opener, screen
from app.ui.live import use_here, use_live, use_value
from app.ui.screens.insights_parts import (
    around_card,
    beside_card,
    feelings_card,
    held_card,
    look_back_card,
    mood_card,
)
from app.ui.screens.insights_totals import totals_cards
from app.ui.screens.settings import leads_to
from app.ui.text import t

_TABLES = ("journal_entry", "session", "course", "check_in", "preferences")


@dataclass(frozen=True)
class Shown:
    """All that the screen tells, read at one time.

    Attributes:
        anything: whether there is an entry, an infusion or a check-in at all.
        today: the day of it.
        mood, feelings, beside: of the span that was asked for.
        infusions: the day and number of each.
    """

    anything: bool
    today: date
    mood: MoodLine
    held: Held
    curves: Curves
    feelings: Feelings
    beside: tuple[Beside, ...]
    look_back: LookBack | None
    totals: tuple[Totals, ...]
    infusions: tuple[tuple[date, int], ...]


def read(services: Services, span: Span) -> Shown:
    """Read everything; takes some time over years of entries.

    Args:
        services: the store that is shown.
        span: of which time.
    """
    insights, checkins = services.insights, services.checkins
    chosen = {one.id for one in checkins.chosen()}
    totals = tuple(checkins.totals(one) for one in QUESTIONNAIRES)
    curves = insights.curves()
    infusions = tuple((curve.day, curve.number) for curve in curves.curves)
    answered = any(one.points for one in totals)
    return Shown(
        anything=bool(infusions or answered or services.journal.recent(1)),
        today=services.now().date(),
        mood=insights.mood(span),
        held=insights.held(),
        curves=curves,
        feelings=insights.feelings(span),
        beside=tuple(insights.beside(scale, span) for scale in SCALES),
        look_back=insights.look_back(),
        totals=tuple(one for one in totals if one.points or one.questionnaire.id in chosen),
        infusions=infusions,
    )


@component
def Insights() -> ft.View:
    """The look back in mid-course, moods, days held, totals, the days around infusions, and counts."""
    here = use_here()
    services = here.services
    span, set_span = use_value(Span.DAYS_30)
    scale, set_scale = use_value(SCALES[0])
    today = use_live(lambda: services.now().date(), "journal_entry")
    shown: Any = use_loaded(lambda: read(services, span), *_TABLES, deps=(span, today))
    studies = leads_to(
        ft.Icons.SCIENCE_OUTLINED,
        t("What studies found"),
        t("About groups of other people, only if you want to know"),
        "/insights/studies",
    )

    def whole(*content: ft.Control, **more: Any) -> ft.View:
        return screen(here, t("Insights"), *content, place="/journal", back="/journal", **more)

    if shown is None:
        return whole(*working(t("Reading your entries")))
    if not shown.anything:
        return whole(_nothing(), studies)
    first = look_back_card(shown.look_back)
    mood = mood_card(here, shown.mood, span, set_span)
    counts = [
        feelings_card(here, shown.feelings, shown.mood.span),
        beside_card(here, shown.beside, scale, set_scale, shown.mood.span),
    ]
    course = [held_card(here, shown.held), around_card(here, shown.curves)]
    totals = totals_cards(here, shown.totals, shown.infusions, shown.today)
    if here.wide:
        return whole(two=([*first, mood, *counts], [*course, *totals, studies]))
    return whole(*first, mood, *totals, *course, *counts, studies)


def _nothing() -> ft.Control:
    words = (
        "Your moods, your check-ins and the days around your infusions will show here, in words and pictures."
    )
    return empty(
        t("Nothing to show yet"),
        t(words),
        primary(t("New entry"), opener("/journal/new"), icon=ft.Icons.ADD),
        secondary(t("Check-ins"), opener("/check-in")),
    )
