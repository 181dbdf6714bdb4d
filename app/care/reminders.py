"""Reminders: what is told when. One for each thing, few a day, none at night, none about what was not done.

An infusion is a moment, which its clinic's clock gave; evenings, mornings and the quiet of the night are
those of the clock where the patient is now. So all is worked out anew from the zone of the device each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final

from app.care.course_records import Course, Session, Status
from app.care.moment import aware
from app.care.reminder_choice import MOST_PUT_OFF, Kind, PutOff, ReminderChoice

# More than so many a day would be noise.
MOST_A_DAY: Final = 3
_TWO_HOURS: Final = timedelta(hours=2)
# Told with less time than this left, it would only be too late.
_WORTH: Final = timedelta(minutes=30)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_KINDS: Final = tuple(Kind)
# A year that was mistyped is nothing to remind of.
_FAR: Final = timedelta(days=3_650)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One thing to be told.

    thing: its id, the same however often it is worked out, and without anything about the patient.
    at: when it is told, by the clock of the device. ends: from when on it would be too late.
    session: the infusion that it is about, or None.
    """

    kind: Kind
    thing: str
    at: datetime
    ends: datetime
    session: Session | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What reminders follow from.

    course, sessions: the current one. check_ins: days that are planned and not done yet.
    noted: days on which a mood was noted.
    """

    course: Course | None = None
    sessions: tuple[Session, ...] = ()
    check_ins: tuple[date, ...] = ()
    noted: frozenset[date] = frozenset()


def due(now: datetime, known: Known, choice: ReminderChoice, zone: tzinfo) -> tuple[Reminder, ...]:
    """What was to be told by now and is not too late yet, the one that matters most first.

    now: aware. zone: of the device. Raises Invalid for a naive time.
    """
    aware(now)
    found = _all(known, choice, zone, now - _DAY - _DAY, now)
    return tuple(
        sorted((r for r in found if r.at <= now < r.ends), key=lambda r: (_KINDS.index(r.kind), r.at))
    )


def next_ones(
    now: datetime, days: int, known: Known, choice: ReminderChoice, zone: tzinfo
) -> tuple[Reminder, ...]:
    """What is to be told after now, in order, so that a device can be told ahead.

    now: aware. days: how far ahead. zone: of the device. Raises Invalid for a naive time.
    """
    aware(now)
    last = now + timedelta(days=days)
    found = _all(known, choice, zone, now - _DAY, last)
    return tuple(r for r in found if now < r.at <= last)


def snoozes(reminder: Reminder, now: datetime, choice: ReminderChoice, zone: tzinfo) -> dict[str, datetime]:
    """The times to which a reminder can be put off and still be of use: "hour", "evening", "tomorrow".

    now: aware. zone: of the device.
    """
    today = now.astimezone(zone).date()
    ways = {
        "hour": now + _HOUR,
        "evening": at_clock(today, choice.evening, zone),
        "tomorrow": at_clock(today + _DAY, choice.check_in_at, zone),
    }
    last = reminder.ends - _WORTH
    return {
        name: at
        for name, at in ways.items()
        if now < at <= last and not choice.is_quiet(at.astimezone(zone).time())
    }


def put_off(
    choice: ReminderChoice, reminder: Reminder, until: datetime | None, *, gone: Iterable[str] = ()
) -> ReminderChoice:
    """The choice with a reminder put off. until: when it is told again; None is not at all.

    gone: ids of reminders that were put off and are over.
    """
    over = {*gone, reminder.thing}
    kept = [one for one in choice.put_off if one.thing not in over]
    kept.append(PutOff(thing=reminder.thing, until=until))
    return replace(choice, put_off=tuple(kept[-MOST_PUT_OFF:]))


def at_clock(day: date, clock: time, zone: tzinfo) -> datetime:
    """The moment when clocks of a zone show a time on a day, with its offset written down.

    A time that is left out when clocks go forward becomes the hour after; of one that comes twice the first.
    """
    return _fixed(datetime.combine(day, clock.replace(fold=0), tzinfo=zone), zone)


def _fixed(at: datetime, zone: tzinfo) -> datetime:
    """The moment in the zone; Python compares two times of one zone by their clocks, wrong across DST."""
    here = at.astimezone(UTC).astimezone(zone)
    return here.replace(tzinfo=timezone(here.utcoffset() or timedelta()), fold=0)


def _all(
    known: Known, choice: ReminderChoice, zone: tzinfo, since: datetime, until: datetime
) -> tuple[Reminder, ...]:
    """Every reminder from one moment to another, with what was put off, the quiet and the most a day."""
    if not choice.on:
        return ()
    off = {one.thing: one for one in choice.put_off}
    kept: list[Reminder] = []
    for one in _wanted(known, zone, choice, since, until):
        if one.kind not in choice.kinds:
            continue
        later = off.get(one.thing)
        if later is not None and later.until is None:
            continue
        moved = _awake(one.at if later is None or later.until is None else later.until, choice, zone)
        if (moved == one.at < one.ends) or moved <= one.ends - _WORTH:
            kept.append(replace(one, at=moved))
    return _few_a_day(kept)


def _few_a_day(found: Iterable[Reminder]) -> tuple[Reminder, ...]:
    days: dict[date, int] = {}
    kept = []
    for one in sorted(found, key=lambda r: (_KINDS.index(r.kind), r.at)):
        day = one.at.date()
        days[day] = days.get(day, 0) + 1
        if days[day] <= MOST_A_DAY:
            kept.append(one)
    return tuple(sorted(kept, key=lambda r: r.at))


def _awake(at: datetime, choice: ReminderChoice, zone: tzinfo) -> datetime:
    """The moment, or the end of the quiet that it falls into."""
    here = _fixed(at, zone)
    if not choice.is_quiet(here.time()):
        return here
    until = choice.quiet_until
    day = here.date() if here.time() < until else here.date() + _DAY
    morning = at_clock(day, until, zone)
    # Of an hour that comes twice, the quiet ends in the second one too.
    return morning if morning > here else _fixed(datetime.combine(day, until, zone).replace(fold=1), zone)


def _wanted(
    known: Known, zone: tzinfo, choice: ReminderChoice, since: datetime, until: datetime
) -> Iterator[Reminder]:
    first, last = since.astimezone(zone).date(), until.astimezone(zone).date()
    ended = known.course is None or known.course.ended_at is not None
    infusions = set()
    for session in known.sessions:
        at = session.began_at if session.was_held else session.starts_at
        if at is None or session.status is Status.SKIPPED or abs(at - since) > _FAR:
            continue
        infusions.add(at.astimezone(zone).date())
        if not ended or session.was_held:
            yield from _of_session(session, at, zone, choice)
    for day in sorted(set(known.check_ins)):
        if first - _DAY <= day <= last and day not in infusions:
            yield _of_day(Kind.CHECK_IN, day, choice.check_in_at, zone, days=2)
    day = first
    while day <= last:
        if day not in known.noted and day not in infusions:
            yield _of_day(Kind.MOOD, day, choice.mood_at, zone, days=1)
        day += _DAY


def _of_session(
    session: Session, starts: datetime, zone: tzinfo, choice: ReminderChoice
) -> Iterator[Reminder]:
    # A new date is a new thing: who put off the old one has not heard of it.
    name = f"{session.id}:{starts.astimezone(UTC):%Y%m%dT%H%M}"
    day = starts.astimezone(zone).date()
    if not session.was_held:
        before = at_clock(day - _DAY, choice.evening, zone)
        soon = _fixed(starts - _TWO_HOURS, zone)
        yield Reminder(
            kind=Kind.EVENING_BEFORE, thing=f"evening:{name}", at=before, ends=soon, session=session
        )
        yield Reminder(
            kind=Kind.SOON, thing=f"soon:{name}", at=soon, ends=_fixed(starts, zone), session=session
        )
    evening = at_clock(day, choice.evening, zone)
    if evening >= starts + _TWO_HOURS:
        # Not by the booked time: the infusion that begins a little later is still the same one.
        yield Reminder(
            kind=Kind.AFTER,
            thing=f"after:{session.id}:{day.isoformat()}",
            at=evening,
            ends=at_clock(day + _DAY, time(), zone),
            session=session,
        )


def _of_day(kind: Kind, day: date, clock: time, zone: tzinfo, *, days: int) -> Reminder:
    ends = at_clock(day + timedelta(days=days), time(), zone)
    name = "check-in" if kind is Kind.CHECK_IN else "mood"
    return Reminder(kind=kind, thing=f"{name}:{day.isoformat()}", at=at_clock(day, clock, zone), ends=ends)
