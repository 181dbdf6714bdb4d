"""A stage for screens: real services in a fresh folder, a clock that stands still until it is moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from app.main import page_main
from app.services import Services
from tests.headless import Stage

ZONE = timezone(timedelta(hours=1))


class Clock:
    """Now, as the test wants it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        """Move the clock on, by days=…, hours=… or minutes=…."""
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    """Sunday 22 November 2026, 12:00."""
    return Clock(datetime(2026, 11, 22, 12, 0, tzinfo=ZONE))


@pytest.fixture
def services(tmp_path: Path, clock: Clock) -> Iterator[Services]:
    """An empty store; whoever opens it has been through the welcome."""
    opened = Services.open(tmp_path / "data", now=clock)
    opened.settings.change_preferences(welcomed_at=clock())
    yield opened
    opened.close()


@pytest.fixture
def stage(services: Services) -> Iterator[Callable[..., Stage]]:
    """Opens the app at an address: stage("/journal"), stage("/course", width=1280)."""
    stages: list[Stage] = []

    def begin(route: str = "/", *, width: int = 412, **device: Any) -> Stage:
        stages.append(Stage(page_main(services), route=route, width=width, **device))
        return stages[-1]

    yield begin
    for one in stages:
        one.close()
