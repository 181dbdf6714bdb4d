"""Sample data to look around in: an invented course relative to now, the same each time it is made."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from app.care.checklist import Answer, Choice, Filled, Part, asked
from app.care.course import Course, Mark, Session, Status
from app.care.guide import ClinicQuestion
from app.care.journal import JournalEntry
from app.care.profile import ClinicProfile, ClinicRule, Person, Preferences
from app.care.session_clock import SESSION_MINUTES
from app.services.settings import CLINIC, PERSON, PREFERENCES
from app.services.store import Store

if TYPE_CHECKING:
    from app.services.opening import Services
    from storage.table import Table

T = TypeVar("T")
STAGE = 3
SIX = 6
_SEED = 20261122
# Days from one infusion to the next: twice a week, the sixth on day 18 of 21.
_GAPS = (3, 4, 3, 4, 3)
_BEFORE = timedelta(days=21)
_AT = time(10, 0)
_LOW_WORDS = (
    "Slept badly and stayed in bed until noon.",
    "Everything felt like a lot today. I cancelled the call with my sister.",
    "Grey day. I ate something warm in the evening.",
    "Could not read more than a page.",
    "Sam came by and we sat in the kitchen for a while.",
)
_MIDDLE_WORDS = (
    "Walked to the park and back.",
    "A quiet day. I did the dishes and listened to the radio.",
    "Tired, but less heavy than last week.",
    "Worked for two hours, then rested.",
    "Called my sister. It was good to hear her voice.",
)
_HIGH_WORDS = (
    "Woke up before the alarm and felt rested.",
    "Cooked for the first time in weeks.",
    "The light on the trees looked bright today.",
    "Laughed at a film with Sam.",
    "I notice that mornings are easier.",
)
_LOW_FEELINGS = ("sad", "tired", "numb", "anxious", "overwhelmed", "foggy", "irritable")
_HIGH_FEELINGS = ("calm", "hopeful", "lighter", "connected")


def fill_if_stale(services: Services, stage: int = STAGE) -> None:
    """Fill the sample when it is empty or was made on another day; what someone tried out goes then.

    Args:
        services: an open store for looking around.
        stage: how many of six sessions are over.
    """
    made = services.settings.preferences().welcomed_at
    if made is None or made.date() != services.now().date():
        fill(services, stage)


def fill(services: Services, stage: int = STAGE) -> None:
    """Fill the sample anew, in one transaction.

    Args:
        services: an open store for looking around.
        stage: 0 to 6, how many of six sessions are over.
    """
    assert services.is_sample, "samples never go into a patient's own store"
    store = services.store
    with store.db.transaction():
        for table in reversed(store.tables):
            for record in table.where("1", ()):
                table.erase(record.id)
        for table, records in _all(services, stage, store):
            _keep(table, records)


def five_years(services: Services, per_day: int = 2, days: int = 5 * 365) -> None:
    """Add many entries that end now, for measuring and for pictures; fast, in one transaction.

    Args:
        services: an open store.
        per_day: entries on each day.
        days: how many days, the last of them today.
    """
    chance = random.Random(_SEED)  # noqa: S311  (sample data, the same each time)
    now = services.now()
    entries = []
    for back in range(days * per_day):
        at = now - timedelta(days=1) * (back / per_day)
        entries.append(_entry(chance, at, 4 + chance.uniform(-2, 3)))
    with services.store.db.transaction():
        _keep(services.store.entries, entries)


def _keep(table: Table[Any], records: Sequence[Any]) -> None:
    for record in records:
        table.add(record)


def _id(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _all(services: Services, stage: int, store: Store) -> Iterator[tuple[Table[Any], list[Any]]]:
    chance = random.Random(_SEED)  # noqa: S311  (sample data, the same each time)
    now = services.now()
    days = _days(now.date(), stage)
    moments = [services.clock.at(day, _AT) for day in days]
    course = Course(
        id=_id(chance),
        planned=SIX,
        first_day=days[0],
        usual_time=_AT,
        weekdays=tuple(sorted({days[0].weekday(), days[1].weekday()})),
        made_at=moments[0] - _BEFORE if stage else now - _BEFORE,
    )
    sessions = [_session(chance, course, n, moments[n - 1], n <= stage) for n in range(1, SIX + 1)]
    yield store.courses, [course]
    yield store.sessions, sessions
    yield store.marks, [mark for s in sessions[:stage] for mark in _marks(chance, s)]
    yield store.checklists, list(_checklists(chance, course, sessions, stage, now))
    yield store.entries, list(_entries(chance, now, moments[:stage], course.made_at))
    yield store.clinic, [_clinic()]
    yield store.people, [Person(id=PERSON, name="Sam", phone="555-0123")]
    yield store.preferences, [Preferences(id=PREFERENCES, welcomed_at=now)]
    yield store.questions, list(_questions(chance, now))


def _days(today: date, stage: int) -> list[date]:
    """The days of six infusions, the last that is over the day before yesterday, at most."""
    days = [today]
    for gap in _GAPS:
        days.append(days[-1] + timedelta(gap))
    shift = (today - timedelta(2) - days[stage - 1]) if stage else timedelta(5)
    return [day + shift for day in days]


def _session(chance: random.Random, course: Course, number: int, at: datetime, over: bool) -> Session:
    planned = Session(
        id=_id(chance),
        course_id=course.id,
        number=number,
        status=Status.PLANNED,
        starts_at=at,
        escort="Sam",
        escort_phone="555-0123",
    )
    if not over:
        return planned
    began = at + timedelta(minutes=chance.randrange(4, 14))
    return replace(
        planned,
        status=Status.COMPLETED,
        began_at=began,
        ended_at=began + timedelta(minutes=SESSION_MINUTES + chance.randrange(4)),
        systolic=chance.randrange(118, 134),
        diastolic=chance.randrange(72, 86),
        notes="Warm blanket, quiet music." if number == 1 else "",
    )


def _marks(chance: random.Random, session: Session) -> list[Mark]:
    assert session.began_at is not None
    times = sorted(chance.sample(range(6, 52), 3))
    kinds = ("lightness", "calm", "own")
    return [
        Mark(
            id=_id(chance),
            session_id=session.id,
            at=session.began_at + timedelta(minutes=minute),
            kind=kind,
            words="The ceiling looked like water." if kind == "own" else "",
        )
        for minute, kind in zip(times, kinds, strict=True)
    ]


def _checklists(
    chance: random.Random, course: Course, sessions: list[Session], stage: int, now: datetime
) -> Iterator[Filled]:
    at = course.made_at + timedelta(days=1)
    finished = at + timedelta(minutes=4)
    yield _filled(chance, course, None, at, finished if stage else None, now)
    for session in sessions[:stage]:
        assert session.starts_at is not None
        at = session.starts_at - timedelta(hours=2)
        yield _filled(chance, course, session, at, at + timedelta(minutes=3), now)


def _filled(
    chance: random.Random,
    course: Course,
    session: Session | None,
    at: datetime,
    finished_at: datetime | None,
    now: datetime,
) -> Filled:
    part = Part.SCREENING if session is None else Part.DAY_OF
    at = min(at, now)
    # Each time the answer that is no reason to ask.
    answers = tuple(
        Answer(item=item.id, value=Choice.NO if item.flag is Choice.YES else Choice.YES, at=at)
        for item in asked(part)
    )
    return Filled(
        id=_id(chance),
        part=part,
        course_id=course.id,
        session_id=session.id if session else None,
        version=1,
        started_at=at,
        finished_at=finished_at,
        answers=answers if finished_at else answers[:2],
    )


def _entries(
    chance: random.Random, now: datetime, infusions: Sequence[datetime], start: datetime
) -> Iterator[JournalEntry]:
    """One or two entries on most days, a little better after each infusion."""
    day = start
    while day < now:
        for hour in (9, 20):
            at = day.replace(hour=hour, minute=chance.randrange(60), second=0, microsecond=0)
            written = chance.random() < 0.7
            level = (
                2.6 + chance.gauss(0, 0.8) + sum(0.55 + _lift(at - then) for then in infusions if then < at)
            )
            if written and at < now:
                yield _entry(chance, at, level)
        day += timedelta(days=1)


def _lift(since: timedelta) -> float:
    """How much better the days right after an infusion are."""
    return max(0.0, 1.2 - 0.3 * since / timedelta(days=1))


def _entry(chance: random.Random, at: datetime, level: float) -> JournalEntry:
    mood = min(9, max(1, round(level)))
    words = _LOW_WORDS if mood < 4 else _MIDDLE_WORDS if mood < 6 else _HIGH_WORDS
    feelings = _LOW_FEELINGS if mood < 5 else _HIGH_FEELINGS
    detailed = chance.random() < 0.6

    def around(value: int) -> int | None:
        return min(10, max(0, value + chance.randrange(-1, 2))) if detailed else None

    return JournalEntry(
        id=_id(chance),
        at=at,
        mood=mood,
        feelings=tuple(chance.sample(feelings, chance.randrange(0, 3))),
        sleep=around(mood),
        anxiety=around(8 - mood),
        energy=around(mood),
        pain=around(2),
        words=chance.choice(words) if chance.random() < 0.5 else "",
    )


def _clinic() -> ClinicProfile:
    return ClinicProfile(
        id=CLINIC,
        name="Sample Clinic",
        phone="555-0100",
        hours="Mon to Fri, 9 to 17",
        emergency_number="555-0199",
        address="1 Sample Street",
        rules=(
            ClinicRule(item="escort", says="Someone takes you home. You do not drive until the next day."),
        ),
    )


def _questions(chance: random.Random, now: datetime) -> Iterator[ClinicQuestion]:
    asked = now - timedelta(days=9)
    for text, answer in (
        ("When may I eat before the infusion?", ""),
        ("May I bring my own music?", "Yes, with headphones."),
    ):
        yield ClinicQuestion(
            id=_id(chance),
            topic="",
            text=text,
            made_at=asked,
            answer=answer,
            answered_at=now - timedelta(days=2) if answer else None,
        )
