"""A service that a device does not have ends nothing; one that it has is made once and held."""

from __future__ import annotations

import gc
from collections.abc import Callable

import flet as ft
import pytest

from app.device.service import on_phone, tried
from tests.device.conftest import DESKTOPS, PHONES
from tests.headless import Stage


async def _is_enabled() -> object:
    return await tried(ft.Wakelock, lambda lock: lock.is_enabled())


def test_what_the_client_answers_is_given(device: Callable[..., Stage]) -> None:
    assert device(answers={"is_enabled": True}).do(_is_enabled) is True


def test_a_client_without_the_service_has_none(device: Callable[..., Stage]) -> None:
    assert device(answers={"is_enabled": NotImplementedError("no such service")}).do(_is_enabled) is None


def test_a_service_that_cannot_even_be_made_is_none(device: Callable[..., Stage]) -> None:
    class Broken:
        def __init__(self) -> None:
            raise ft.FletUnsupportedPlatformException("not here")

    async def ask() -> object:
        return await tried(Broken, lambda broken: broken.is_enabled())

    assert device().do(ask) is None


def test_a_client_that_never_answers_is_not_waited_for(device: Callable[..., Stage]) -> None:
    shown = device()

    async def ask() -> object:
        return await tried(ft.Wakelock, lambda _: shown.loop.create_future(), 0.001)

    doing = shown.page.run_task(ask)
    shown.until(doing.done)
    assert doing.result() is None


def test_a_service_is_made_once_and_is_still_there_later(device: Callable[..., Stage]) -> None:
    shown = device(answers={"is_enabled": True})
    shown.do(_is_enabled)
    gc.collect()
    shown.do(_is_enabled)
    assert [type(one) for one in shown.page._services._services].count(ft.Wakelock) == 1


@pytest.mark.parametrize("platform", [*PHONES, *DESKTOPS])
@pytest.mark.parametrize("web", [False, True])
def test_a_phone_is_a_phone_and_not_its_browser(
    device: Callable[..., Stage], platform: ft.PagePlatform, web: bool
) -> None:
    async def ask() -> bool:
        return on_phone()

    assert device(platform, web=web).do(ask) is (platform in PHONES and not web)
