"""A calendar file (RFC 5545) that other calendars take in, and that updates what they took in before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from icalendar import Alarm, Calendar
from icalendar import Event as Entry

# Says which program wrote the file, as the format wants, without what it is about.
_WRITER = "-//Companion//Calendar//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing in a calendar.

    uid: the same each time, so that a second import updates the first. title: one short line.
    starts: a moment, or a day for something without a time. minutes: how long, when it has a time.
    alarms: how long before the start each rings; a negative one rings after it.
    changed_at: when it last changed, from which its revision follows. cancelled: it is not to take place.
    where: the place, or "".
    """

    uid: UUID
    title: str
    starts: datetime | date
    minutes: int = 60
    alarms: tuple[timedelta, ...] = ()
    changed_at: datetime
    cancelled: bool = False
    where: str = ""

    @property
    def sequence(self) -> int:
        """The revision: it grows whenever the event changes, and needs no count that could be lost."""
        return max(0, int((self.changed_at - _BEGINNING).total_seconds()))


_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


def to_ics(events: Iterable[Event], made_at: datetime) -> bytes:
    """The file with all events, times in UTC, so that every calendar shows its own local time.

    Args:
        events: what is to be in it.
        made_at: now.
    """
    calendar = Calendar()
    calendar.add("prodid", _WRITER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(_entry(event, made_at))
    return bytes(calendar.to_ical())


def _entry(event: Event, made_at: datetime) -> Entry:
    entry = Entry()
    entry.add("uid", str(event.uid))
    entry.add("dtstamp", made_at.astimezone(UTC))
    entry.add("last-modified", event.changed_at.astimezone(UTC))
    entry.add("sequence", event.sequence)
    entry.add("summary", event.title)
    if isinstance(event.starts, datetime):
        starts = event.starts.astimezone(UTC)
        entry.add("dtstart", starts)
        entry.add("dtend", starts + timedelta(minutes=event.minutes))
    else:
        entry.add("dtstart", event.starts)
        entry.add("dtend", event.starts + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
    entry.add("class", "PRIVATE")
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    if event.where:
        entry.add("location", event.where)
    for before in event.alarms if not event.cancelled else ():
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event.title)
        alarm.add("trigger", -before)
        entry.add_component(alarm)
    return entry
