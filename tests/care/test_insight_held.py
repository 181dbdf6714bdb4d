"""Days held is worked out as its definition says, and never from days of which nobody said anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.insight import DEFINITION, Held, held
from tests.care.insight_days import day, moods, said

# Three notes before the first infusion on day 0: (2 + 3 + 4) / 3 = 3, so that 5 is what holds.
BEFORE = {-10: 2, -5: 3, -1: 4}


def after(by_day: dict[int, int | tuple[int, ...]], today: int, infusions: tuple[int, ...] = (0,)) -> Held:
    return held(moods({**BEFORE, **by_day}), [day(n) for n in infusions], day(today))


def test_it_counts_until_the_mean_of_three_days_is_less_than_2_points_better() -> None:
    found = after({1: (6, 6, 6), 2: 6, 3: 6, 4: 5, 5: 4, 6: 3, 7: 9}, 7)
    # Day 1: 18 / 3 = 6. Day 2: (18 + 6) / 4 = 6. Day 3: (18 + 6 + 6) / 5 = 6.
    # Day 4: (6 + 6 + 5) / 3 = 17 / 3.
    # Day 5: (6 + 5 + 4) / 3 = 5, just enough. Day 6: (5 + 4 + 3) / 3 = 4, less than 5: it has ended.
    assert [one.mean for one in found.table] == [6, 6, 6, 17 / 3, 5, 4]
    assert [one.notes for one in found.table] == [3, 4, 5, 3, 3, 3]
    assert (found.days, found.going_on, found.unknown, found.baseline) == (5, False, 0, 3)
    assert said(found.sentences) == (
        "It held for 5 days: your mood stayed at least 2 points above your own baseline of 3.0."
    )


def test_it_goes_on_while_it_has_not_ended() -> None:
    found = after({1: (6, 7, 8), 2: 6}, 2)
    assert (found.days, found.going_on) == (2, True)
    assert said(found.sentences).startswith("It has held for 2 days so far: ")


def test_a_mean_of_thirds_is_compared_exactly() -> None:
    # Baseline (2 + 2 + 3) / 3 = 7 / 3; what holds is 13 / 3 = (4 + 4 + 5) / 3, to the last digit.
    found = held(moods({-3: 2, -2: 2, -1: 3, 1: (4, 4, 5)}), [day(0)], day(1))
    assert (found.days, found.going_on) == (1, True)


def test_it_counts_from_the_last_infusion_against_the_days_before_the_first() -> None:
    found = after({1: 0, 2: 0, 3: 0, 8: (6, 6, 6), 9: (6, 6, 6)}, 9, (0, 7))
    # The day of the infusion and those before it are not in any mean.
    assert [(one.day, one.mean) for one in found.table] == [(day(8), 6), (day(9), 6)]
    assert (found.days, found.baseline) == (2, 3)


def test_the_baseline_is_of_two_weeks_and_without_the_day_of_the_infusion() -> None:
    notes = {-15: 10, -14: 1, -1: (2, 3), 0: 10, 1: (5, 5, 5)}
    # (1 + 2 + 3) / 3 = 2
    assert held(moods(notes), [day(0)], day(1)).baseline == 2


def test_whoever_misses_a_day_does_not_lose_the_count_but_is_told() -> None:
    # A note a day, none on day 4: days 4 and 5 have 2 notes in 3 days, day 6 too; day 7 has three again.
    found = after({1: (6, 6, 6), 2: 6, 3: 6, 5: 6, 6: 6, 7: 6}, 7)
    assert [one.notes for one in found.table] == [3, 4, 5, 2, 2, 2, 3]
    assert [one.mean for one in found.table][3:] == [None, None, None, 6]
    assert (found.days, found.unknown, found.going_on) == (7, 3, True)
    assert "On 3 of these days there were too few entries." in said(found.sentences)


def test_days_without_enough_notes_count_only_when_a_later_one_holds() -> None:
    found = after({1: (6, 6, 6), 2: 6, 3: 6}, 7)
    # Day 4: 2 notes; day 5: 1; days 6 and 7: none. So four days are waited for, and none is counted.
    assert [one.notes for one in found.table] == [3, 4, 5, 2, 1, 0, 0]
    assert (found.days, found.unknown, found.going_on) == (3, 0, True)


def test_the_fifth_day_in_a_row_without_enough_notes_ends_it() -> None:
    found = after({1: (6, 6, 6), 2: 6, 3: 6, 9: (9, 9, 9)}, 9)
    assert (found.days, found.going_on, len(found.table)) == (3, False, 8)
    assert "After that there are too few entries to tell." in said(found.sentences)


def test_one_that_never_held_is_told_without_blame() -> None:
    found = after({1: (3, 4, 4)}, 1)
    # (3 + 4 + 4) / 3 = 11 / 3, less than 5
    assert (found.days, found.going_on) == (0, False)
    assert said(found.sentences) == (
        "After your last infusion the 3-day mean was not 2 points above your baseline of 3.0."
    )


@pytest.mark.parametrize(
    ("notes", "infusions", "today", "words"),
    [
        ({-1: (2, 3, 4)}, (), 0, "After your first infusion"),
        ({-1: (2, 3, 4)}, (1,), 0, "After your first infusion"),
        ({-1: (2, 3), 1: (9, 9, 9)}, (0,), 1, "Not enough entries yet: your own baseline"),
        ({-1: (2, 3, 4), 1: (9, 9)}, (0,), 3, "Not enough entries yet: it takes three notes"),
        ({-1: (2, 3, 4)}, (0,), 0, "Not enough entries yet: it takes three notes"),
        # (9 + 9 + 8) / 3 = 8.7, and 8.7 + 2 is above 10.
        ({-1: (9, 9, 8), 1: (10, 10, 10)}, (0,), 1, "no room for 2 points more"),
    ],
)
def test_what_cannot_be_told_is_not_told(
    notes: dict[int, int | tuple[int, ...]], infusions: tuple[int, ...], today: int, words: str
) -> None:
    found = held(moods(notes), [day(n) for n in infusions], day(today))
    assert found.days is None
    assert not found.going_on
    assert words in said(found.sentences)


def test_the_definition_says_all_that_the_count_does() -> None:
    assert str(DEFINITION) == (
        "Days held: so many days after the last infusion the mean of three days stays at least 2 points "
        "above your own baseline. The baseline is the mean of the 14 days before the first infusion. "
        "Each mean needs at least 3 notes. Up to 4 days in a row without such a mean do not end the count; "
        "it says how many there were."
    )


@given(
    st.dictionaries(st.integers(-14, 30), st.lists(st.integers(0, 10), min_size=1, max_size=4).map(tuple)),
    st.integers(1, 30),
)
def test_no_more_days_are_held_than_the_notes_say(notes: dict[int, tuple[int, ...]], today: int) -> None:
    found = held(moods(dict(notes)), [day(0)], day(today))
    if not found.days:
        return
    assert found.baseline is not None
    counted = found.table[: found.days]
    # The last counted day has a mean of its own, every mean among them holds, and what has none is told.
    assert counted[-1].mean is not None
    assert all(one.mean is None or one.mean >= found.baseline + 2 - 1e-9 for one in counted)
    assert found.unknown == sum(one.mean is None for one in counted)
    assert found.days <= max(notes)
