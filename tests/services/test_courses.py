"""The course: dates that keep the wall's clock, one infusion a day, and no step that cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from app.care.course import Status
from app.care.invalid import Invalid
from app.services import Services
from tests.services.conftest import ZONE, Now

FIRST = date(2026, 11, 24)


@pytest.fixture
def course(services: Services) -> Services:
    """Six infusions, the first on Tuesday."""
    services.courses.start(FIRST, time(10), (1, 4), 6)
    return services


def session(services: Services, number: int):  # type: ignore[no-untyped-def]
    view = services.courses.current()
    assert view is not None
    return view.session(number)


def statuses(services: Services) -> list[str]:
    view = services.courses.current()
    assert view is not None
    return [s.status.value for s in view.sessions]


def test_there_is_no_course_before_there_is_one(services: Services) -> None:
    assert services.courses.current() is None
    assert services.courses.warnings() == ()
    assert services.courses.marks(1) == []
    assert services.courses.infusion_days(FIRST, FIRST) == {}
    for step in (services.courses.resume_course, services.courses.stop_course):
        with pytest.raises(Invalid, match="no course"):
            step()


def test_a_course_has_its_sessions_on_the_days_of_the_patient(course: Services) -> None:
    view = course.courses.current()
    assert view is not None
    assert [s.starts_at.date().weekday() for s in view.sessions if s.starts_at] == [1, 4, 1, 4, 1, 4]
    assert (view.done, view.ended, view.upcoming) == (0, False, view.sessions[0])
    assert view.course.weekdays == (1, 4)


def test_the_hour_on_the_wall_stays_when_summer_time_ends(services: Services) -> None:
    proposed = services.courses.propose(date(2026, 10, 27), time(10))
    assert {at.time() for at in proposed} == {time(10)}
    assert {at.utcoffset() for at in proposed} == {timedelta(hours=-7), timedelta(hours=-8)}


def test_dates_can_be_given_one_by_one(services: Services, now: Now) -> None:
    first = datetime(2026, 11, 25, 9, tzinfo=ZONE)
    services.courses.start(dates=(first, None, first + timedelta(days=7)), planned=4)
    view = services.courses.current()
    assert view is not None
    assert [s.starts_at for s in view.sessions] == [first, None, first + timedelta(days=7), None]


def test_two_given_dates_on_one_day_are_refused_and_nothing_begins(services: Services) -> None:
    first = datetime(2026, 11, 25, 9, tzinfo=ZONE)
    with pytest.raises(Invalid, match="on one day"):
        services.courses.start(dates=(first, first + timedelta(hours=5)))
    assert services.courses.current() is None


def test_a_course_that_is_not_booked_gets_its_dates_later(services: Services) -> None:
    waiting = services.courses.start().record
    dated = services.courses.start(FIRST, time(10), (), 6).record
    assert dated.id == waiting.id
    assert session(services, 1).starts_at.date() == FIRST


def test_a_second_course_waits_until_the_first_is_over(course: Services, now: Now) -> None:
    with pytest.raises(Invalid, match="running already"):
        course.courses.start(FIRST)
    course.courses.stop_course("done with it")
    now.move(days=30)
    second = course.courses.start(date(2027, 1, 5)).record
    view = course.courses.current()
    assert view is not None
    assert view.course == second
    assert len(view.sessions) == 6


def test_a_session_goes_from_planned_to_completed(course: Services, now: Now) -> None:
    now.set(2026, 11, 24, 10, 5)
    began = course.courses.begin(1).record
    assert (began.status, began.began_at) == (Status.IN_PROGRESS, now())
    now.move(minutes=47)
    assert course.courses.complete(1).record.ended_at == now()
    assert statuses(course) == ["completed"] + ["planned"] * 5
    assert course.courses.infusion_days(FIRST, FIRST) == {FIRST: 1}
    assert course.courses.infusion_days(FIRST + timedelta(1), FIRST + timedelta(9)) == {}


def test_a_session_can_be_stopped_early_with_a_reason(course: Services, now: Now) -> None:
    now.set(2026, 11, 24, 10, 5)
    course.courses.begin(1)
    now.move(minutes=20)
    stopped = course.courses.stop_session(1, "nausea").record
    assert (stopped.status, stopped.reason) == (Status.STOPPED_EARLY, "nausea")


def test_only_one_session_runs_at_a_time(course: Services, now: Now) -> None:
    now.set(2026, 11, 24, 10, 5)
    course.courses.begin(1)
    with pytest.raises(Invalid, match="in progress"):
        course.courses.begin(2)
    with pytest.raises(Invalid, match="in progress"):
        course.courses.stop_course()


def test_a_session_cannot_begin_in_the_future_or_in_a_stopped_course(course: Services, now: Now) -> None:
    with pytest.raises(Invalid, match="future"):
        course.courses.begin(1, now() + timedelta(hours=1))
    course.courses.stop_course()
    with pytest.raises(Invalid, match="stopped"):
        course.courses.begin(1)


def test_two_cannot_take_place_on_one_day(course: Services, now: Now) -> None:
    now.set(2026, 11, 24, 10, 5)
    course.courses.begin(1)
    now.move(minutes=50)
    course.courses.complete(1)
    with pytest.raises(Invalid, match="on one day"):
        course.courses.begin(2)
    assert statuses(course)[:2] == ["completed", "planned"]


def test_a_plan_for_later_today_does_not_keep_another_from_beginning(course: Services, now: Now) -> None:
    course.courses.skip(1)
    now.set(2026, 11, 27, 9)
    course.courses.begin(3)
    assert session(course, 3).status is Status.IN_PROGRESS


def test_moving_onto_the_day_of_another_is_refused(course: Services) -> None:
    second = session(course, 2).starts_at
    with pytest.raises(Invalid, match="Infusions 1 and 2 would be on one day"):
        course.courses.move(1, second + timedelta(hours=3))
    assert session(course, 1).status is Status.PLANNED


def test_a_skipped_session_leaves_its_day_free_and_cannot_come_back_to_a_taken_one(course: Services) -> None:
    second = session(course, 2).starts_at
    course.courses.skip(2)
    course.courses.move(1, second)
    with pytest.raises(Invalid, match="on one day"):
        course.courses.put_back(2)


def test_notes_can_be_written_while_two_dates_are_in_conflict(course: Services, now: Now) -> None:
    now.set(2026, 11, 27, 9)
    course.courses.begin(3)
    course.courses.change_session(replace(session(course, 2), notes="ask about the date"))
    course.courses.set_date(6, course.clock.at(date(2026, 12, 20), time(10)))
    assert session(course, 2).notes == "ask about the date"


def test_what_is_told_of_a_session_never_undoes_a_step(course: Services, now: Now) -> None:
    open_page = session(course, 1)
    now.set(2026, 11, 24, 10, 5)
    course.courses.begin(1)
    course.courses.change_session(replace(open_page, notes="typed before it began", escort="Sam"))
    assert session(course, 1).status is Status.IN_PROGRESS
    assert session(course, 1).notes == "typed before it began"


def test_moving_remembers_the_time_before_and_put_back_restores_it(course: Services) -> None:
    first = session(course, 1).starts_at
    course.courses.move(1, first + timedelta(days=1))
    assert session(course, 1).moved_from == first
    course.courses.put_back(1)
    assert (session(course, 1).starts_at, session(course, 1).status) == (first, Status.PLANNED)


def test_boosters_come_and_what_took_place_stays(course: Services, now: Now) -> None:
    course.courses.set_planned(8)
    assert [session(course, n).starts_at for n in (7, 8)] == [None, None]
    now.set(2026, 11, 24, 10, 5)
    course.courses.begin(1)
    course.courses.complete(1, now())
    course.courses.set_planned(1)
    assert statuses(course) == ["completed"]
    with pytest.raises(Invalid):
        course.courses.set_planned(0)


def test_a_number_can_come_back_after_it_was_left_out(course: Services) -> None:
    course.courses.set_planned(4)
    course.courses.set_planned(6)
    assert len(statuses(course)) == 6


def test_marks_have_their_time_and_are_counted(course: Services, now: Now) -> None:
    now.set(2026, 11, 24, 10, 5)
    course.courses.begin(1)
    late = course.courses.mark(1, "calm").record
    early = course.courses.mark(1, "own", "floating", now() - timedelta(minutes=3)).record
    assert course.courses.marks(1) == [early, late]
    view = course.courses.current()
    assert view is not None
    assert view.marks == {1: 2}
    course.courses.remove_mark(late.id)
    assert course.courses.marks(1) == [early]
    with pytest.raises(Invalid):
        course.courses.mark(1, "euphoria")
    with pytest.raises(Invalid, match="no infusion 7"):
        course.courses.mark(7, "calm")


def test_warnings_name_what_to_look_at_and_block_nothing(course: Services) -> None:
    assert course.courses.warnings() == ()
    course.courses.move(6, course.clock.at(date(2027, 1, 20), time(10)))
    course.courses.move(2, course.clock.at(FIRST + timedelta(days=1), time(10)))
    said = " ".join(map(str, course.courses.warnings()))
    assert "less than two days apart" in said
    assert "beyond" in said


def test_a_forgotten_session_can_be_completed_afterwards(course: Services, now: Now) -> None:
    now.set(2026, 11, 25, 9)
    done = course.courses.complete(1).record
    assert done.began_at == session(course, 1).starts_at
    assert done.ended_at is not None
    assert done.ended_at.date() == FIRST
