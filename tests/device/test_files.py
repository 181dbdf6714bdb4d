"""A file is handed over where the person wants it, and a cancelled dialog is not taken for a save."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import flet as ft
import pytest

from app.device import files


class Picker:
    """Stands in for the device's dialog."""

    chosen: str | None = None
    asked: dict[str, Any] = {}  # noqa: RUF012  (one dialog at a time)

    async def save_file(self, **asked: Any) -> str | None:
        Picker.asked = asked
        return Picker.chosen


class ShownPage:
    """A page, as far as saving a file asks for it."""

    web = True


@pytest.mark.parametrize(
    ("web", "chosen", "saved"),
    [(True, None, True), (False, "a folder/data.json", True), (False, None, False)],
)
def test_a_browser_downloads_at_once_and_a_cancelled_dialog_saves_nothing(
    monkeypatch: pytest.MonkeyPatch, web: bool, chosen: str | None, saved: bool
) -> None:
    monkeypatch.setattr(ft, "FilePicker", Picker)
    page = ShownPage()
    page.web = web
    monkeypatch.setattr(files.ft, "context", SimpleNamespace(page=page))
    Picker.chosen = chosen
    assert asyncio.run(files.save_file("data.json", b"{}", "Save my data")) is saved
    assert Picker.asked == {"dialog_title": "Save my data", "file_name": "data.json", "src_bytes": b"{}"}
