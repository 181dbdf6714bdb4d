"""No sequence of steps makes an impossible infusion, and the clock says only what the clinic says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.course import (
    Session,
    Status,
    begin,
    complete,
    move,
    put_back,
    set_date,
    skip,
    stop_early,
)
from app.care.invalid import Invalid
from app.care.session_clock import ClockPart, clock

START = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("America/New_York"))
PLANNED = Session(id=UUID(int=1), course_id=UUID(int=2), number=3, starts_at=START)
RUNNING = begin(PLANNED, START)

Step = Callable[[Session, datetime], Session]
STEPS: dict[str, Step] = {
    "begin": begin,
    "complete": complete,
    "move": move,
    "set_date": set_date,
    "no_date": lambda session, _: set_date(session, None),
    "skip": lambda session, _: skip(session, "why"),
    "stop": lambda session, at: stop_early(session, at, "why"),
    "put_back": lambda session, _: put_back(session),
}


@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 3_000)), max_size=12))
def test_no_sequence_of_steps_makes_an_impossible_state(steps: list[tuple[str, int]]) -> None:
    session = PLANNED
    for name, minutes in steps:
        try:
            session = STEPS[name](session, START + timedelta(minutes=minutes))
        except Invalid:
            continue
        replace(session)  # each state stands up to the record's own checks
        assert (session.id, session.number, session.course_id) == (PLANNED.id, 3, PLANNED.course_id)
        assert session.is_open + session.was_held + (session.status is Status.SKIPPED) == 1
        assert (session.began_at is not None) == session.was_held
        assert (session.ended_at is not None) == (
            session.was_held and session.status is not Status.IN_PROGRESS
        )


@given(st.sampled_from(["begin", "skip"]), st.integers(1, 500))
def test_putting_back_undoes_a_step(name: str, minutes: int) -> None:
    assert put_back(STEPS[name](PLANNED, START + timedelta(minutes=minutes))) == PLANNED
    moved = move(PLANNED, START + timedelta(days=1))
    assert put_back(STEPS[name](moved, START + timedelta(minutes=minutes))) == moved
    assert put_back(moved) == PLANNED


def test_moving_remembers_the_time_before() -> None:
    moved = move(PLANNED, START + timedelta(days=1))
    assert (moved.status, moved.moved_from) == (Status.MOVED, START)
    with pytest.raises(Invalid, match="at that time already"):
        move(moved, START + timedelta(days=1))
    assert move(set_date(PLANNED, None), START) == PLANNED


def test_taking_the_date_away_leaves_a_planned_infusion() -> None:
    assert set_date(move(PLANNED, START + timedelta(days=1)), None).status is Status.PLANNED


def test_an_infusion_runs_and_ends() -> None:
    over = complete(RUNNING, START + timedelta(minutes=50))
    assert (over.status, over.ended_at) == (Status.COMPLETED, START + timedelta(minutes=50))
    stopped = stop_early(RUNNING, START + timedelta(minutes=20), "Nausea")
    assert (stopped.status, stopped.reason) == (Status.STOPPED_EARLY, "Nausea")


def test_one_that_nobody_noted_is_kept_at_its_booked_time_and_length() -> None:
    late = complete(PLANNED, START + timedelta(days=2))
    assert (late.began_at, late.ended_at) == (START, START + timedelta(minutes=45))
    forgotten = complete(RUNNING, START + timedelta(days=2))
    assert forgotten.ended_at == START + timedelta(minutes=45)


@pytest.mark.parametrize(
    ("session", "step"),
    [
        (PLANNED, "complete"),
        (set_date(PLANNED, None), "complete"),
        (PLANNED, "stop"),
        (PLANNED, "put_back"),
        (RUNNING, "begin"),
        (RUNNING, "skip"),
        (RUNNING, "move"),
        (skip(PLANNED), "begin"),
        (complete(RUNNING, START), "complete"),
        (complete(RUNNING, START), "stop"),
    ],
)
def test_an_impossible_step_is_refused_with_the_number_of_the_infusion(session: Session, step: str) -> None:
    with pytest.raises(Invalid, match="Infusion 3 "):
        STEPS[step](session, START)


def test_nothing_ends_before_it_begins() -> None:
    with pytest.raises(Invalid, match="cannot end before it begins"):
        complete(RUNNING, START - timedelta(minutes=1))


@pytest.mark.parametrize(
    "bad",
    [
        {"number": 0},
        {"number": 25},
        {"status": "planned"},
        {"systolic": 39},
        {"diastolic": 201},
        {"systolic": 90, "diastolic": 95},
        {"began_at": START},
        {"status": Status.MOVED},
        {"status": Status.IN_PROGRESS},
        {"status": Status.COMPLETED, "began_at": START},
        {"status": Status.STOPPED_EARLY, "ended_at": START},
        {"escort_phone": "mum"},
        {"starts_at": datetime(2026, 11, 23)},
    ],
)
def test_an_infusion_that_cannot_be_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        replace(PLANNED, **bad)


@pytest.mark.parametrize(
    ("minute", "part", "left", "words"),
    [
        (-5, ClockPart.INFUSION, 45, "not notice anything yet"),
        (0, ClockPart.INFUSION, 45, "not notice anything yet"),
        (9, ClockPart.INFUSION, 36, "not notice anything yet"),
        (10, ClockPart.INFUSION, 35, "lightness or floating"),
        (44, ClockPart.INFUSION, 1, "mildly detached"),
        (45, ClockPart.COMING_ROUND, 15, "about 15 minutes"),
        (59, ClockPart.COMING_ROUND, 1, "about 15 minutes"),
        (60, ClockPart.OVER, 0, "by now"),
        (6_000, ClockPart.OVER, 0, "by now"),
    ],
)
def test_the_clock_says_where_the_infusion_is(minute: int, part: ClockPart, left: int, words: str) -> None:
    now = clock(RUNNING, START + timedelta(minutes=minute))
    assert (now.part, now.left) == (part, timedelta(minutes=left))
    assert now.elapsed == timedelta(minutes=max(0, minute))
    assert words in str(now.sentence)


@given(st.integers(-60, 300))
def test_every_sentence_is_the_clinics_and_none_promises_that_one_can_drive(minute: int) -> None:
    now = clock(RUNNING, START + timedelta(minutes=minute))
    assert str(now.sentence).startswith("Your clinic says: ")
    if now.part is not ClockPart.INFUSION:
        assert "does not mean you can drive" in str(now.sentence)


def test_after_an_early_end_the_time_to_come_round_runs_from_there() -> None:
    stopped = stop_early(RUNNING, START + timedelta(minutes=20))
    now = clock(stopped, START + timedelta(minutes=25))
    assert (now.part, now.left) == (ClockPart.COMING_ROUND, timedelta(minutes=10))


def test_no_time_runs_before_the_beginning() -> None:
    with pytest.raises(Invalid, match="has not begun"):
        clock(PLANNED, START)
