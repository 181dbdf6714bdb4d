"""The calendar tells the dates as they stand, rings when it should, and names nothing by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest

from app.care.invalid import Invalid
from app.services import Services
from tests.services.conftest import ZONE, Now


def everything(services: Services, **how: Any) -> list[Any]:
    return list(icalendar.Calendar.from_ical(services.calendar.ics_bytes(**how)).walk("VEVENT"))


def events(services: Services, **how: Any) -> list[Any]:
    """The infusions: what has a time."""
    return [one for one in everything(services, **how) if isinstance(one.decoded("DTSTART"), datetime)]


def check_ins(services: Services, **how: Any) -> list[Any]:
    """The check-ins: what has only a day."""
    return [one for one in everything(services, **how) if not isinstance(one.decoded("DTSTART"), datetime)]


@pytest.fixture
def course(services: Services) -> Services:
    """Six infusions from Tuesday 24 November, 10:00."""
    services.courses.start(date(2026, 11, 24), time(10), (), 6)
    return services


def test_each_infusion_is_an_hour_with_two_alarms(course: Services) -> None:
    found = events(course)
    assert len(found) == 6
    assert course.calendar.count() == 6 + len(check_ins(course))
    first = found[0]
    assert first.decoded("DTSTART") == datetime(2026, 11, 24, 10, tzinfo=ZONE)
    assert first.decoded("DTEND") - first.decoded("DTSTART") == timedelta(minutes=60)
    at = [first.decoded("DTSTART") + alarm.decoded("TRIGGER") for alarm in first.walk("VALARM")]
    assert at == [datetime(2026, 11, 23, 19, tzinfo=ZONE), datetime(2026, 11, 24, 8, tzinfo=ZONE)]


def test_the_evening_before_is_one_by_the_clock_on_the_wall_when_clocks_go_back(
    services: Services, now: Now
) -> None:
    now.set(2026, 10, 20)
    services.courses.start(date(2026, 11, 1), time(10), (), 1)
    (event,) = events(services)
    evening, _ = (event.decoded("DTSTART") + alarm.decoded("TRIGGER") for alarm in event.walk("VALARM"))
    assert evening == datetime(2026, 10, 31, 19, tzinfo=ZONE)
    assert event.decoded("DTSTART") - evening == timedelta(hours=16)


def test_nobody_who_sees_the_calendar_learns_what_it_is(course: Services) -> None:
    course.settings.change_clinic(name="Ketamine Clinic")
    content = course.calendar.ics_bytes().decode().lower()
    assert "summary:appointment" in content
    for word in ("ketamine", "infusion", "clinic", "session", "mood"):
        assert word not in content
    assert str(course.courses.sessions(course.courses.known_course())[0].id) not in content


def test_titles_say_what_it_is_where_that_was_chosen(course: Services) -> None:
    course.settings.change_clinic(name="Good Clinic")
    told = events(course, told=True)
    assert [str(event["SUMMARY"]) for event in told[:2]] == ["Infusion 1 of 6", "Infusion 2 of 6"]
    assert str(told[0]["LOCATION"]) == "Good Clinic"


def test_a_second_file_updates_what_the_first_one_made(course: Services, now: Now) -> None:
    before = events(course)
    now.move(hours=1)
    course.courses.move(3, course.clock.at(date(2026, 12, 5), time(15)))
    after = events(course)
    assert [str(event["UID"]) for event in after] == [str(event["UID"]) for event in before]
    assert len({str(event["UID"]) for event in after}) == 6
    assert after[2]["SEQUENCE"] > before[2]["SEQUENCE"]
    assert after[2].decoded("DTSTART") == datetime(2026, 12, 5, 15, tzinfo=ZONE)
    assert [e["SEQUENCE"] for e in after if e is not after[2]] == [
        e["SEQUENCE"] for e in before if e is not before[2]
    ]


def test_an_unchanged_course_gives_the_same_events(course: Services, now: Now) -> None:
    before = events(course)
    now.move(days=1)
    for old, new in zip(before, events(course), strict=True):
        assert new["DTSTAMP"].dt > old["DTSTAMP"].dt
        for name in ("UID", "SEQUENCE", "LAST-MODIFIED", "DTSTART", "SUMMARY"):
            assert new[name].to_ical() == old[name].to_ical()


def test_what_is_skipped_taken_away_or_stopped_is_cancelled(course: Services, now: Now) -> None:
    course.courses.skip(2)
    now.move(minutes=1)
    course.courses.set_planned(5)
    status = {str(e["UID"]): str(e["STATUS"]) for e in events(course)}
    assert list(status.values()) == ["CONFIRMED", "CANCELLED", *["CONFIRMED"] * 3, "CANCELLED"]
    assert course.calendar.count() == 4 + len(check_ins(course))
    before = events(course)
    now.move(minutes=1)
    course.courses.stop_course()
    assert {str(e["STATUS"]) for e in events(course)} == {"CANCELLED"}
    assert all(new["SEQUENCE"] > old["SEQUENCE"] for new, old in zip(events(course), before, strict=True))
    assert course.calendar.count() == 0


def test_what_took_place_stays_and_rings_no_more(course: Services, now: Now) -> None:
    now.set(2026, 11, 24, 10, 5)
    course.courses.begin(1)
    now.move(minutes=45)
    course.courses.complete(1)
    first = events(course)[0]
    assert (str(first["STATUS"]), first.walk("VALARM")) == ("CONFIRMED", [])
    assert first.decoded("DTSTART") == datetime(2026, 11, 24, 18, tzinfo=UTC)


def test_without_a_date_there_is_no_file(services: Services) -> None:
    for _ in range(2):
        assert services.calendar.count() == 0
        with pytest.raises(Invalid, match="no date"):
            services.calendar.ics_bytes()
        services.courses.start()


def test_check_in_days_are_whole_days_that_ring_in_the_morning(course: Services) -> None:
    # Infusions: 24 and 27 November, 1, 4, 8 and 11 December; the patient's day is Sunday.
    found = check_ins(course)
    assert [one.decoded("DTSTART") for one in found] == [
        date(2026, 11, 29),
        date(2026, 12, 6),
        date(2026, 12, 13),
        date(2026, 12, 25),  # 11 December + 14 days
    ]
    for one in found:
        assert (str(one["SUMMARY"]), str(one["TRANSP"])) == ("Reminder", "TRANSPARENT")
        (alarm,) = one.walk("VALARM")
        assert alarm.decoded("TRIGGER") == timedelta(hours=10)
    assert {str(one["SUMMARY"]) for one in check_ins(course, told=True)} == {"Check-in"}


def test_another_weekday_moves_the_check_in_days_and_adds_none(course: Services, now: Now) -> None:
    before = check_ins(course)
    now.move(minutes=1)
    course.settings.change_preferences(check_in_weekday=2)
    after = check_ins(course)
    assert [one.decoded("DTSTART") for one in after] == [
        date(2026, 11, 25),
        date(2026, 12, 2),
        date(2026, 12, 9),
        date(2026, 12, 16),
        date(2026, 12, 25),
    ]
    assert len({str(one["UID"]) for one in after}) == 5
    moved = {str(one["UID"]): one["SEQUENCE"] for one in after}
    # The weeks of 29 November, 6 and 13 December, and the one two weeks after the last infusion.
    assert [str(one["UID"]) for one in before if str(one["UID"]) in moved] == [str(o["UID"]) for o in before]
    assert all(moved[str(one["UID"])] > one["SEQUENCE"] for one in before)


def test_a_check_in_day_keeps_its_place_in_the_calendar_as_time_goes_by(course: Services, now: Now) -> None:
    before = {str(one["UID"]): one.decoded("DTSTART") for one in check_ins(course)}
    now.set(2026, 12, 1, 9)
    after = {str(one["UID"]): one.decoded("DTSTART") for one in check_ins(course)}
    assert after == {uid: day for uid, day in before.items() if day >= date(2026, 12, 1)}
    assert len(after) == 3


def test_whoever_wants_no_check_ins_gets_no_days_for_them(course: Services) -> None:
    course.settings.change_preferences(check_ins=())
    assert check_ins(course) == []
    assert course.calendar.count() == 6
