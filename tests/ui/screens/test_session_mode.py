"""Session mode: a clock that goes on, marks in one tap, an end that leads to rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import flet as ft
import pytest

from app.care.course import Status
from app.services import Services
from app.ui.screens import course_clock
from storage.vault import Cost
from tests.headless import Stage
from tests.ui.conftest import Clock

Open = Callable[..., Stage]


@pytest.fixture
def running(services: Services, clock: Clock) -> Services:
    """The first infusion began just now, on Tuesday 24 November at 10:00."""
    services.courses.start(date(2026, 11, 24), time(10), (1, 4), 6)
    clock.at = datetime(2026, 11, 24, 10, 0, tzinfo=clock.at.tzinfo)
    services.courses.begin(1)
    return services


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen's clock looks again at every turn of the loop instead of every second."""
    monkeypatch.setattr(course_clock, "TICK", 0)


def status(services: Services) -> Status:
    """Of the first infusion."""
    view = services.courses.current()
    assert view is not None
    return view.sessions[0].status


def test_the_clock_goes_on_by_itself_through_both_parts(
    stage: Open, running: Services, clock: Clock, ticking: None
) -> None:
    shown = stage("/course/1/now")
    assert shown.shows("Infusion. 45 minutes left")
    clock.move(minutes=13)
    shown.settle()
    assert shown.shows("Infusion. 32 minutes left")
    assert shown.shows("Your clinic says")
    clock.move(minutes=31, seconds=30)
    shown.settle()
    assert shown.shows("Infusion. 1 minute left")
    clock.move(minutes=3)
    shown.settle()
    assert shown.shows("Coming round. 13 minutes left")
    assert shown.shows("That does not mean you can drive")
    clock.move(minutes=30)
    shown.settle()
    assert shown.shows("The usual time is over")


def test_it_survives_a_restart_because_the_store_knows_when_it_began(
    stage: Open, running: Services, clock: Clock
) -> None:
    stage("/course/1/now")
    clock.move(minutes=20)
    assert stage("/course/1/now").shows("Infusion. 25 minutes left")


def test_nothing_ticks_on_after_the_screen_is_left(stage: Open, running: Services) -> None:
    shown = stage("/course/1/now")
    before = shown.repeating()
    shown.open("/guide")
    assert shown.repeating() == before - 1


def test_one_tap_marks_at_once_with_the_time_and_is_listed(
    stage: Open, running: Services, clock: Clock
) -> None:
    shown = stage("/course/1/now")
    clock.move(minutes=12)
    shown.press("Mark Lightness now")
    mark = running.courses.marks(1)[0]
    assert (mark.kind, mark.at) == ("lightness", clock.at)
    assert shown.shows("10:12, Lightness")
    shown.press("Remove Lightness at 10:12")
    assert running.courses.marks(1) == []
    shown.press_undo()
    assert len(running.courses.marks(1)) == 1


def test_the_newest_mark_stands_first(stage: Open, running: Services, clock: Clock) -> None:
    shown = stage("/course/1/now")
    for kind in ("Calm", "Nausea", "Anxious"):
        clock.move(minutes=1)
        shown.press(f"Mark {kind} now")
    listed = [text for text in shown.texts() if text.startswith("10:0") and "," in text]
    assert listed == ["10:03, Anxious", "10:02, Nausea", "10:01, Calm"]


def test_an_own_word_is_kept_and_an_empty_one_is_refused_without_losing_the_field(
    stage: Open, running: Services
) -> None:
    shown = stage("/course/1/now")
    shown.press("My own word")
    shown.press("Mark it")
    assert running.courses.marks(1) == []
    shown.type("Your own word", "weightless")
    shown.press("Mark it")
    assert running.courses.marks(1)[0].words == "weightless"


def test_the_end_completes_it_and_leads_to_rest_and_can_be_undone(
    stage: Open, running: Services, clock: Clock
) -> None:
    shown = stage("/course/1/now")
    clock.move(minutes=46)
    shown.press("End")
    assert status(running) is Status.COMPLETED
    assert shown.route == "/rest"
    shown.press_undo()
    assert status(running) is Status.IN_PROGRESS
    shown.press("Back to the clock")
    assert shown.route == "/course/1/now"


def test_stopped_early_asks_once_and_leads_to_rest(stage: Open, running: Services, clock: Clock) -> None:
    shown = stage("/course/1/now")
    clock.move(minutes=10)
    shown.press("Stopped early")
    assert status(running) is Status.IN_PROGRESS
    shown.press("No, it goes on")
    shown.press("Stopped early")
    shown.press("Yes, it stopped early")
    assert status(running) is Status.STOPPED_EARLY
    assert shown.route == "/rest"


def test_nothing_but_help_and_back_stands_around_it(stage: Open, running: Services) -> None:
    names = stage("/course/1/now").buttons()
    assert "Help now" in names
    assert "Settings" not in names
    assert "Share" not in names
    assert "Today" not in names


def test_before_it_began_the_address_offers_to_start_and_says_the_planned_day(
    stage: Open, services: Services
) -> None:
    services.courses.start(date(2026, 11, 24), time(10), (1, 4), 6)
    shown = stage("/course/1/now")
    assert shown.shows("It is planned for Tue 24 Nov, 10:00.")
    shown.press("Start now")
    assert status(services) is Status.IN_PROGRESS
    assert shown.shows("Infusion. 45 minutes left")


def test_while_coming_round_marks_still_work_and_later_it_says_it_is_over(
    stage: Open, running: Services, clock: Clock
) -> None:
    clock.move(minutes=45)
    running.courses.complete(1)
    clock.move(minutes=5)
    shown = stage("/course/1/now")
    assert shown.shows("Coming round. 10 minutes left")
    shown.press("Mark Calm now")
    assert len(running.courses.marks(1)) == 1
    clock.move(hours=1)
    later = stage("/course/1/now")
    assert later.shows("This infusion is over")
    assert "Rest mode" in later.buttons()


def test_a_skipped_one_has_no_clock(stage: Open, services: Services) -> None:
    services.courses.start(date(2026, 11, 24), time(10), (1, 4), 6)
    services.courses.skip(1)
    assert stage("/course/1/now").shows("You skipped this infusion")


def test_an_unknown_number_leads_back(stage: Open) -> None:
    assert stage("/course/9/now").shows("There is no such infusion")


PHONE = {"platform": ft.PagePlatform.IOS, "web": False}


def test_on_a_phone_the_screen_stays_on_until_the_infusion_is_left(stage: Open, running: Services) -> None:
    shown = stage("/course/1/now", **PHONE)
    assert shown.shows("The screen stays on here.")
    assert len(shown.asked("enable")) == 1
    shown.press("End")
    assert shown.route == "/rest"
    assert len(shown.asked("disable")) == 1


def test_its_owner_can_let_it_go_dark_and_keep_it_on_again(stage: Open, running: Services) -> None:
    shown = stage("/course/1/now", **PHONE)
    shown.press("Let it go dark")
    assert shown.shows("The screen goes dark as usual.")
    assert len(shown.asked("disable")) == 1
    shown.press("Keep it on")
    assert shown.shows("The screen stays on here.")
    assert len(shown.asked("enable")) == 2


def test_the_lock_lets_the_screen_go_dark(stage: Open, running: Services) -> None:
    running.lock.cost = Cost(2)
    shown = stage("/course/1/now", **PHONE)
    running.lock.turn_on("heron lamp")
    running.settings.change_preferences(lock_after=0)
    assert not shown.asked("disable")
    shown.fire(shown.page, "app_lifecycle_state_change", {"state": "hide"})
    assert shown.shows("Give your passcode")
    assert len(shown.asked("disable")) == 1


@pytest.mark.parametrize(
    "device", [{}, {**PHONE, "answers": {"enable": RuntimeError("no wakelock")}}], ids=["browser", "failing"]
)
def test_where_it_cannot_stay_on_nothing_is_promised(
    stage: Open, running: Services, device: dict[str, Any]
) -> None:
    shown = stage("/course/1/now", **device)
    assert not shown.shows("The screen ")
    assert shown.shows("Infusion. 45 minutes left")


def test_a_mark_is_felt_under_the_finger_once_it_is_saved(stage: Open, running: Services) -> None:
    shown = stage("/course/1/now", **PHONE)
    shown.press("Mark Calm now")
    assert len(shown.asked("light_impact")) == 1
    assert len(running.courses.marks(1)) == 1
