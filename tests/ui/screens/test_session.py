"""The page of one infusion: its date, its steps, its marks, and fields that save themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time
from types import SimpleNamespace

import flet as ft
import pytest

from app.care.course import Session, Status
from app.services import Services
from app.ui.components import words
from tests.headless import Stage
from tests.ui.conftest import Clock

Open = Callable[..., Stage]


def pause_is(monkeypatch: pytest.MonkeyPatch, wait: Callable[[], Awaitable[object]]) -> None:
    """The pause after the last letter lasts as long as the given wait."""
    loop = asyncio.get_running_loop
    monkeypatch.setattr(words, "asyncio", SimpleNamespace(sleep=lambda _: wait(), get_running_loop=loop))


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed is saved at once, so that no test waits."""
    pause_is(monkeypatch, lambda: asyncio.sleep(0))


@pytest.fixture
def planned(services: Services) -> Services:
    """Six infusions, Tuesdays and Fridays at 10:00 from 24 November 2026."""
    services.courses.start(date(2026, 11, 24), time(10), (1, 4), 6)
    return services


def kept(services: Services, number: int = 1) -> Session:
    """The infusion as the store has it."""
    view = services.courses.current()
    assert view is not None
    session = view.session(number)
    assert session is not None
    return session


def on_the_day(clock: Clock, hour: int = 10, minute: int = 0) -> None:
    """Tuesday 24 November, the day of the first infusion."""
    clock.at = datetime(2026, 11, 24, hour, minute, tzinfo=clock.at.tzinfo)


def pick(stage: Stage, day: date) -> None:
    """As the calendar tells it."""
    stage.choose(
        [d for d in stage.dialogs if isinstance(d, ft.DatePicker)][-1], datetime(day.year, day.month, day.day)
    )


@pytest.mark.parametrize(
    "address", ["/course/7", "/course/0", "/course/x", "/course/99999999999", "/course/²"]
)
def test_an_unknown_number_says_so_and_leads_back(stage: Open, planned: Services, address: str) -> None:
    shown = stage(address)
    assert shown.shows("There is no such infusion")
    shown.press("Open my course")
    assert shown.route == "/course"


def test_without_a_course_the_page_leads_to_planning(stage: Open) -> None:
    assert stage("/course/1").shows("There is no such infusion")


def test_a_date_entered_before_the_course_begins_is_a_date_not_a_move(stage: Open, planned: Services) -> None:
    shown = stage("/course/2")
    shown.press("Day: Fri 27 Nov")
    pick(shown, date(2026, 11, 26))
    assert kept(planned, 2).status is Status.PLANNED
    assert shown.shows("Thu 26 Nov, 10:00")
    shown.press_undo()
    assert shown.shows("Fri 27 Nov, 10:00")


def test_once_the_course_has_begun_another_date_is_a_move_that_can_be_taken_back(
    stage: Open, planned: Services, clock: Clock
) -> None:
    on_the_day(clock)
    planned.courses.begin(1)
    clock.move(minutes=45)
    planned.courses.complete(1)
    shown = stage("/course/2")
    shown.press("Day: Fri 27 Nov")
    pick(shown, date(2026, 11, 28))
    assert kept(planned, 2).status is Status.MOVED
    assert shown.shows("It was planned for Fri 27 Nov, 10:00.")
    shown.press("Back to the earlier date")
    assert kept(planned, 2).status is Status.PLANNED
    assert kept(planned, 2).day == date(2026, 11, 27)


def test_two_on_a_day_are_refused_in_one_sentence(stage: Open, planned: Services) -> None:
    shown = stage("/course/2")
    shown.press("Day: Fri 27 Nov")
    pick(shown, date(2026, 11, 24))
    assert kept(planned, 2).day == date(2026, 11, 27)
    assert shown.shows("Infusions 1 and 2 would be on one day")


def test_a_close_date_is_kept_with_a_note_on_its_own_page_only(stage: Open, planned: Services) -> None:
    shown = stage("/course/2")
    shown.press("Day: Fri 27 Nov")
    pick(shown, date(2026, 11, 25))
    assert shown.shows("less than two days apart: ask your clinic")
    shown.open("/course/5")
    assert not any("less than two days apart" in text for text in shown.texts(shown.view))


def test_start_is_offered_on_the_day_only(stage: Open, planned: Services, clock: Clock) -> None:
    shown = stage("/course/1")
    assert "Start now" not in shown.buttons()
    assert "It took place" not in shown.buttons()
    on_the_day(clock)
    assert "Start now" in stage("/course/1").buttons()


def test_start_now_begins_and_opens_the_clock(stage: Open, planned: Services, clock: Clock) -> None:
    on_the_day(clock)
    shown = stage("/course/1")
    shown.press("Start now")
    assert kept(planned).status is Status.IN_PROGRESS
    assert shown.route == "/course/1/now"


def test_one_that_nobody_started_is_noted_in_two_taps_and_undone_in_one(
    stage: Open, planned: Services, clock: Clock
) -> None:
    on_the_day(clock, 20)
    shown = stage("/course/1")
    shown.press("It took place")
    assert shown.shows("When did it begin?")
    shown.press("Save")
    session = kept(planned)
    assert session.status is Status.COMPLETED
    assert session.began_at is not None
    assert session.ended_at is not None
    assert (f"{session.began_at:%H:%M}", f"{session.ended_at:%H:%M}") == ("10:00", "10:45")
    shown.press_undo()
    assert kept(planned).status is Status.PLANNED


def test_a_beginning_in_the_future_is_refused_and_leaves_nothing_half_done(
    stage: Open, planned: Services, clock: Clock
) -> None:
    on_the_day(clock, 8)
    shown = stage("/course/1")
    shown.press("It took place")
    shown.press("Save")
    assert kept(planned).status is Status.PLANNED
    assert shown.shows("cannot be in the future")


def test_a_skip_takes_its_reason_and_can_be_put_back(stage: Open, planned: Services) -> None:
    shown = stage("/course/3")
    shown.press("Skip this one")
    shown.type("Reason, if you like", "A cold")
    shown.press("Skip it")
    assert kept(planned, 3).status is Status.SKIPPED
    assert shown.shows("A cold")
    shown.press("Put back to planned")
    assert kept(planned, 3).status is Status.PLANNED


def test_stopped_early_is_offered_while_it_runs(stage: Open, planned: Services, clock: Clock) -> None:
    on_the_day(clock)
    planned.courses.begin(1)
    clock.move(minutes=20)
    shown = stage("/course/1")
    shown.press("Stopped early")
    shown.type("Reason, if you like", "Nausea")
    shown.press("Save")
    assert kept(planned).status is Status.STOPPED_EARLY
    assert kept(planned).reason == "Nausea"


def test_rest_mode_is_there_on_the_same_day_and_gone_the_next(
    stage: Open, planned: Services, clock: Clock
) -> None:
    on_the_day(clock)
    planned.courses.begin(1)
    clock.move(minutes=45)
    planned.courses.complete(1)
    planned.settings.change_preferences(rest_until=clock())
    clock.move(hours=1)
    shown = stage("/course/1")
    shown.press("Rest mode")
    assert shown.route == "/rest"
    assert planned.settings.preferences().rest_until is None
    clock.move(days=1)
    assert "Rest mode" not in stage("/course/1").buttons()


def test_marks_are_listed_with_time_and_words_and_come_back_after_undo(
    stage: Open, planned: Services, clock: Clock
) -> None:
    on_the_day(clock)
    planned.courses.begin(1)
    planned.courses.mark(1, "lightness")
    clock.move(minutes=5)
    planned.courses.mark(1, "own", "warm light")
    shown = stage("/course/1")
    assert shown.shows("10:00, Lightness")
    assert shown.shows("10:05, warm light")
    shown.press("Remove Lightness at 10:00")
    assert len(planned.courses.marks(1)) == 1
    shown.press_undo()
    assert len(planned.courses.marks(1)) == 2


def test_a_moment_can_be_added_later_and_an_empty_own_word_is_refused(
    stage: Open, planned: Services, clock: Clock
) -> None:
    on_the_day(clock, 20)
    shown = stage("/course/1")
    shown.press("Add a moment")
    shown.press("What was it: My own word")
    shown.press("Save this moment")
    assert planned.courses.marks(1) == []
    shown.type("Your words", "like floating")
    shown.press("Save this moment")
    mark = planned.courses.marks(1)[0]
    assert (mark.words, f"{mark.at:%d %H:%M}") == ("like floating", "24 10:00")


def test_notes_and_way_home_are_saved_while_they_are_typed(stage: Open, planned: Services) -> None:
    shown = stage("/course/1")
    shown.type("Name", "Alex")
    shown.type("Phone", "555 0199")
    shown.type("Notes on this infusion", "Quiet music helped.")
    shown.settle()
    session = kept(planned)
    assert (session.escort, session.escort_phone) == ("Alex", "555 0199")
    assert session.notes == "Quiet music helped."


def test_what_was_just_typed_is_kept_when_the_page_is_left(
    stage: Open, planned: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause_is(monkeypatch, asyncio.Event().wait)
    shown = stage("/course/1")
    shown.type("Notes on this infusion", "Almost lost")
    assert kept(planned).notes == ""
    shown.open("/course")
    assert kept(planned).notes == "Almost lost"


@pytest.mark.parametrize(("typed", "sentence"), [("39", "from 40 to 300"), ("12a", "from 40 to 300")])
def test_a_blood_pressure_that_cannot_be_is_refused_in_one_sentence_and_stays_shown(
    stage: Open, planned: Services, typed: str, sentence: str
) -> None:
    shown = stage("/course/1")
    shown.type("Upper number", typed)
    shown.settle()
    assert kept(planned).systolic is None
    assert shown.shows(sentence)
    assert shown.find(ft.TextField, "Upper number").value == typed
    shown.type("Upper number", "128")
    shown.type("Lower number", "82")
    shown.settle()
    assert (kept(planned).systolic, kept(planned).diastolic) == (128, 82)
    assert not shown.shows(sentence)


def test_the_checklist_says_how_far_it_is_and_opens(stage: Open, planned: Services) -> None:
    shown = stage("/course/1")
    assert shown.shows("Not begun yet")
    shown.press("Open the checklist")
    assert shown.route == "/checklist/1"


def test_back_leads_to_the_course(stage: Open, planned: Services) -> None:
    shown = stage("/course/1")
    shown.press("Back")
    assert shown.route == "/course"
