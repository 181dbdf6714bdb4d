"""Settings, passcode: says what it protects, shows the recovery code once, and manages what is on."""

from __future__ import annotations

import re
from collections.abc import Callable

import flet as ft
import pytest

from app.device import biometric
from app.services import Services
from storage.errors import WrongPasscode
from storage.vault import Cost
from tests.headless import Stage

PASS = "heron lamp"
Open = Callable[..., Stage]


@pytest.fixture
def services(services: Services) -> Services:
    """Services whose passcode costs nothing to try."""
    services.lock.cost = Cost(2)
    return services


@pytest.fixture
def on(services: Services) -> str:
    """A passcode that is on; gives the recovery code."""
    return services.lock.turn_on(PASS)


@pytest.fixture
def shown(stage: Open) -> Stage:
    return stage("/settings/passcode")


def unlocked(stage: Open, route: str = "/settings/passcode") -> Stage:
    found = stage(route)
    found.type("Passcode", PASS)
    found.press("Open")
    found.until(lambda: not found.shows("Give your passcode"))
    return found


def idle(shown: Stage) -> bool:
    return not any(isinstance(control, ft.ProgressBar) for control in shown.controls())


def code_of(shown: Stage) -> str:
    """The recovery code as it is shown, in lines."""
    texts = (str(c.value) for c in shown.controls() if isinstance(c, ft.Text))
    return next(text for text in texts if text.count("\n") == 3)


def turn_on(shown: Stage, first: str = PASS, second: str = PASS) -> None:
    shown.type("New passcode", first)
    shown.type("The same again", second)
    shown.press("Set the passcode")
    shown.until(lambda: idle(shown))


def test_settings_says_whether_the_file_is_encrypted_and_leads_here(stage: Open, services: Services) -> None:
    shown = stage("/settings")
    assert shown.shows("not encrypted by the app")
    shown.press("Passcode. It is off")
    assert shown.route == "/settings/passcode"
    assert shown.shows("It encrypts the file with your data")
    turn_on(shown)
    shown.press("I have written it down")
    shown.press("Back")
    assert shown.shows("encrypted with your passcode")
    assert any(name.startswith("Passcode. It is on") for name in shown.buttons())


def test_turning_it_on_shows_the_code_once_and_then_what_can_be_set(shown: Stage, services: Services) -> None:
    turn_on(shown)
    assert services.lock.encrypts
    code = code_of(shown)
    assert shown.shows("It is shown only now")
    shown.press("I have written it down")
    assert not shown.shows(code)
    assert shown.shows("The passcode is on")


@pytest.mark.parametrize(("scale", "groups"), [(1.0, 2), (2.0, 1)])
def test_no_group_of_the_code_goes_on_in_the_next_line(
    stage: Open, services: Services, scale: float, groups: int
) -> None:
    services.settings.change_preferences(text_scale=scale)
    shown = stage("/settings/passcode", width=320)
    turn_on(shown)
    (code,) = [
        text
        for c in shown.controls()
        if isinstance(c, ft.Text) and re.fullmatch(r"[-\n0-9A-Z]{39}", text := str(c.value))
    ]
    assert {line.count("-") + 1 for line in code.split("\n")} == {groups}


def test_the_code_can_be_saved_as_a_file(shown: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[tuple[str, bytes]] = []

    async def save(name: str, content: bytes, title: str) -> bool:
        saved.append((name, content))
        return True

    monkeypatch.setattr("app.ui.components.secret.save_file", save)
    turn_on(shown)
    shown.press("Save it as a file")
    code = code_of(shown).replace("\n", "-")
    ((name, content),) = saved
    assert name.endswith(".txt")
    assert code.encode() in content


def test_two_that_differ_or_are_too_short_set_nothing(shown: Stage, services: Services) -> None:
    turn_on(shown, PASS, "heron lamb")
    assert "not the same" in shown.find(ft.TextField, "The same again").error
    turn_on(shown, "123", "123")
    assert "at least 4" in shown.find(ft.TextField, "The same again").error
    assert not services.lock.is_on
    turn_on(shown)
    assert services.lock.is_on


def test_a_weak_one_is_told_in_words_and_not_forbidden(shown: Stage, services: Services) -> None:
    shown.type("New passcode", "1234")
    shown.until(lambda: shown.shows("first that people try"))
    turn_on(shown, "1234", "1234")
    assert services.lock.is_on


def test_other_pages_are_asked_as_soon_as_it_is_on(stage: Open, services: Services) -> None:
    from app.main import page_main
    from app.services import Door

    door = Door.around(services)
    here, other = Stage(page_main(door), route="/settings/passcode"), Stage(page_main(door), route="/journal")
    turn_on(here)
    other.settle()
    assert other.shows("Give your passcode")
    here.press("I have written it down")
    assert here.shows("The passcode is on")
    for one in (here, other):
        one.close()


def test_lock_now_locks(on: str, stage: Open) -> None:
    shown = unlocked(stage)
    shown.press("Lock now")
    shown.settle()
    assert shown.shows("Give your passcode")


def test_when_to_ask_again_is_chosen_and_kept(on: str, stage: Open, services: Services) -> None:
    shown = unlocked(stage)
    assert services.settings.preferences().lock_after == 5
    shown.press("Ask again: at once")
    assert services.settings.preferences().lock_after == 0
    shown.press("Ask again: after 15 minutes")
    assert services.settings.preferences().lock_after == 15


def test_numbers_can_be_kept_off_the_lock_screen(on: str, stage: Open, services: Services) -> None:
    services.settings.change_clinic(phone="555 0100")
    shown = unlocked(stage)
    assert services.lock.card.clinic_phone == "555 0100"
    shown.press("My clinic's and my person's numbers: Do not show them")
    assert services.lock.card.clinic_phone == ""
    shown.press("My clinic's and my person's numbers: Show them, too")
    assert services.lock.card.clinic_phone == "555 0100"


def test_change_needs_the_present_one(on: str, stage: Open, services: Services) -> None:
    shown = unlocked(stage)
    shown.press("Change the passcode")
    shown.type("Present passcode", "wrong")
    shown.type("New passcode", "quiet seven")
    shown.press("Change it")
    shown.until(lambda: shown.find(ft.TextField, "New passcode").error)
    assert services.lock.key_for(PASS)
    shown.type("Present passcode", PASS)
    shown.press("Change it")
    shown.until(lambda: shown.shows("The passcode is changed"))
    assert services.lock.key_for("quiet seven")
    with pytest.raises(WrongPasscode):
        services.lock.key_for(PASS)


def test_a_new_code_is_shown_once(on: str, stage: Open, services: Services) -> None:
    shown = unlocked(stage)
    shown.press("New recovery code")
    shown.type("Present passcode", PASS)
    shown.press("Make a new code")
    shown.until(lambda: shown.shows("Your recovery code"))
    assert not shown.shows(on)


def test_turning_it_off_needs_the_present_one_and_says_what_it_means(
    on: str, stage: Open, services: Services
) -> None:
    shown = unlocked(stage)
    shown.press("Turn the passcode off")
    assert shown.shows("can then read your data")
    shown.type("Present passcode", PASS)
    shown.press("Turn it off")
    shown.until(lambda: shown.shows("Set a passcode"))
    assert not services.lock.is_on
    assert not services.lock.encrypts


def test_the_sample_offers_none(stage: Open, services: Services) -> None:
    shown = stage("/settings")
    shown.press("Look around with sample data")
    shown.open("/settings/passcode")
    assert shown.shows("not the sample")
    assert not any(isinstance(control, ft.TextField) for control in shown.controls())


def test_fingerprint_or_face_is_offered_only_where_the_device_has_it(on: str, stage: Open) -> None:
    assert not unlocked(stage).shows("Fingerprint or face")


def test_a_phone_that_knows_its_owner_opens_the_app(
    on: str, stage: Open, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    safe: list[bytes] = []

    async def available() -> bool:
        return True

    async def keep(key: bytes) -> bool:
        safe.append(key)
        return True

    async def give(reason: str) -> bytes | None:
        return safe[0] if safe else None

    for fake in (available, keep, give):
        monkeypatch.setattr(biometric, fake.__name__, fake)
    shown = unlocked(stage)
    shown.until(lambda: shown.shows("Fingerprint or face"))
    shown.press("Use fingerprint or face")
    shown.type("Present passcode", PASS)
    shown.press("Use it")
    shown.until(lambda: shown.shows("Ask for the passcode instead"))
    shown.press("Lock now")
    shown.until(lambda: "Use fingerprint or face" in shown.buttons())
    shown.press("Use fingerprint or face")
    shown.until(lambda: shown.shows("The passcode is on"))
    shown.until(lambda: shown.shows("Ask for the passcode instead"))
    shown.press("Ask for the passcode instead")
    shown.until(lambda: not services.lock.card.device)
    shown.press("Lock now")
    shown.settle()
    assert "Use fingerprint or face" not in shown.buttons()
