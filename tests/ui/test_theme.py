"""One type scale, which the patient's text size stretches as a whole."""

from __future__ import annotations

from pathlib import Path

import flet as ft
import pytest
from PIL import ImageFont

from app.care.profile import Theme
from app.ui import theme


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_running_text_is_never_below_sixteen_times_the_chosen_size(scale: float) -> None:
    sizes = theme.type_sizes(scale)
    assert sizes["body_large"] >= 16 * scale
    assert sizes["body_medium"] >= 16 * scale
    assert sizes["headline_small"] == 24 * scale


@pytest.mark.parametrize("chosen", list(Theme))
def test_each_choice_gives_a_light_and_a_dark_theme(chosen: Theme) -> None:
    mode, light, dark = theme.themes(chosen, 1.0)
    assert (mode is ft.ThemeMode.SYSTEM) == (chosen is Theme.SYSTEM)
    assert light.color_scheme is not None
    assert dark.color_scheme is not None
    assert light.color_scheme.surface != dark.color_scheme.surface


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("bold", [False, True])
def test_both_digits_of_a_day_have_room_in_the_calendar_of_a_small_phone(scale: float, bold: bool) -> None:
    made = theme.build_theme(theme.LIGHT, scale, 320, bold=bold)
    for style in (made.date_picker_theme.day_text_style, made.date_picker_theme.weekday_text_style):
        assert style.size >= min(16 * scale, 20)
        file = Path(__file__).parents[2] / "assets" / theme.FONTS[style.font_family]
        # Flutter leaves 16 pixels beside the dialog and 8 inside it, for seven days.
        assert ImageFont.truetype(file, 100).getlength("30") / 100 * style.size < (320 - 2 * 16 - 2 * 8) / 7


def test_no_screen_change_moves() -> None:
    _, light, _ = theme.themes(Theme.LIGHT, 1.0)
    transitions = light.page_transitions
    assert {
        transitions.android,
        transitions.ios,
        transitions.linux,
        transitions.macos,
        transitions.windows,
    } == {ft.PageTransitionTheme.NONE}
