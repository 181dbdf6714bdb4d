"""The line of the last thirty days says nothing that nobody noted, and says it in words too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import flet as ft
import flet_charts as fch

from app.care.journal import DayMood
from app.services import Services
from app.ui.components.chart import infusion_days, pieces
from tests.headless import Stage
from tests.ui.conftest import Clock

Open = Callable[..., Stage]


def mood(day: date) -> DayMood:
    """One mood on a day."""
    return DayMood(day=day, mean=5, low=5, high=5, count=1)


def chart(page: Stage) -> fch.LineChart:
    """The chart that is shown."""
    return page.find(fch.LineChart)


def test_the_line_is_cut_where_days_are_missing() -> None:
    first = date(2026, 11, 1)
    days = [mood(first + timedelta(days=n)) for n in (0, 1, 4, 8, 9)]
    assert [[m.day.day for m in piece] for piece in pieces(days)] == [[1, 2, 5], [9, 10]]


def test_points_are_small_day_indices_and_today_is_the_last(
    stage: Open, services: Services, clock: Clock
) -> None:
    services.journal.add(3)
    services.journal.add(6, clock() - timedelta(days=29))
    services.journal.add(9, clock() - timedelta(days=30))
    page = stage("/journal")
    points = [(p.x, p.y) for line in chart(page).data_series for p in line.points]
    assert points == [(0, 6), (29, 3)]


def test_the_chart_is_named_by_the_sentence_above_it(stage: Open, services: Services, clock: Clock) -> None:
    for back, value in enumerate((3, 5, 7)):
        services.journal.add(value, clock() - timedelta(days=back))
    page = stage("/journal")
    sentence = next(text for text in page.texts() if text.startswith("In the last 30 days"))
    image = next(c for c in page.controls() if isinstance(c, ft.Semantics) and c.image)
    assert sentence in str(image.label)
    assert image.exclude_semantics


def test_infusions_are_marked_with_their_number_once_they_took_place(
    stage: Open, services: Services, clock: Clock
) -> None:
    services.journal.add(5)
    first = clock() - timedelta(days=4)
    services.courses.start(first.date(), first.time(), dates=[first, clock() + timedelta(days=2)], planned=2)
    assert infusion_days(services.courses.current()) == ()
    services.courses.begin(1, first)
    services.courses.complete(1, first + timedelta(hours=1))
    assert infusion_days(services.courses.current()) == ((first.date(), 1),)
    page = stage("/journal")
    shown = chart(page)
    assert [p.x for p in shown.data_series[0].points] == [25, 25]
    assert [(label.value, label.label.value) for label in shown.top_axis.labels] == [(25, "1")]


def test_without_a_course_nothing_is_marked() -> None:
    assert infusion_days(None) == ()
