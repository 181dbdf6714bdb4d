"""Reminders: right by the clock on the wall wherever the patient is, quiet at night, few, each but once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.course import Course, Session, Status
from app.care.invalid import Invalid
from app.care.reminder_choice import MOST_PUT_OFF, Kind, PutOff, ReminderChoice
from app.care.reminders import (
    MOST_A_DAY,
    Known,
    Reminder,
    at_clock,
    due,
    next_ones,
    put_off,
    snoozes,
)

NEW_YORK, BERLIN, TOKYO = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
ZONES = (NEW_YORK, BERLIN, TOKYO, ZoneInfo("America/Los_Angeles"), ZoneInfo("Australia/Lord_Howe"), UTC)
COURSE = Course(id=UUID(int=1), planned=6, made_at=datetime(2026, 1, 1, tzinfo=UTC))
EVERY = ReminderChoice(kinds=tuple(Kind))


def session(at: datetime, number: int = 1, **more: object) -> Session:
    fixed = at_clock(at.date(), at.time(), at.tzinfo or UTC)
    values = {"id": UUID(int=number), "course_id": COURSE.id, "number": number, "starts_at": fixed}
    return Session(**{**values, **more})  # type: ignore[arg-type]


def known(*sessions: Session, **more: object) -> Known:
    return Known(course=COURSE, sessions=sessions, **more)  # type: ignore[arg-type]


def told(found: tuple[Reminder, ...]) -> list[tuple[str, str]]:
    return [(one.kind.name, f"{one.at:%m-%d %H:%M %z}") for one in found]


BOOKED = known(session(datetime(2026, 11, 26, 10, tzinfo=BERLIN)))
BEFORE = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_an_infusion_is_told_the_evening_before_and_two_hours_before() -> None:
    assert told(next_ones(BEFORE, 10, BOOKED, ReminderChoice(), BERLIN)) == [
        ("EVENING_BEFORE", "11-25 19:00 +0100"),
        ("SOON", "11-26 08:00 +0100"),
    ]


def test_the_evening_is_that_of_where_the_patient_is_and_the_infusion_stays_the_clinics() -> None:
    # 10:00 in Berlin is 18:00 in Tokyo and 04:00 in New York, where two hours before is in the night.
    assert told(next_ones(BEFORE, 10, BOOKED, ReminderChoice(), TOKYO)) == [
        ("EVENING_BEFORE", "11-25 19:00 +0900"),
        ("SOON", "11-26 16:00 +0900"),
    ]
    assert told(next_ones(BEFORE, 10, BOOKED, ReminderChoice(), NEW_YORK)) == [
        ("EVENING_BEFORE", "11-25 19:00 -0500"),
    ]


@pytest.mark.parametrize(
    ("day", "evening", "soon"),
    [
        (datetime(2026, 3, 8, 11, tzinfo=NEW_YORK), "03-07 19:00 -0500", "03-08 09:00 -0400"),
        (datetime(2026, 11, 1, 11, tzinfo=NEW_YORK), "10-31 19:00 -0400", "11-01 09:00 -0500"),
    ],
)
def test_the_clock_on_the_wall_counts_across_summer_time(day: datetime, evening: str, soon: str) -> None:
    found = next_ones(day - timedelta(days=3), 10, known(session(day)), ReminderChoice(), NEW_YORK)
    assert told(found) == [("EVENING_BEFORE", evening), ("SOON", soon)]


def test_what_falls_into_the_night_comes_in_the_morning_or_is_left_out() -> None:
    early = known(session(datetime(2026, 11, 26, 9, tzinfo=BERLIN)))
    assert told(next_ones(BEFORE, 10, early, ReminderChoice(), BERLIN))[-1] == ("SOON", "11-26 08:00 +0100")
    earlier = known(session(datetime(2026, 11, 26, 8, 15, tzinfo=BERLIN)))
    assert [name for name, _ in told(next_ones(BEFORE, 10, earlier, ReminderChoice(), BERLIN))] == [
        "EVENING_BEFORE"
    ]
    late = replace(ReminderChoice(), evening=time(22))
    assert [name for name, _ in told(next_ones(BEFORE, 10, early, late, BERLIN))] == ["SOON"]
    awake = replace(late, quiet=False)
    assert told(next_ones(BEFORE, 10, early, awake, BERLIN)) == [
        ("EVENING_BEFORE", "11-25 22:00 +0100"),
        ("SOON", "11-26 07:00 +0100"),
    ]


def test_off_means_off_and_each_kind_alone_can_be_off() -> None:
    full = known(*BOOKED.sessions, check_ins=(date(2026, 11, 22),))
    assert next_ones(BEFORE, 30, full, replace(EVERY, on=False), BERLIN) == ()
    assert due(datetime(2026, 11, 26, 9, tzinfo=BERLIN), full, replace(EVERY, on=False), BERLIN) == ()
    for kind in Kind:
        found = next_ones(BEFORE, 8, full, replace(EVERY, kinds=(kind,)), BERLIN)
        assert {one.kind for one in found} == {kind}


def test_the_mood_and_the_evening_after_are_only_asked_for_when_chosen() -> None:
    usual = next_ones(BEFORE, 8, BOOKED, ReminderChoice(), BERLIN)
    assert {one.kind for one in usual} == {Kind.SOON, Kind.EVENING_BEFORE}


@pytest.mark.parametrize("status", [Status.SKIPPED, Status.COMPLETED])
def test_an_infusion_that_is_over_or_left_out_is_not_told(status: Status) -> None:
    at = datetime(2026, 11, 26, 10, tzinfo=BERLIN)
    more: dict[str, object] = {"status": status}
    if status is Status.COMPLETED:
        start = BOOKED.sessions[0].starts_at
        assert start is not None
        more |= {"began_at": start, "ended_at": start + timedelta(hours=1)}
    found = next_ones(BEFORE, 10, known(session(at, **more)), ReminderChoice(), BERLIN)
    assert found == ()


def test_a_course_that_was_ended_reminds_of_nothing_to_come() -> None:
    ended = replace(BOOKED, course=replace(COURSE, ended_at=BEFORE))
    assert next_ones(BEFORE, 10, ended, ReminderChoice(), BERLIN) == ()


def test_on_the_day_of_an_infusion_no_check_in_and_no_mood_is_asked_for() -> None:
    full = known(*BOOKED.sessions, check_ins=(date(2026, 11, 26),))
    chosen = replace(EVERY, kinds=(Kind.CHECK_IN, Kind.MOOD))
    assert all(one.at.date() != date(2026, 11, 26) for one in next_ones(BEFORE, 10, full, chosen, BERLIN))


def test_a_mood_that_was_noted_is_not_asked_for() -> None:
    chosen = replace(EVERY, kinds=(Kind.MOOD,))
    at = datetime(2026, 11, 22, 18, 30, tzinfo=BERLIN)
    assert [one.thing for one in due(at, known(), chosen, BERLIN)] == ["mood:2026-11-22"]
    assert due(at, known(noted=frozenset({date(2026, 11, 22)})), chosen, BERLIN) == ()
    # And the next morning nothing says that it was left out.
    assert due(at + timedelta(hours=14), known(), chosen, BERLIN) == ()


def test_what_is_due_is_shown_until_it_would_be_too_late() -> None:
    start = datetime(2026, 11, 26, 10, tzinfo=BERLIN)

    def kinds(at: datetime) -> list[Kind]:
        return [one.kind for one in due(at, BOOKED, ReminderChoice(), BERLIN)]

    assert kinds(start - timedelta(hours=15, minutes=1)) == []
    assert kinds(start - timedelta(hours=15)) == [Kind.EVENING_BEFORE]
    assert kinds(start - timedelta(hours=2)) == [Kind.SOON]
    assert kinds(start) == []


def test_put_off_it_comes_later_and_not_now_is_the_end_of_it() -> None:
    evening = datetime(2026, 11, 25, 19, 30, tzinfo=BERLIN)
    (one,) = due(evening, BOOKED, ReminderChoice(), BERLIN)
    later = put_off(ReminderChoice(), one, evening + timedelta(hours=1))
    assert due(evening, BOOKED, later, BERLIN) == ()
    assert [r.thing for r in due(evening + timedelta(hours=1), BOOKED, later, BERLIN)] == [one.thing]
    gone = put_off(later, one, None)
    assert len(gone.put_off) == 1
    assert all(r.thing != one.thing for r in next_ones(BEFORE, 10, BOOKED, gone, BERLIN))


def test_another_date_is_told_anew_after_not_now() -> None:
    evening = datetime(2026, 11, 25, 19, 30, tzinfo=BERLIN)
    (one,) = due(evening, BOOKED, ReminderChoice(), BERLIN)
    gone = put_off(ReminderChoice(), one, None)
    moved = known(session(datetime(2026, 11, 27, 10, tzinfo=BERLIN)))
    assert [r.kind for r in next_ones(evening, 10, moved, gone, BERLIN)] == [Kind.EVENING_BEFORE, Kind.SOON]


def test_only_pauses_that_are_of_use_are_offered() -> None:
    evening = datetime(2026, 11, 25, 19, 30, tzinfo=BERLIN)
    (one,) = due(evening, BOOKED, ReminderChoice(), BERLIN)
    # The evening has begun, and tomorrow at ten it begins.
    assert set(snoozes(one, evening, ReminderChoice(), BERLIN)) == {"hour"}
    checks = known(check_ins=(date(2026, 11, 22),))
    at = datetime(2026, 11, 22, 10, 30, tzinfo=BERLIN)
    (check,) = due(at, checks, ReminderChoice(), BERLIN)
    found = snoozes(check, at, ReminderChoice(), BERLIN)
    assert {name: f"{when:%d %H:%M}" for name, when in found.items()} == {
        "hour": "22 11:30",
        "evening": "22 19:00",
        "tomorrow": "23 10:00",
    }


def test_what_was_put_off_is_bounded() -> None:
    (one,) = due(datetime(2026, 11, 25, 19, 30, tzinfo=BERLIN), BOOKED, ReminderChoice(), BERLIN)
    choice = ReminderChoice()
    for number in range(MOST_PUT_OFF + 5):
        choice = put_off(choice, replace(one, thing=f"mood:{number}"), None)
    assert len(choice.put_off) == MOST_PUT_OFF
    assert choice.put_off[-1].thing == f"mood:{MOST_PUT_OFF + 4}"


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": 1},
        {"kinds": (Kind.MOOD, Kind.MOOD)},
        {"kinds": ("mood",)},
        {"evening": "19:00"},
        {"quiet_from": time(21, tzinfo=UTC)},
        {"put_off": (PutOff(thing="a"), PutOff(thing="a"))},
        {"put_off": tuple(PutOff(thing=str(n)) for n in range(MOST_PUT_OFF + 1))},
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        ReminderChoice(**wrong)  # type: ignore[arg-type]


def test_a_pause_needs_a_name_and_a_zone() -> None:
    with pytest.raises(Invalid):
        PutOff(thing="")
    with pytest.raises(Invalid):
        PutOff(thing="a", until=datetime(2026, 1, 1))
    with pytest.raises(Invalid):
        due(datetime(2026, 1, 1), BOOKED, ReminderChoice(), BERLIN)


zones = st.sampled_from(ZONES)
clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))
# A year with each change to and from summer time.
moments = st.datetimes(datetime(2026, 1, 5), datetime(2026, 12, 25), timezones=zones)


@st.composite
def courses(draw: st.DrawFn) -> Known:
    starts = draw(st.lists(moments, max_size=6))
    days = draw(st.lists(st.dates(date(2026, 1, 5), date(2026, 12, 25)), max_size=4))
    sessions = tuple(session(at, n + 1, id=uuid4()) for n, at in enumerate(starts))
    return Known(course=COURSE, sessions=sessions, check_ins=tuple(days))


choices = st.builds(
    ReminderChoice,
    kinds=st.lists(st.sampled_from(Kind), unique=True).map(tuple),
    evening=clocks,
    check_in_at=clocks,
    mood_at=clocks,
    quiet=st.booleans(),
    quiet_from=clocks,
    quiet_until=clocks,
)


@given(courses(), choices, zones, moments)
def test_whatever_the_zone_nothing_comes_at_night_too_late_twice_or_in_crowds(
    course: Known, choice: ReminderChoice, zone: ZoneInfo, now: datetime
) -> None:
    found = next_ones(now, 20, course, choice, zone)
    for one in found:
        assert not choice.is_quiet(one.at.astimezone(zone).time())
        assert now < one.at < one.ends
        if one.kind in {Kind.EVENING_BEFORE, Kind.SOON}:
            assert one.session is not None
            assert one.session.starts_at is not None
            assert one.at < one.session.starts_at
    assert len({one.thing for one in found}) == len(found)
    days = Counter(one.at.astimezone(zone).date() for one in found)
    assert max(days.values(), default=0) <= MOST_A_DAY
    assert list(found) == sorted(found, key=lambda one: one.at)


@given(courses(), choices, zones, zones, moments)
def test_in_another_zone_the_same_things_are_told_by_its_clock(
    course: Known, choice: ReminderChoice, here: ZoneInfo, there: ZoneInfo, now: datetime
) -> None:
    awake = replace(choice, quiet=False, kinds=(Kind.SOON,))
    one, other = (next_ones(now, 20, course, awake, zone) for zone in (here, there))
    # Two hours before an infusion is one moment all over the world; who travels is told of no other one.
    moments_told = [sorted((r.thing, r.at.astimezone(UTC)) for r in found) for found in (one, other)]
    if len(one) < MOST_A_DAY and len(other) < MOST_A_DAY:
        assert moments_told[0] == moments_told[1]


@given(courses(), choices, zones, moments, st.integers(0, 5))
def test_what_was_told_ahead_is_what_is_due_when_its_time_has_come(
    course: Known, choice: ReminderChoice, zone: ZoneInfo, now: datetime, days: int
) -> None:
    for one in next_ones(now, days, course, choice, zone):
        shown = due(one.at.astimezone(UTC), course, choice, zone)
        assert one.thing in {r.thing for r in shown}
