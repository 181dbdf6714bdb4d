"""A long word stays whole where a smaller heading can hold it; no heading is smaller than running text."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft
import pytest

from app.services import Services
from app.ui.components.base import field, heading
from tests.headless import Stage

Open = Callable[..., Stage]


def size(shown: Stage, words: str, level: int = 1) -> float | None:
    """Of a heading on this page; None is that of its style."""
    made = []

    async def make() -> None:
        made.append(heading(words, level))

    shown.do(make)
    (found,) = [one for one in shown.controls(made[0]) if isinstance(one, ft.Text)]
    return None if found.size is None else float(found.size)


def test_a_heading_that_fits_has_the_size_of_its_style(stage: Open) -> None:
    for width in (320, 412, 1280):
        assert size(stage("/", width=width), "Recordatorios") is None


@pytest.mark.parametrize("level", [1, 2])
def test_a_word_that_would_be_torn_makes_the_heading_smaller(
    stage: Open, services: Services, level: int
) -> None:
    services.settings.change_preferences(text_scale=2.0)
    shown = stage("/", width=320)
    styles = shown.page.theme.text_theme
    usual = (styles.headline_small if level == 1 else styles.title_large).size
    smaller = size(shown, "Cuestionarios pendientes", level)
    assert smaller is not None
    assert styles.body_large.size <= smaller < usual
    # 13 letters of at most 0.56 of the size, on 320 pixels without edges and, in a card, its padding.
    assert smaller == pytest.approx(max((288 if level == 1 else 256) / (13 * 0.56), 32), abs=0.5)


def test_a_word_that_is_too_long_even_then_stays_readable(stage: Open, services: Services) -> None:
    services.settings.change_preferences(text_scale=2.0)
    assert size(stage("/", width=320), "Electroencephalographically") == 32


def label_size(shown: Stage, label: str, value: str) -> float | None:
    """Of the label of a field on this page; None is the usual one."""
    made = []

    async def make() -> None:
        made.append(field(label, value, lambda _: None))

    shown.do(make)
    found = made[0].label
    assert isinstance(found, ft.Text)
    return None if found.size is None else float(found.size)


def test_a_label_stays_whole_at_large_text_and_is_never_smaller_than_usual_text(
    stage: Open, services: Services
) -> None:
    long = "Nombre de esta app en la clínica"
    assert label_size(stage("/", width=320), long, "") is None
    services.settings.change_preferences(text_scale=2.0)
    shown = stage("/", width=320)
    # 320 pixels without the edges, the card's padding and the field's; each letter at most half its size.
    empty, filled = (
        label_size(shown, "Motivo, si quieres", ""),
        label_size(shown, "Motivo, si quieres", "dolor"),
    )
    assert empty == pytest.approx(224 / (18 * 0.5))
    assert filled is None or filled > empty
    assert label_size(shown, "Nombre", "") is None
    assert label_size(shown, long * 2, "") == 16


@pytest.mark.parametrize(("scale", "width", "signs"), [(1.0, 320, True), (2.0, 412, True), (2.0, 320, False)])
def test_the_sign_at_the_end_of_a_card_leaves_its_room_to_the_words(
    stage: Open, services: Services, scale: float, width: int, signs: bool
) -> None:
    services.settings.change_preferences(text_scale=scale)
    shown = stage("/settings", width=width)
    found = [c for c in shown.controls() if isinstance(c, ft.Icon) and c.icon is ft.Icons.CHEVRON_RIGHT]
    assert bool(found) is signs
