"""The mood line has a point a day or a week, marks the infusions, and averages only what can be averaged."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.insight import Span, mood_line, weeks
from tests.care.insight_days import D0, day, mood, moods, said


def test_seven_days_are_a_point_a_day_with_the_infusions_of_that_time() -> None:
    found = mood_line(moods({-1: 9, 0: 2, 3: (3, 4), 6: 7}), {day(-1): 1, day(3): 2}, day(6), Span.DAYS_7)
    assert (found.first, found.last) == (D0, day(6))
    assert [(one.first, one.last, one.mean, one.low, one.high, one.count) for one in found.points] == [
        (day(0), day(0), 2, 2, 2, 1),
        (day(3), day(3), 3.5, 3, 4, 2),
        (day(6), day(6), 7, 7, 7, 1),
    ]
    assert found.infusions == ((day(3), 2),)
    # (2 + 3 + 4 + 7) / 4 = 16 / 4 = 4.0
    assert said(found.sentences) == (
        "In the last 7 days your mood went from 2 to 7, 4.0 on average, in 4 notes. "
        "One infusion was in this time."
    )


def test_from_90_days_on_a_point_is_a_calendar_week_with_the_mean_of_all_its_notes() -> None:
    found = mood_line(moods({0: 2, 1: (3, 5), 6: 6, 7: 4, 8: 8}), {}, day(9), Span.DAYS_90)
    first, second = found.points
    # Monday to Sunday: (2 + 3 + 5 + 6) / 4 = 16 / 4 = 4; the second week has two notes, and no mean.
    assert (first.first, first.last, first.mean, first.low, first.high, first.count) == (
        day(0),
        day(6),
        4.0,
        2,
        6,
        4,
    )
    assert (second.first, second.last, second.mean, second.low, second.high, second.count) == (
        day(7),
        day(9),
        None,
        4,
        8,
        2,
    )
    assert "a week with fewer than three notes has none" in said(found.sentences)


def test_all_begins_with_the_first_note() -> None:
    found = mood_line(moods({-400: 1, 0: 5}), {}, day(0), Span.ALL)
    assert (found.first, found.last, len(found.points)) == (day(-400), D0, 2)
    assert said(found.sentences).startswith("Two moods in the last 401 days, 1 and 5")


@pytest.mark.parametrize("span", Span)
def test_without_a_note_it_says_what_will_be_there(span: Span) -> None:
    found = mood_line([], {}, D0, span)
    assert found.points == ()
    assert "will show here" in said(found.sentences)


def test_a_week_counts_only_as_far_as_it_is_in_the_time() -> None:
    (one,) = weeks([mood(2, 4, 5, 6)], day(1), day(4))
    # (4 + 5 + 6) / 3 = 5
    assert (one.first, one.last, one.mean) == (day(1), day(4), 5.0)


@given(
    st.dictionaries(st.integers(-60, 0), st.lists(st.integers(0, 10), min_size=1, max_size=5), max_size=40)
)
def test_each_week_is_the_plain_mean_of_every_note_in_it(notes: dict[int, list[int]]) -> None:
    days = moods({n: tuple(some) for n, some in notes.items()})
    by_week: dict[date, list[int]] = {}
    for n, some in sorted(notes.items()):
        by_week.setdefault(day(n - day(n).weekday()), []).extend(some)
    found = list(weeks(days, day(-60), D0))
    assert [one.count for one in found] == [len(some) for some in by_week.values()]
    for one, some in zip(found, by_week.values(), strict=True):
        assert (one.low, one.high) == (min(some), max(some))
        assert one.mean == (sum(some) / len(some) if len(some) >= 3 else None)
