"""The page follows what the device's owner set for every app, now and when they come back to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import flet as ft
import pytest
from flet.controls.services.semantics_service import AccessibilityFeatures

from app.care.profile import Theme
from app.services import Services
from app.ui.palette import DARK, HIGH_CONTRAST_DARK, HIGH_CONTRAST_LIGHT, LIGHT, Palette
from app.ui.theme import FONT, FONT_STRONG
from tests.headless import Stage

Open = Callable[..., Stage]
NONE_SET = {field.name: False for field in fields(AccessibilityFeatures)}


def device(**features: bool) -> dict[str, Any]:
    return {"get_accessibility_features": {**NONE_SET, **features}}


def wears(shown: Stage, light: Palette, dark: Palette) -> bool:
    """Whether the page has the colours of these palettes."""
    schemes = [one.color_scheme for one in (shown.page.theme, shown.page.dark_theme)]
    return [scheme.primary for scheme in schemes] == [light["primary"], dark["primary"]]


def test_more_contrast_is_followed_where_the_theme_is_the_devices(stage: Open) -> None:
    shown = stage("/", answers=device(high_contrast=True))
    assert wears(shown, HIGH_CONTRAST_LIGHT, HIGH_CONTRAST_DARK)


@pytest.mark.parametrize("chosen", [Theme.LIGHT, Theme.DARK])
def test_a_theme_that_the_patient_chose_stays(stage: Open, services: Services, chosen: Theme) -> None:
    services.settings.change_preferences(theme=chosen)
    assert wears(stage("/", answers=device(high_contrast=True)), LIGHT, DARK)


def test_bold_text_is_in_the_strong_cut_everywhere(stage: Open) -> None:
    plain, bold = stage("/"), stage("/", answers=device(bold_text=True))
    for shown, font in ((plain, FONT), (bold, FONT_STRONG)):
        theme = shown.page.theme
        assert (theme.font_family, theme.text_theme.body_large.font_family) == (font, font)
    bold.open("/rest")
    dim = [c.theme for c in bold.controls() if isinstance(c, ft.Container) and c.theme is not None]
    assert {theme.text_theme.body_large.font_family for theme in dim} == {FONT_STRONG}


def test_it_is_asked_again_when_the_owner_comes_back(stage: Open) -> None:
    shown = stage("/")
    assert wears(shown, LIGHT, DARK)
    shown.connection.answers = device(high_contrast=True)
    shown.fire(shown.page, "app_lifecycle_state_change", {"state": "hide"})
    shown.fire(shown.page, "app_lifecycle_state_change", {"state": "resume"})
    assert wears(shown, HIGH_CONTRAST_LIGHT, HIGH_CONTRAST_DARK)


def test_a_choice_of_the_patient_keeps_what_the_device_asked_for(stage: Open, services: Services) -> None:
    shown = stage("/", answers=device(bold_text=True))
    services.settings.change_preferences(text_scale=1.5)
    shown.settle()
    assert shown.page.theme.font_family == FONT_STRONG
    assert shown.page.theme.text_theme.body_large.size == 24
