"""A phone's share sheet gets the file whole; everywhere else, and when it fails, there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft
import pytest

from app.device import sheet
from app.device.errand import on_errand
from tests.device.conftest import DESKTOPS, PHONES
from tests.headless import Stage

CONTENT = b"%PDF-1.7 \x00\xff"


async def _send() -> bool | None:
    return await sheet.send("visit.pdf", CONTENT)


@pytest.mark.parametrize("platform", PHONES)
@pytest.mark.parametrize(("status", "gone"), [("success", True), ("unavailable", True), ("dismissed", False)])
def test_a_phone_is_given_the_file_and_tells_whether_an_app_was_chosen(
    device: Callable[..., Stage], platform: ft.PagePlatform, status: str, gone: bool
) -> None:
    shown = device(platform, answers={"share_files": {"status": status, "raw": ""}})
    assert shown.do(_send) is gone
    (asked,) = shown.asked("share_files")
    (file,) = asked["files"]
    assert (file.name, file.data, file.mime_type, file.path) == (
        "visit.pdf", CONTENT, "application/pdf", None,
    )  # fmt: skip
    # A tablet shows no sheet without a place for it.
    assert asked["share_position_origin"]["x"] > 0


@pytest.mark.parametrize("answer", [RuntimeError("no sheet"), None, {"status": "new", "raw": ""}])
def test_a_sheet_that_fails_is_none(device: Callable[..., Stage], answer: Any) -> None:
    assert device(answers={"share_files": answer}).do(_send) is None


@pytest.mark.parametrize("platform", DESKTOPS)
def test_a_desktop_and_a_browser_have_none(device: Callable[..., Stage], platform: ft.PagePlatform) -> None:
    for shown in (device(platform), device(web=True)):
        assert shown.do(_send) is None
        assert not shown.connection.calls


def test_who_looks_for_an_app_has_not_left_this_one(
    device: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = []

    async def share_files(self: ft.Share, files: Any, **_: Any) -> ft.ShareResult:
        out.append(on_errand(ft.context.page))
        return ft.ShareResult(ft.ShareResultStatus.DISMISSED, "")

    monkeypatch.setattr(ft.Share, "share_files", share_files)
    shown = device()
    shown.do(_send)
    assert out == [True]
    assert not on_errand(shown.page)
