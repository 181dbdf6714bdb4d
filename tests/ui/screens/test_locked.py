"""The lock stands before every page, shows nothing of the diary, and leads back to the same screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from app import config
from app.main import page_main
from app.services import Door, Services
from storage.errors import ClosedStore
from storage.vault import Cost
from tests.headless import Stage, pack
from tests.ui.conftest import Clock

PASS = "heron lamp"
WORDS = "a marker nobody else would write"
Open = Callable[..., Stage]


@pytest.fixture
def code(services: Services) -> str:
    """A store with a diary, a clinic and a passcode, closed; gives its recovery code."""
    services.lock.cost = Cost(2)
    services.journal.add(6, words=WORDS)
    services.settings.change_clinic(name="Hidden Clinic", phone="555 0100")
    made = services.lock.turn_on(PASS)
    services.close()
    return made


@pytest.fixture
def door(tmp_path: Path, clock: Clock, code: str) -> Iterator[Door]:
    made = Door(tmp_path / "data", now=clock, cost=Cost(2))
    yield made
    made.close()


@pytest.fixture
def page(door: Door) -> Iterator[Open]:
    """Opens a page of the process that has this door: page("/journal")."""
    stages: list[Stage] = []

    def begin(route: str = "/", *, width: int = 412) -> Stage:
        stages.append(Stage(page_main(door), route=route, width=width))
        return stages[-1]

    yield begin
    for one in stages:
        one.close()


def is_locked(shown: Stage) -> bool:
    return shown.shows("Give your passcode")


def unlock(shown: Stage, passcode: str = PASS) -> None:
    shown.type("Passcode", passcode)
    shown.press("Open")
    shown.until(lambda: not any(isinstance(c, ft.ProgressBar) for c in shown.controls()))


def state(shown: Stage, name: str) -> None:
    shown.fire(shown.page, "app_lifecycle_state_change", {"state": name})


def everything_sent(shown: Stage) -> str:
    return repr([(message.action, message.body) for message in shown.connection.sent])


def test_nothing_of_the_diary_is_on_the_page_or_sent_to_it(page: Open) -> None:
    shown = page("/journal")
    assert is_locked(shown)
    assert shown.page.title == "Infusion Companion"
    assert WORDS not in everything_sent(shown)
    assert "Hidden Clinic" not in everything_sent(shown)


def test_the_passcode_opens_the_screen_whose_address_was_asked_for(page: Open) -> None:
    shown = page("/journal")
    unlock(shown)
    assert shown.shows(WORDS)
    assert shown.route == "/journal"


def test_enter_opens_too_and_the_field_is_covered_until_asked(page: Open) -> None:
    shown = page("/journal")
    field = shown.find(ft.TextField, "Passcode")
    assert field.password
    shown.type("Passcode", PASS)
    shown.press("Show what I type")
    field = shown.find(ft.TextField, "Passcode")
    assert not field.password
    assert field.value == PASS
    shown.fire(field, "submit", PASS)
    shown.until(lambda: shown.shows(WORDS))


def test_a_wrong_one_is_told_in_a_sentence_and_can_be_mended(page: Open) -> None:
    shown = page("/journal")
    unlock(shown, "heron lamb")
    field = shown.find(ft.TextField, "Passcode")
    assert "not the passcode" in field.error
    assert field.value == "heron lamb"
    unlock(shown)
    assert shown.shows(WORDS)


def test_many_wrong_ones_wait_visibly_and_then_go_on(page: Open, clock: Clock) -> None:
    shown = page("/journal")
    for _ in range(4):
        unlock(shown, "wrong")
    assert shown.shows("The next try can be made in 30 seconds.")
    assert shown.find(ft.FilledButton, "Open").disabled
    again = page("/journal")
    assert again.shows("The next try can be made in 30 seconds.")
    clock.move(minutes=1)
    shown.until(lambda: not shown.shows("The next try"))
    unlock(shown)
    assert shown.shows(WORDS)


def test_help_is_there_with_numbers_and_without_names(page: Open) -> None:
    shown = page("/journal")
    shown.press("Help now")
    assert shown.shows("555 0100")
    assert shown.shows("988")
    assert shown.shows("911")
    assert shown.shows("Chest pain")
    assert not shown.shows("Hidden Clinic")
    assert not any("Add a number" in name for name in shown.buttons())
    shown.press("Back")
    assert is_locked(shown)
    assert shown.route == "/journal"


def test_who_comes_to_the_address_of_help_sees_help(page: Open) -> None:
    shown = page("/help")
    assert shown.shows("You do not have to be sure")
    shown.fire(shown.page, "keyboard_event", _key("Escape"))
    assert is_locked(shown)


def test_keys_lead_nowhere_while_it_is_locked(page: Open) -> None:
    shown = page("/journal")
    shown.fire(shown.page, "keyboard_event", _key("N", ctrl=True))
    assert shown.route == "/journal"


def _key(key: str, *, ctrl: bool = False) -> dict[str, Any]:
    return {"key": key, "ctrl": ctrl, "shift": False, "alt": False, "meta": False}


def test_the_recovery_code_leads_to_a_new_passcode_and_a_new_code_before_the_diary(
    page: Open, code: str
) -> None:
    shown = page("/journal")
    shown.press("I forgot it")
    shown.type("Recovery code", code.lower())
    shown.type("New passcode", "123")
    shown.press("Set the new passcode")
    shown.until(lambda: shown.find(ft.TextField, "New passcode").error)
    shown.type("New passcode", "quiet seven")
    shown.press("Set the new passcode")
    shown.until(lambda: shown.shows("Your recovery code"))
    assert not shown.shows(code)
    assert not shown.shows(WORDS)
    shown.press("I have written it down")
    assert shown.shows(WORDS)
    again = page("/journal")
    unlock(again)
    assert is_locked(again)
    unlock(again, "quiet seven")
    assert again.shows(WORDS)


def test_a_wrong_recovery_code_is_told(page: Open) -> None:
    shown = page("/journal")
    shown.press("I forgot it")
    shown.type("Recovery code", "0000")
    shown.type("New passcode", "quiet seven")
    shown.press("Set the new passcode")
    shown.until(lambda: shown.shows("not the recovery code"))
    shown.press("Back to the passcode")
    unlock(shown)
    assert shown.shows(WORDS)


def test_each_new_page_gives_the_passcode_itself(page: Open) -> None:
    first = page("/journal")
    unlock(first)
    second = page("/journal")
    assert is_locked(second)
    assert first.shows(WORDS)


@pytest.mark.parametrize("how", ["hide", "pause"])
def test_at_once_locks_as_soon_as_the_page_is_out_of_sight(page: Open, how: str) -> None:
    shown = page("/journal")
    unlock(shown)
    opened = _services(shown)
    opened.settings.change_preferences(lock_after=0)
    state(shown, how)
    assert is_locked(shown)
    assert not shown.shows(WORDS)
    with pytest.raises(ClosedStore):
        opened.journal.count()
    state(shown, "show")
    assert is_locked(shown)
    unlock(shown)
    assert shown.shows(WORDS)
    assert shown.route == "/journal"


def _services(shown: Stage) -> Services:
    """The store that a page shows."""
    found = shown.page.views
    entrance = found.args[0]
    services: Services = entrance._state
    return services


def test_losing_the_focus_is_not_leaving(page: Open) -> None:
    shown = page("/journal")
    unlock(shown)
    _services(shown).settings.change_preferences(lock_after=0)
    state(shown, "inactive")
    assert shown.shows(WORDS)


def test_back_within_the_time_nothing_is_asked_and_after_it_is(page: Open, clock: Clock) -> None:
    shown = page("/journal")
    unlock(shown)
    state(shown, "hide")
    clock.move(minutes=4)
    state(shown, "show")
    assert shown.shows(WORDS)
    state(shown, "hide")
    clock.move(minutes=5)
    state(shown, "show")
    assert is_locked(shown)


def test_a_clock_that_is_set_back_does_not_lock_sooner_or_break_anything(page: Open, clock: Clock) -> None:
    shown = page("/journal")
    unlock(shown)
    state(shown, "hide")
    clock.move(days=-365)
    state(shown, "show")
    assert shown.shows(WORDS)


def test_a_page_that_was_cut_off_too_long_comes_back_locked_and_sends_no_word(
    page: Open, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.app._OTHER_PROCESSES", 0.02)
    shown = page("/journal")
    unlock(shown)
    assert WORDS.encode() in pack(shown.page)
    shown.cut_off()
    clock.move(minutes=5)
    shown.until(lambda: WORDS.encode() not in pack(shown.page))
    # What Flet sends to whoever connects again is the page as it stands.
    assert WORDS.encode() not in pack(shown.page)
    shown.come_back()
    assert is_locked(shown)
    unlock(shown)
    assert shown.shows(WORDS)


def test_a_page_that_is_given_up_closes_the_store(page: Open) -> None:
    shown = page("/journal")
    unlock(shown)
    services = _services(shown)
    shown.expire()
    shown.settle()
    with pytest.raises(ClosedStore):
        services.journal.count()


def test_what_is_being_typed_is_kept_before_it_locks(page: Open) -> None:
    shown = page("/settings/clinic")
    unlock(shown)
    _services(shown).settings.change_preferences(lock_after=0)
    shown.type("Phone of the clinic", "555 0199")
    state(shown, "hide")
    assert is_locked(shown)
    unlock(shown)
    assert _services(shown).settings.clinic().phone == "555 0199"


def test_a_question_that_was_not_added_yet_is_still_there_after_unlocking(page: Open) -> None:
    shown = page("/questions")
    unlock(shown)
    _services(shown).settings.change_preferences(lock_after=0)
    shown.type("Your question", "May I")
    state(shown, "hide")
    assert is_locked(shown)
    unlock(shown)
    assert shown.find(ft.TextField, "Your question").value == "May I"
    shown.open("/journal")
    shown.open("/questions")
    assert shown.find(ft.TextField, "Your question").value == ""


def test_without_a_passcode_leaving_locks_nothing(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "other"
    opened = Services.open(folder, now=clock)
    opened.settings.change_preferences(welcomed_at=clock(), lock_after=0)
    opened.journal.add(6, words=WORDS)
    shown = Stage(page_main(opened), route="/journal")
    state(shown, "hide")
    state(shown, "show")
    assert shown.shows(WORDS)
    shown.close()
    opened.close()


def test_a_store_that_is_damaged_behind_the_lock_is_told(page: Open, tmp_path: Path) -> None:
    path = tmp_path / "data" / config.STORE
    content = bytearray(path.read_bytes())
    content[4096:8192] = bytes(4096)
    path.write_bytes(content)
    shown = page("/journal")
    unlock(shown)
    assert shown.shows("Your data could not be opened")


def focused(shown: Stage) -> None:
    """Wait until the field is asked to take the focus, and say that it has it."""
    shown.until(lambda: "focus" in asked(shown))
    shown.fire(shown.find(ft.TextField, "Passcode"), "focus")
    shown.connection.calls.clear()


def asked(shown: Stage) -> list[str]:
    return [name for name, _ in shown.connection.calls]


def test_a_locked_page_that_is_reloaded_gives_the_focus_to_the_field_again(
    page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.keyboard.SETTLED", 0.01)
    shown = page("/journal")
    focused(shown)
    shown.fire(shown.find(ft.TextField, "Passcode"), "blur")
    shown.cut_off()
    shown.come_back()
    focused(shown)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_page_that_locks_as_it_is_reloaded_gives_the_focus_to_the_field(
    page: Open, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    monkeypatch.setattr("app.ui.keyboard.SETTLED", 0.01)
    shown = page("/journal")
    focused(shown)
    unlock(shown)
    _services(shown).settings.change_preferences(lock_after=0)

    async def leave() -> None:
        await shown.session.dispatch_event(shown.page._i, "app_lifecycle_state_change", {"state": "hide"})
        # Flet drops what the lock screen was about to begin, or it calls while nobody can answer.
        if not at_once:
            await asyncio.sleep(0.05)
        await shown.session.disconnect(3600)

    shown.connection.calls.clear()
    shown.loop.run_until_complete(leave())
    shown.connection.calls.clear()
    shown.come_back()
    assert is_locked(shown)
    focused(shown)


def test_a_page_whose_connection_breaks_as_it_locks_works_again_when_it_is_back(page: Open) -> None:
    shown = page("/journal")
    unlock(shown)
    _services(shown).settings.change_preferences(lock_after=0)
    whole = shown.connection.send_message
    refused = []

    def broken(message: Any) -> None:
        # What the lock screen sends once it has begun.
        if "'on_keyboard_event', True" in repr(message.body):
            refused.append(message)
            raise AttributeError("as Flet does while a connection is closed")
        whole(message)

    shown.connection.send_message = broken  # type: ignore[method-assign]
    state(shown, "hide")
    assert refused
    shown.connection.send_message = whole  # type: ignore[method-assign]
    shown.cut_off()
    shown.come_back()
    assert is_locked(shown)
    shown.press("Help now")
    assert shown.shows("988")
