"""The last thirty days as one sentence and a line, with the infusions marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import flet as ft

from app.care.course import HELD
from app.care.journal import DayMood, last_days_sentence
from app.ui.components.base import Style, body, card, heading, small
from app.ui.failing import component
from app.ui.live import Here, use_here, use_live
from app.ui.text import short_day, t

if TYPE_CHECKING:
    from app.services import CourseView

SPAN = 30
# Days further apart than this are not joined: the line would claim what nobody said.
_JOINED = 3
_HEIGHT = 190
# Below this width (at normal text size) the middle one of the three dates below the line is left out.
_THREE_DATES_FIT = 180


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
    found: list[list[DayMood]] = []
    for mood in days:
        if found and (mood.day - found[-1][-1].day).days <= _JOINED:
            found[-1].append(mood)
        else:
            found.append([mood])
    return found


def mood_line(
    here: Here, days: Sequence[DayMood], today: date, infusions: Sequence[tuple[date, int]], said: str
) -> ft.Control:
    """The line of day moods, named by the sentence that says the same.

    Args:
        here: the screen's surroundings.
        days: the moods of the last thirty days, oldest first.
        today: its right end.
        infusions: the day and the number of each.
        said: the sentence.
    """
    # Not needed by other screens: the first one does not wait for it.
    import flet_charts as fch  # noqa: PLC0415

    first = today - timedelta(days=SPAN - 1)
    scale = max(1.0, here.preferences.text_scale)

    def at(day: date) -> int:
        return (day - first).days

    def label(value: int, words: str, align: ft.TextAlign = ft.TextAlign.CENTER) -> fch.ChartAxisLabel:
        return fch.ChartAxisLabel(
            value=value,
            label=ft.Text(
                words, theme_style=Style.LABEL_SMALL, color=ft.Colors.ON_SURFACE_VARIANT, text_align=align
            ),
        )

    shown = [(at(day), number) for day, number in infusions if first <= day <= today]
    marks = [
        fch.LineChartData(
            points=[fch.LineChartDataPoint(x, 0), fch.LineChartDataPoint(x, 10)],
            color=ft.Colors.TERTIARY,
            stroke_width=1.5,
            dash_pattern=[4, 4],
        )
        for x, _ in shown
    ]
    dot = fch.ChartCirclePoint(color=ft.Colors.PRIMARY, radius=3)
    lines = [
        fch.LineChartData(
            points=[fch.LineChartDataPoint(at(mood.day), round(mood.mean, 2)) for mood in piece],
            color=ft.Colors.PRIMARY,
            stroke_width=3,
            rounded_stroke_cap=True,
            rounded_stroke_join=True,
            point=dot,
        )
        for piece in pieces(days)
    ]
    # At large text a date needs more room to the edge of the card, and there is none for three of them.
    edge = 2 if scale < 1.5 else 4
    middle = [SPAN // 2] if here.roomy >= _THREE_DATES_FIT else []
    chart = fch.LineChart(
        data_series=[*marks, *lines],
        min_x=-0.5,
        max_x=SPAN - 0.5,
        min_y=-0.3,
        max_y=10.3,
        height=_HEIGHT * min(scale, 1.5),
        interactive=False,
        tooltip=None,
        animation=ft.Animation(0),
        horizontal_grid_lines=fch.ChartGridLines(interval=5, color=ft.Colors.OUTLINE_VARIANT, width=1),
        left_axis=fch.ChartAxis(
            labels=[label(0, "0"), label(5, "5"), label(10, "10")],
            label_size=30 * scale,
            label_spacing=5,
            show_min=False,
            show_max=False,
        ),
        bottom_axis=fch.ChartAxis(
            labels=[label(x, short_day(first + timedelta(days=x))) for x in (edge, *middle, SPAN - 1 - edge)],
            label_size=22 * scale,
            label_spacing=1,
            show_min=False,
            show_max=False,
        ),
        top_axis=fch.ChartAxis(
            labels=[label(x, str(number)) for x, number in shown],
            label_size=24 * scale,
            label_spacing=1,
            show_min=False,
            show_max=False,
        ),
        right_axis=fch.ChartAxis(show_labels=False, label_size=4),
    )
    return ft.Semantics(label=said, image=True, container=True, exclude_semantics=True, content=chart)


@component
def LastDays() -> ft.Control:
    """The card of the last thirty days: the sentence first, then the line."""
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
    return card(*parts)
