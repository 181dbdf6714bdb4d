"""A file is saved where the person wants it, or read where they chose it; a cancelled dialog is neither."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import flet as ft
import pytest

from app.device import files, handing_in
from app.errors import NotRead


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


class Chooser:
    """Stands in for the dialog in which a file is chosen, and for a browser that hands it in."""

    chosen: list[ft.FilePickerFile] = []  # noqa: RUF012  (one dialog at a time)
    asked: dict[str, Any] = {}  # noqa: RUF012
    hands_in: Callable[[Any, str], None] = staticmethod(lambda picker, address: None)
    on_upload: Any = None

    async def pick_files(self, **asked: Any) -> list[ft.FilePickerFile]:
        Chooser.asked = asked
        return Chooser.chosen

    def update(self) -> None:
        """As a control has it."""

    async def upload(self, wanted: list[ft.FilePickerUploadFile]) -> None:
        Chooser.hands_in(self, wanted[0].upload_url)


@pytest.fixture
def chooser(monkeypatch: pytest.MonkeyPatch) -> type[Chooser]:
    monkeypatch.setattr(ft, "FilePicker", Chooser)
    Chooser.chosen = []
    return Chooser


def opened(monkeypatch: pytest.MonkeyPatch, *, web: bool, platform: Any = ft.PagePlatform.LINUX) -> Any:
    """Open a file of at most ten bytes."""
    page = ShownPage()
    page.web, page.platform = web, platform  # type: ignore[attr-defined]
    monkeypatch.setattr(files.ft, "context", SimpleNamespace(page=page))
    return asyncio.run(files.open_file("Choose a backup", ["icbackup"], most=10))


def chosen(size: int, path: Path | None = None) -> list[ft.FilePickerFile]:
    return [ft.FilePickerFile(id=0, name="a.icbackup", size=size, path=None if path is None else str(path))]


@pytest.mark.parametrize("web", [True, False])
def test_a_cancelled_dialog_reads_nothing(
    monkeypatch: pytest.MonkeyPatch, chooser: type[Chooser], web: bool
) -> None:
    assert opened(monkeypatch, web=web) is None
    assert chooser.asked["allowed_extensions"] == ["icbackup"]
    assert chooser.asked["cancel_upload_on_window_blur"] is False


def test_a_phone_offers_every_file_for_it_knows_no_kind_by_our_endings(
    monkeypatch: pytest.MonkeyPatch, chooser: type[Chooser]
) -> None:
    assert opened(monkeypatch, web=False, platform=ft.PagePlatform.ANDROID) is None
    assert chooser.asked["allowed_extensions"] is None
    assert chooser.asked["file_type"] is ft.FilePickerFileType.ANY


def test_a_native_file_is_read_from_its_place(
    monkeypatch: pytest.MonkeyPatch, chooser: type[Chooser], tmp_path: Path
) -> None:
    file = tmp_path / "a.icbackup"
    file.write_bytes(b"0123456789")
    chooser.chosen = chosen(10, file)
    assert opened(monkeypatch, web=False) == ("a.icbackup", b"0123456789")


@pytest.mark.parametrize("told", [11, 3], ids=["by the dialog", "only by reading"])
def test_a_file_that_is_too_large_is_refused(
    monkeypatch: pytest.MonkeyPatch, chooser: type[Chooser], tmp_path: Path, told: int
) -> None:
    file = tmp_path / "a.icbackup"
    file.write_bytes(b"0123456789+")
    chooser.chosen = chosen(told, file)
    with pytest.raises(NotRead, match="too large"):
        opened(monkeypatch, web=False)


def test_a_file_that_went_away_or_has_no_place_is_refused(
    monkeypatch: pytest.MonkeyPatch, chooser: type[Chooser], tmp_path: Path
) -> None:
    for path in (tmp_path / "gone", None):
        chooser.chosen = chosen(3, path)
        with pytest.raises(NotRead, match="could not be read"):
            opened(monkeypatch, web=False)


def test_a_browser_hands_the_file_in_by_a_ticket(
    monkeypatch: pytest.MonkeyPatch, chooser: type[Chooser]
) -> None:
    def hand_in(_picker: Any, address: str) -> None:
        ticket = handing_in.use(address)
        assert ticket is not None
        ticket.give(b"sealed")
        assert handing_in.use(address) is None

    chooser.chosen = chosen(6)
    monkeypatch.setattr(Chooser, "hands_in", staticmethod(hand_in))
    assert opened(monkeypatch, web=True) == ("a.icbackup", b"sealed")


def test_a_browser_that_cannot_hand_it_in_is_no_endless_wait(
    monkeypatch: pytest.MonkeyPatch, chooser: type[Chooser]
) -> None:
    asked = []

    def fail(picker: Any, address: str) -> None:
        asked.append(address)
        picker.on_upload(SimpleNamespace(error="the file went away"))

    chooser.chosen = chosen(6)
    monkeypatch.setattr(Chooser, "hands_in", staticmethod(fail))
    with pytest.raises(NotRead, match="could not be read"):
        opened(monkeypatch, web=True)
    assert handing_in.use(asked[0]) is None
