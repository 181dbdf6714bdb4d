"""How far a course is: what is done, what comes next, what nobody has noted, how long to rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final

from app.care.course_records import HELD, OPEN, Session, Status
from app.care.moment import local_day
from app.care.sentence import Sentence, say

REST_ENDS_AT: Final = time(5)


def done(sessions: Iterable[Session]) -> int:
    """How many infusions were completed."""
    return sum(session.status is Status.COMPLETED for session in sessions)


def progress(sessions: Iterable[Session], planned: int) -> Sentence:
    """How far the course is, as "3 of 6". planned: 1 to 24."""
    return say("{done} of {planned}", done=done(sessions), planned=planned)


def held_days(sessions: Iterable[Session]) -> dict[date, int]:
    """The local day of each infusion that took place or has begun, with its number, oldest first."""
    found = [(s.began_at, s.number) for s in sessions if s.status in HELD and s.began_at is not None]
    return {local_day(at): number for at, number in sorted(found)}


def next_session(sessions: Iterable[Session], now: datetime) -> Session | None:
    """The infusion in progress, else the next open one from today on, else the first without a date.

    Today is the day in the offset of the booked time. None when nothing is left to come.
    """
    found = list(sessions)
    going = [session for session in found if session.status is Status.IN_PROGRESS]
    if going:
        return going[0]
    return next_open(found, now)


def next_open(sessions: Iterable[Session], now: datetime) -> Session | None:
    """The next infusion to come, dated from today on or, after those, without a date."""
    left = [session for session in sessions if session.status in OPEN]
    dated = [(at, s.number, s) for s in left if (at := s.starts_at) is not None]
    coming = [found for found in dated if found[0].date() >= now.astimezone(found[0].tzinfo).date()]
    if coming:
        return min(coming, key=lambda found: found[:2])[2]
    return min((s for s in left if s.starts_at is None), key=lambda s: s.number, default=None)


def unrecorded(sessions: Iterable[Session], now: datetime) -> Session | None:
    """The earliest infusion whose time has gone by and of which nobody has said what became of it.

    That is one still open on a later day than it was booked for, and one begun but not ended by the
    next morning.
    """
    late = [(at, s.number, s) for s in sessions if (at := _waits_since(s, now)) is not None]
    return min(late, key=lambda found: found[:2])[2] if late else None


def _waits_since(session: Session, now: datetime) -> datetime | None:
    if session.status is Status.IN_PROGRESS and session.began_at is not None:
        return session.began_at if now >= rest_end(session.began_at) else None
    at = session.starts_at
    if session.status not in OPEN or at is None:
        return None
    return at if at.date() < now.astimezone(at.tzinfo).date() else None


def rest_end(at: datetime) -> datetime:
    """When rest after an infusion ends by itself: 05:00 on the next day, in at's own zone."""
    return datetime.combine(at.date() + timedelta(days=1), REST_ENDS_AT, at.tzinfo)
