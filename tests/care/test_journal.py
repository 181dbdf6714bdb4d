"""A note keeps what was said, on the day it was said, and no number is made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.invalid import Invalid
from app.care.journal import (
    FEELING_LABELS,
    FEELINGS,
    MOOD_WORDS,
    DayMood,
    JournalEntry,
    average,
    last_days_sentence,
    mood_word,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=timezone(timedelta(hours=-5)))
ENTRY = JournalEntry(id=UUID(int=1), at=NOW, mood=5)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
ZONES = st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia"]).map(ZoneInfo)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=OFFSETS), ZONES)
def test_a_note_stays_on_the_day_of_its_own_offset_wherever_it_is_read(at: datetime, zone: ZoneInfo) -> None:
    entry = replace(ENTRY, at=at)
    assert entry.day == at.date()
    # What a store gives back: the same moment with the offset as a plain number of minutes.
    offset = at.utcoffset()
    assert offset is not None
    assert replace(ENTRY, at=at.astimezone(UTC).astimezone(timezone(offset))).day == entry.day


def test_a_note_shortly_before_midnight_stays_there_after_a_flight() -> None:
    late = datetime(2026, 3, 7, 23, 50, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert replace(ENTRY, at=late).day == date(2026, 3, 7)
    assert late.astimezone(ZoneInfo("Asia/Tokyo")).date() == date(2026, 3, 8)


@pytest.mark.parametrize(
    "bad",
    [
        {"mood": 11},
        {"mood": -1},
        {"mood": True},
        {"mood": 5.0},
        {"sleep": 11},
        {"anxiety": -1},
        {"energy": "7"},
        {"pain": 12},
        {"words": "x" * 20_001},
        {"feelings": ("calm", "calm")},
        {"feelings": ("",)},
        {"feelings": ["calm"]},
        {"feelings": tuple(str(number) for number in range(31))},
        {"at": datetime(2026, 11, 22, 9)},
        {"id": "1"},
    ],
)
def test_a_note_that_cannot_be_is_refused_in_one_sentence(bad: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        replace(ENTRY, **bad)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


def test_each_mood_has_a_word() -> None:
    assert len(MOOD_WORDS) == 11
    assert (mood_word(0), mood_word(5), mood_word(10)) == ("very low", "so-so", "very good")
    with pytest.raises(Invalid):
        mood_word(11)


def test_feelings_have_one_label_each() -> None:
    assert len(FEELING_LABELS) == len(FEELINGS)
    assert len(set(FEELING_LABELS.values())) == len(FEELINGS)
    replace(ENTRY, feelings=tuple(FEELING_LABELS))


@given(st.lists(st.integers(0, 10)))
def test_an_average_needs_three_values(values: list[int]) -> None:
    mean = average(values)
    if len(values) < 3:
        assert mean is None
    else:
        assert mean == pytest.approx(sum(values) / len(values))


def mood(day: date, *values: int) -> DayMood:
    mean = sum(values) / len(values)
    return DayMood(day=day, mean=mean, low=min(values), high=max(values), count=len(values))


def test_a_day_shows_its_values_until_there_are_enough_for_an_average() -> None:
    today = date(2026, 11, 22)
    assert mood(today, 7).words == "7"
    assert mood(today, 3, 7).words == "3–7"
    assert mood(today, 3, 7, 6).words == "5.3"
    assert mood(today, 3, 7).average is None
    with pytest.raises(Invalid):
        DayMood(day=today, mean=9, low=1, high=3, count=2)


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("moods", "sentence"),
    [
        ((), "Your moods of the last 7 days will show here."),
        ((4,), "One mood in the last 7 days: 4."),
        ((4, 6), "Two moods in the last 7 days, 4 and 6: too few for an average."),
        ((5, 5, 5), "In the last 7 days your mood was 5 each time, in 3 notes."),
        ((3, 5, 6), "In the last 7 days your mood went from 3 to 6, 4.7 on average, in 3 notes."),
    ],
)
def test_the_last_days_are_said_in_one_sentence(moods: tuple[int, ...], sentence: str) -> None:
    days = [mood(TODAY - timedelta(days=back), value) for back, value in enumerate(moods)]
    assert str(last_days_sentence(days, TODAY)) == sentence


def test_only_days_of_the_span_and_their_infusions_count() -> None:
    days = [mood(TODAY, 4), mood(TODAY - timedelta(days=7), 9), mood(TODAY + timedelta(days=1), 9)]
    held = [TODAY, TODAY - timedelta(days=6), TODAY - timedelta(days=7)]
    said = str(last_days_sentence(days, TODAY, held))
    assert said == "One mood in the last 7 days: 4. 2 infusions were in this time."
    assert "One infusion was in this time." in str(last_days_sentence(days, TODAY, held[:1]))
    assert "from 4 to 9" not in str(last_days_sentence(days, TODAY, span=30))
    assert "4 and 9" in str(last_days_sentence(days, TODAY, span=30))


@given(st.lists(st.tuples(st.integers(0, 9), st.lists(st.integers(0, 10), min_size=1)), max_size=9))
def test_the_sentence_names_an_average_only_from_three_values_on(found: list[tuple[int, list[int]]]) -> None:
    days = {back: mood(TODAY - timedelta(days=back), *values) for back, values in found}
    count = sum(day.count for back, day in days.items() if back < 7)
    said = str(last_days_sentence(list(days.values()), TODAY))
    assert count >= 3 or "on average" not in said
    assert "{" not in said
