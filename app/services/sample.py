"""Sample data to look around in: an invented course relative to now, the same each time it is made.

Its words are the patient's in it, and in the language of whoever looks around.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.care.checklist import Answer, Choice, Filled, Part, asked
from app.care.course import Course, Mark, Session, Status
from app.care.guide import ClinicQuestion
from app.care.profile import ClinicProfile, ClinicRule, Person, Preferences
from app.care.session_clock import SESSION_MINUTES
from app.language import ENGLISH, Language, language
from app.services.sample_checkins import check_ins
from app.services.sample_journal import SEED, entries, five_years, new_id
from app.services.settings import CLINIC, PERSON, PREFERENCES

if TYPE_CHECKING:
    from app.services.opening import Services
    from storage.table import Table

__all__ = ["SIX", "STAGE", "fill", "fill_if_stale", "five_years"]

STAGE = 3
SIX = 6
_BEFORE = timedelta(days=12)
_AT = time(10, 0)


def fill_if_stale(services: Services, stage: int = STAGE, spoken: str = ENGLISH.code) -> None:
    """Fill the sample when it is empty, or was made on another day or in another language.

    What someone tried out goes then.

    Args:
        services: an open store for looking around.
        stage: how many of six sessions are over.
        spoken: the code of the language of its words.
    """
    made = services.settings.preferences()
    today = made.welcomed_at is not None and made.welcomed_at.date() == services.now().date()
    if not today or made.language != spoken:
        fill(services, stage, spoken)


def fill(services: Services, stage: int = STAGE, spoken: str = ENGLISH.code) -> None:
    """Fill the sample anew, in one transaction.

    Args:
        services: an open store for looking around.
        stage: 0 to 6, how many of six sessions are over.
        spoken: the code of the language of its words.

    Raises:
        ValueError: it is the patient's own store.
    """
    if not services.is_sample:
        raise ValueError("sample data never go into a patient's own store")
    store = services.store
    with store.db.transaction():
        for table in reversed(store.tables):
            # Removed ones too, and the newest first: a corrected list goes before the one it replaces.
            for (record_id,) in store.db.rows(f"SELECT id FROM {table.name} ORDER BY rowid DESC"):  # noqa: S608
                table.erase(UUID(record_id))
        for table, records in _all(services, stage, language(spoken), spoken):
            _keep(table, records)


def _keep(table: Table[Any], records: Sequence[Any]) -> None:
    for record in records:
        table.add(record)


def _all(
    services: Services, stage: int, words: Language, spoken: str
) -> Iterator[tuple[Table[Any], list[Any]]]:
    store = services.store
    chance = random.Random(SEED)  # noqa: S311  (sample data, the same each time)
    now = services.now()
    days = _days(now.date(), stage)
    moments = [services.clock.at(day, _AT) for day in days]
    course = Course(
        id=new_id(chance),
        planned=SIX,
        first_day=days[0],
        usual_time=_AT,
        weekdays=tuple(sorted({day.weekday() for day in days})),
        made_at=min(now, moments[0]) - _BEFORE,
    )
    sessions = [_session(chance, course, n, moments[n - 1], n <= stage, words) for n in range(1, SIX + 1)]
    yield store.courses, [course]
    yield store.sessions, sessions
    yield store.marks, [mark for s in sessions[:stage] for mark in _marks(chance, s, words)]
    yield store.checklists, list(_checklists(chance, course, sessions, stage, now))
    yield store.checkins, list(check_ins(course, moments[:stage], services.clock))
    yield store.entries, list(entries(chance, services.clock, moments[:stage], words))
    yield store.clinic, [_clinic(words)]
    yield store.people, [Person(id=PERSON, name="Sam", phone="555-0123")]
    yield store.preferences, [Preferences(id=PREFERENCES, welcomed_at=now, language=spoken)]
    yield store.questions, list(_questions(chance, now, words))


def _days(today: date, stage: int) -> list[date]:
    """The days of six infusions, none on a weekend: those that are over, then the rest from tomorrow on."""
    if stage:
        # Two days ago if that can be; it always can with three or one.
        last = next(day for day in _around(today, (2, 3, 1)) if day + _gap(day) > today)
        days = [last]
        while len(days) < stage:
            before = days[0] - timedelta(3)
            days.insert(0, before if before.weekday() in (0, 1) else days[0] - timedelta(4))
    else:
        days = [next(iter(_around(today, (-4, -5, -6))))]
    while len(days) < SIX:
        days.append(days[-1] + _gap(days[-1]))
    return days


def _around(today: date, back: Sequence[int]) -> Iterator[date]:
    """The days so many days back that are a Monday, Tuesday, Thursday or Friday."""
    return (day for days in back if (day := today - timedelta(days)).weekday() in (0, 1, 3, 4))


def _gap(day: date) -> timedelta:
    """To the next infusion: Monday to Thursday, Tuesday to Friday, and over the weekend back again."""
    return timedelta(3 if day.weekday() in (0, 1) else 4)


def _session(
    chance: random.Random, course: Course, number: int, at: datetime, over: bool, words: Language
) -> Session:
    planned = Session(
        id=new_id(chance),
        course_id=course.id,
        number=number,
        status=Status.PLANNED,
        starts_at=at,
        escort="Sam",
        escort_phone="555-0123",
        backup_escort="Robin",
        backup_escort_phone="555-0124",
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
        notes=words.t("Warm blanket, quiet music.") if number == 1 else "",
    )


def _marks(chance: random.Random, session: Session, words: Language) -> list[Mark]:
    assert session.began_at is not None
    times = sorted(chance.sample(range(6, 52), 3))
    kinds = ("lightness", "calm", "own")
    return [
        Mark(
            id=new_id(chance),
            session_id=session.id,
            at=session.began_at + timedelta(minutes=minute),
            kind=kind,
            words=words.t("The ceiling looked like water.") if kind == "own" else "",
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
        id=new_id(chance),
        part=part,
        course_id=course.id,
        session_id=session.id if session else None,
        version=1,
        started_at=at,
        finished_at=finished_at,
        answers=answers if finished_at else answers[:2],
    )


def _clinic(words: Language) -> ClinicProfile:
    return ClinicProfile(
        id=CLINIC,
        name=words.t("Sample Clinic"),
        phone="555-0100",
        hours=words.t("Mon to Fri, 9 to 17"),
        emergency_number="555-0199",
        address=words.t("1 Sample Street"),
        rules=(
            ClinicRule(
                item="escort", says=words.t("Someone takes you home. You do not drive until the next day.")
            ),
        ),
    )


def _questions(chance: random.Random, now: datetime, words: Language) -> Iterator[ClinicQuestion]:
    asked = now - timedelta(days=9)
    for text, answer in (
        (words.t("When may I eat before the infusion?"), ""),
        (words.t("May I bring my own music?"), words.t("Yes, with headphones.")),
    ):
        yield ClinicQuestion(
            id=new_id(chance),
            topic="",
            text=text,
            made_at=asked,
            answer=answer,
            answered_at=now - timedelta(days=2) if answer else None,
        )
