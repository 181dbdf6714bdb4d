"""What is wanted of a summary: what stands in its form, and what has to come or go together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from app.care.summary import USUAL, Part, Share

WEEK: Final = 7
_OF_INFUSIONS: Final = (Part.ESCORT, Part.CHECKLIST, Part.MARKS, Part.BLOOD_PRESSURE)


@dataclass(frozen=True)
class Wanted:
    """What stands in the form. days: None for the whole course."""

    recipient: str = ""
    called: str = ""
    parts: tuple[Part, ...] = USUAL
    entries: tuple[UUID, ...] = ()
    days: int | None = 30
    ends_on: date | None = None


Change = Callable[[Callable[[Wanted], Wanted]], None]


def toggled(parts: Sequence[Part], part: Part) -> tuple[Part, ...]:
    """The parts with one switched on or off, and what has to come or go with it.

    Args:
        parts: chosen so far. part: the one that was tapped.
    """
    chosen = set(parts)
    if part not in chosen:
        chosen.add(part)
        if part in _OF_INFUSIONS:
            chosen.add(Part.SCHEDULE)
        if part is Part.FEELINGS:
            chosen.add(Part.MOODS)
    else:
        chosen.discard(part)
        if part is Part.SCHEDULE:
            chosen -= set(_OF_INFUSIONS)
        if part is Part.MOODS:
            chosen.discard(Part.FEELINGS)
    return tuple(one for one in Part if one in chosen)


def again(before: Share, today: date) -> Wanted:
    """What was wanted of one that is made again.

    Args:
        before: the one that was made. today: it ends in a week at the earliest.
    """
    return Wanted(
        recipient=before.recipient,
        called=before.called,
        parts=before.parts,
        entries=before.entries,
        days=before.days,
        ends_on=max(before.ends_at.date() - timedelta(days=1), today + timedelta(days=WEEK)),
    )


def with_part(wanted: Wanted, part: Part) -> Wanted:
    """What is wanted once a part was tapped.

    Args:
        wanted: so far. part: the one that was tapped.
    """
    parts = toggled(wanted.parts, part)
    return replace(wanted, parts=parts, entries=wanted.entries if Part.MOODS in parts else ())
