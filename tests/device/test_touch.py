"""A phone taps under the finger, nothing else does, and one that cannot is no error."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft
import pytest

from app.device import touch
from tests.device.conftest import DESKTOPS, PHONES
from tests.headless import Stage


async def _confirm() -> None:
    touch.confirm()


@pytest.mark.parametrize("platform", PHONES)
def test_a_phone_taps_once(device: Callable[..., Stage], platform: ft.PagePlatform) -> None:
    shown = device(platform)
    shown.do(_confirm)
    assert len(shown.asked("light_impact")) == 1


def test_a_phone_that_cannot_goes_on(device: Callable[..., Stage]) -> None:
    shown = device(answers={"light_impact": RuntimeError("no motor")})
    shown.do(_confirm)
    assert len(shown.asked("light_impact")) == 1


@pytest.mark.parametrize("platform", DESKTOPS)
def test_a_desktop_and_a_browser_are_not_asked(
    device: Callable[..., Stage], platform: ft.PagePlatform
) -> None:
    for shown in (device(platform), device(ft.PagePlatform.IOS, web=True)):
        shown.do(_confirm)
        assert not shown.connection.calls
