"""Rest mode: one sentence at a time, large targets, nothing to type, calls that always lead somewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

import flet as ft
import pytest

from app.services import Services
from app.ui.screens import course_calls, rest
from tests.headless import Stage
from tests.ui.conftest import Clock

Open = Callable[..., Stage]


@pytest.fixture
def resting(services: Services, clock: Clock) -> Services:
    """The first infusion ended just now, on Tuesday 24 November at 10:45."""
    services.courses.start(date(2026, 11, 24), time(10), (1, 4), 6)
    clock.at = datetime(2026, 11, 24, 10, 0, tzinfo=clock.at.tzinfo)
    services.courses.begin(1)
    clock.move(minutes=45)
    services.courses.complete(1)
    return services


def test_one_sentence_at_a_time_forwards_and_back(stage: Open, resting: Services) -> None:
    shown = stage("/rest")
    assert [s for s in rest.SENTENCES if shown.shows(s)] == [rest.SENTENCES[0]]
    for sentence in rest.SENTENCES[1:]:
        shown.press("Next")
        assert [s for s in rest.SENTENCES if shown.shows(s)] == [sentence]
    shown.press("From the start")
    assert shown.shows(rest.SENTENCES[0])
    shown.press("Next")
    shown.press("Back")
    assert shown.shows(rest.SENTENCES[0])


def test_there_is_nothing_to_type_and_no_place_to_get_lost(stage: Open, resting: Services) -> None:
    shown = stage("/rest")
    assert not [c for c in shown.controls() if isinstance(c, ft.TextField)]
    assert not [c for c in shown.controls() if isinstance(c, ft.NavigationBar)]
    assert "Settings" not in shown.buttons()
    assert "Help now" in shown.buttons()


def test_text_is_at_least_22_and_grows_with_the_patients_size(stage: Open, resting: Services) -> None:
    for scale in (0.8, 1.0, 2.0):
        resting.settings.change_preferences(text_scale=scale)
        shown = stage("/rest", width=320)
        scoped = next(c for c in shown.controls() if isinstance(c, ft.Container) and c.theme is not None)
        texts = scoped.theme.text_theme
        used = {c.theme_style for c in shown.controls(scoped) if isinstance(c, ft.Text)}
        for style in used - {None}:
            size = getattr(texts, style.value).size if hasattr(texts, style.value) else None
            size = size or getattr(texts, _snake(style.value)).size
            assert size >= 22 * max(1.0, scale), style


def _snake(name: str) -> str:
    return "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name)


def test_it_is_dark_and_warm_whatever_the_theme(stage: Open, resting: Services) -> None:
    shown = stage("/rest")
    scoped = next(c for c in shown.controls() if isinstance(c, ft.Container) and c.theme is not None)
    assert scoped.theme_mode is ft.ThemeMode.DARK
    assert shown.view.bgcolor == "#14100A"


def test_the_ride_of_this_infusion_comes_before_the_usual_person(stage: Open, resting: Services) -> None:
    resting.settings.change_person(name="Robin", phone="555 0111")
    assert "Call my ride, Robin: 555 0111" in stage("/rest").buttons()
    view = resting.courses.current()
    assert view is not None

    resting.courses.change_session(replace(view.sessions[0], escort="Alex", escort_phone="555 0199"))
    assert "Call my ride, Alex: 555 0199" in stage("/rest").buttons()


def test_a_missing_number_says_where_to_add_it_later(stage: Open, resting: Services) -> None:
    shown = stage("/rest")
    assert shown.shows("There is no number for your ride. Add it later, on the page of infusion 1.")
    assert shown.shows("There is no number for your clinic. Add it later, in Settings.")


def test_where_nothing_can_dial_the_number_is_shown_large(stage: Open, resting: Services) -> None:
    resting.settings.change_clinic(phone="+1 555 0100")
    shown = stage("/rest")
    shown.press("Call my clinic: +1 555 0100")
    assert shown.shows("Dial this number on a phone")
    assert "+1 555 0100" in shown.texts()
    shown.press("Back")
    assert shown.shows(rest.SENTENCES[0])


def test_a_phone_dials_inside_the_tap(
    stage: Open, resting: Services, monkeypatch: pytest.MonkeyPatch
) -> None:

    monkeypatch.setattr(course_calls, "can_call", lambda: True)
    shown = stage("/rest")
    actions = [c.action for c in shown.controls() if isinstance(c, ft.TextButton) and c.action is not None]
    assert [one.url for one in actions] == ["tel:911"]


def test_emergency_is_there_without_any_entry(stage: Open, services: Services) -> None:
    assert "Emergency: 911" in stage("/rest").buttons()


def test_leaving_asks_once_and_is_remembered(stage: Open, resting: Services, clock: Clock) -> None:
    shown = stage("/rest")
    clock.move(hours=2)
    shown.press("Hold to leave rest mode")
    assert shown.shows("Leave rest mode?")
    shown.press("Stay here")
    assert shown.shows(rest.SENTENCES[0])
    shown.press("Hold to leave rest mode")
    shown.press("Leave")
    assert shown.route == "/"
    assert resting.settings.preferences().rest_until == clock.at


def test_a_long_press_leaves_at_once(stage: Open, resting: Services) -> None:
    shown = stage("/rest")
    shown.fire(shown.find(ft.TextButton, "Hold to leave rest mode"), "long_press")
    assert shown.route == "/"


def test_it_leaves_by_itself_at_five_in_the_morning_even_when_left_open(
    stage: Open, resting: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest, "LOOK", 0)
    shown = stage("/rest")
    clock.at = datetime(2026, 11, 25, 4, 59, tzinfo=clock.at.tzinfo)
    shown.settle()
    assert shown.route == "/rest"
    clock.move(minutes=2)
    shown.settle()
    assert shown.route == "/"


def test_opened_days_later_it_stays_open(stage: Open, resting: Services, clock: Clock) -> None:
    clock.move(days=3)
    shown = stage("/rest")
    shown.settle()
    assert shown.route == "/rest"


def test_no_sentence_promises_blames_or_names_a_number_nobody_gave() -> None:
    for sentence in rest.SENTENCES:
        assert "!" not in sentence
        assert len(sentence) <= 90
        assert not any(sign.isdigit() for sign in sentence)


def test_who_else_could_come_is_called_right_after_the_ride(stage: Open, resting: Services) -> None:
    view = resting.courses.current()
    assert view is not None
    resting.courses.change_session(
        replace(
            view.sessions[0],
            escort="Alex",
            escort_phone="555 0199",
            backup_escort="Kim",
            backup_escort_phone="555 0124",
        )
    )
    names = stage("/rest").buttons()
    assert names[names.index("Call my ride, Alex: 555 0199") + 1] == "Call Kim instead: 555 0124"
