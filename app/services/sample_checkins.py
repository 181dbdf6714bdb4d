"""The sample's check-ins: invented answers, the same each time, lower from week to week."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from app.care.checkin import CheckIn, Given
from app.care.course import Course
from app.care.questionnaires import questionnaire
from app.services.clock import Clock
from app.services.sample_journal import SEED, new_id

# Answers before the first infusion, and how many points go in each week after it.
_FIRST: Final = {
    "phq9": ((2, 3, 2, 3, 1, 2, 2, 1, 0, 2), 4),
    "gad7": ((2, 2, 3, 2, 1, 1, 1), 3),
}
_AT: Final = time(18, 30)
_SUNDAY: Final = 6


def check_ins(course: Course, infusions: Sequence[datetime], clock: Clock) -> Iterator[CheckIn]:
    """A baseline three days before the first infusion, then one each Sunday until now.

    Args:
        course: of the infusions.
        infusions: when they took place; without any there are no check-ins yet but the baseline.
        clock: what time it is.
    """
    chance = random.Random(SEED + 2)  # noqa: S311  (sample data, the same each time)
    now = clock.now()
    first = infusions[0] if infusions else now + timedelta(days=3)
    days = [first.date() - timedelta(days=3)]
    day = first.date() + timedelta(days=1)
    while day <= now.date():
        if day.weekday() == _SUNDAY and day not in {at.date() for at in infusions}:
            days.append(day)
        day += timedelta(days=1)
    for week, day in enumerate(days):
        at = clock.at(day, _AT) if clock.at(day, _AT) < now else now - timedelta(hours=1)
        for asked, (values, fall) in _FIRST.items():
            yield _filled(chance, course, asked, _lower(values, fall * week), at)


def _lower(values: Sequence[int], points: int) -> list[int]:
    """The answers with so many points fewer, taken from the highest first."""
    left = list(values)
    for _ in range(min(points, sum(left))):
        left[left.index(max(left))] -= 1
    return left


def _filled(
    chance: random.Random, course: Course, asked: str, values: Sequence[int], at: datetime
) -> CheckIn:
    items = questionnaire(asked).items
    return CheckIn(
        id=new_id(chance),
        questionnaire=asked,
        course_id=course.id,
        taken_at=at,
        begun_at=at,
        finished_at=at + timedelta(minutes=3),
        answers=tuple(
            Given(item=item.id, value=value, at=at + timedelta(seconds=15 * n))
            for n, (item, value) in enumerate(zip(items, values, strict=True))
        ),
    )
