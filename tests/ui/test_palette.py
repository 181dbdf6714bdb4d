"""The colours can be told apart by people who see little contrast."""

from __future__ import annotations

import pytest

from app.ui import palette

SCHEMES = {
    "light": palette.LIGHT,
    "dark": palette.DARK,
    "high contrast light": palette.HIGH_CONTRAST_LIGHT,
    "high contrast dark": palette.HIGH_CONTRAST_DARK,
    "rest": palette.REST,
}


@pytest.mark.parametrize("name", SCHEMES)
def test_text_stands_out_from_its_ground_at_least_four_and_a_half_times(name: str) -> None:
    scheme = SCHEMES[name]
    weak = {
        (ink, ground): round(palette.contrast(scheme[ink], scheme[ground]), 2)
        for ink, ground in palette.TEXT_PAIRS
        if palette.contrast(scheme[ink], scheme[ground]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("name", SCHEMES)
def test_shapes_stand_out_from_their_ground_at_least_three_times(name: str) -> None:
    scheme = SCHEMES[name]
    for ink, ground in palette.SHAPE_PAIRS:
        assert palette.contrast(scheme[ink], scheme[ground]) >= 3, (ink, ground)


@pytest.mark.parametrize("name", ["high contrast light", "high contrast dark"])
def test_high_contrast_reaches_seven_to_one_for_running_text(name: str) -> None:
    scheme = SCHEMES[name]
    for ground in ("surface", "surface_container_low", "surface_container"):
        assert palette.contrast(scheme["on_surface"], scheme[ground]) >= 7
        assert palette.contrast(scheme["primary"], scheme[ground]) >= 7


@pytest.mark.parametrize("steps", [palette.MOOD_LIGHT, palette.MOOD_DARK])
def test_moods_run_in_lightness_and_each_carries_readable_ink(steps: tuple[str, ...]) -> None:
    assert len(steps) == 11
    lights = [palette.luminance(step) for step in steps]
    assert lights in (sorted(lights), sorted(lights, reverse=True))
    for step in steps:
        assert palette.contrast(palette.ink_on(step), step) >= 4.5, step


def test_contrast_agrees_with_the_standard_at_its_ends() -> None:
    assert palette.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert palette.contrast("#777777", "#777777") == pytest.approx(1)
