"""What matters now: one phase of the course, with what its card needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.care.checklist_filled import Filled
from app.care.course_progress import done, next_open, rest_end, unrecorded
from app.care.course_records import Course, Session, Status
from app.care.moment import aware
from app.care.profile import Preferences
from app.care.session_clock import SessionClock, clock

# Session mode gives way to rest when nobody has noted the end so long after the beginning.
_SESSION_MODE: Final = timedelta(hours=2)
# So long after the booked time the app asks whether the infusion took place.
_UNRECORDED_AFTER: Final = timedelta(hours=2)
_NEAR_AT_FIRST: Final = 3
_NEAR_WHEN_RUNNING: Final = 1


class Phase(StrEnum):
    """Where the patient is. Only one holds at a time."""

    WELCOME = "welcome"  # the first start
    NO_COURSE = "no course"  # nothing entered yet
    NO_DATES = "no dates"  # a course, none of whose infusions has a date
    BEFORE = "before"  # the first infusion is more than three days away
    DAYS_BEFORE = "days before"  # the first is one to three days away, or a later one is tomorrow
    THE_DAY = "the day"  # the day of an infusion, before it has begun
    IN_SESSION = "in session"  # the infusion and the time of coming round
    REST = "rest"  # the hours afterwards, until the next morning
    BETWEEN = "between"  # the course is running, nothing today or tomorrow
    UNRECORDED = "unrecorded"  # an infusion's time has gone by and nothing was noted
    AFTER = "after"  # no infusion is left
    STOPPED = "stopped"  # the course was ended early


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The phase, and what its card needs.

    course, sessions: the current course; None and () without one.
    session: the infusion the phase is about: the next one, the one in progress or just over, the one
        nobody noted (UNRECORDED), or the last that took place (AFTER, STOPPED); None without one.
    next: the next infusion still to come, dated or not; None when there is none.
    unrecorded: an infusion whose time has gone by without a word, in whatever phase.
    days: whole days to session (before it) or since it (AFTER, STOPPED, UNRECORDED); None without a date.
    due: THE_DAY only: the booked time has come.
    clock: IN_SESSION only. rest_until: REST only: when it ends by itself.
    done, planned: infusions completed, and planned in all (0 and 0 without a course).
    screening, day_of: the newest lists for the course and for session; None when not begun.
    """

    kind: Phase
    course: Course | None = None
    sessions: tuple[Session, ...] = ()
    session: Session | None = None
    next: Session | None = None
    unrecorded: Session | None = None
    days: int | None = None
    due: bool = False
    clock: SessionClock | None = None
    rest_until: datetime | None = None
    done: int = 0
    planned: int = 0
    screening: Filled | None = None
    day_of: Filled | None = None

    @property
    def asks_mood(self) -> bool:
        """Whether the mood scale is on the card: always, but for the welcome, an infusion and rest."""
        return self.kind not in {Phase.WELCOME, Phase.IN_SESSION, Phase.REST}


def phase(
    course: Course | None,
    sessions: Sequence[Session],
    screening: Filled | None,
    day_of: Filled | None,
    preferences: Preferences,
    now: datetime,
) -> Today:
    """Say what matters now.

    sessions: of the course. screening: the newest for the course; day_of: the newest for the infusion
    that comes next or is in progress (left out of the answer when it belongs to another one).
    now: aware; the day of an infusion is the day in its own zone.
    Raises Invalid for a naive time.
    """
    aware(now)
    if course is None:
        return Today(kind=Phase.WELCOME if preferences.welcomed_at is None else Phase.NO_COURSE)
    missed = unrecorded(sessions, now)
    coming = None if course.ended_at else next_open(sessions, now)
    known = Today(
        kind=Phase.AFTER,
        course=course,
        sessions=tuple(sessions),
        next=coming,
        unrecorded=None if course.ended_at else missed,
        done=done(sessions),
        planned=course.planned,
        screening=screening,
    )
    found = _held_now(known, preferences, now) or _otherwise(known, preferences, now)
    fits = day_of is not None and found.session is not None and day_of.session_id == found.session.id
    return replace(found, day_of=day_of if fits else None)


def _held_now(known: Today, preferences: Preferences, now: datetime) -> Today | None:
    """In an infusion or resting after one, whatever else there is."""
    held = [(s.ended_at or s.began_at, s) for s in known.sessions if s.was_held]
    recent = [(at, s) for at, s in held if at is not None and now < _rest_until(at, preferences)]
    if not recent:
        return None
    ended, session = max(recent, key=lambda found: found[0])
    began = session.began_at
    if session.status is Status.IN_PROGRESS and began is not None and now < began + _SESSION_MODE:
        return replace(known, kind=Phase.IN_SESSION, session=session, clock=clock(session, now))
    return replace(known, kind=Phase.REST, session=session, rest_until=_rest_until(ended, preferences))


def _rest_until(ended: datetime, preferences: Preferences) -> datetime:
    """The next morning, or what the patient chose since: leaving rest sets a time that is over."""
    chosen = preferences.rest_until
    return chosen if chosen is not None and chosen >= ended else rest_end(ended)


def _otherwise(known: Today, preferences: Preferences, now: datetime) -> Today:
    coming, course = known.next, known.course
    running = next((s for s in known.sessions if s.status is Status.IN_PROGRESS), None)
    if known.unrecorded is None and running is not None:
        # Rest was left although nobody has noted the end: without this nothing would ask for it.
        known = replace(known, unrecorded=running)
    if preferences.welcomed_at is None:
        return replace(known, kind=Phase.WELCOME)
    if course is not None and course.ended_at is not None:
        return _afterwards(known, Phase.STOPPED, now)
    days = _days_until(coming, now)
    if coming is not None and coming.starts_at is not None and days == 0:
        if now >= coming.starts_at + _UNRECORDED_AFTER:
            later = next_open([s for s in known.sessions if s.id != coming.id], now)
            return replace(
                known, kind=Phase.UNRECORDED, session=coming, unrecorded=coming, next=later, days=0
            )
        return replace(known, kind=Phase.THE_DAY, session=coming, days=0, due=now >= coming.starts_at)
    if known.unrecorded is not None:
        missed = known.unrecorded
        return replace(known, kind=Phase.UNRECORDED, session=missed, days=_days_since(missed, now))
    if coming is None:
        return _afterwards(known, Phase.AFTER, now)
    begun = any(s.was_held for s in known.sessions)
    if days is None and not begun:
        return replace(known, kind=Phase.NO_DATES, session=coming)
    near = days is not None and days <= (_NEAR_WHEN_RUNNING if begun else _NEAR_AT_FIRST)
    kind = Phase.DAYS_BEFORE if near else Phase.BETWEEN if begun else Phase.BEFORE
    return replace(known, kind=kind, session=coming, days=days)


def _afterwards(known: Today, kind: Phase, now: datetime) -> Today:
    held = [s for s in known.sessions if s.was_held]
    last = max(held, key=lambda s: s.began_at or now, default=None)
    return replace(known, kind=kind, session=last, days=None if last is None else _days_since(last, now))


def _days_until(session: Session | None, now: datetime) -> int | None:
    at = session.starts_at if session else None
    return None if at is None else (at.date() - now.astimezone(at.tzinfo).date()).days


def _days_since(session: Session, now: datetime) -> int | None:
    at = session.began_at or session.starts_at
    return None if at is None else max(0, (now.astimezone(at.tzinfo).date() - at.date()).days)
