"""Settings change at once, say what they mean, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import flet as ft
import pytest

from app.care.invalid import Invalid
from app.care.profile import Theme
from app.services import Services, bundled
from app.version import VERSION
from tests.headless import Stage

Open = Callable[..., Stage]


def test_a_larger_text_takes_effect_at_once_and_stays(stage: Open, services: Services) -> None:
    shown = stage("/settings")
    before = shown.page.theme
    shown.press("Text size: Largest")
    assert services.settings.preferences().text_scale == 2.0
    assert shown.page.theme is not before
    assert shown.page.theme is not None
    assert shown.page.theme.text_theme is not None
    assert shown.page.theme.text_theme.body_large is not None
    assert shown.page.theme.text_theme.body_large.size == 32


@pytest.mark.parametrize(
    ("name", "theme", "mode"),
    [
        ("Colours: Dark", Theme.DARK, ft.ThemeMode.DARK),
        ("Colours: High contrast, light", Theme.HIGH_CONTRAST_LIGHT, ft.ThemeMode.LIGHT),
        ("Colours: As on this device", Theme.SYSTEM, ft.ThemeMode.SYSTEM),
    ],
)
def test_colours_take_effect_at_once(
    stage: Open, services: Services, name: str, theme: Theme, mode: ft.ThemeMode
) -> None:
    shown = stage("/settings")
    shown.press(name)
    assert services.settings.preferences().theme is theme
    assert shown.page.theme_mode is mode


def test_it_says_where_the_data_are_and_that_they_are_not_encrypted(stage: Open, services: Services) -> None:
    shown = stage("/settings")
    assert shown.shows(str(services.data_dir))
    assert shown.shows("not encrypted")


def test_every_further_page_of_settings_is_one_press_away_and_leads_back(stage: Open) -> None:
    for name, route, title in (
        ("My clinic and my people", "/settings/clinic", "My clinic"),
        ("About", "/settings/about", "Licences"),
        ("Delete everything", "/settings/delete", "This cannot be undone"),
    ):
        shown = stage("/settings")
        shown.press(name)
        assert shown.route == route
        assert shown.shows(title)
        shown.press("Back")
        assert shown.route == "/settings"


def test_the_clinics_number_is_saved_as_it_is_typed(stage: Open, services: Services) -> None:
    shown = stage("/settings/clinic")
    shown.type("Phone of the clinic", "555 0100")
    # Leaving the screen saves what the pause after the last letter has not yet.
    shown.press("Back")
    assert services.settings.clinic().phone == "555 0100"


def test_a_number_that_cannot_be_one_is_refused_in_a_sentence_and_stays_on_the_screen(
    stage: Open, services: Services
) -> None:
    shown = stage("/settings/clinic")
    shown.type("Phone of my person", "ask Sam")
    shown.until(lambda: shown.find(ft.TextField, "Phone of my person").error)
    assert services.settings.person().phone == ""
    assert shown.find(ft.TextField, "Phone of my person").value == "ask Sam"


def test_what_the_clinic_said_is_kept_and_emptied_again(stage: Open, services: Services) -> None:
    shown = stage("/settings/clinic")
    item, question = services.settings.rule_items()[0]
    shown.type(question, "Nothing to eat for six hours")
    shown.until(lambda: services.settings.clinic().says(item) == "Nothing to eat for six hours")
    shown.type(question, "")
    shown.until(lambda: services.settings.clinic().says(item) == "")


def test_the_country_decides_the_crisis_line(stage: Open, services: Services) -> None:
    shown = stage("/settings/clinic")
    names = [name for name in shown.buttons() if name.startswith("Country: ")]
    assert len(names) >= 3
    shown.press(next(name for name in names if "United States" not in name))
    assert services.settings.preferences().country != "US"


def test_about_names_the_version_the_licences_and_every_source(stage: Open, services: Services) -> None:
    shown = stage("/settings/about")
    assert shown.shows(VERSION)
    assert shown.shows("© 2024 Luma Health & Wellness")
    for part in bundled.parts():
        assert shown.shows(part.name)
        assert shown.shows(part.licence)
    for source in services.guide.sources().values():
        assert shown.shows(source.title)


def test_nothing_is_deleted_before_the_word_is_typed(stage: Open, services: Services) -> None:
    services.journal.add(5, words="marker")
    shown = stage("/settings/delete")
    button = shown.find(ft.FilledButton, "Delete everything")
    assert button.disabled
    shown.type("Type DELETE to go on", "delete")
    assert shown.find(ft.FilledButton, "Delete everything").disabled
    assert services.journal.count() == 1


def test_the_typed_word_deletes_everything_and_the_welcome_comes_back(
    stage: Open, services: Services, tmp_path: Path
) -> None:
    services.journal.add(5, words="a marker nobody else would write")
    services.open_sample()
    shown = stage("/settings/delete")
    shown.type("Type DELETE to go on", "DELETE")
    shown.press("Delete everything")
    shown.until(lambda: shown.shows("Welcome to Infusion Companion"))
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"a marker nobody else would write" not in file.read_bytes()


def test_the_word_to_type_is_one_of_the_patients_language(stage: Open, services: Services) -> None:
    services.settings.change_preferences(language="es")
    services.journal.add(7)
    shown = stage("/settings/delete")
    for typed, sure in (("DELETE", False), ("ELIMINAR", True)):
        shown.type("Escribe ELIMINAR para seguir", typed)
        assert shown.find(ft.FilledButton, "Eliminar todo").disabled is not sure
    shown.press("Eliminar todo")
    shown.until(lambda: services.journal.count() == 0)


def test_the_page_stays_alive_while_everything_is_deleted_and_says_what_is_refused(
    stage: Open, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = Event()

    def slowly(*_: str) -> Services:
        assert released.wait(30)
        raise Invalid("Nothing was deleted, for a test.")

    shown = stage("/settings/delete")
    monkeypatch.setattr(services, "delete_everything", slowly)
    shown.type("Type DELETE to go on", "DELETE")
    button = shown.find(ft.FilledButton, "Delete everything")
    pressed = shown.loop.create_task(shown.session.dispatch_event(button._i, "click", None))
    shown.settle()
    assert shown.shows("Deleting everything …")
    assert shown.find(ft.FilledButton, "Delete everything").disabled
    released.set()
    shown.loop.run_until_complete(pressed)
    shown.until(lambda: shown.shows("Nothing was deleted, for a test."))


def test_the_samples_own_settings_take_effect_there_and_not_on_the_real_store(
    stage: Open, services: Services
) -> None:
    shown = stage("/settings")
    shown.press("Look around with sample data")
    shown.open("/settings")
    shown.press("Colours: Dark")
    assert shown.page.theme_mode is ft.ThemeMode.DARK
    assert services.settings.preferences().theme is Theme.SYSTEM
    shown.press("Back to my own data")
    assert shown.page.theme_mode is ft.ThemeMode.SYSTEM
