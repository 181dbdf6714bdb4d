"""The dates of a course: kept by the wall's clock, never two on a day, warned about and never blocked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.course import (
    Course,
    Mark,
    Session,
    Status,
    begin,
    complete,
    course_day,
    done,
    end_course,
    held_days,
    new_sessions,
    next_session,
    problems,
    progress,
    propose,
    refuse_two_on_a_day,
    refuse_while_running,
    rest_end,
    resume_course,
    set_planned,
    skip,
    unrecorded,
)
from app.care.invalid import Invalid

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 22, 9, tzinfo=NEW_YORK)
COURSE = Course(id=UUID(int=1), made_at=NOW)
ZONES = st.sampled_from(
    ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "America/Santiago", "UTC"]
).map(ZoneInfo)
DAYS = st.dates(date(2000, 1, 1), date(2037, 1, 1))
WEEKDAYS = st.sets(st.integers(0, 6))


def course_on(*days: date | None) -> tuple[Session, ...]:
    dates = [None if day is None else datetime.combine(day, time(10), NEW_YORK) for day in days]
    return new_sessions(replace(COURSE, planned=len(days)), dates)


FIRST = date(2026, 11, 23)


def after(*offsets: int) -> tuple[Session, ...]:
    return course_on(*(FIRST + timedelta(days=offset) for offset in offsets))


@given(DAYS, st.times(time(6), time(20)), WEEKDAYS, st.integers(1, 24), ZONES)
def test_a_proposal_keeps_the_clock_on_the_wall_across_summer_time(
    first: date, at: time, weekdays: set[int], planned: int, zone: ZoneInfo
) -> None:
    at = at.replace(second=0, microsecond=0)
    dates = propose(first, at, weekdays, planned, zone)
    assert len(dates) == planned
    assert dates[0].date() == first
    assert all(booked.time() == at and booked.tzinfo is zone for booked in dates)
    assert all(booked.weekday() in weekdays for booked in dates[1:] if weekdays)
    assert all((later.date() - earlier.date()).days >= 2 for earlier, later in pairwise(dates))


@given(DAYS, st.times(), ZONES)
def test_a_proposal_without_weekdays_is_even_and_within_three_weeks(
    first: date, at: time, zone: ZoneInfo
) -> None:
    dates = propose(first, at, (), 6, zone)
    gaps = [(later.date() - earlier.date()).days for earlier, later in pairwise(dates)]
    assert set(gaps) <= {3, 4}
    assert (dates[-1].date() - first).days < 21
    assert not problems(new_sessions(COURSE, dates)).warnings


@given(DAYS, WEEKDAYS, st.integers(1, 24), ZONES)
def test_a_proposal_is_never_refused(first: date, weekdays: set[int], planned: int, zone: ZoneInfo) -> None:
    dates = propose(first, time(10), weekdays, planned, zone)
    refuse_two_on_a_day(new_sessions(replace(COURSE, planned=planned), dates))


def test_two_suitable_weekdays_make_twice_a_week() -> None:
    days = [booked.date() for booked in propose(FIRST, time(10), (0, 3), 6, NEW_YORK)]
    assert [(day - FIRST).days for day in days] == [0, 3, 7, 10, 14, 17]


def test_a_proposal_avoids_the_weekend_where_it_can() -> None:
    thursday = FIRST + timedelta(days=3)
    assert {booked.weekday() for booked in propose(thursday, time(10), (), 6, NEW_YORK)} == {0, 3}


def test_an_hour_that_summer_time_leaves_out_becomes_one_the_clock_shows() -> None:
    (booked,) = propose(date(2026, 3, 8), time(2, 30), (), 1, NEW_YORK)
    assert booked.astimezone(UTC).astimezone(NEW_YORK).time() == booked.time() == time(3, 30)


@pytest.mark.parametrize("planned", [0, 25, True])
def test_a_course_has_1_to_24_infusions(planned: int) -> None:
    with pytest.raises(Invalid, match="number of infusions"):
        propose(FIRST, time(10), (), planned, NEW_YORK)
    with pytest.raises(Invalid, match="number of infusions"):
        replace(COURSE, planned=planned)


@pytest.mark.parametrize(
    "bad",
    [{"weekdays": (7,)}, {"weekdays": (1, 1)}, {"usual_time": time(10, tzinfo=UTC)}, {"first_day": NOW}],
)
def test_a_course_that_cannot_be_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        replace(COURSE, **bad)


def test_dates_past_the_calendar_are_refused_in_words() -> None:
    with pytest.raises(Invalid, match="check the year"):
        propose(date.max, time(10), (), 6, UTC)


@given(st.lists(st.one_of(st.none(), st.integers(0, 30)), min_size=1, max_size=24))
def test_two_on_one_day_are_always_refused_and_nothing_else_is(offsets: list[int | None]) -> None:
    sessions = course_on(*(None if back is None else FIRST + timedelta(days=back) for back in offsets))
    dated = [offset for offset in offsets if offset is not None]
    found = problems(sessions, NOW)
    assert bool(found.refusals) == (len(set(dated)) < len(dated))
    assert all("{" not in str(said) for said in (*found.refusals, *found.warnings))
    if not found.refusals:
        refuse_two_on_a_day(sessions)


def test_the_refusal_says_which_two_and_what_to_do() -> None:
    with pytest.raises(Invalid, match="Infusions 1 and 2 would be on one day; choose another day"):
        refuse_two_on_a_day(after(0, 0))


def test_one_that_was_skipped_does_not_count() -> None:
    first, second = after(0, 0)
    assert not problems((skip(first), second)).refusals


def test_a_day_is_the_day_in_each_times_own_zone() -> None:
    first = datetime(2026, 11, 23, 20, tzinfo=NEW_YORK)
    second = first.astimezone(ZoneInfo("Asia/Tokyo")) + timedelta(hours=1)
    sessions = new_sessions(replace(COURSE, planned=2), (first, second))
    assert not problems(sessions).refusals


def said(sessions: Sequence[Session], now: datetime | None = None) -> list[str]:
    return [str(warning) for warning in problems(sessions, now).warnings]


def test_less_than_two_days_apart_is_a_warning() -> None:
    assert said(after(0, 1)) == ["Infusions 1 and 2 are less than two days apart: ask your clinic."]
    assert said(after(0, 2)) == []


@pytest.mark.parametrize(("offset", "warned"), [(20, False), (21, True)])
def test_the_sixth_may_be_on_day_21_and_is_warned_about_beyond(offset: int, warned: bool) -> None:
    warnings = said(after(0, 3, 7, 10, 14, offset))
    assert warnings == (
        ["Infusion 6 is on day 22, beyond the three weeks that your clinic suggests: ask your clinic."]
        if warned
        else []
    )


def test_a_booster_after_the_sixth_is_no_reason_to_warn() -> None:
    assert said(after(0, 3, 7, 10, 14, 17, 45)) == []


def test_dates_out_of_order_and_dates_gone_by_are_warnings() -> None:
    assert said(after(4, 0)) == ["Infusion 2 is before infusion 1."]
    late = datetime.combine(FIRST + timedelta(days=1), time(0, 5), NEW_YORK)
    assert said(after(0), late) == ["The date of infusion 1 has gone by."]
    assert said(after(0), late - timedelta(minutes=10)) == []


def test_the_day_of_the_course_counts_from_the_first_infusion() -> None:
    sessions = after(0, 3)
    assert [course_day(sessions, FIRST + timedelta(days=back)) for back in (-1, 0, 20)] == [None, 1, 21]
    assert course_day(course_on(None), FIRST) is None


def test_next_is_the_one_in_progress_else_today_or_later_else_without_a_date() -> None:
    sessions = course_on(FIRST, None, FIRST + timedelta(days=3))
    first, dateless, third = sessions
    noon = datetime.combine(FIRST, time(12), NEW_YORK)
    assert next_session(sessions, noon) == first
    assert next_session(sessions, noon + timedelta(days=1)) == third
    assert next_session(sessions, noon + timedelta(days=9)) == dateless
    running = begin(third, noon)
    assert next_session((first, dateless, running), noon) == running
    assert next_session((), noon) is None


def test_today_is_the_day_in_the_zone_of_the_booked_time() -> None:
    (first,) = sessions = after(0)
    evening = datetime.combine(FIRST, time(21), NEW_YORK).astimezone(UTC)
    assert evening.date() > FIRST
    assert next_session(sessions, evening) == first
    assert unrecorded(sessions, evening) is None
    assert said(sessions, evening) == []


def test_one_that_nobody_noted_is_found_the_next_day() -> None:
    (first,) = after(0)
    noon = datetime.combine(FIRST, time(12), NEW_YORK)
    assert unrecorded((first,), noon) is None
    assert unrecorded((first,), noon + timedelta(days=1)) == first
    running = begin(first, noon)
    assert unrecorded((running,), noon + timedelta(hours=10)) is None
    assert unrecorded((running,), rest_end(noon)) == running
    assert unrecorded((complete(running, noon + timedelta(hours=1)),), rest_end(noon)) is None


def test_progress_counts_what_was_completed() -> None:
    first, second = after(0, 3)
    held = complete(first, NOW + timedelta(days=9))
    assert done((held, second)) == 1
    assert str(progress((held, second), 6)) == "1 of 6"
    assert held_days((held, second)) == {FIRST: 1}


def test_the_number_planned_can_grow_and_shrink_but_not_below_what_took_place() -> None:
    course, sessions = set_planned(COURSE, new_sessions(COURSE), 8)
    assert (course.planned, [session.number for session in sessions]) == (8, list(range(1, 9)))
    course, sessions = set_planned(course, sessions, 2)
    assert [session.number for session in sessions] == [1, 2]
    held = (sessions[0], begin(sessions[1], NOW))
    with pytest.raises(Invalid, match="at least 2"):
        set_planned(course, held, 1)
    with pytest.raises(Invalid):
        set_planned(course, sessions, 25)


def test_new_infusions_take_their_dates_in_order() -> None:
    assert [session.starts_at for session in new_sessions(COURSE, (NOW,))] == [NOW, *[None] * 5]
    with pytest.raises(Invalid, match="7 dates for 6"):
        new_sessions(COURSE, (NOW,) * 7)


def test_a_course_ends_once_and_can_go_on() -> None:
    ended = end_course(COURSE, NOW, "Enough")
    assert (ended.ended_at, ended.end_reason) == (NOW, "Enough")
    with pytest.raises(Invalid):
        end_course(ended, NOW)
    assert resume_course(ended) == COURSE
    with pytest.raises(Invalid):
        resume_course(COURSE)


def test_nothing_else_begins_while_one_is_in_progress() -> None:
    first, second = after(0, 3)
    refuse_while_running((first, second))
    with pytest.raises(Invalid, match="Infusion 1 is in progress"):
        refuse_while_running((begin(first, NOW), second))


def test_a_mark_has_a_kind_and_an_own_one_has_words() -> None:
    mark = Mark(id=UUID(int=1), session_id=UUID(int=2), at=NOW, kind="calm")
    assert replace(mark, kind="own", words="warm")
    for kind, words in (("joy", ""), ("own", " "), ("calm", "x" * 501)):
        with pytest.raises(Invalid):
            replace(mark, kind=kind, words=words)


def test_statuses_are_the_words_of_the_product() -> None:
    assert set(Status) == {"planned", "in progress", "completed", "moved", "skipped", "stopped early"}
