"""The clinic owns the dates: an infusion to come follows them, one that took place does not change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.clinic_dates import (
    Booking,
    GivenDrug,
    as_dates,
    follow,
    given_in,
    is_infusion,
    numbers_in,
    planned_by,
    session_of,
)
from app.care.course import Session, Status

COURSE = UUID(int=1)
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def session(number: int, at: datetime | None = None, **more: object) -> Session:
    return Session(id=UUID(int=100 + number), course_id=COURSE, number=number, starts_at=at, **more)  # type: ignore[arg-type]


def booked(at: datetime = MONDAY, number: int | None = None, **more: object) -> Booking:
    return Booking(id=str(uuid4()), starts_at=at, number=number, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Infusion session 2 of 6", (2, 6)),
        ("Ketamine infusion 3/6", (3, 6)),
        ("IV ketamine: session #4", (4, None)),
        ("Infusion No. 5 of 6", (5, 6)),
        ("Ketamine 0.5 mg/kg", (None, None)),
        ("Infusion", (None, None)),
        ("Infusion 7 of 6", (7, None)),
        ("Infusion 0 of 6", (None, None)),
        ("Infusion 2026-11-23", (None, None)),
        ("Session 12 of 24", (12, 24)),
        ("Session 25", (None, None)),
    ],
)
def test_the_number_of_an_infusion_is_read_out_of_the_clinics_words(
    words: str, found: tuple[int | None, int | None]
) -> None:
    assert numbers_in(words) == found


def test_other_appointments_are_none_of_this_apps_business() -> None:
    assert is_infusion("IV Ketamine")
    assert is_infusion("infusion visit")
    assert not is_infusion("Dental cleaning, session 2 of 3")


def test_a_date_is_entered_where_there_was_none_and_moved_where_there_was_one() -> None:
    one, two = session(1), session(2, MONDAY + DAY)
    first, second = follow([one, two], [booked(MONDAY, 1), booked(MONDAY + 2 * DAY, 2)])
    assert (first.status, first.starts_at) == (Status.PLANNED, MONDAY)
    assert (second.status, second.starts_at, second.moved_from) == (
        Status.MOVED,
        MONDAY + 2 * DAY,
        MONDAY + DAY,
    )


def test_one_that_was_cancelled_and_booked_anew_has_the_new_date() -> None:
    one = session(1, MONDAY)
    (moved,) = follow([one], [booked(MONDAY + DAY, 1), booked(MONDAY, 1, cancelled=True)])
    assert moved.starts_at == MONDAY + DAY


def test_a_cancelled_one_loses_its_date_but_no_other_date_that_was_entered_since() -> None:
    gone = booked(MONDAY, 1, cancelled=True)
    (without,) = follow([session(1, MONDAY)], [gone])
    assert without.starts_at is None
    assert follow([session(1, MONDAY + DAY)], [gone]) == ()


@pytest.mark.parametrize(
    "status", [Status.COMPLETED, Status.STOPPED_EARLY, Status.IN_PROGRESS, Status.SKIPPED]
)
def test_what_took_place_or_was_left_out_stays_as_it_was_noted(status: Status) -> None:
    began = None if status is Status.SKIPPED else MONDAY
    ended = MONDAY if status in (Status.COMPLETED, Status.STOPPED_EARLY) else None
    held = session(1, MONDAY, status=status, began_at=began, ended_at=ended)
    assert follow([held], [booked(MONDAY + DAY, 1)]) == ()


def test_the_infusion_is_found_by_id_then_number_then_day_then_the_first_without_a_date() -> None:
    three = [session(1, MONDAY), session(2), session(3)]
    by_id = booked(MONDAY, 2, session_id=three[2].id)
    assert session_of(by_id, three) is three[2]
    assert session_of(booked(MONDAY, 2), three) is three[1]
    assert session_of(booked(MONDAY + timedelta(hours=3)), three) is three[0]
    assert session_of(booked(MONDAY + DAY), three) is three[1]
    assert session_of(booked(MONDAY + DAY, 9), three) is None
    assert session_of(booked(MONDAY + DAY, cancelled=True), three) is None


def test_several_without_a_number_are_given_out_in_order_of_time() -> None:
    later, sooner = booked(MONDAY + 2 * DAY), booked(MONDAY)
    one, two = follow([session(1), session(2)], [later, sooner])
    assert (one.starts_at, two.starts_at) == (MONDAY, MONDAY + 2 * DAY)


@given(st.lists(st.tuples(st.integers(0, 20), st.none() | st.integers(1, 6), st.booleans()), max_size=8))
def test_following_twice_changes_nothing_more_unless_two_want_one_infusion(
    drawn: list[tuple[int, int | None, bool]],
) -> None:
    changed = [booked(MONDAY + days * DAY, number, cancelled=gone) for days, number, gone in drawn]
    numbers = [one.number for one in changed]
    if None in numbers or len(set(numbers)) < len(numbers):
        return
    sessions = [session(number) for number in range(1, 7)]
    after = {one.id: one for one in [*sessions, *follow(sessions, changed)]}
    assert follow(list(after.values()), changed) == ()


def test_how_many_are_planned_is_what_the_newest_booking_says() -> None:
    assert planned_by([]) is None
    assert planned_by([booked(MONDAY, 1, of=6), booked(MONDAY + DAY, 2, of=8)]) == 8
    assert planned_by([booked(MONDAY, 1, of=6), booked(MONDAY + DAY, 2, of=8, cancelled=True)]) == 6


def test_the_dates_of_a_course_are_what_is_booked_and_gaps_where_nothing_is() -> None:
    assert as_dates([]) == ()
    told = [booked(MONDAY, 2, of=4), booked(MONDAY + DAY, 2), booked(MONDAY + 2 * DAY)]
    assert as_dates(told) == (MONDAY + 2 * DAY, MONDAY, None, None)
    assert as_dates([booked(MONDAY, 1, of=6, cancelled=True)]) == ()


@given(st.lists(st.tuples(st.integers(0, 400), st.none() | st.integers(1, 24)), max_size=40))
def test_a_course_never_has_more_dates_than_it_can_have(drawn: list[tuple[int, int | None]]) -> None:
    dates = as_dates([booked(MONDAY + days * DAY, number) for days, number in drawn])
    assert len(dates) <= 24
    assert not dates or dates[-1] is not None


def test_what_was_given_belongs_to_the_infusion_it_names_else_to_that_of_its_day() -> None:
    one = session(1, MONDAY)
    two = session(2, MONDAY + DAY)
    named = GivenDrug(id="a", at=MONDAY + DAY, what="Ketamine", session_id=one.id)
    of_the_day = GivenDrug(id="b", at=MONDAY, what="Ondansetron")
    assert given_in(one, [named, of_the_day]) == (of_the_day, named)
    assert given_in(two, [named, of_the_day]) == ()
    assert given_in(replace(one, starts_at=None), [of_the_day]) == ()
