"""The days around each infusion are laid over each other as they were; a mean takes three infusions."""

from __future__ import annotations

from app.care.insight import NO_CAUSE, curves
from tests.care.insight_days import day, moods, said


def test_each_infusion_has_a_line_from_the_day_before_to_the_fourteenth_after() -> None:
    found = curves(moods({-2: 1, -1: 2, 0: 3, 14: 6, 15: 7}), {day(0): 1})
    (one,) = found.curves
    assert (one.number, one.day, one.next_at) == (1, day(0), None)
    assert [(n, mood.mean) for n, mood in one.points] == [(-1, 2), (0, 3), (14, 6)]
    assert found.mean == ()


def test_the_line_goes_on_through_the_next_infusion_and_says_so() -> None:
    found = curves(moods({1: 5, 4: 6}), {day(0): 1, day(3): 2, day(20): 3})
    assert [one.next_at for one in found.curves] == [3, None, None]
    # Day 4 of the first line is day 4 - 3 = 1 of the second; day 1 would be 1 - 3 = -2, before it.
    assert [[(n, mood.mean) for n, mood in one.points] for one in found.curves] == [
        [(1, 5), (4, 6)],
        [(1, 6)],
        [],
    ]
    assert "the line goes on through it" in said(found.sentences)


def test_the_mean_counts_each_infusion_once_and_needs_three_of_them() -> None:
    # Infusions on days 0, 20 and 40. The day before: 2, (3, 5) with the mean 4, 3. The day after: 5, 6, 8.
    found = curves(
        moods({-1: 2, 1: 5, 19: (3, 5), 21: 6, 22: 9, 39: 3, 41: 8, 42: 1}),
        {day(0): 1, day(20): 2, day(40): 3},
    )
    # (2 + 4 + 3) / 3 = 9 / 3 = 3; (5 + 6 + 8) / 3 = 19 / 3; two days after only two have a mood.
    assert [(one.offset, one.mean, one.sessions) for one in found.mean] == [(-1, 3.0, 3), (1, 19 / 3, 3)]
    assert str(found.sentences[0]) == (
        "The day before an infusion your mood was 3.0 on average (3 infusions), "
        "the day after 6.3 (3 infusions)."
    )
    assert found.sentences[-1] == NO_CAUSE


def test_with_fewer_than_three_it_says_how_many_there_are() -> None:
    found = curves(moods({1: 5, 21: 6}), {day(0): 1, day(20): 2})
    assert found.mean == ()
    assert str(found.sentences[0]).startswith("Not enough entries yet for a mean")
    assert "at most 2 have one so far" in str(found.sentences[0])


def test_before_an_infusion_there_is_nothing_to_lay_over() -> None:
    found = curves(moods({0: 5}), {})
    assert (found.curves, found.mean) == ((), ())
    assert said(found.sentences) == "When an infusion is over, the days around it will show here."
