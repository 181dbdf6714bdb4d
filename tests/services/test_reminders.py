"""Reminders of a store: what is due, what was put off stays so, and what a device is told says nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.care.profile import Role
from app.care.questionnaires import QUESTIONNAIRES
from app.care.reminder_choice import Kind
from app.care.reminders import Reminder
from app.device import notifications
from app.device.notifications import Notice
from app.language import ENGLISH
from app.services import Services
from app.services.reminder_telling import Telling
from app.services.reminders import words
from tests.services.conftest import ZONE, Now

FIRST = date(2026, 11, 26)


@pytest.fixture
def course(services: Services) -> Services:
    """A course whose first infusion is on Thursday at ten."""
    dates = [datetime(2026, 11, 26, 10, tzinfo=ZONE), datetime(2026, 11, 30, 10, tzinfo=ZONE)]
    services.courses.start(FIRST, time(10), (), 2, dates=tuple(dates))
    return services


def told(found: Sequence[Reminder | Notice]) -> list[str]:
    return [f"{one.at:%m-%d %H:%M}" for one in found]


def kinds(found: Sequence[Reminder]) -> set[Kind]:
    return {one.kind for one in found}


def test_a_course_reminds_of_its_infusions_and_check_ins(course: Services) -> None:
    found = course.reminders.coming(10)
    assert kinds(found) == {Kind.EVENING_BEFORE, Kind.SOON, Kind.CHECK_IN}
    infusion = [one for one in found if one.kind is not Kind.CHECK_IN]
    assert told(infusion) == ["11-25 19:00", "11-26 08:00", "11-29 19:00", "11-30 08:00"]


def test_without_a_course_there_is_nothing_to_remind_of(services: Services) -> None:
    assert services.reminders.coming() == ()
    assert services.reminders.due() == ()


def test_a_moved_infusion_is_told_at_its_new_time_and_no_longer_at_the_old(
    course: Services, now: Now
) -> None:
    course.courses.move(1, datetime(2026, 11, 27, 14, tzinfo=ZONE))
    found = [one for one in course.reminders.coming(6) if one.kind is not Kind.CHECK_IN]
    assert told(found) == ["11-26 19:00", "11-27 12:00"]


def test_not_now_is_kept_in_the_store_and_can_be_undone(course: Services, now: Now, folder: Path) -> None:
    now.set(2026, 11, 25, 19, 30)
    (one,) = [r for r in course.reminders.due() if r.kind is Kind.EVENING_BEFORE]
    done = course.reminders.put_off(one)
    again = Services.open(folder, now=now)
    assert all(r.thing != one.thing for r in again.reminders.due())
    again.close()
    done.undo()
    assert one.thing in {r.thing for r in course.reminders.due()}


def test_a_pause_lasts_until_its_time_and_then_it_is_told_once_more(course: Services, now: Now) -> None:
    now.set(2026, 11, 25, 19, 30)
    (one,) = [r for r in course.reminders.due() if r.kind is Kind.EVENING_BEFORE]
    course.reminders.put_off(one, course.reminders.ways(one)["hour"])
    assert one.thing not in {r.thing for r in course.reminders.due()}
    assert "11-25 20:30" in told(course.reminders.coming(1))
    now.move(hours=1)
    assert one.thing in {r.thing for r in course.reminders.due()}


def test_a_check_in_that_is_done_is_not_told_and_an_old_one_is_never_asked_for(
    course: Services, now: Now
) -> None:
    course.settings.change_preferences(check_ins=("phq9",))
    day = next(one for one in course.reminders.coming(60) if one.kind is Kind.CHECK_IN).at.date()
    now.set(day.year, day.month, day.day, 11)
    assert kinds(course.reminders.due()) == {Kind.CHECK_IN}
    # Two days later it is still open, and nothing asks for it.
    before = now.at
    now.move(days=2)
    assert Kind.CHECK_IN not in kinds(course.reminders.due())
    now.at = before
    for item in QUESTIONNAIRES["phq9"].items:
        course.checkins.answer("phq9", item.id, 0)
    course.checkins.finish("phq9")
    assert Kind.CHECK_IN not in kinds(course.reminders.due())
    assert day not in {one.at.date() for one in course.reminders.coming() if one.kind is Kind.CHECK_IN}


def test_a_mood_of_today_is_enough_for_today(course: Services, now: Now) -> None:
    course.reminders.change(kinds=(Kind.MOOD,))
    now.set(2026, 11, 22, 18, 30)
    assert kinds(course.reminders.due()) == {Kind.MOOD}
    course.journal.add(5)
    assert course.reminders.due() == ()


def test_off_means_off_in_the_app_and_on_the_device(course: Services, now: Now) -> None:
    course.reminders.change(on=False, device=True)
    now.set(2026, 11, 25, 19, 30)
    assert (course.reminders.due(), course.reminders.coming(), course.reminders.notices()) == ((), (), ())


def test_who_cares_for_somebody_is_not_told_of_a_course(course: Services) -> None:
    course.reminders.change(device=True)
    course.settings.change_preferences(role=Role.CAREGIVER)
    assert course.reminders.notices() == ()


def test_the_lock_screen_says_nothing_unless_its_owner_wants_it(course: Services) -> None:
    assert course.reminders.notices() == ()
    course.reminders.change(device=True)
    plain = course.reminders.notices()
    assert {(one.title, one.words) for one in plain} == {("Reminder", "Open the app when it suits you.")}
    course.reminders.change(said=True)
    assert [one.words for one in course.reminders.notices() if one.at.date() == date(2026, 11, 25)] == [
        "Your infusion is tomorrow at 10:00."
    ]
    assert [one.at for one in course.reminders.notices()] == [one.at for one in plain]


def test_the_words_keep_the_clinics_clock_wherever_the_patient_is(course: Services, now: Now) -> None:
    now.at = now.at.astimezone(ZoneInfo("Asia/Tokyo"))
    found = [one for one in course.reminders.coming(6) if one.kind is not Kind.CHECK_IN]
    # Ten in Los Angeles is three in the morning in Tokyo: what would ring at one comes not at all.
    assert told(found) == ["11-26 19:00"]
    assert words(found[0], found[0].at) == ("Your infusion is today at 10:00. That is the clinic’s time.")


class Device:
    """Stands for the adapter: what it was told, and whether it takes it."""

    def __init__(self) -> None:
        self.plans: list[tuple[Notice, ...]] = []
        self.takes = True

    async def plan(self, notices: Sequence[Notice]) -> bool:
        self.plans.append(tuple(notices))
        return self.takes


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> Device:
    made = Device()
    monkeypatch.setattr(notifications, "plan", made.plan)
    return made


def test_the_device_is_told_anew_after_a_change_and_not_without_one(
    course: Services, device: Device, now: Now
) -> None:
    async def go() -> None:
        telling = Telling()
        await telling.bring_up_to_date(course, ENGLISH)
        course.reminders.change(device=True)
        await telling.bring_up_to_date(course, ENGLISH)
        await telling.bring_up_to_date(course, ENGLISH)
        # In another zone the evenings are others.
        now.at = now.at.astimezone(ZoneInfo("America/New_York"))
        await telling.bring_up_to_date(course, ENGLISH)
        course.reminders.change(on=False)
        await telling.bring_up_to_date(course, ENGLISH)

    asyncio.run(go())
    first, here, there, off = device.plans
    assert (first, off) == ((), ())
    evening = next(one for one in here if one.at.date() == date(2026, 11, 25))
    moved = next(one for one in there if one.at.date() == date(2026, 11, 25))
    assert evening.at - moved.at == timedelta(hours=3)


def test_a_device_that_failed_is_told_again(course: Services, device: Device) -> None:
    async def go() -> None:
        telling = Telling()
        course.reminders.change(device=True)
        device.takes = False
        await telling.bring_up_to_date(course, ENGLISH)
        device.takes = True
        await telling.bring_up_to_date(course, ENGLISH)
        await telling.bring_up_to_date(course, ENGLISH)

    asyncio.run(go())
    assert len(device.plans) == 2


def test_the_sample_tells_a_device_nothing(services: Services, device: Device) -> None:
    asyncio.run(Telling().bring_up_to_date(services.open_sample(), ENGLISH))
    assert device.plans == []


def test_after_everything_was_deleted_the_device_is_told_nothing(course: Services, device: Device) -> None:
    course.reminders.change(device=True)

    async def go() -> None:
        telling = Telling()
        await telling.bring_up_to_date(course, ENGLISH)
        await telling.bring_up_to_date(course.delete_everything("DELETE"), ENGLISH)

    asyncio.run(go())
    assert device.plans[0]
    assert device.plans[-1] == ()
