"""What the clinic itself writes down: the infusions it has booked, and what it has given.

The clinic owns the dates and the plan, so an infusion to come follows what it has booked; one that took place
stays as it was noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.care.checks import maybe_aware, maybe_whole
from app.care.course_records import MOST_INFUSIONS, Session
from app.care.invalid import text
from app.care.moment import aware, local_day
from app.care.session_steps import move, set_date

MOST_WORDS: Final = 200
_INFUSION: Final = re.compile(r"infusion|ketamine", re.IGNORECASE)
# "Infusion session 2 of 6", "Ketamine infusion 2/6", "infusion #2".
_NUMBER: Final = re.compile(
    r"(?:infusion|session|ketamine)\W{0,3}(?:session\W{0,3})?(?:no\.?\W?)?(\d{1,2})(?:\s*(?:of|/)\s*(\d{1,2}))?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """An infusion that the clinic has booked, or has cancelled.

    id: of the clinic's own record. number, of: which infusion of how many, 1 to 24, where it says so.
    session_id: the infusion, where it says so. words: what the clinic calls it, up to 200 characters.
    Raises Invalid for anything else.
    """

    id: str
    starts_at: datetime
    number: int | None = None
    of: int | None = None
    session_id: UUID | None = None
    words: str = ""
    cancelled: bool = False

    def __post_init__(self) -> None:
        text("The id", self.id, 200, least=1)
        aware(self.starts_at, "time that the clinic has booked")
        maybe_whole("The number of the infusion", self.number, 1, MOST_INFUSIONS)
        maybe_whole("The number of infusions", self.of, 1, MOST_INFUSIONS)
        text("What the clinic calls it", self.words, MOST_WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenDrug:
    """What the clinic has written down that it gave.

    id: of the clinic's own record. what, dose: in its words, up to 200 characters.
    session_id: the infusion, where it says so. Raises Invalid for anything else.
    """

    id: str
    at: datetime
    what: str
    dose: str = ""
    session_id: UUID | None = None

    def __post_init__(self) -> None:
        text("The id", self.id, 200, least=1)
        maybe_aware("time it was given", self.at)
        text("What was given", self.what, MOST_WORDS, least=1)
        text("The dose", self.dose, MOST_WORDS)


def is_infusion(words: str) -> bool:
    """Whether the clinic's words are about an infusion: other appointments are not for this app."""
    return _INFUSION.search(words) is not None


def numbers_in(words: str) -> tuple[int | None, int | None]:
    """Which infusion of how many the clinic's words name; None for what they do not, or what cannot be."""
    found = _NUMBER.search(words)
    number, of = (int(one) if one else None for one in found.groups()) if found else (None, None)
    if number is None or not 1 <= number <= MOST_INFUSIONS:
        return None, None
    return number, of if of is not None and number <= of <= MOST_INFUSIONS else None


def session_of(booking: Booking, sessions: Sequence[Session]) -> Session | None:
    """The infusion that the clinic means: by its id, its number, its day; else the first without a date."""
    day = local_day(booking.starts_at) if booking.number is None else None
    named = [one for one in sessions if one.id == booking.session_id]
    numbered = [one for one in sessions if one.number == booking.number]
    on_the_day = [one for one in sessions if day is not None and one.day == day]
    for found in (*named, *numbered, *on_the_day):
        return found
    if booking.number is not None or booking.cancelled:
        return None
    coming = (one for one in sessions if one.is_open and one.starts_at is None)
    return min(coming, key=lambda one: one.number, default=None)


def follow(sessions: Sequence[Session], changed: Iterable[Booking]) -> tuple[Session, ...]:
    """The infusions that get another date, because the clinic booked, moved or cancelled it.

    changed: what the clinic has written since the last time. Those that began or are over stay as they are.
    """
    now = {one.id: one for one in sessions}
    # A cancelled one first: it was often booked anew for another time.
    for booking in sorted(changed, key=lambda one: (not one.cancelled, one.starts_at)):
        session = session_of(booking, list(now.values()))
        if session is None or not session.is_open:
            continue
        same = session.starts_at == booking.starts_at
        if booking.cancelled and same:
            now[session.id] = set_date(session, None)
        elif not booking.cancelled and not same:
            now[session.id] = move(session, booking.starts_at)
    return tuple(one for one in now.values() if one not in sessions)


def planned_by(bookings: Iterable[Booking]) -> int | None:
    """How many infusions the clinic plans, as its newest booking with a number says; None when none does."""
    told = [one for one in bookings if one.of is not None and not one.cancelled]
    return max(told, key=lambda one: one.starts_at).of if told else None


def as_dates(bookings: Iterable[Booking]) -> tuple[datetime | None, ...]:
    """The dates of a course as the clinic has booked it, one for each infusion; None where none is booked.

    Of two for one infusion the earlier counts; those without a number take the places that are left.
    """
    told = sorted((one for one in bookings if not one.cancelled), key=lambda one: one.starts_at)
    dates: dict[int, datetime] = {}
    for one in told:
        if one.number is not None:
            dates.setdefault(one.number, one.starts_at)
    free = (number for number in range(1, MOST_INFUSIONS + 1) if number not in dates)
    for one in told:
        number = next(free, None) if one.number is None else None
        if number is not None:
            dates[number] = one.starts_at
    planned = max(planned_by(told) or 0, *dates, 0)
    return tuple(dates.get(number) for number in range(1, planned + 1))


def given_in(session: Session, given: Iterable[GivenDrug]) -> tuple[GivenDrug, ...]:
    """What the clinic gave in an infusion: what names it, or what names none and is of its day."""
    mine = (
        one
        for one in given
        if one.session_id == session.id or (one.session_id is None and local_day(one.at) == session.day)
    )
    return tuple(sorted(mine, key=lambda one: one.at))
