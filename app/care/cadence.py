"""When a check-in is due: before infusion 1, weekly on the patient's day, and once some weeks after the last.

A check-in counts for the time around its day, so that one can always be done earlier; nothing is due on the
day of an infusion, and nobody has to do any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from app.care.checkin import CheckIn
from app.care.course_records import Course, Session, Status
from app.care.invalid import whole
from app.care.questionnaire import Questionnaire

# What is asked covers two weeks, so an older one does not tell of the time right before the course.
BASELINE_DAYS: Final = 14
# From so many days before infusion 1 on it is offered.
_OFFERED: Final = 7
# "Once 14-31 days after the last infusion."
AFTER_FIRST: Final = 14
AFTER_LAST: Final = 31
_WEEK: Final = 7
# A course without all its dates goes on; so far ahead its check-ins are planned.
_AHEAD: Final = timedelta(days=70)
# A year that was mistyped is nothing to plan for.
_FAR: Final = timedelta(days=3_650)


class Occasion(StrEnum):
    """Why a check-in is due."""

    BASELINE = "before the first infusion"
    WEEKLY = "weekly"
    AFTER = "after the last infusion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A check-in that is due, or the next one to come.

    day: when it is to be done, never the day of an infusion: today or later.
    last: the last day on which it still counts.
    """

    questionnaire: Questionnaire
    occasion: Occasion
    day: date
    last: date

    def is_due(self, today: date) -> bool:
        """Whether it can be done today as planned."""
        return self.day <= today <= self.last


@dataclass(frozen=True, slots=True)
class _Slot:
    """The days from first to last, in which one check-in counts; it is asked for from day on."""

    occasion: Occasion
    first: date
    day: date
    last: date


def due(
    course: Course | None,
    sessions: Sequence[Session],
    checkins: Iterable[CheckIn],
    weekday: int,
    now: datetime,
    *,
    asked: Questionnaire,
) -> Due | None:
    """The check-in of one questionnaire that is due now, or the next one; None where none will be.

    sessions: of the course. checkins: the finished ones of this questionnaire.
    weekday: 0 Monday to 6 Sunday, the patient's day. now: as it is lived.
    Raises Invalid for another weekday.
    """
    whole("A weekday", weekday, 0, 6)
    today = now.date()
    done = [checkin.day for checkin in checkins if checkin.questionnaire == asked.id]
    if course is None:
        return None
    sessions, taken = _taken(course, sessions, today)
    for slot in _slots(course, sessions, taken, weekday, today, asked):
        day = _free(max(slot.day, today), taken)
        if day <= slot.last and not any(slot.first <= one <= slot.last for one in done):
            return Due(questionnaire=asked, occasion=slot.occasion, day=day, last=slot.last)
    return None


def planned(
    course: Course | None,
    sessions: Sequence[Session],
    weekday: int,
    now: datetime,
    *,
    asked: Questionnaire,
) -> tuple[date, ...]:
    """The days from today on that are planned for one questionnaire, for a calendar.

    Raises Invalid for a weekday that there is not.
    """
    whole("A weekday", weekday, 0, 6)
    today = now.date()
    sessions, taken = _taken(course, sessions, today)
    if course is None or not taken:
        return ()
    slots = _slots(course, sessions, taken, weekday, today, asked)
    days = ((_free(slot.day, taken), slot.last) for slot in slots)
    return tuple(day for day, last in days if today <= day <= last)


def infusion_days(sessions: Iterable[Session]) -> list[date]:
    """The local days on which an infusion took place or is booked, in order."""
    return sorted({s.day for s in sessions if s.status is not Status.SKIPPED and s.day is not None})


def _taken(
    course: Course | None, sessions: Sequence[Session], today: date
) -> tuple[Sequence[Session], list[date]]:
    """The sessions that count, and their days; of a course that was stopped those that took place."""
    if course is not None and course.ended_at is not None:
        sessions = [session for session in sessions if session.was_held]
    return sessions, [day for day in infusion_days(sessions) if abs(day - today) <= _FAR]


def _free(day: date, taken: Sequence[date]) -> date:
    """The day, or the first after it without an infusion."""
    while day in taken:
        day += timedelta(days=1)
    return day


def _slots(
    course: Course,
    sessions: Sequence[Session],
    taken: list[date],
    weekday: int,
    today: date,
    asked: Questionnaire,
) -> Iterator[_Slot]:
    if not taken:
        if course.ended_at is None:
            first = today - timedelta(days=BASELINE_DAYS - 1)
            yield _Slot(Occasion.BASELINE, first, today, today)
        return
    one = timedelta(days=1)
    start = taken[0]
    if today < start:
        offered = start - timedelta(days=_OFFERED)
        yield _Slot(Occasion.BASELINE, start - timedelta(days=BASELINE_DAYS), offered, start - one)
    open_ended = any(session.is_open and session.starts_at is None for session in sessions)
    end = max(today, taken[-1]) + _AHEAD if open_ended else taken[-1] + timedelta(days=_WEEK)
    yield from _weekly(start, end, weekday, asked.every_weeks)
    if not open_ended:
        first, last = (taken[-1] + timedelta(days=days) for days in (AFTER_FIRST, AFTER_LAST))
        yield _Slot(Occasion.AFTER, first, first, last)


def _weekly(start: date, end: date, weekday: int, weeks: int) -> Iterator[_Slot]:
    """A slot around each of the patient's days after the first infusion: every day belongs to one slot."""
    step = timedelta(days=_WEEK * weeks)
    half = timedelta(days=(_WEEK * weeks - 1) // 2)
    day = start + timedelta(days=_WEEK * (weeks - 1) + 1)
    day += timedelta(days=(weekday - day.weekday()) % _WEEK)
    while day <= end:
        yield _Slot(Occasion.WEEKLY, day - half, day, day + half)
        day += step
