"""The course screen: planning, the line, the notes, and what can be changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import flet as ft
import pytest

from app.care.course import Status
from app.services import Services
from tests.headless import Stage
from tests.ui.conftest import Clock

Open = Callable[..., Stage]
FIRST = date(2026, 11, 24)


@pytest.fixture
def planned(services: Services) -> Services:
    """Six infusions, Tuesdays and Fridays at 10:00 from 24 November 2026."""
    services.courses.start(FIRST, time(10), (1, 4), 6)
    return services


def pick_first_day(stage: Stage, day: date) -> None:
    """As the calendar tells it."""
    stage.press("First infusion")
    picker = next(d for d in stage.dialogs if isinstance(d, ft.DatePicker))
    stage.choose(picker, datetime(day.year, day.month, day.day))


def done_on(services: Services, clock: Clock, *numbers: int) -> None:
    """Let infusions take place at the time they are planned for."""
    for number in numbers:
        view = services.courses.current()
        assert view is not None
        session = view.session(number)
        assert session is not None
        assert session.starts_at is not None
        clock.at = session.starts_at
        services.courses.begin(number)
        clock.move(minutes=45)
        services.courses.complete(number)


def test_without_a_course_the_first_step_is_offered(stage: Open) -> None:
    shown = stage("/course")
    assert shown.shows("Plan your course")
    assert shown.find(ft.FilledButton, "Propose dates").disabled
    assert "Not booked yet" in shown.buttons()


def test_a_proposal_is_shown_before_anything_is_saved(stage: Open, services: Services) -> None:
    shown = stage("/course")
    pick_first_day(shown, FIRST)
    shown.press("Propose dates")
    assert shown.shows("6 dates, as proposed")
    assert "Day: Tue 24 Nov" in shown.buttons()
    assert services.courses.current() is None
    shown.press("Save these dates")
    view = services.courses.current()
    assert view is not None
    assert [s.starts_at.time() for s in view.sessions if s.starts_at] == [time(10)] * 6
    assert shown.shows("0 of 6")


def test_saving_a_plan_can_be_undone(stage: Open, services: Services) -> None:
    shown = stage("/course")
    pick_first_day(shown, FIRST)
    shown.press("Propose dates")
    shown.press("Save these dates")
    shown.press_undo()
    assert services.courses.current() is None
    assert shown.shows("Plan your course")


def test_a_proposal_survives_a_turned_phone_and_a_resized_window(stage: Open, services: Services) -> None:
    shown = stage("/course")
    pick_first_day(shown, FIRST)
    shown.press("Propose dates")
    for width in (320, 915, 1280, 412):
        shown.fire(shown.page, "resize", {"width": width, "height": 900})
        assert shown.shows("6 dates, as proposed"), width


def test_a_proposed_date_can_be_changed_and_a_close_one_is_noted_not_refused(
    stage: Open, services: Services
) -> None:
    shown = stage("/course")
    pick_first_day(shown, FIRST)
    shown.press("Propose dates")
    shown.press("Day: Fri 27 Nov")
    picker = [d for d in shown.dialogs if isinstance(d, ft.DatePicker)][-1]
    shown.choose(picker, datetime(2026, 11, 25))
    assert shown.shows("Infusions 1 and 2 are less than two days apart")
    shown.press("Save these dates")
    assert services.courses.current() is not None


def test_two_on_one_day_are_refused_in_one_sentence_and_nothing_is_kept(
    stage: Open, services: Services
) -> None:
    shown = stage("/course")
    pick_first_day(shown, FIRST)
    shown.press("Propose dates")
    shown.press("Day: Fri 27 Nov")
    picker = [d for d in shown.dialogs if isinstance(d, ft.DatePicker)][-1]
    shown.choose(picker, datetime(2026, 11, 24))
    shown.press("Save these dates")
    assert services.courses.current() is None
    assert shown.shows("Infusions 1 and 2 would be on one day")


def test_the_number_planned_is_the_clinics_to_say(stage: Open, services: Services) -> None:
    shown = stage("/course")
    shown.press("One more")
    shown.press("One more")
    shown.press("Not booked yet")
    view = services.courses.current()
    assert view is not None
    assert view.course.planned == 8
    assert all(s.starts_at is None for s in view.sessions)


def test_a_course_without_dates_still_offers_to_propose_them(stage: Open, services: Services) -> None:
    services.courses.start(None, None, (), 4)
    shown = stage("/course")
    assert shown.shows("When you know the dates")
    assert "Not booked yet" not in shown.buttons()
    pick_first_day(shown, FIRST)
    shown.press("Propose dates")
    shown.press("Save these dates")
    view = services.courses.current()
    assert view is not None
    assert [s.starts_at is not None for s in view.sessions] == [True] * 4


def test_the_line_says_status_in_words_not_only_in_colour(
    stage: Open, planned: Services, clock: Clock
) -> None:
    done_on(planned, clock, 1)
    planned.courses.skip(3)
    shown = stage("/course")
    names = shown.buttons()
    assert "Infusion 1, Tue 24 Nov, Done" in names
    assert "Infusion 2, Fri 27 Nov, Next" in names
    assert "Infusion 3, Tue 1 Dec, Skipped" in names
    assert shown.shows("1 of 6 infusions done")
    assert shown.shows("Infusions on days 1, 4, 11, 15, 18 of 21.")


def test_every_infusion_opens_its_page(stage: Open, planned: Services) -> None:
    shown = stage("/course")
    shown.press("Infusion 2, Fri 27 Nov, 10:00, Planned")
    assert shown.route == "/course/2"


def test_a_late_last_date_is_a_note_with_its_reason(stage: Open, planned: Services, clock: Clock) -> None:
    planned.courses.set_date(6, datetime(2026, 12, 18, 10, tzinfo=clock.at.tzinfo))
    shown = stage("/course")
    assert shown.shows("Worth a look")
    assert shown.shows("beyond the three weeks that your clinic suggests: ask your clinic")


def test_a_booster_is_one_tap_and_one_undo(stage: Open, planned: Services) -> None:
    shown = stage("/course")
    shown.press("Add an infusion")
    assert shown.shows("0 of 7")
    shown.press_undo()
    assert shown.shows("0 of 6")


def test_fewer_are_refused_where_one_took_place(stage: Open, services: Services, clock: Clock) -> None:
    services.courses.start(FIRST, time(10), (), 1)
    services.courses.set_planned(2)
    services.courses.set_date(2, datetime(2026, 11, 28, 10, tzinfo=clock.at.tzinfo))
    done_on(services, clock, 1, 2)
    shown = stage("/course")
    shown.press("Change how many are planned")
    shown.press("One fewer")
    view = services.courses.current()
    assert view is not None
    assert view.course.planned == 2
    assert any("cannot be left out" in text or "taken place" in text for text in shown.texts())


def test_stopping_the_course_asks_keeps_everything_and_can_go_on(stage: Open, planned: Services) -> None:
    shown = stage("/course")
    shown.press("Stop the course early")
    assert shown.shows("Nothing is deleted")
    shown.type("Reason, if you like", "Blood pressure")
    shown.press("Stop the course")
    view = planned.courses.current()
    assert view is not None
    assert view.ended
    assert shown.shows("Blood pressure")
    shown.press("Go on with the course")
    view = planned.courses.current()
    assert view is not None
    assert not view.ended
    assert view.sessions[0].status is Status.PLANNED


def test_it_fits_a_narrow_phone_and_large_text(stage: Open, planned: Services) -> None:
    planned.settings.change_preferences(text_scale=2.0)
    shown = stage("/course", width=320)
    items = [c for c in shown.controls() if isinstance(c, ft.TextButton) and c.width]
    assert items
    assert all(item.width >= 2 * 48 for item in items)
    assert sum(item.width for item in items[:2]) <= 320 - 64


def test_on_a_desktop_it_stands_in_two_columns(stage: Open, planned: Services) -> None:
    shown = stage("/course", width=1280)
    assert shown.shows("Add an infusion")
    assert shown.shows("Infusion 6")
