"""Records of every kind as hypothesis makes them: whatever the domain accepts and FHIR can write."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from app.care.checkin import CheckIn, Given
from app.care.checklist import ITEMS, Answer, Choice, Filled, Part
from app.care.course import MARK_KINDS, OPEN, Course, Mark, Session, Status
from app.care.journal import FEELINGS, JournalEntry
from app.care.questionnaires import QUESTIONNAIRES

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=ZONES)
# Every sign that a store can keep; spaces alone are no words (FHIR has no empty text).
SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
WORDS = st.just("") | st.text(SIGNS, min_size=1, max_size=60).filter(lambda text: bool(text.strip()))
FEELING = st.sampled_from([one for one, _ in FEELINGS]) | WORDS.filter(bool).map(
    lambda text: text[:40].strip() or "x"
)
RATING = st.none() | st.integers(0, 10)
PHONES = st.sampled_from(["", "+1 555 0100", "(555) 0101 ext 2"])

courses = st.builds(
    Course,
    id=st.uuids(),
    planned=st.integers(1, 24),
    first_day=st.none() | st.dates(date(2000, 1, 1), date(2080, 1, 1)),
    usual_time=st.none() | st.times(),
    weekdays=st.lists(st.integers(0, 6), unique=True).map(tuple),
    made_at=TIMES,
    ended_at=st.none() | TIMES,
    end_reason=WORDS,
)
entries = st.builds(
    JournalEntry,
    id=st.uuids(),
    at=TIMES,
    mood=st.integers(0, 10),
    feelings=st.lists(FEELING, unique=True, max_size=5).map(tuple),
    sleep=RATING,
    anxiety=RATING,
    energy=RATING,
    pain=RATING,
    words=WORDS,
)
marks = st.sampled_from([kind for kind, _ in MARK_KINDS]).flatmap(
    lambda kind: st.builds(
        Mark,
        id=st.uuids(),
        session_id=st.uuids(),
        at=TIMES,
        kind=st.just(kind),
        words=WORDS.filter(lambda text: bool(text) or kind != "own"),
    )
)


@st.composite
def _sessions(draw: st.DrawFn) -> Session:
    status = draw(st.sampled_from(list(Status)))
    began = ended = None
    if status not in OPEN | {Status.SKIPPED}:
        began = draw(TIMES)
        if status is not Status.IN_PROGRESS:
            ended = began + draw(st.timedeltas(timedelta(0), timedelta(hours=9)))
    moved = status is Status.MOVED
    diastolic = draw(st.none() | st.integers(20, 200))
    systolic = draw(st.none() | st.integers(max(40, (diastolic or 0) + 1), 300))
    return Session(
        id=draw(st.uuids()),
        course_id=draw(st.uuids()),
        number=draw(st.integers(1, 24)),
        status=status,
        starts_at=draw(TIMES if moved else st.none() | TIMES),
        moved_from=draw(TIMES if moved else st.none() | TIMES),
        began_at=began,
        ended_at=ended,
        systolic=systolic,
        diastolic=diastolic,
        notes=draw(WORDS),
        reason=draw(WORDS),
        escort=draw(WORDS),
        escort_phone=draw(PHONES),
        escort_confirmed_at=draw(st.none() | TIMES),
        backup_escort=draw(WORDS),
        backup_escort_phone=draw(PHONES),
    )


@st.composite
def _checklists(draw: st.DrawFn) -> Filled:
    part = draw(st.sampled_from(list(Part)))
    version = draw(st.integers(1, 9))
    asked = draw(st.lists(st.sampled_from([item.id for item in ITEMS]), unique=True, max_size=6))
    return Filled(
        id=draw(st.uuids()),
        part=part,
        course_id=draw(st.uuids()),
        session_id=draw(st.uuids()) if part is Part.DAY_OF else None,
        version=version,
        replaces=draw(st.uuids()) if version > 1 else None,
        started_at=draw(TIMES),
        finished_at=draw(st.none() | TIMES),
        answers=tuple(
            Answer(item=one, value=draw(st.sampled_from(list(Choice))), note=draw(WORDS), at=draw(TIMES))
            for one in asked
        ),
    )


@st.composite
def _check_ins(draw: st.DrawFn) -> CheckIn:
    asked = draw(st.sampled_from(list(QUESTIONNAIRES.values())))
    version = draw(st.integers(1, 9))
    taken = draw(TIMES)
    begun = taken + draw(st.timedeltas(timedelta(0), timedelta(days=9)))
    items = draw(st.just(asked.items) | st.lists(st.sampled_from(asked.items), unique=True))
    return CheckIn(
        id=draw(st.uuids()),
        questionnaire=asked.id,
        course_id=draw(st.none() | st.uuids()),
        version=version,
        replaces=draw(st.uuids()) if version > 1 else None,
        taken_at=taken,
        begun_at=begun,
        finished_at=draw(st.none() | st.just(begun + timedelta(minutes=3))),
        answers=tuple(
            Given(item=one.id, value=draw(st.sampled_from(list(one.values))), at=draw(TIMES)) for one in items
        ),
    )


RECORDS: dict[str, st.SearchStrategy[Any]] = {
    "course": courses,
    "session": _sessions(),
    "mark": marks,
    "checklist": _checklists(),
    "check_in": _check_ins(),
    "journal_entry": entries,
}
ANY = st.sampled_from(list(RECORDS)).flatmap(lambda kind: st.tuples(st.just(kind), RECORDS[kind]))
