"""Services over a fresh folder, in California, with a clock that stands still until it is moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.services import Services

ZONE = ZoneInfo("America/Los_Angeles")


class Now:
    """Now, as the test wants it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def set(self, year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> None:
        """Make it that moment by the clock on the wall."""
        self.at = datetime(year, month, day, hour, minute, tzinfo=ZONE)

    def move(self, **by: float) -> None:
        """Move the clock on, by days=…, hours=… or minutes=…."""
        self.at = (self.at.astimezone(UTC) + timedelta(**by)).astimezone(ZONE)


@pytest.fixture
def now() -> Now:
    """Sunday 22 November 2026, 12:00."""
    return Now(datetime(2026, 11, 22, 12, 0, tzinfo=ZONE))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder."""
    return tmp_path / "data"


@pytest.fixture
def services(folder: Path, now: Now) -> Iterator[Services]:
    """An empty store."""
    opened = Services.open(folder, now=now)
    yield opened
    opened.close()


def everything(services: Services) -> dict[str, list[object]]:
    """All records of a store, to compare before and after."""
    return {table.name: sorted(table.all(), key=lambda r: str(r.id)) for table in services.store.tables}
