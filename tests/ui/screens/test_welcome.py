"""The welcome is short, can be skipped, and puts nothing of the sample into the real store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import flet as ft
import pytest

from app.care.profile import Role
from app.services import Services
from tests.headless import Stage
from tests.ui.conftest import Clock

Open = Callable[..., Stage]


@pytest.fixture
def services(tmp_path: Path, clock: Clock) -> Iterator[Services]:
    """A store that was never opened before."""
    opened = Services.open(tmp_path / "data", now=clock)
    yield opened
    opened.close()


def test_the_first_start_begins_with_the_welcome_and_help_is_there(stage: Open) -> None:
    shown = stage("/")
    assert shown.shows("Welcome to Infusion Companion")
    assert "Help now" in shown.buttons()


def test_everything_can_be_skipped_with_one_tap(stage: Open, services: Services) -> None:
    shown = stage("/")
    shown.press("Skip all of this")
    assert services.settings.preferences().welcomed_at is not None
    assert services.courses.current() is None
    assert shown.shows("Before it begins")


def test_not_booked_yet_leads_on_without_a_course(stage: Open, services: Services) -> None:
    shown = stage("/")
    shown.press("For me")
    shown.press("Not booked yet")
    assert shown.shows("What you enter stays on this device")
    shown.press("Begin")
    assert services.settings.preferences().role is Role.PATIENT
    assert services.courses.current() is None


def test_a_first_date_makes_a_course_of_six(stage: Open, services: Services) -> None:
    shown = stage("/")
    shown.press("For me")
    shown.press("First infusion: Pick a day")
    picker = shown.find(ft.DatePicker)
    # The client tells the local midnight, in UTC.
    shown.choose(picker, datetime(2026, 11, 26).astimezone(UTC))
    assert shown.shows("Thu 26 Nov, Mon 30 Nov, Thu 3 Dec")
    shown.press("Go on")
    shown.press("Begin")
    view = services.courses.current()
    assert view is not None
    days = [session.starts_at.date() for session in view.sessions if session.starts_at]
    assert days[0] == date(2026, 11, 26)
    assert len(days) == 6


def test_back_keeps_what_was_chosen(stage: Open) -> None:
    shown = stage("/")
    shown.press("For me")
    shown.press("Back")
    assert shown.shows("Welcome to Infusion Companion")


def test_a_caregiver_is_led_to_the_people_whom_they_follow(stage: Open, services: Services) -> None:
    shown = stage("/")
    shown.press("I care for someone")
    shown.press("Begin")
    assert services.settings.preferences().role is Role.CAREGIVER
    assert shown.route == "/people"
    assert shown.shows("Nobody yet")


def test_the_sample_is_marked_on_each_screen_and_leaves_the_real_store_empty(
    stage: Open, services: Services
) -> None:
    shown = stage("/")
    shown.press("Look around with sample data")
    for place in ("Today", "Checklist", "Course", "Journal", "Guide"):
        shown.press(place)
        assert shown.shows("Sample data. Nothing here is about you."), place
    assert services.journal.count() == 0
    assert services.courses.current() is None
    shown.open("/settings")
    shown.press("Back to my own data")
    assert not shown.shows("Sample data. Nothing here is about you.")
