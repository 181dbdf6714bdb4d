"""Moments as the store keeps them: text in UTC that sorts, and a place in the order of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from storage.errors import Refused

PLACES = 32
"""How many rows of one microsecond find a place in the order of time; further ones follow right after."""

_MINUTE = timedelta(minutes=1)
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def unfit() -> Refused:
    """Return what is raised for a value that no column can hold."""
    return Refused(
        "The store cannot keep this: every time needs a time zone in whole minutes, and every text must be "
        "readable; nothing was changed."
    )


def utc_text(at: datetime) -> str:
    """Return the moment in UTC, always 32 characters. Raises Refused for a naive datetime."""
    if at.utcoffset() is None:
        raise unfit()
    try:
        return at.astimezone(UTC).isoformat(timespec="microseconds")
    except OverflowError:
        raise unfit() from None


def offset_minutes(at: datetime) -> int:
    """Return how many minutes at's clock is ahead of UTC. Raises Refused when they are not whole."""
    offset = at.utcoffset()
    if offset is None or offset % _MINUTE:
        raise unfit()
    return offset // _MINUTE


def moment(text: str, minutes: int) -> datetime:
    """Return the moment of a UTC text on a clock that is minutes ahead of UTC. Raises ValueError."""
    try:
        return datetime.fromisoformat(text).astimezone(_zone(minutes))
    except OverflowError:
        raise ValueError("no such moment") from None


def place(at: datetime) -> int:
    """Return the first of the PLACES of this moment in the order of time."""
    return (at - _EPOCH) // _MICROSECOND * PLACES


@lru_cache(maxsize=256)
def _zone(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))
