"""A check-in is due before the course, weekly, and once after it; never on the day of an infusion."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care import checkin as rules
from app.care.cadence import Due, Occasion, due, infusion_days, planned
from app.care.checkin import CheckIn
from app.care.course import Course, Session, Status
from app.care.invalid import Invalid
from app.care.questionnaires import questionnaire

ZONE = ZoneInfo("America/Los_Angeles")
ID = UUID(int=7)
PHQ9, PCL5 = questionnaire("phq9"), questionnaire("pcl5")
SUNDAY, TUESDAY = 6, 1
# Twice a week from Tuesday 10 November to Friday 27 November 2026.
SIX = [date(2026, 11, day) for day in (10, 13, 17, 20, 24, 27)]


def at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), ZONE)


def course(**more: object) -> Course:
    return Course(**{"id": ID, "made_at": at(date(2026, 10, 1)), "planned": 6, **more})  # type: ignore[arg-type]


def booked(days: list[date], status: Status = Status.PLANNED) -> list[Session]:
    return [
        Session(id=UUID(int=n), course_id=ID, number=n, status=status, starts_at=at(day, 10))
        for n, day in enumerate(days, 1)
    ]


def undated(number: int) -> Session:
    return Session(id=UUID(int=number), course_id=ID, number=number, status=Status.PLANNED)


def done(*days: date, which: str = "phq9") -> list[CheckIn]:
    return [
        rules.finish(
            rules.answer(
                rules.new(questionnaire(which), None, at(day)), questionnaire(which).items[0].id, 1, at(day)
            ),
            at(day),
        )
        for day in days
    ]


def asked(today: date, *checkins: date, sessions: list[Session] | None = None, weekday: int = SUNDAY) -> Due:
    found = due(
        course(),
        booked(SIX) if sessions is None else sessions,
        done(*checkins),
        weekday,
        at(today),
        asked=PHQ9,
    )
    assert found is not None
    return found


def test_nothing_is_due_without_a_course() -> None:
    assert due(None, [], [], SUNDAY, at(date(2026, 11, 1)), asked=PHQ9) is None
    assert planned(None, [], SUNDAY, at(date(2026, 11, 1)), asked=PHQ9) == ()


def test_the_baseline_is_due_from_a_week_before_the_first_infusion_until_the_day_before() -> None:
    early = asked(date(2026, 11, 1))
    # 10 November - 7 days
    assert (early.occasion, early.day, early.last) == (
        Occasion.BASELINE,
        date(2026, 11, 3),
        date(2026, 11, 9),
    )
    assert not early.is_due(date(2026, 11, 2))
    for day in (3, 6, 9):
        found = asked(date(2026, 11, day))
        assert found.occasion is Occasion.BASELINE
        assert found.is_due(date(2026, 11, day))


@pytest.mark.parametrize(
    ("before", "counts"),
    # 14 days before 10 November is 27 October.
    [(date(2026, 10, 27), True), (date(2026, 10, 26), False), (date(2026, 11, 9), True)],
)
def test_one_from_the_two_weeks_before_is_the_baseline(before: date, counts: bool) -> None:
    occasion = asked(date(2026, 11, 9), before).occasion
    assert occasion is (Occasion.WEEKLY if counts else Occasion.BASELINE)


def test_of_a_course_without_dates_the_baseline_is_due_now_and_again_after_two_weeks() -> None:
    sessions = [undated(n) for n in range(1, 7)]
    today = date(2026, 11, 1)
    assert asked(today, sessions=sessions).is_due(today)
    recent, old = date(2026, 10, 19), date(2026, 10, 18)  # 13 and 14 days ago
    assert due(course(), sessions, done(recent), SUNDAY, at(today), asked=PHQ9) is None
    assert asked(today, old, sessions=sessions).is_due(today)
    assert planned(course(), sessions, SUNDAY, at(today), asked=PHQ9) == ()


def test_then_it_is_due_each_week_on_the_patients_day() -> None:
    assert planned(course(), booked(SIX), SUNDAY, at(SIX[0]), asked=PHQ9) == (
        date(2026, 11, 15),
        date(2026, 11, 22),
        date(2026, 11, 29),
        date(2026, 12, 11),  # 27 November + 14 days
    )


def test_one_done_some_days_earlier_or_later_counts_for_its_week() -> None:
    # Around Sunday 15 November count the 12th to the 18th.
    for day in (12, 15, 18):
        assert asked(date(2026, 11, 18), date(2026, 11, day)).day == date(2026, 11, 22)
    late = asked(date(2026, 11, 18), date(2026, 11, 11))
    assert (late.occasion, late.day, late.last) == (
        Occasion.WEEKLY,
        date(2026, 11, 18),
        date(2026, 11, 18),
    )


def test_a_week_that_was_missed_is_not_asked_for_again() -> None:
    assert asked(date(2026, 11, 19)).day == date(2026, 11, 22)


def test_on_the_day_of_an_infusion_nothing_is_due_but_on_the_next_free_day() -> None:
    # Tuesday is the patient's day and that of infusions 3 and 5.
    found = asked(date(2026, 11, 17), weekday=TUESDAY)
    assert (found.day, found.is_due(date(2026, 11, 17))) == (date(2026, 11, 18), False)
    assert planned(course(), booked(SIX), TUESDAY, at(SIX[0]), asked=PHQ9)[:3] == (
        date(2026, 11, 18),
        date(2026, 11, 25),
        date(2026, 12, 1),
    )


def test_a_skipped_infusion_leaves_its_day_free() -> None:
    sessions = booked(SIX)
    sessions[2] = Session(
        id=UUID(int=3), course_id=ID, number=3, status=Status.SKIPPED, starts_at=at(SIX[2], 10)
    )
    assert SIX[2] not in infusion_days(sessions)
    assert asked(SIX[2], sessions=sessions, weekday=TUESDAY).is_due(SIX[2])


def test_after_the_last_infusion_one_is_due_once_from_day_14_to_day_31() -> None:
    # 27 November + 14 = 11 December, + 31 = 28 December.
    waiting = asked(date(2026, 12, 5))
    assert (waiting.occasion, waiting.day, waiting.last) == (
        Occasion.AFTER,
        date(2026, 12, 11),
        date(2026, 12, 28),
    )
    assert asked(date(2026, 12, 28)).is_due(date(2026, 12, 28))
    for today, checkins in ((date(2026, 12, 29), []), (date(2026, 12, 20), done(date(2026, 12, 11)))):
        assert due(course(), booked(SIX), checkins, SUNDAY, at(today), asked=PHQ9) is None


def test_of_a_course_that_was_stopped_only_the_infusions_that_took_place_count() -> None:
    sessions = booked(SIX)
    sessions[0] = Session(
        id=UUID(int=1), course_id=ID, number=1, status=Status.COMPLETED, starts_at=at(SIX[0], 10),
        began_at=at(SIX[0], 10), ended_at=at(SIX[0], 11),
    )  # fmt: skip
    stopped = course(ended_at=at(date(2026, 11, 14)))
    # 10 November + 14
    assert planned(stopped, sessions, SUNDAY, at(date(2026, 11, 14)), asked=PHQ9) == (
        date(2026, 11, 15),
        date(2026, 11, 24),
    )
    assert due(stopped, booked(SIX), [], SUNDAY, at(date(2026, 11, 14)), asked=PHQ9) is None


def test_a_course_that_has_no_last_date_yet_goes_on_week_by_week() -> None:
    sessions = [*booked(SIX[:2]), undated(3)]
    days = planned(course(), sessions, SUNDAY, at(SIX[1]), asked=PHQ9)
    assert days[0] == date(2026, 11, 15)
    assert {(later - day).days for day, later in pairwise(days)} == {7}
    assert all(day.weekday() == SUNDAY for day in days)


def test_what_asks_about_a_month_is_asked_every_four_weeks() -> None:
    # The first Sunday from 10 November + 22 days on is 6 December; 27 November + 7 = 4 December is before it.
    assert planned(course(), booked(SIX), SUNDAY, at(SIX[0]), asked=PCL5) == (date(2026, 12, 11),)
    sessions = [*booked(SIX[:2]), undated(3)]
    days = planned(course(), sessions, SUNDAY, at(SIX[1]), asked=PCL5)
    assert days[:2] == (date(2026, 12, 6), date(2027, 1, 3))


def test_another_questionnaire_does_not_count() -> None:
    found = due(
        course(),
        booked(SIX),
        done(date(2026, 11, 8), which="gad7"),
        SUNDAY,
        at(date(2026, 11, 9)),
        asked=PHQ9,
    )
    assert found is not None
    assert found.occasion is Occasion.BASELINE


@pytest.mark.parametrize("hour", [0, 1, 3, 23])
def test_weeks_stay_weeks_when_clocks_change(hour: int) -> None:
    # Summer time ends on Sunday 1 November 2026 at 2:00; infusions on 20 and 27 October and 3 November.
    days = [date(2026, 10, 20), date(2026, 10, 27), date(2026, 11, 3)]
    now = at(date(2026, 11, 1), hour)
    found = due(course(), booked(days), [], SUNDAY, now, asked=PHQ9)
    assert found is not None
    assert (found.day, found.is_due(now.date())) == (date(2026, 11, 1), True)
    assert planned(course(), booked(days), SUNDAY, now, asked=PHQ9) == (
        date(2026, 11, 1),
        date(2026, 11, 8),
        date(2026, 11, 17),
    )


@pytest.mark.parametrize("weekday", [-1, 7])
def test_a_weekday_that_there_is_not_is_refused(weekday: int) -> None:
    for ask in (
        lambda: due(None, [], [], weekday, at(SIX[0]), asked=PHQ9),
        lambda: planned(None, [], weekday, at(SIX[0]), asked=PHQ9),
    ):
        with pytest.raises(Invalid, match="weekday"):
            ask()


DAYS = st.integers(0, 80).map(lambda n: date(2026, 10, 1) + timedelta(days=n))


@given(
    infusions=st.lists(DAYS, max_size=10, unique=True),
    checked=st.lists(DAYS, max_size=4),
    weekday=st.integers(0, 6),
    today=DAYS,
    which=st.sampled_from((PHQ9, PCL5)),
)
def test_no_check_in_is_ever_asked_for_on_the_day_of_an_infusion_or_in_the_past(
    infusions: list[date], checked: list[date], weekday: int, today: date, which: object
) -> None:
    sessions = booked(sorted(infusions))
    for day in planned(course(), sessions, weekday, at(today), asked=which):  # type: ignore[arg-type]
        assert day not in infusions
        assert day >= today
    checkins = done(*checked, which=which.id)  # type: ignore[attr-defined]
    found = due(course(), sessions, checkins, weekday, at(today), asked=which)  # type: ignore[arg-type]
    if found is not None:
        assert found.day not in infusions
        assert today <= found.day <= found.last
    if today in infusions:
        assert found is None or not found.is_due(today)
