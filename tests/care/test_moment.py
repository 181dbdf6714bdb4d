"""A time always names one moment, and a day is the day where it was lived."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.invalid import Invalid, text, whole
from app.care.moment import aware, local_day

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=OFFSETS)


@given(MOMENTS)
def test_an_aware_moment_is_returned_unchanged(at: datetime) -> None:
    assert aware(at) is at


def test_a_naive_moment_is_refused_with_what_it_was() -> None:
    with pytest.raises(Invalid, match="The start time needs a time zone"):
        aware(datetime(2026, 11, 22, 9), "start time")


def test_an_offset_with_seconds_is_refused_because_a_store_keeps_minutes() -> None:
    with pytest.raises(Invalid, match="whole minutes"):
        aware(datetime(2026, 1, 1, tzinfo=timezone(timedelta(minutes=19, seconds=32))))


def test_a_moment_without_a_utc_date_is_refused() -> None:
    with pytest.raises(Invalid, match="check the year"):
        aware(datetime.max.replace(tzinfo=timezone(-timedelta(hours=5))))


def test_something_that_is_no_moment_is_refused() -> None:
    with pytest.raises(Invalid):
        aware(date(2026, 1, 1))  # type: ignore[arg-type]


def test_the_day_is_the_day_in_the_offset_it_was_written_in() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
    assert local_day(late) == date(2026, 11, 22)
    assert late.astimezone(UTC).date() == date(2026, 11, 23)


@pytest.mark.parametrize("hours", [-5, 0, 5])
def test_the_first_and_the_last_year_are_accepted_as_far_as_they_have_a_utc_date(hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    for at, leads_out in (
        (datetime.min.replace(tzinfo=zone), hours > 0),
        (datetime.max.replace(tzinfo=zone), hours < 0),
    ):
        if leads_out:
            with pytest.raises(Invalid, match="check the year"):
                aware(at)
        else:
            assert aware(at) is at


@pytest.mark.parametrize("value", [-1, 11, True, 3.0, "3", None])
def test_what_is_no_whole_number_in_range_is_refused(value: object) -> None:
    with pytest.raises(Invalid, match=r"^The mood must be"):
        whole("The mood", value, 0, 10)


def test_both_ends_of_a_range_are_in_it() -> None:
    assert whole("The mood", 0, 0, 10) == 0
    assert whole("The mood", 10, 0, 10) == 10


@pytest.mark.parametrize("value", ["x" * 6, "a\0b", "\ud83d", b"x", None])
def test_text_a_store_could_not_give_back_is_refused(value: object) -> None:
    with pytest.raises(Invalid, match=r"^The note"):
        text("The note", value, 5)


def test_text_may_be_empty_unless_it_must_say_something() -> None:
    assert text("The note", "", 5) == ""
    with pytest.raises(Invalid, match="cannot be empty"):
        text("The note", "  ", 5, least=1)
