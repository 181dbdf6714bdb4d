"""All checklists: what comes next stands first, and each list says how far it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest

from app.care.checklist import Choice, Item, Part, asked, unanswered
from app.services import Services
from tests.headless import Stage
from tests.ui.conftest import Clock

Open = Callable[..., Stage]


@pytest.fixture
def course(services: Services) -> Services:
    """A course whose first infusion is on Thursday 26 November at 10:00."""
    services.courses.start(first_day=date(2026, 11, 26), usual_time=time(10), weekdays=(0, 3))
    return services


def open_questions(services: Services, part: Part, number: int | None = None) -> tuple[Item, ...]:
    """What still waits for an answer."""
    return unanswered(part, services.checklists.current(part, number), services.settings.clinic())


def fill(services: Services, part: Part, number: int | None = None, value: Choice = Choice.NO) -> None:
    """Answer and finish a list."""
    while left := open_questions(services, part, number):
        services.checklists.answer(part, number, left[0].id, value)
    services.checklists.finish(part, number)


def test_without_a_course_the_screening_can_be_answered_and_the_course_planned(stage: Open) -> None:
    shown = stage("/checklist")
    assert shown.shows("A list for each infusion")
    shown.press("Begin")
    assert shown.route == "/checklist/screening"
    shown.open("/checklist")
    shown.press("Plan my course")
    assert shown.route == "/course"


def test_the_screening_comes_first_until_it_is_finished(stage: Open, course: Services) -> None:
    shown = stage("/checklist")
    shown.press("Begin")
    assert shown.route == "/checklist/screening"


def test_after_the_screening_the_next_infusions_list_comes_first(stage: Open, course: Services) -> None:
    fill(course, Part.SCREENING)
    shown = stage("/checklist")
    assert shown.shows("Before infusion 1")
    shown.press("Begin")
    assert shown.route == "/checklist/1"


def test_each_list_tells_its_day_and_how_far_it_is(stage: Open, course: Services) -> None:
    fill(course, Part.SCREENING)
    course.checklists.answer(Part.DAY_OF, 1, "narcotic-today", Choice.NO)
    names = stage("/checklist").buttons()
    assert "Screening. Once, before your first infusion. Finished on Sun 22 Nov, 12:00" in names
    assert f"Infusion 1. Thu 26 Nov, 10:00. 1 of {len(asked(Part.DAY_OF))} answered" in names
    assert "Infusion 2. Mon 30 Nov, 10:00. Not begun" in names


def test_a_half_done_list_offers_to_go_on(stage: Open, course: Services) -> None:
    course.checklists.answer(Part.SCREENING, None, "psychosis", Choice.NO)
    shown = stage("/checklist")
    shown.press("Go on")
    assert shown.route == "/checklist/screening"


def test_an_infusion_that_was_skipped_is_not_prepared_for(stage: Open, course: Services) -> None:
    fill(course, Part.SCREENING)
    course.courses.skip(1, "ill")
    shown = stage("/checklist")
    assert shown.shows("Before infusion 2")
    assert "Infusion 1. Skipped. Not answered" in shown.buttons()


def test_what_the_answers_amount_to_is_shown_with_its_reasons(stage: Open, course: Services) -> None:
    fill(course, Part.SCREENING)
    course.checklists.answer(Part.DAY_OF, 1, "benzodiazepine-today", Choice.YES)
    shown = stage("/checklist")
    assert shown.shows("Talk to your clinic before you go")
    assert shown.shows("Do not change a regular medicine on your own")


def test_no_verdict_is_shown_before_anything_is_answered(stage: Open, course: Services) -> None:
    assert not stage("/checklist").shows("Nothing to flag")


def test_a_change_made_elsewhere_shows_at_once(stage: Open, course: Services) -> None:
    shown = stage("/checklist")
    fill(course, Part.SCREENING)
    shown.settle()
    assert shown.shows("Before infusion 1")


def test_after_an_infusion_nothing_asks_for_what_was_before_it(
    stage: Open, course: Services, clock: Clock
) -> None:
    clock.at = clock.at.replace(day=26, hour=10)
    course.courses.begin(1)
    clock.move(hours=1)
    course.courses.complete(1)
    clock.move(days=1)
    shown = stage("/checklist")
    assert shown.shows("Before infusion 2")
    assert "Infusion 1. Done. Not answered" in shown.buttons()
    assert stage("/checklist/1").shows("This infusion is over. Nothing here needs an answer any more.")
    assert not stage("/checklist/2").shows("This infusion is over")
    assert stage("/course/1").shows("Not answered.")
