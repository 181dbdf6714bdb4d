"""The calendar file is read back by two parsers, and says what it should and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import icalendar
import pytest
import vobject

from app.share.to_ics import Event, to_ics
from tests.share.conftest import HERE, NOW

UID = UUID("4b1bbf8e-96c5-4be6-9bb1-6f70b8f7d6a5")
VISIT = Event(
    uid=UID,
    title="Appointment",
    starts=datetime(2026, 11, 24, 10, 0, tzinfo=HERE),
    alarms=(timedelta(hours=15), timedelta(hours=2)),
    changed_at=datetime(2026, 11, 1, 8, 0, tzinfo=UTC),
)
DAY = Event(
    uid=UUID(int=7), title="Reminder", starts=date(2026, 11, 29), alarms=(timedelta(hours=-10),),
    changed_at=VISIT.changed_at,
)  # fmt: skip
GOLDEN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Companion//Calendar//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
BEGIN:VEVENT
SUMMARY:Appointment
DTSTART:20261124T180000Z
DTEND:20261124T190000Z
DTSTAMP:20261122T200000Z
UID:4b1bbf8e-96c5-4be6-9bb1-6f70b8f7d6a5
SEQUENCE:26294400
CLASS:PRIVATE
LAST-MODIFIED:20261101T080000Z
STATUS:CONFIRMED
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Appointment
TRIGGER:-PT15H
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Appointment
TRIGGER:-PT2H
END:VALARM
END:VEVENT
BEGIN:VEVENT
SUMMARY:Reminder
DTSTART;VALUE=DATE:20261129
DTEND;VALUE=DATE:20261130
DTSTAMP:20261122T200000Z
UID:00000000-0000-0000-0000-000000000007
SEQUENCE:26294400
CLASS:PRIVATE
LAST-MODIFIED:20261101T080000Z
STATUS:CONFIRMED
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Reminder
TRIGGER:PT10H
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def test_the_file_is_as_it_was_agreed_letter_for_letter() -> None:
    assert to_ics([VISIT, DAY], NOW).decode() == GOLDEN.replace("\n", "\r\n")


def test_icalendar_reads_it_back() -> None:
    calendar = icalendar.Calendar.from_ical(to_ics([VISIT, DAY], NOW))
    visit, day = calendar.walk("VEVENT")
    assert (visit["UID"], visit["SUMMARY"]) == (str(UID), "Appointment")
    assert visit.decoded("DTSTART") == VISIT.starts
    assert visit.decoded("DTEND") - visit.decoded("DTSTART") == timedelta(minutes=60)
    assert [a.decoded("TRIGGER") for a in visit.walk("VALARM")] == [timedelta(hours=-15), timedelta(hours=-2)]
    assert (day.decoded("DTSTART"), day.decoded("DTEND")) == (date(2026, 11, 29), date(2026, 11, 30))


def test_another_parser_reads_the_same() -> None:
    calendar = vobject.readOne(to_ics([VISIT, DAY], NOW).decode())
    visit, day = calendar.vevent_list
    assert (visit.uid.value, visit.summary.value, visit.status.value) == (
        str(UID),
        "Appointment",
        "CONFIRMED",
    )
    assert visit.dtstart.value == VISIT.starts
    assert visit.dtend.value - visit.dtstart.value == timedelta(minutes=60)
    assert [a.trigger.value for a in visit.valarm_list] == [timedelta(hours=-15), timedelta(hours=-2)]
    assert (day.dtstart.value, day.dtend.value) == (date(2026, 11, 29), date(2026, 11, 30))
    assert calendar.serialize()


def test_a_later_change_has_a_higher_revision_and_the_same_id() -> None:
    moved = replace(VISIT, starts=VISIT.starts + timedelta(days=1), changed_at=NOW)  # type: ignore[operator]
    assert moved.uid == VISIT.uid
    assert moved.sequence > VISIT.sequence
    assert replace(VISIT).sequence == VISIT.sequence


def test_a_clock_from_before_this_app_makes_no_revision_below_zero() -> None:
    assert replace(VISIT, changed_at=datetime(1980, 1, 1, tzinfo=UTC)).sequence == 0


def test_what_is_not_to_take_place_says_so_and_rings_no_more() -> None:
    (event,) = icalendar.Calendar.from_ical(to_ics([replace(VISIT, cancelled=True)], NOW)).walk("VEVENT")
    assert (event["STATUS"], event["UID"], event.walk("VALARM")) == ("CANCELLED", str(UID), [])


@pytest.mark.parametrize("title", ["Cita; con, comas", "Línea\nBEGIN:VALARM", "á" * 80, "\\n", "🌱 cita"])
def test_no_title_breaks_the_file(title: str) -> None:
    content = to_ics([replace(VISIT, title=title, where=title)], NOW)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert (event["SUMMARY"], event["LOCATION"], len(event.walk("VALARM"))) == (title, title, 2)
    (other,) = vobject.readOne(content.decode()).vevent_list
    assert other.summary.value == title
