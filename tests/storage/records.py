"""Small dataclasses of our own over the app's tables: storage knows nothing of the app, and neither do we."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from uuid import UUID, uuid4

NOW = datetime(2026, 3, 14, 15, 9, 26, 535897, tzinfo=UTC)
KATHMANDU = timezone(timedelta(hours=5, minutes=45))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    id: UUID
    at: datetime
    mood: int
    feelings: tuple[str, ...] = ()
    sleep: int | None = None
    words: str = ""


class Status(StrEnum):
    PLANNED = "planned"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    id: UUID
    planned: int = 6
    first_day: date | None = None
    weekdays: tuple[int, ...] = ()
    made_at: datetime = NOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    id: UUID
    course_id: UUID
    number: int
    status: Status = Status.PLANNED
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    id: UUID
    session_id: UUID
    at: datetime = NOW
    kind: str = "calm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: UUID
    name: str = ""
    phone: str = ""


class Stop(Exception):
    """Raised by a test in the middle of something."""


def entry(words: str = "", *, minutes: int = 0, mood: int = 5, **more: object) -> Entry:
    """An entry some minutes after NOW."""
    return Entry(id=uuid4(), at=NOW + timedelta(minutes=minutes), mood=mood, words=words, **more)  # type: ignore[arg-type]
