"""A page of any device, whose client answers its services as a test wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import flet as ft
import pytest

from tests.headless import Stage

PHONES = (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)
DESKTOPS = (ft.PagePlatform.LINUX, ft.PagePlatform.MACOS, ft.PagePlatform.WINDOWS)


@pytest.fixture
def device() -> Iterator[Callable[..., Stage]]:
    """Opens an empty page: device(ft.PagePlatform.IOS), device(web=True), device(answers={…})."""
    pages: list[Stage] = []

    def begin(
        platform: ft.PagePlatform = ft.PagePlatform.ANDROID,
        *,
        web: bool = False,
        answers: dict[str, Any] | None = None,
    ) -> Stage:
        def main(page: ft.Page) -> None:
            page.views = [ft.View()]

        pages.append(Stage(main, platform=platform, web=web, answers=answers))
        return pages[-1]

    yield begin
    for one in pages:
        one.close()
