"""What a live region does not tell is said, and nothing is said twice."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft
import pytest

from app.device.announce import announce
from tests.device.conftest import PHONES
from tests.headless import Stage


async def _announce() -> None:
    announce("Saved on this device")


def test_a_linux_desktop_is_told(device: Callable[..., Stage]) -> None:
    shown = device(ft.PagePlatform.LINUX)
    shown.do(_announce)
    assert [told["message"] for told in shown.asked("announce_message")] == ["Saved on this device"]


def test_a_desktop_that_cannot_goes_on(device: Callable[..., Stage]) -> None:
    shown = device(ft.PagePlatform.LINUX, answers={"announce_message": RuntimeError("no screen reader")})
    shown.do(_announce)
    assert len(shown.asked("announce_message")) == 1


@pytest.mark.parametrize("platform", [*PHONES, ft.PagePlatform.MACOS, ft.PagePlatform.WINDOWS])
def test_where_live_regions_are_told_it_is_not_said_again(
    device: Callable[..., Stage], platform: ft.PagePlatform
) -> None:
    for shown in (device(platform), device(ft.PagePlatform.LINUX, web=True)):
        shown.do(_announce)
        assert not shown.connection.calls
