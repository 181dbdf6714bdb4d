"""Today shows one phase at a time, the right one, in every zone and whatever was forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.checklist import Filled, Part
from app.care.course import (
    Course,
    Session,
    Status,
    begin,
    complete,
    end_course,
    new_sessions,
    put_back,
    set_date,
    skip,
    stop_early,
)
from app.care.invalid import Invalid
from app.care.profile import Preferences
from app.care.session_clock import ClockPart
from app.care.today import Phase, Today, phase

ZONE = ZoneInfo("America/New_York")
FIRST = datetime(2026, 11, 23, 10, tzinfo=ZONE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
COURSE = Course(id=UUID(int=1), planned=3, made_at=FIRST - 30 * DAY)
NEW = Preferences(id=UUID(int=2))
WELCOMED = replace(NEW, welcomed_at=FIRST - 30 * DAY)
SESSIONS = new_sessions(COURSE, (FIRST, FIRST + 4 * DAY, FIRST + 7 * DAY))
ONE, TWO, THREE = SESSIONS
HELD = complete(begin(ONE, FIRST), FIRST + HOUR)


def at(
    now: datetime,
    sessions: Sequence[Session] = SESSIONS,
    *,
    course: Course | None = COURSE,
    preferences: Preferences = WELCOMED,
    day_of: Filled | None = None,
) -> Today:
    return phase(course, sessions, None, day_of, preferences, now)


def test_the_welcome_comes_first_and_once() -> None:
    assert at(FIRST, (), course=None, preferences=NEW).kind is Phase.WELCOME
    assert at(FIRST, (), course=None).kind is Phase.NO_COURSE
    assert at(FIRST - DAY, preferences=NEW).kind is Phase.WELCOME


def test_a_course_without_dates_asks_for_them() -> None:
    today = at(FIRST, new_sessions(COURSE))
    assert (today.kind, today.days, today.planned) == (Phase.NO_DATES, None, 3)
    assert today.session is not None
    assert today.session.number == 1


@pytest.mark.parametrize(
    ("days", "kind"), [(9, Phase.BEFORE), (4, Phase.BEFORE), (3, Phase.DAYS_BEFORE), (1, Phase.DAYS_BEFORE)]
)
def test_the_days_to_the_first_infusion_are_counted(days: int, kind: Phase) -> None:
    today = at(FIRST - days * DAY)
    assert (today.kind, today.days, today.session) == (kind, days, ONE)


def test_the_day_begins_at_midnight_and_knows_when_the_time_has_come() -> None:
    midnight = FIRST.replace(hour=0)
    assert at(midnight - timedelta(seconds=1)).kind is Phase.DAYS_BEFORE
    assert (at(midnight).kind, at(midnight).due) == (Phase.THE_DAY, False)
    assert (at(FIRST).kind, at(FIRST).due) == (Phase.THE_DAY, True)


def test_the_day_is_the_day_in_the_infusions_zone() -> None:
    assert at(FIRST.replace(hour=1).astimezone(ZoneInfo("America/Los_Angeles"))).kind is Phase.THE_DAY
    assert at(FIRST.astimezone(UTC)).kind is Phase.THE_DAY


def test_an_infusion_in_progress_has_its_clock_and_nothing_else() -> None:
    running = (begin(ONE, FIRST), TWO, THREE)
    today = at(FIRST + timedelta(minutes=30), running)
    assert (today.kind, today.session, today.asks_mood) == (Phase.IN_SESSION, running[0], False)
    assert today.clock is not None
    assert today.clock.part is ClockPart.INFUSION
    over = at(FIRST + timedelta(minutes=70), running).clock
    assert over is not None
    assert over.part is ClockPart.OVER


def test_an_end_nobody_noted_leads_to_rest_and_the_next_morning_to_a_question() -> None:
    running = (begin(ONE, FIRST), TWO, THREE)
    assert at(FIRST + 2 * HOUR, running).kind is Phase.REST
    morning = at(FIRST.replace(day=24, hour=5), running)
    assert (morning.kind, morning.session) == (Phase.UNRECORDED, running[0])


@pytest.mark.parametrize("over", [HELD, stop_early(begin(ONE, FIRST), FIRST + HOUR)])
def test_rest_lasts_until_five_the_next_morning(over: Session) -> None:
    sessions = (over, TWO, THREE)
    five = FIRST.replace(day=24, hour=5)
    today = at(five - timedelta(seconds=1), sessions)
    assert (today.kind, today.session, today.rest_until) == (Phase.REST, over, five)
    assert at(five, sessions).kind is Phase.BETWEEN


def test_rest_that_was_left_stays_left_until_the_next_infusion() -> None:
    left = replace(WELCOMED, rest_until=FIRST + 3 * HOUR)
    sessions = (HELD, TWO, THREE)
    assert at(FIRST + 3 * HOUR, sessions, preferences=left).kind is Phase.BETWEEN
    second = complete(begin(TWO, FIRST + 4 * DAY), FIRST + 4 * DAY + HOUR)
    assert at(FIRST + 4 * DAY + 2 * HOUR, (HELD, second, THREE), preferences=left).kind is Phase.REST


def test_leaving_rest_without_an_end_noted_asks_for_it() -> None:
    running = (begin(ONE, FIRST), TWO, THREE)
    left = replace(WELCOMED, rest_until=FIRST + 3 * HOUR)
    today = at(FIRST + 4 * HOUR, running, preferences=left)
    assert (today.kind, today.session, today.next) == (Phase.UNRECORDED, running[0], TWO)


def test_rest_can_be_made_longer() -> None:
    longer = replace(WELCOMED, rest_until=FIRST + DAY)
    assert at(FIRST + 23 * HOUR, (HELD, TWO, THREE), preferences=longer).kind is Phase.REST


def test_between_shows_the_next_infusion_and_asks_for_the_mood() -> None:
    today = at(FIRST + DAY, (HELD, TWO, THREE))
    assert (today.kind, today.session, today.days, today.done) == (Phase.BETWEEN, TWO, 3, 1)
    assert today.asks_mood
    assert at(FIRST + 3 * DAY, (HELD, TWO, THREE)).kind is Phase.DAYS_BEFORE
    undated = at(FIRST + DAY, (HELD, set_date(TWO, None), set_date(THREE, None)))
    assert (undated.kind, undated.days) == (Phase.BETWEEN, None)


def test_an_infusion_that_nobody_noted_is_asked_about_and_the_mood_stays() -> None:
    soon = at(FIRST + 2 * HOUR)
    assert (soon.kind, soon.session, soon.next) == (Phase.UNRECORDED, ONE, TWO)
    later = at(FIRST + DAY)
    assert (later.kind, later.session, later.days, later.next) == (Phase.UNRECORDED, ONE, 1, TWO)
    assert later.asks_mood
    answered = (complete(ONE, FIRST + DAY), TWO, THREE)
    assert at(FIRST + DAY, answered).kind is Phase.BETWEEN
    assert at(FIRST + DAY, (skip(ONE), TWO, THREE)).kind is Phase.DAYS_BEFORE


def test_the_day_comes_before_a_question_about_an_earlier_infusion() -> None:
    today = at(FIRST + 4 * DAY - HOUR)
    assert (today.kind, today.session, today.unrecorded) == (Phase.THE_DAY, TWO, ONE)


def test_after_the_last_the_days_since_are_counted() -> None:
    last = complete(begin(THREE, FIRST + 7 * DAY), FIRST + 7 * DAY + HOUR)
    today = at(FIRST + 17 * DAY, (HELD, skip(TWO), last))
    assert (today.kind, today.session, today.days, today.done) == (Phase.AFTER, last, 10, 2)
    none = at(FIRST, tuple(skip(session) for session in SESSIONS))
    assert (none.kind, none.session, none.days) == (Phase.AFTER, None, None)


def test_a_course_that_was_ended_asks_about_nothing_more() -> None:
    ended = end_course(COURSE, FIRST + DAY)
    today = at(FIRST + 5 * DAY, (HELD, TWO, THREE), course=ended)
    assert (today.kind, today.session, today.days) == (Phase.STOPPED, HELD, 5)
    assert (today.next, today.unrecorded) == (None, None)
    assert at(FIRST + 2 * HOUR, (HELD, TWO, THREE), course=ended).kind is Phase.REST


def test_a_day_of_list_of_another_infusion_is_left_out() -> None:
    mine = Filled(
        id=UUID(int=5), part=Part.DAY_OF, course_id=COURSE.id, session_id=ONE.id, started_at=FIRST - HOUR
    )
    assert at(FIRST - HOUR, day_of=mine).day_of == mine
    assert at(FIRST - HOUR, day_of=replace(mine, session_id=TWO.id)).day_of is None


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(Invalid):
        at(datetime(2026, 11, 23))


CHANGES = st.sampled_from([begin, complete, lambda s, t: skip(s), lambda s, t: put_back(s), stop_early])


@given(
    st.lists(st.tuples(st.integers(0, 2), CHANGES, st.integers(-2, 14 * 24)), max_size=9),
    st.integers(-5 * 24, 40 * 24),
    st.booleans(),
    st.one_of(st.none(), st.integers(0, 300)),
)
def test_every_state_of_a_course_has_one_phase_with_what_its_card_needs(
    changes: list[tuple[int, object, int]], hour: int, ended: bool, left: int | None
) -> None:
    sessions = list(SESSIONS)
    for number, change, hours in changes:
        try:
            sessions[number] = change(sessions[number], FIRST + hours * HOUR)  # type: ignore[operator]
        except Invalid:
            continue
    course = end_course(COURSE, FIRST) if ended else COURSE
    preferences = WELCOMED if left is None else replace(WELCOMED, rest_until=FIRST + left * HOUR)
    today = at(FIRST + hour * HOUR, sessions, course=course, preferences=preferences)
    assert (today.kind is Phase.IN_SESSION) == (today.clock is not None)
    assert (today.kind is Phase.REST) == (today.rest_until is not None)
    assert today.asks_mood or today.kind in {Phase.IN_SESSION, Phase.REST}
    assert today.session is not None or today.kind in {Phase.AFTER, Phase.STOPPED}
    if not ended and any(s.status is Status.IN_PROGRESS for s in sessions):
        assert today.unrecorded is not None or today.kind in {Phase.IN_SESSION, Phase.REST}
    if today.kind in {Phase.BEFORE, Phase.DAYS_BEFORE}:
        assert today.days is not None
        assert today.days >= 1
