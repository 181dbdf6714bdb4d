"""Each answer is saved at once, and a finished list does not change behind anybody's back."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from app.care.checklist import Choice, Level, Part
from app.care.invalid import Invalid
from app.services import Services
from tests.services.conftest import Now, everything


@pytest.fixture
def course(services: Services) -> Services:
    services.courses.start(date(2026, 11, 24), time(10), (), 6)
    return services


def test_a_list_nobody_answered_is_not_kept(course: Services) -> None:
    assert course.checklists.current(Part.SCREENING).answers == ()
    assert course.checklists.saved(Part.SCREENING) is None
    assert everything(course)["checklist"] == []


def test_an_answer_is_there_after_a_restart(course: Services, folder: Path, now: Now) -> None:
    course.checklists.answer(Part.DAY_OF, 2, "escort", Choice.YES, "Sam")
    course.close()
    again = Services.open(folder, now=now)
    kept = again.checklists.current(Part.DAY_OF, 2)
    again.close()
    assert (kept.choice("escort"), kept.answers[0].note, kept.answers[0].at) == (Choice.YES, "Sam", now())


def test_lists_of_two_sessions_are_apart(course: Services) -> None:
    course.checklists.answer(Part.DAY_OF, 1, "escort", Choice.YES)
    assert course.checklists.current(Part.DAY_OF, 2).answers == ()
    assert course.checklists.current(Part.SCREENING).answers == ()


def test_the_screening_can_be_answered_before_there_is_a_course(services: Services) -> None:
    done = services.checklists.answer(Part.SCREENING, None, "heart", Choice.NO)
    view = services.courses.current()
    assert view is not None
    assert view.course.first_day is None
    services.courses.start(date(2026, 11, 24))
    kept = services.checklists.current(Part.SCREENING)
    assert kept.choice("heart") is Choice.NO
    assert kept.id == done.record.id


def test_undo_of_the_first_answer_takes_the_course_it_needed_with_it(services: Services) -> None:
    services.checklists.answer(Part.SCREENING, None, "heart", Choice.NO).undo()
    assert services.courses.current() is None
    assert everything(services)["checklist"] == []


def test_a_finished_list_keeps_its_time_and_changes_only_as_a_new_version(course: Services, now: Now) -> None:
    course.checklists.answer(Part.SCREENING, None, "heart", Choice.NO)
    first = course.checklists.finish(Part.SCREENING).record
    assert first.finished_at == now()
    with pytest.raises(Invalid, match="finished"):
        course.checklists.answer(Part.SCREENING, None, "heart", Choice.YES)
    now.move(days=1)
    course.checklists.correct(Part.SCREENING)
    course.checklists.answer(Part.SCREENING, None, "heart", Choice.YES)
    versions = course.checklists.versions(Part.SCREENING)
    assert [v.version for v in versions] == [1, 2]
    assert versions[0] == first
    assert versions[1].replaces == first.id
    assert course.checklists.current(Part.SCREENING) == versions[1]
    assert course.checklists.readiness().level is not Level.NOTHING


def test_an_open_list_needs_no_correction(course: Services) -> None:
    course.checklists.answer(Part.SCREENING, None, "heart", Choice.NO)
    with pytest.raises(Invalid, match="not finished"):
        course.checklists.correct(Part.SCREENING)


def test_an_empty_list_is_not_finished(course: Services) -> None:
    with pytest.raises(Invalid):
        course.checklists.finish(Part.DAY_OF, 1)
    assert everything(course)["checklist"] == []


@pytest.mark.parametrize("number", [None, 0, 7])
def test_a_list_of_a_session_that_is_not_there_is_refused(course: Services, number: int | None) -> None:
    with pytest.raises(Invalid, match="no such"):
        course.checklists.current(Part.DAY_OF, number)


def test_an_answer_from_before_the_day_is_told_until_it_is_given_again(course: Services, now: Now) -> None:
    words = "1 answer is from before the day of the infusion: answer it again on that day."
    course.checklists.answer(Part.DAY_OF, 1, "benzodiazepine-today", Choice.NO)
    assert words in map(str, course.checklists.readiness(1).reasons)
    now.set(2026, 11, 24, 8)
    assert words in map(str, course.checklists.readiness(1).reasons)
    course.checklists.answer(Part.DAY_OF, 1, "benzodiazepine-today", Choice.NO)
    assert words not in map(str, course.checklists.readiness(1).reasons)


def test_a_move_to_a_later_day_makes_the_answers_early_and_the_past_makes_none(
    course: Services, now: Now
) -> None:
    now.set(2026, 11, 24, 8)
    course.checklists.answer(Part.DAY_OF, 1, "benzodiazepine-today", Choice.NO)
    on_the_day = course.checklists.readiness(1)
    course.courses.move(1, now() + timedelta(days=1))
    moved = course.checklists.readiness(1)
    assert len(moved.reasons) == len(on_the_day.reasons) + 1
    now.move(days=1)
    course.courses.begin(1)
    now.move(hours=1)
    course.courses.complete(1)
    assert course.checklists.readiness(1) == on_the_day


def test_a_note_is_kept_without_answering_again(course: Services, now: Now) -> None:
    at = course.checklists.answer(Part.DAY_OF, 1, "escort", Choice.YES).record.answers[0].at
    now.move(days=2)
    done = course.checklists.note(Part.DAY_OF, 1, "escort", "Sam")
    given = course.checklists.current(Part.DAY_OF, 1).given("escort")
    assert given is not None
    assert (given.value, given.note, given.at) == (Choice.YES, "Sam", at)
    done.undo()
    assert course.checklists.current(Part.DAY_OF, 1).answers[0].note == ""
    with pytest.raises(Invalid, match="answer the question first"):
        course.checklists.note(Part.SCREENING, None, "heart", "murmur")
    assert course.checklists.saved(Part.SCREENING) is None


def test_what_the_clinic_says_changes_what_is_open(course: Services) -> None:
    before = course.checklists.readiness(1)
    course.checklists.set_rule("escort", "An adult takes you home.")
    assert course.settings.clinic().says("escort") == "An adult takes you home."
    assert course.checklists.readiness(1) != before
    course.checklists.set_rule("escort", " ")
    assert course.settings.clinic().says("escort") == ""


def test_a_new_course_asks_the_screening_anew(course: Services, now: Now) -> None:
    course.checklists.answer(Part.SCREENING, None, "heart", Choice.NO)
    course.courses.stop_course()
    now.move(days=30)
    course.courses.start(now().date() + timedelta(days=2))
    assert course.checklists.current(Part.SCREENING).answers == ()
