"""Who takes the patient home: entered once, confirmed with its time, called from where it matters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import flet as ft
import pytest

from app.care.course import Session
from app.services import Services
from app.ui.components import giving
from tests.headless import Stage

Open = Callable[..., Stage]


@pytest.fixture
def course(services: Services) -> Services:
    services.courses.start(date(2026, 11, 26))
    return services


def session(services: Services, number: int = 1) -> Session:
    view = services.courses.current()
    assert view is not None
    found = view.session(number)
    assert found is not None
    return found


def tell(services: Services, number: int = 1, **more: Any) -> None:
    services.courses.change_session(replace(session(services, number), **more))


def test_a_yes_is_kept_with_its_time_and_can_be_taken_back(stage: Open, course: Services) -> None:
    assert "They said yes" not in stage("/course/1").buttons()
    tell(course, escort="Sam", escort_phone="555 0111")
    shown = stage("/course/1")
    shown.press("They said yes")
    assert session(course).escort_confirmed_at == course.now()
    assert shown.shows("They said yes: ")
    shown.press("Not any more")
    assert session(course).escort_confirmed_at is None
    shown.press_undo()
    assert session(course).escort_confirmed_at is not None


def test_who_else_could_come_is_kept_and_a_wrong_number_is_told(stage: Open, course: Services) -> None:
    shown = stage("/course/1")
    for label, text in (("Name of who else could", "Robin"), ("Phone of who else could", "555 0124")):
        shown.type(label, text)
        shown.fire(shown.find(ft.TextField, label), "blur")
    found = session(course)
    assert (found.backup_escort, found.backup_escort_phone) == ("Robin", "555 0124")


def test_the_one_of_last_time_is_one_tap_away_and_has_to_say_yes_again(stage: Open, course: Services) -> None:
    tell(
        course, escort="Sam", escort_phone="555 0111", backup_escort="Robin", escort_confirmed_at=course.now()
    )
    shown = stage("/course/2")
    shown.press("Sam, as last time")
    found = session(course, 2)
    assert (found.escort, found.escort_phone, found.backup_escort) == ("Sam", "555 0111", "Robin")
    assert found.escort_confirmed_at is None
    assert "Sam, as last time" not in shown.buttons()


def test_the_card_is_read_copied_and_saved(
    stage: Open, course: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, bytes] = {}

    async def keep(name: str, content: bytes, title: str) -> bool:
        files[name] = content
        return True

    monkeypatch.setattr(giving, "save_file", keep)
    shown = stage("/course/1")
    shown.type("Your name on it, if you like", "Alex")
    shown.press("Read it")
    assert shown.shows("Alex has an infusion on Thu 26 Nov")
    copying = [
        one.action.data
        for one in shown.controls()
        if isinstance(getattr(one, "action", None), ft.CopyToClipboard)
    ]
    assert any("Alex has an infusion" in str(text) for text in copying)
    shown.press("Save as text")
    shown.press("Save as PDF")
    assert sorted(name.rpartition(".")[2] for name in files) == ["pdf", "txt"]
    assert not any("Alex" in name for name in files)


def test_today_says_who_comes_and_whether_they_said_yes(stage: Open, course: Services) -> None:
    tell(course, escort="Sam", escort_phone="555 0111", backup_escort="Robin", backup_escort_phone="555 0124")
    assert stage("/").shows("If not, Robin could.")
    tell(course, escort_confirmed_at=course.now())
    assert stage("/").shows("They said yes.")


def test_a_yes_does_not_pass_to_another_name(stage: Open, course: Services) -> None:
    tell(course, escort="Sam", escort_confirmed_at=course.now())
    shown = stage("/course/1")
    shown.type("Name", "Kim")
    shown.fire(shown.find(ft.TextField, "Name"), "blur")
    assert (session(course).escort, session(course).escort_confirmed_at) == ("Kim", None)


def test_a_yes_was_for_its_time_and_is_asked_for_again_after_a_move(course: Services) -> None:
    before = session(course)
    assert before.starts_at is not None
    tell(course, escort="Sam", escort_phone="555 0111", escort_confirmed_at=course.now())
    course.courses.set_date(1, before.starts_at)
    assert session(course).escort_confirmed_at is not None
    done = course.courses.move(1, before.starts_at + timedelta(days=1))
    assert session(course).escort_confirmed_at is None
    done.undo()
    assert session(course).escort_confirmed_at is not None
