"""Reminders: every choice counts at once, the card on Today can be put off, and off means off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

import pytest

from app.care.reminder_choice import Kind
from app.device import notifications
from app.device.notifications import Ability, Notice
from app.services import Services
from tests.headless import Stage
from tests.ui.conftest import ZONE, Clock

Open = Callable[..., Stage]
TOMORROW = datetime(2026, 11, 26, 10, tzinfo=ZONE)


@pytest.fixture
def evening(services: Services, clock: Clock) -> Services:
    """Half past seven on the evening before the first infusion."""
    services.courses.start(date(2026, 11, 26), time(10), (), 1, dates=(TOMORROW,))
    clock.at = datetime(2026, 11, 25, 19, 30, tzinfo=ZONE)
    return services


class Device:
    """Stands for the adapter: what the device can do, and what it was told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.able, self.allows = Ability.OFF, True
        self.plans: list[tuple[Notice, ...]] = []
        monkeypatch.setattr(notifications, "ability", self._ability)
        monkeypatch.setattr(notifications, "ask", self._ask)
        monkeypatch.setattr(notifications, "plan", self._plan)

    async def _ability(self) -> Ability:
        return self.able

    async def _ask(self) -> bool:
        self.able = Ability.ON if self.allows else Ability.OFF
        return self.allows

    async def _plan(self, notices: Sequence[Notice]) -> bool:
        self.plans.append(tuple(notices))
        return True


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> Device:
    return Device(monkeypatch)


def test_the_evening_before_today_says_so_and_leads_to_the_checklist(stage: Open, evening: Services) -> None:
    shown = stage("/")
    assert shown.shows("Your infusion is tomorrow at 10:00.")
    shown.press("Open the checklist")
    assert shown.route == "/checklist/1"


def test_later_is_later_and_not_now_is_the_end(stage: Open, evening: Services, clock: Clock) -> None:
    shown = stage("/")
    shown.press("In 1 hour")
    assert not shown.shows("Your infusion is tomorrow")
    clock.move(hours=1)
    again = stage("/")
    assert again.shows("Your infusion is tomorrow")
    again.press("Not now")
    assert not again.shows("Your infusion is tomorrow")
    assert len(evening.reminders.chosen().put_off) == 1


def test_off_means_off_on_today_too(stage: Open, evening: Services) -> None:
    shown = stage("/settings/reminders")
    shown.press("All reminders: Off")
    assert not evening.reminders.chosen().on
    assert shown.shows("No reminder comes")
    assert "Quiet at night: On" not in shown.buttons()
    shown.open("/")
    assert not shown.shows("Your infusion is tomorrow")
    assert not shown.shows("Reminder")


def test_without_check_in_reminders_today_asks_for_none(stage: Open, services: Services) -> None:
    services.courses.start(date(2026, 11, 26), time(10), (), 1, dates=(TOMORROW,))
    assert stage("/").shows("Check-in due")
    services.reminders.change(kinds=(Kind.SOON,))
    assert not stage("/").shows("Check-in due")


def test_each_kind_can_be_chosen_alone(stage: Open, services: Services) -> None:
    shown = stage("/settings/reminders")
    assert "Once a day at: 18:00" not in shown.buttons()
    shown.press("How I am, once a day")
    assert Kind.MOOD in services.reminders.chosen().kinds
    assert "Once a day at: 18:00" in shown.buttons()
    shown.press("A check-in, on its day")
    assert Kind.CHECK_IN not in services.reminders.chosen().kinds


def test_the_quiet_of_the_night_can_be_ended(stage: Open, services: Services) -> None:
    shown = stage("/settings/reminders")
    assert "Quiet from: 21:00" in shown.buttons()
    shown.press("Quiet at night: Off")
    assert not services.reminders.chosen().quiet
    assert "Quiet from: 21:00" not in shown.buttons()


def test_a_device_that_tells_nothing_says_so_and_offers_the_calendar(stage: Open, evening: Services) -> None:
    shown = stage("/settings/reminders")
    assert shown.shows("This device shows reminders only in the app")
    assert "While the app is closed: On" not in shown.buttons()
    assert "Save the dates" in shown.buttons()


def test_a_device_is_told_once_its_owner_allows_it_and_says_nothing_of_what_it_is(
    stage: Open, evening: Services, device: Device
) -> None:
    shown = stage("/settings/reminders")
    assert device.plans == [()]
    shown.press("While the app is closed: On")
    shown.until(lambda: device.plans[-1])
    assert {(one.title, one.words) for one in device.plans[-1]} == {
        ("Reminder", "Open the app when it suits you.")
    }
    shown.press("Say what it is about: On")
    shown.until(lambda: device.plans[-1][0].words == "Your infusion is today at 10:00.")
    shown.press("All reminders: Off")
    shown.until(lambda: device.plans[-1] == ())


def test_who_does_not_allow_it_stays_without_and_is_told_where_to(
    stage: Open, evening: Services, device: Device
) -> None:
    device.allows = False
    shown = stage("/settings/reminders")
    shown.press("While the app is closed: On")
    shown.settle()
    assert shown.shows("This device did not allow it.")
    assert not evening.reminders.chosen().device


def test_a_change_of_the_course_reaches_the_device(stage: Open, evening: Services, device: Device) -> None:
    evening.reminders.change(device=True)
    shown = stage("/")
    before = device.plans[-1]
    evening.courses.move(1, TOMORROW + timedelta(days=1))
    shown.until(lambda: device.plans[-1] != before)
    assert [one.at.date() for one in device.plans[-1]][:1] == [date(2026, 11, 26)]


def test_deleting_everything_takes_back_what_the_device_was_told(
    stage: Open, evening: Services, device: Device
) -> None:
    evening.reminders.change(device=True)
    shown = stage("/settings/delete")
    assert device.plans[-1]
    shown.type("Type DELETE to go on", "DELETE")
    shown.press("Delete everything")
    shown.until(lambda: device.plans[-1] == ())


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("/settings/reminders", ("An infusion, two hours before", "How I am, once a day")),
        ("/check-in", ("PHQ-9: Low mood", "PEG: Pain")),
    ],
)
def test_two_quick_taps_are_two_changes(
    stage: Open, services: Services, address: str, names: tuple[str, str]
) -> None:
    def chosen() -> set[str]:
        now = services.settings.preferences()
        return {*now.check_ins, *(kind.value for kind in now.reminders.kinds)}

    shown, before = stage(address), chosen()
    chips = {shown.names(c): c for c in shown.controls() if getattr(c, "on_click", None)}
    shown.at_once(*((chips[name], "click", None) for name in names))
    assert len(before ^ chosen()) == 2
