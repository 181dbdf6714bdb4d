"""The parts of pictures: numbers that do not lie on each other, lines that claim nothing nobody noted."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from app.ui.components.chart import cut
from app.ui.components.chart_frame import numbers


def here(width: int = 412, scale: float = 1.0) -> Any:
    """Surroundings as far as a picture looks at them."""
    chosen = SimpleNamespace(text_scale=scale)
    return SimpleNamespace(preferences=chosen, wide=False, column_width=width)


def test_numbers_of_infusions_far_from_each_other_stand_alone() -> None:
    assert numbers(here(), [(5, 1), (12, 2), (20, 3)], (0, 30)) == [(5, "1"), (12, "2"), (20, "3")]


def test_numbers_too_near_to_each_other_share_one_label_at_a_whole_place() -> None:
    # Of five years about 312 pixels: 16 pixels are 94 days.
    assert numbers(here(), [(1800, 1), (1803, 2), (1808, 3)], (0, 1826)) == [(1804, "1–3")]


def test_large_text_needs_more_room() -> None:
    marks = [(10, 1), (13, 2)]
    assert len(numbers(here(), marks, (0, 30))) == 2
    assert numbers(here(320, 2.0), marks, (0, 30)) == [(12, "1–2")]


@pytest.mark.parametrize(
    ("places", "joined", "found"),
    [
        ([], 3, []),
        ([1], 3, [[0]]),
        ([1, 4, 8], 3, [[0, 1], [2]]),
        ([0, 14, 29], 14, [[0, 1], [2]]),
    ],
)
def test_a_line_crosses_no_wider_gap(places: list[float], joined: float, found: list[list[int]]) -> None:
    assert cut(places, joined) == found
