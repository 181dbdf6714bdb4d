"""The mood line with the infusions marked, and the card of the last thirty days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import flet as ft

from app.care.course import HELD
from app.care.insight import LinePoint, MoodLine, Span
from app.care.insight import mood_line as line_of
from app.care.journal import DayMood, last_days_sentence
from app.ui.components.base import body, card, heading, quiet, row, small
from app.ui.components.chart_frame import Axes, Label, line, numbers, plot, text_scale, upright
from app.ui.failing import component
from app.ui.layout import opener
from app.ui.live import Here, use_here, use_live
from app.ui.text import short_day, short_month, t

if TYPE_CHECKING:
    from app.services import CourseView

SPAN = 30
# Days further apart than this are not joined: the line would claim what nobody said. Of weeks one may lack.
_JOINED = 3
_WEEKS_JOINED = 14
# Below this width (at normal text size) the middle one of the three dates below the line is left out.
_THREE_DATES_FIT = 180
# A time longer than this has months below its line.
_MONTHS_FROM = 200
# From this text size on there is less room for dates.
_LARGE = 1.5


def infusion_days(view: CourseView | None) -> tuple[tuple[date, int], ...]:
    """The local day and the number of each infusion that took place.

    Args:
        view: the course, or None.
    """
    found = []
    for session in view.sessions if view else ():
        at = session.began_at or session.starts_at
        if session.status in HELD and at is not None:
            found.append((at.date(), session.number))
    return tuple(found)


def pieces(days: Sequence[DayMood]) -> list[list[DayMood]]:
    """The days cut where more than three lie between two that have a mood.

    Args:
        days: oldest first.
    """
    return [[days[n] for n in piece] for piece in cut([mood.day.toordinal() for mood in days], _JOINED)]


def cut(places: Sequence[float], joined: float) -> list[list[int]]:
    """Which points are joined by a line: the indices, cut where two neighbours lie too far apart.

    Args:
        places: where the points are, in order.
        joined: the widest gap that a line may cross.
    """
    found: list[list[int]] = []
    for n, place in enumerate(places):
        if found and place - places[n - 1] <= joined:
            found[-1].append(n)
        else:
            found.append([n])
    return found


def dates_below(here: Here, first: date, days: int) -> list[Label]:
    """Two or three dates below a picture.

    Args:
        here: the screen's surroundings.
        first: the day at its left end.
        days: how many there are.
    """
    words = short_month if days > _MONTHS_FROM else short_day
    # At large text a date needs more room to the edge of the card, and there is none for three of them.
    usual = text_scale(here) < _LARGE
    edge = max(1, days // (15 if usual else 5))
    middle = [days // 2] if here.roomy >= _THREE_DATES_FIT else []
    places = sorted({edge, *middle, max(edge, days - 1 - edge)})
    return [(place, words(first + timedelta(days=place))) for place in places]


def mood_picture(here: Here, shown: MoodLine, said: str) -> ft.Control:
    """The mood line, named by the sentence that says the same.

    Args:
        here: the screen's surroundings.
        shown: days or weeks with the infusions among them.
        said: the sentence.
    """
    days = (shown.last - shown.first).days + 1
    ends = (-0.5, max(days, 2) - 0.5)

    def at(point: LinePoint) -> float:
        return ((point.first - shown.first).days + (point.last - shown.first).days) / 2

    known = [(at(point), point.mean) for point in shown.points if point.mean is not None]
    joined = _WEEKS_JOINED if shown.span.weekly else _JOINED
    marks = [((day - shown.first).days, number) for day, number in shown.infusions]
    # Of many points the dots would touch, and hide the line.
    width = 3 if len(known) <= 2 * SPAN else 1.5
    series = [upright(x, 10) for x, _ in marks]
    series += [
        line([known[n] for n in piece], ft.Colors.PRIMARY, width)
        for piece in cut([x for x, _ in known], joined)
    ]
    axes = Axes(
        x=ends,
        y=(-0.3, 10.3),
        left=[(0, "0"), (5, "5"), (10, "10")],
        bottom=dates_below(here, shown.first, days),
        top=numbers(here, marks, ends),
        grid=5,
    )
    return plot(here, axes, series, said)


def mood_line(
    here: Here, days: Sequence[DayMood], today: date, infusions: Sequence[tuple[date, int]], said: str
) -> ft.Control:
    """The line of the last thirty days.

    Args:
        here: the screen's surroundings.
        days: their moods, oldest first.
        today: its right end.
        infusions: the day and the number of each.
        said: the sentence that says the same.
    """
    return mood_picture(here, line_of(days, dict(infusions), today, Span.DAYS_30), said)


@component
def LastDays() -> ft.Control:
    """The card of the last thirty days: the sentence first, then the line, and the way to more."""
    here = use_here()
    services = here.services
    today = services.now().date()
    first = today - timedelta(days=SPAN - 1)
    days = use_live(lambda: services.journal.days(first, today), "journal_entry", deps=(today,))
    infusions = use_live(lambda: infusion_days(services.courses.current()), "course", "session")
    sentence = t(last_days_sentence(days, today, [day for day, _ in infusions], span=SPAN))
    parts: list[ft.Control] = [heading(t("Last {n} days", n=SPAN)), body(sentence)]
    if days:
        said = t("Chart of the last {n} days. {sentence}", n=SPAN, sentence=sentence)
        parts.append(mood_line(here, days, today, infusions, said))
        if any(first <= day <= today for day, _ in infusions):
            parts.append(small(t("Each dot is a day. The numbered lines are your infusions.")))
        else:
            parts.append(small(t("Each dot is a day.")))
    parts.append(row(quiet(t("Open insights"), opener("/insights"), icon=ft.Icons.INSIGHTS)))
    return card(*parts)
