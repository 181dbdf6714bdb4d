"""The short line at the bottom: can be put away wherever it hides much of the screen."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft
import pytest

from app.services import Services
from tests.headless import Stage

Open = Callable[..., Stage]


@pytest.mark.parametrize(
    ("scale", "width", "cross"), [(1.0, 412, False), (2.0, 412, False), (2.0, 320, True)]
)
def test_at_large_text_on_a_small_phone_it_has_a_cross_beside_undo(
    stage: Open, services: Services, scale: float, width: int, cross: bool
) -> None:
    services.settings.change_preferences(text_scale=scale)
    shown = stage("/questions", width=width)
    shown.type("Your question", "May I eat?")
    shown.press("Add")
    (line,) = [one for one in shown.dialogs if isinstance(one, ft.SnackBar)]
    assert line.action is not None
    assert line.show_close_icon is cross
    shown.press_undo()
    assert services.questions.all() == []
