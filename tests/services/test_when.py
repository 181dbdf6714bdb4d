"""A typed time means one moment, the one the person has in mind, also around summer time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.invalid import Invalid
from app.services.clock import Clock
from app.services.when import parse_when
from tests.services.conftest import ZONE, Now

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZONE)
PAST = st.datetimes(datetime(2020, 1, 1), datetime(2026, 11, 20)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


def when(text: str, at: datetime = NOON) -> datetime:
    return parse_when(text, Clock(lambda: at))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("now", NOON),
        ("9:05", datetime(2026, 11, 22, 9, 5, tzinfo=ZONE)),
        ("09:05:30", datetime(2026, 11, 22, 9, 5, 30, tzinfo=ZONE)),
        ("today 08:00", datetime(2026, 11, 22, 8, 0, tzinfo=ZONE)),
        ("Yesterday  21:30", datetime(2026, 11, 21, 21, 30, tzinfo=ZONE)),
        ("2026-11-20 21:30", datetime(2026, 11, 20, 21, 30, tzinfo=ZONE)),
        ("2026-11-20T21:30", datetime(2026, 11, 20, 21, 30, tzinfo=ZONE)),
        ("2026-11-20T21:30Z", datetime(2026, 11, 20, 21, 30, tzinfo=UTC)),
        ("2026-11-20T21:30+05:30", datetime(2026, 11, 20, 16, 0, tzinfo=UTC)),
    ],
)
def test_what_people_type_is_understood(text: str, meant: datetime) -> None:
    assert when(text) == meant


def test_an_offset_that_is_typed_is_kept_so_that_the_day_stays() -> None:
    assert when("2026-11-20T23:30+09:00").utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize(
    "text", ["tomorrow", "tomorrow 08:00", "12:05", "2026-11-23 08:00", "9999-12-31T23:59"]
)
def test_the_future_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match=r"future|too far away"):
        when(text)


@pytest.mark.parametrize("text", ["yesterday", "today", "2026-11-20"])
def test_a_day_without_a_time_asks_for_it(text: str) -> None:
    with pytest.raises(Invalid, match="Add the time of day"):
        when(text)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "25:00", "yesterday noon", "yesterday 9", "2026-02-30 10:00", "21.30", "\0", "٣:٠٠ x"],
)
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Invalid, match="is not a time; write it like"):
        when(text)


@pytest.mark.parametrize("text", ["0001-01-01T00:00", "0001-01-01T00:00+14:00"])
def test_a_year_beyond_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        when(text)


@given(PAST)
def test_a_typed_wall_clock_time_is_shown_again_as_typed(wall: datetime) -> None:
    meant = when(wall.isoformat(" ", "minutes"))
    left_out = wall.replace(tzinfo=ZONE).astimezone(UTC).astimezone(ZONE).replace(tzinfo=None) != wall
    assert left_out or meant.replace(tzinfo=None) == wall


@given(st.datetimes(datetime(2020, 1, 1), datetime(2026, 11, 20), timezones=st.just(UTC)))
def test_a_time_with_its_offset_is_exact(at: datetime) -> None:
    for zone in (UTC, ZONE):
        assert when(at.astimezone(zone).isoformat()) == at


@given(PAST, st.times().map(lambda t: t.replace(second=0, microsecond=0)))
def test_yesterday_is_the_day_before_on_the_calendar(wall: datetime, at: time) -> None:
    now = wall.replace(tzinfo=ZONE)
    meant = when(f"yesterday {at:%H:%M}", now)
    # The hour that summer time leaves out can at most move it on by that hour.
    assert (
        timedelta(0)
        <= meant.replace(tzinfo=None) - datetime.combine(now.date() - timedelta(1), at)
        <= timedelta(hours=1)
    )


def test_the_night_that_has_an_hour_less(now: Now) -> None:
    now.set(2026, 3, 8, 12)
    assert when("02:30", now()) == datetime(2026, 3, 8, 10, 30, tzinfo=UTC)
    assert when("02:30", now()).hour == 3


def test_the_night_that_has_an_hour_twice(now: Now) -> None:
    now.set(2026, 11, 1, 12)
    assert when("01:30", now()) == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    assert when("2026-11-01T01:30-08:00", now()) == datetime(2026, 11, 1, 9, 30, tzinfo=UTC)


def test_midnight_belongs_to_the_day_that_begins(now: Now) -> None:
    now.set(2026, 11, 22, 0, 0)
    assert when("00:00", now()).date() == date(2026, 11, 22)
    assert when("yesterday 23:59", now()).date() == date(2026, 11, 21)


def test_the_same_moment_is_never_the_future() -> None:
    assert when("12:00") == NOON
    assert when(NOON.isoformat()) == NOON
