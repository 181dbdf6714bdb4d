"""The steps of one infusion. Each returns the infusion after the step, or refuses an impossible one.

The rule about two on one day looks at the whole course: course_dates.refuse_two_on_a_day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from app.care.course_records import Session, Status
from app.care.invalid import Invalid
from app.care.moment import aware
from app.care.sentence import say
from app.care.session_clock import SESSION_MINUTES

_LENGTH: Final = timedelta(minutes=SESSION_MINUTES)
# An end noted later than this after the beginning was forgotten and is no measured time.
_FORGOTTEN: Final = timedelta(hours=3)


def _need_open(session: Session, step: str) -> None:
    if not session.is_open:
        raise Invalid(
            "Infusion {number} is {status}, so it cannot be {step}; put it back first.",
            number=session.number,
            status=say(session.status),
            step=say(step),
        )


def _need_running(session: Session, step: str) -> None:
    if session.status is not Status.IN_PROGRESS:
        raise Invalid(
            "Infusion {number} is {status}, so it cannot be {step}; begin it first.",
            number=session.number,
            status=say(session.status),
            step=say(step),
        )


def set_date(session: Session, at: datetime | None) -> Session:
    """Enter or correct the booked time; None when there is none (any more).

    The escort said yes to the time before, and is to be asked again.
    Raises Invalid when the infusion is not open, or for a naive time.
    """
    _need_open(session, "given a date")
    if at is None:
        return replace(
            session, status=Status.PLANNED, starts_at=None, moved_from=None, escort_confirmed_at=None
        )
    said = session.escort_confirmed_at if session.starts_at == aware(at, "start time") else None
    return replace(session, starts_at=at, escort_confirmed_at=said)


def move(session: Session, at: datetime) -> Session:
    """Move the infusion to another time, remembering the one before; without one, at is its first date.

    The escort said yes to the time before, and is to be asked again.
    Raises Invalid when it is not open, when at is the time it has, or for a naive time.
    """
    _need_open(session, "moved")
    if session.starts_at is None:
        return set_date(session, at)
    if aware(at, "start time") == session.starts_at:
        raise Invalid(
            "Infusion {number} is at that time already; choose another time.", number=session.number
        )
    return replace(
        session, status=Status.MOVED, starts_at=at, moved_from=session.starts_at, escort_confirmed_at=None
    )


def skip(session: Session, reason: str = "") -> Session:
    """Leave the infusion out. reason: up to 2,000 characters. Raises Invalid when it is not open."""
    _need_open(session, "skipped")
    return replace(session, status=Status.SKIPPED, reason=reason)


def begin(session: Session, at: datetime) -> Session:
    """The infusion begins at a time. Raises Invalid when it is not open, or for a naive time."""
    _need_open(session, "begun")
    return replace(session, status=Status.IN_PROGRESS, began_at=aware(at, "time it began"))


def complete(session: Session, at: datetime) -> Session:
    """The infusion is over as planned.

    at: when it ended. For one that was forgotten (nobody noted its beginning and its booked 45 minutes
    have gone by, or its end is noted more than three hours after its beginning) its planned length is kept.
    Raises Invalid when it is neither in progress nor its time has gone by, or for a naive time.
    """
    aware(at, "time it ended")
    began = session.began_at
    if session.is_open:
        began = session.starts_at
        if began is None or at < began + _LENGTH:
            raise Invalid(
                "Infusion {number} has not begun; begin it first, or enter when it took place.",
                number=session.number,
            )
        at = began + _LENGTH
    elif session.status is not Status.IN_PROGRESS or began is None:
        raise Invalid(
            "Infusion {number} is {status}, so it cannot be completed.",
            number=session.number,
            status=say(session.status),
        )
    elif at - began > _FORGOTTEN:
        at = began + _LENGTH
    return replace(session, status=Status.COMPLETED, began_at=began, ended_at=at)


def stop_early(session: Session, at: datetime, reason: str = "") -> Session:
    """The infusion ended before its time. reason: up to 2,000 characters.

    Raises Invalid when it is not in progress, or for an end before its beginning or a naive time.
    """
    _need_running(session, "stopped early")
    return replace(session, status=Status.STOPPED_EARLY, ended_at=aware(at, "time it ended"), reason=reason)


def put_back(session: Session) -> Session:
    """Undo the last decision: an infusion begun, ended or skipped by mistake is to come again, at the
    time it was booked for; one that was moved goes back to the time before.

    Raises Invalid when there is nothing to put back.
    """
    if session.status is Status.PLANNED:
        raise Invalid("Infusion {number} is planned, so there is nothing to put back.", number=session.number)
    if session.status is Status.MOVED:
        return replace(session, status=Status.PLANNED, starts_at=session.moved_from, moved_from=None)
    moved = session.moved_from is not None and session.starts_at is not None
    status = Status.MOVED if moved else Status.PLANNED
    return replace(session, status=status, began_at=None, ended_at=None, reason="")
