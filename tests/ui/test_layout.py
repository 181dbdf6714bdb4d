"""The frame: a turned phone keeps what was typed, and Help stays where it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import flet as ft
import pytest

from app.language import PREFERRED
from app.ui.app import size_of
from app.ui.live import Size
from app.ui.text import use_language
from tests.headless import Stage

Open = Callable[..., Stage]


@pytest.mark.parametrize(
    ("width", "size"),
    [(320, Size.PHONE), (599, Size.PHONE), (600, Size.TABLET), (999, Size.TABLET), (1000, Size.DESKTOP)],
)
def test_the_layout_follows_the_width(width: float, size: Size) -> None:
    assert size_of(width) is size


def resize(shown: Stage, width: float) -> None:
    """The window gets another width."""
    shown.fire(shown.page, "resize", {"width": width, "height": 900})


def test_a_turned_phone_keeps_what_was_typed(stage: Open) -> None:
    shown = stage("/questions", width=412)
    shown.type("Your question", "May I drive tomorrow")
    resize(shown, 915)
    assert shown.find(ft.TextField, "Your question").value == "May I drive tomorrow"
    assert isinstance(shown.view.navigation_bar, ft.NavigationBar) is False
    resize(shown, 412)
    assert shown.find(ft.TextField, "Your question").value == "May I drive tomorrow"


@pytest.mark.parametrize("width", [320, 412, 700, 1280])
@pytest.mark.parametrize(
    "route",
    ["/", "/checklist", "/course", "/journal", "/guide", "/questions", "/settings", "/share", "/nowhere"],
)
def test_help_now_is_on_every_screen_at_every_width(stage: Open, route: str, width: int) -> None:
    assert "Help now" in stage(route, width=width).buttons()


def test_the_window_is_named_after_the_screen_and_never_after_the_diary(stage: Open) -> None:
    shown = stage("/")
    shown.press("Mood 7 of 10, good")
    shown.press("Add details")
    assert shown.page.title is not None
    assert shown.page.title.endswith("Infusion Companion")
    assert "7" not in shown.page.title


def test_an_unknown_address_offers_the_way_back(stage: Open) -> None:
    shown = stage("/nowhere")
    assert shown.shows("This page does not exist")
    shown.press("Go to Today")
    assert shown.route == "/"


def test_esc_leaves_help_for_the_screen_below_with_what_was_typed_there(stage: Open) -> None:
    shown = stage("/questions")
    shown.type("Your question", "May I drive tomorrow")
    shown.press("Help now")
    assert shown.route == "/help"
    escape = {"key": "Escape", "shift": False, "ctrl": False, "alt": False, "meta": False}
    shown.fire(shown.page, "keyboard_event", escape)
    assert shown.route == "/questions"
    assert shown.find(ft.TextField, "Your question").value == "May I drive tomorrow"


def test_longer_words_of_another_language_push_no_button_out_of_the_bar(
    stage: Callable[..., Stage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "es").mkdir()
    (tmp_path / "es" / "one.json").write_text('{"Help now": "Ayuda ahora", "Share": "Compartir"}', "utf-8")
    assert "Share" in stage("/settings/about", width=320).buttons()
    monkeypatch.setenv(PREFERRED, str(tmp_path / "es"))
    names = stage("/settings/about", width=320).buttons()
    assert "Ayuda ahora" in names
    assert "Compartir" not in names
    assert "Compartir" in stage("/settings/about", width=412).buttons()
    monkeypatch.delenv(PREFERRED)
    use_language("en")
