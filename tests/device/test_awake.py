"""The screen stays on only on a phone, only until it is let go, and a phone that cannot is no error."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft
import pytest

from app.device import awake
from tests.device.conftest import DESKTOPS, PHONES
from tests.headless import Stage


@pytest.mark.parametrize("platform", PHONES)
def test_on_a_phone_it_stays_on_until_it_is_let_go(
    device: Callable[..., Stage], platform: ft.PagePlatform
) -> None:
    shown = device(platform)
    assert shown.do(awake.keep) is True
    assert len(shown.asked("enable")) == 1
    shown.do(awake.let_go)
    assert len(shown.asked("disable")) == 1


def test_a_phone_that_cannot_says_so(device: Callable[..., Stage]) -> None:
    shown = device(answers={"enable": RuntimeError("no wakelock"), "disable": RuntimeError("no wakelock")})
    assert shown.do(awake.keep) is False
    assert shown.do(awake.let_go) is None


@pytest.mark.parametrize("platform", DESKTOPS)
def test_a_desktop_and_a_browser_do_as_ever(device: Callable[..., Stage], platform: ft.PagePlatform) -> None:
    for shown in (device(platform), device(web=True)):
        assert shown.do(awake.keep) is False
        shown.do(awake.let_go)
        assert not shown.connection.calls
