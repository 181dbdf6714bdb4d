"""A device that is handed over shows one summary and Help, and nothing else until the passcode is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.main import page_main
from app.services import Door, Services
from storage.vault import Cost
from tests.headless import Stage
from tests.ui.conftest import Clock

PASS = "heron lamp"
WORDS = "a marker nobody else would write"
Open = Callable[..., Stage]


@pytest.fixture
def page(tmp_path: Path, clock: Clock, services: Services) -> Iterator[Open]:
    """Opens a page of a process whose store has a passcode, which was given."""
    services.lock.cost = Cost(2)
    services.journal.add(6, words=WORDS)
    services.lock.turn_on(PASS)
    services.close()
    door = Door(tmp_path / "data", now=clock, cost=Cost(2))
    stages: list[Stage] = []

    def begin(route: str = "/", *, width: int = 412) -> Stage:
        shown = Stage(page_main(door), route=route, width=width)
        stages.append(shown)
        give(shown)
        return shown

    yield begin
    for one in stages:
        one.close()
    door.close()


def give(shown: Stage) -> None:
    """Give the passcode."""
    shown.type("Passcode", PASS)
    shown.press("Open")
    shown.until(lambda: not shown.shows("Give your passcode"))


def handed(page: Open, width: int = 412) -> Stage:
    shown = page("/share/hand-over", width=width)
    shown.press("Lock and hand over")
    shown.until(lambda: shown.shows("How it goes"))
    return shown


@pytest.mark.parametrize("width", [320, 1280])
def test_only_the_summary_is_seen_and_the_store_is_closed(page: Open, width: int) -> None:
    shown = handed(page, width)
    assert shown.shows("Their mood was noted once in these 30 days: 6.")
    assert not shown.shows(WORDS)
    assert set(shown.buttons()) <= {"Help now", "Back to the app", "Show the numbers: Mood"}
    assert shown.page.on_route_change is None
    shown.press("Show the numbers: Mood")
    assert shown.shows("Sun 22 Nov")


def test_what_was_just_taken_out_is_not_shown(page: Open) -> None:
    shown = page("/share/hand-over")
    names = ("Mood numbers", "Dates of the infusions", "Lock and hand over")
    shown.at_once(*((shown.button(name), "click", None) for name in names))
    shown.until(lambda: shown.shows("How it goes"))
    assert not shown.shows("mood was noted")
    assert not shown.shows("The course")


def test_help_is_there_and_leads_back_to_the_summary(page: Open) -> None:
    shown = handed(page)
    shown.press("Help now")
    assert shown.shows("988")
    shown.press("Back")
    assert shown.shows("How it goes")


def test_back_asks_for_the_passcode_and_a_wrong_one_opens_nothing(page: Open) -> None:
    shown = handed(page)
    shown.press("Back to the app")
    assert shown.shows("Give your passcode")
    shown.type("Passcode", "another")
    shown.press("Open")
    shown.until(lambda: shown.shows("This is not the passcode"))
    shown.press("Back")
    assert shown.shows("How it goes")
    shown.press("Back to the app")
    give(shown)
    assert shown.shows("Hand over this device")


def test_another_page_of_the_device_is_locked_with_it(page: Open) -> None:
    other = page("/journal")
    assert other.shows(WORDS)
    handed(page)
    other.until(lambda: other.shows("Give your passcode"))
    assert not other.shows("How it goes")


def test_a_page_that_is_loaded_again_shows_the_ordinary_lock(page: Open) -> None:
    shown = handed(page)
    shown.cut_off()
    shown.come_back()
    assert shown.shows("Give your passcode")
    assert "Back" not in shown.buttons()


def test_what_was_handed_over_is_gone_once_the_passcode_was_given(page: Open) -> None:
    shown = handed(page)
    shown.press("Back to the app")
    give(shown)
    shown.fire(shown.page, "app_lifecycle_state_change", {"state": "hide"})
    assert not shown.shows("How it goes")


def test_without_a_passcode_it_leads_to_where_one_is_set(tmp_path: Path, clock: Clock) -> None:
    store = Services.open(tmp_path / "open", now=clock)
    store.settings.change_preferences(welcomed_at=clock())
    shown = Stage(page_main(store), route="/share/hand-over")
    assert "Lock and hand over" not in shown.buttons()
    shown.press("Set a passcode")
    assert shown.route == "/settings/passcode"
    shown.close()
    store.close()


def test_the_sample_offers_no_passcode_it_cannot_have(stage: Callable[..., Stage]) -> None:
    shown = stage("/settings")
    shown.press("Look around with sample data")
    shown.open("/share/hand-over")
    assert shown.shows("it cannot be handed over")
    assert "Set a passcode" not in shown.buttons()
    shown.press("Back to my own data")
    shown.open("/share/hand-over")
    assert "Set a passcode" in shown.buttons()
