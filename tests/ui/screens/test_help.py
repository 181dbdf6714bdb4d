"""Help now: every way to reach someone, at once, whatever is missing and wherever the person comes from."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft
import pytest

from app.care.safety import CLINIC_SIGNS, EMERGENCY_SIGNS, WHAT_THIS_APP_IS_NOT
from app.services import Services
from tests.headless import Stage

Open = Callable[..., Stage]


def test_every_way_to_reach_someone_is_one_press_away(stage: Open, services: Services) -> None:
    services.settings.change_clinic(phone="555 0100", hours="Mon to Fri, 9 to 17")
    services.settings.change_person(name="Sam", phone="555 0199")
    names = stage("/help").buttons()
    for start in (
        "Call my clinic. 555 0100. Mon to Fri, 9 to 17",
        "Call Sam. 555 0199",
        "Call 988",
        "Call emergency. 911",
    ):
        assert [name for name in names if name.startswith(start)], (start, names)


def test_a_missing_number_says_where_to_add_it(stage: Open) -> None:
    shown = stage("/help")
    shown.press("Add a number to: Call my person")
    assert shown.route == "/settings/clinic"


def test_the_signs_and_what_this_app_is_not_are_told(stage: Open) -> None:
    texts = stage("/help").texts()
    for sentence in [*(sign.text for sign in (*EMERGENCY_SIGNS, *CLINIC_SIGNS)), *WHAT_THIS_APP_IS_NOT]:
        assert sentence in texts


def test_a_phone_opens_its_dialler_within_the_tap(stage: Open) -> None:
    shown = stage("/course")
    shown.page.platform = ft.PagePlatform.ANDROID
    shown.open("/help")
    urgent = [
        control.action.url
        for control in shown.controls()
        if isinstance(control, ft.TextButton) and isinstance(control.action, ft.OpenUrl)
    ]
    assert "tel:911" in urgent
    assert "sms:988" in urgent


def test_a_desktop_shows_the_number_large_enough_to_dial_it(stage: Open) -> None:
    shown = stage("/help")
    shown.press("Call emergency. 911")
    assert "911" in shown.texts(shown.dialogs[0])
    shown.press("Close")
    assert not shown.dialogs


def test_a_number_with_letters_is_still_shown(stage: Open, services: Services) -> None:
    services.settings.change_clinic(phone="555-CALM")
    shown = stage("/help")
    shown.press("Call my clinic. 555-CALM")
    assert "555-CALM" in shown.texts(shown.dialogs[0])


@pytest.mark.parametrize("origin", ["/journal", "/guide/how-it-works", "/settings"])
def test_back_leads_to_where_the_person_came_from(stage: Open, origin: str) -> None:
    shown = stage(origin)
    shown.press("Help now")
    assert shown.route == "/help"
    shown.press("Back")
    assert shown.route == origin


def test_back_leads_to_today_when_help_was_opened_by_its_address(stage: Open) -> None:
    shown = stage("/help")
    shown.press("Back")
    assert shown.route == "/"


def test_what_was_typed_is_still_there_after_help(stage: Open) -> None:
    shown = stage("/questions")
    shown.type("Your question", "May I drive?")
    shown.press("Help now")
    shown.press("Back")
    assert shown.find(ft.TextField, "Your question").value == "May I drive?"


def test_one_press_closes_the_number_also_after_it_was_copied(stage: Open, services: Services) -> None:
    services.settings.change_clinic(phone="555 0100")
    shown = stage("/help")
    shown.press("Call my clinic")
    shown.press("Copy the number")
    shown.press("Close")
    assert not any(isinstance(dialog, ft.AlertDialog) for dialog in shown.dialogs)
