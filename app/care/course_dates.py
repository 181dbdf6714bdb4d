"""The dates of a course: a proposal, and what speaks for or against the dates as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Final

from app.care.course_records import MOST_INFUSIONS, USUAL_INFUSIONS, Session, Status
from app.care.invalid import Invalid, whole
from app.care.moment import aware
from app.care.sentence import Sentence, say

# "six infusions within a span of three weeks" (the clinic's text); day 1 is the day of the first one.
COURSE_DAYS: Final = 21
LEAST_DAYS_APART: Final = 2
_WEEK: Final = 7
_SATURDAY: Final = 5


def propose(
    first_day: date, usual_time: time, weekdays: Iterable[int], planned: int, zone: tzinfo
) -> tuple[datetime, ...]:
    """Suggest a time for each infusion: evenly, twice a week, at the same time on the wall's clock.

    first_day: of the first infusion, always kept. usual_time: of day, without a zone.
    weekdays: 0 (Monday) to 6, the days that suit the patient; without any, every three to four days,
        on weekdays where that is possible.
    planned: 1 to 24. zone: where the patient lives; the clock time stays when summer time begins or ends.
    Raises Invalid for anything else, and for dates beyond the calendar.
    """
    whole("The number of infusions", planned, 1, MOST_INFUSIONS)
    chosen = {whole("A weekday", weekday, 0, 6) for weekday in weekdays}
    if not chosen:
        first = first_day.weekday()
        three, four = (first + 3) % _WEEK, (first + 4) % _WEEK
        chosen = {first, four if three >= _SATURDAY > four else three}
    offsets = [0]
    while len(offsets) < planned:
        offsets.append(_next_offset(offsets, first_day.weekday(), chosen))
    try:
        days = [first_day + timedelta(days=offset) for offset in offsets]
    except OverflowError:
        raise Invalid("The first day is too far away to plan a course from it; check the year.") from None
    return tuple(_on_the_wall(day, usual_time, zone) for day in days)


def _next_offset(offsets: list[int], first: int, chosen: set[int]) -> int:
    """The suitable day nearest to an even rhythm of two a week, at least two days after the last one."""
    even = 3.5 * len(offsets)
    least = offsets[-1] + LEAST_DAYS_APART
    suitable = [day for day in range(least, least + 2 * _WEEK) if (first + day) % _WEEK in chosen]
    return min(suitable, key=lambda day: (abs(day - even), day))


def _on_the_wall(day: date, at: time, zone: tzinfo) -> datetime:
    booked = aware(datetime.combine(day, at.replace(tzinfo=None, fold=0), zone), "start time")
    # An hour that the change to summer time leaves out is moved on to one that the clock does show.
    return booked.astimezone(UTC).astimezone(zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problems:
    """What is wrong with the dates: refusals cannot be kept, warnings are only worth a look."""

    refusals: tuple[Sentence, ...] = ()
    warnings: tuple[Sentence, ...] = ()


def problems(sessions: Iterable[Session], now: datetime | None = None) -> Problems:
    """Hold the dates of a course against its rules; infusions that were skipped do not count.

    sessions: of one course, in any order. now: to find dates that have gone by, unless left out.
    Refused: two on one local day. Warned about: less than two days apart, not in the order of their
    numbers, the sixth (or the last of fewer) beyond day 21, a day that has gone by.
    Source of the three weeks: the clinic's text, which suggests them.
    """
    booked = _by_time(sessions)
    refusals, warnings = [], []
    for (day, one), (next_day, other) in pairwise(booked):
        first, second = sorted((one.number, other.number))
        if day == next_day:
            refusals.append(
                say(
                    "Infusions {first} and {second} would be on one day; choose another day for one of them.",
                    first=first,
                    second=second,
                )
            )
        elif (next_day - day).days < LEAST_DAYS_APART:
            warnings.append(
                say(
                    "Infusions {first} and {second} are less than two days apart: ask your clinic.",
                    first=first,
                    second=second,
                )
            )
        if one.number > other.number:
            warnings.append(say("Infusion {second} is before infusion {first}.", first=first, second=second))
    if beyond := _beyond(booked):
        warnings.append(beyond)
    for _, session in booked if now is not None else ():
        if now is not None and session.is_open and _gone_by(session, now):
            warnings.append(say("The date of infusion {n} has gone by.", n=session.number))
    return Problems(refusals=tuple(refusals), warnings=tuple(warnings))


def _by_time(sessions: Iterable[Session]) -> list[tuple[date, Session]]:
    days = [(s.day, s) for s in sessions if s.status is not Status.SKIPPED]
    return sorted(
        ((day, s) for day, s in days if day is not None), key=lambda found: (found[0], found[1].number)
    )


def _beyond(booked: Sequence[tuple[date, Session]]) -> Sentence | None:
    counted = [(day, session) for day, session in booked if session.number <= USUAL_INFUSIONS]
    if not counted:
        return None
    last_day, last = max(counted, key=lambda found: found[1].number)
    number = (last_day - booked[0][0]).days + 1
    if number <= COURSE_DAYS:
        return None
    return say(
        "Infusion {n} is on day {day}, beyond the three weeks that your clinic suggests: ask your clinic.",
        n=last.number,
        day=number,
    )


def _gone_by(session: Session, now: datetime) -> bool:
    at = session.starts_at
    return at is not None and at.date() < now.astimezone(at.tzinfo).date()


def refuse_two_on_a_day(sessions: Iterable[Session]) -> None:
    """Raise Invalid with a sentence when two infusions that count are on one local day."""
    found = problems(sessions).refusals
    if found:
        raise Invalid(found[0])


def course_day(sessions: Iterable[Session], day: date) -> int | None:
    """The number of a day in the course: 1 on the day of the first infusion, None before or without one."""
    booked = _by_time(sessions)
    number = (day - booked[0][0]).days + 1 if booked else 0
    return number if number >= 1 else None
