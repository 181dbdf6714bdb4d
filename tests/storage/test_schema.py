"""The schema refuses what the domain refuses, also when another program writes."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import Database
from storage.engine import integrity_errors
from storage.table import Table
from tests.storage.records import Entry

AT = "2026-03-14T15:09:26.535897+00:00"
LATER = "2026-03-14T15:54:26.535897+00:00"
COURSE, SESSION, LIST, CHECK_IN = str(uuid4()), str(uuid4()), str(uuid4()), str(uuid4())


def _moment(name: str, at: str | None = AT) -> dict[str, object]:
    return {name: at, f"{name}_offset": None if at is None else 60}


BEGAN = {"status": "completed", **_moment("began_at"), **_moment("ended_at", LATER)}
GOOD: dict[str, dict[str, object]] = {
    "course": {"id": COURSE, "planned": 6, **_moment("made_at")},
    "session": {"id": SESSION, "course_id": COURSE, "number": 1, "status": "planned"},
    "journal_entry": {"mood": 5, **_moment("at")},
    "mark": {"session_id": SESSION, "kind": "calm", **_moment("at")},
    "checklist": {
        "id": LIST,
        "part": "day-of",
        "course_id": COURSE,
        "session_id": SESSION,
        "version": 1,
        **_moment("started_at"),
    },
    "check_in": {
        "id": CHECK_IN,
        "questionnaire": "phq9",
        "course_id": COURSE,
        "version": 1,
        **_moment("taken_at"),
        **_moment("begun_at"),
    },
    "clinic_profile": {},
    "person": {},
    "preferences": {"role": "patient", "theme": "dark", "text_scale": 1, "country": "US", "language": "en"},
    "clinic_question": {"text": "May I eat?", **_moment("made_at")},
    "kept_text": {
        "kind": "journal_entry",
        "record_id": str(uuid4()),
        "field": "words",
        "text": "Slept badly.",
        "source": "backup",
        **_moment("at"),
    },
}


def _write(db: Database, table: str, **columns: object) -> None:
    row = {"id": str(uuid4()), "changed_at": AT, **GOOD[table], **columns}
    sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
    db.connection.execute(sql, list(row.values()))


@pytest.fixture
def filled(db: Database) -> Database:
    for table in GOOD:
        _write(db, table)
    return db


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("journal_entry", {"mood": 0, "sleep": 10, "pain": 0, "words": "ü" * 20_000, "feelings": '["a"]'}),
        ("course", {"id": str(uuid4()), "planned": 24, "first_day": "2026-03-14", "usual_time": "09:30:00"}),
        ("session", {"id": str(uuid4()), "number": 24, **BEGAN, "systolic": 300, "diastolic": 200}),
        (
            "session",
            {
                "id": str(uuid4()),
                "number": 2,
                "status": "moved",
                **_moment("starts_at"),
                **_moment("moved_from", LATER),
            },
        ),
        ("mark", {"kind": "own", "words": "floating"}),
        ("checklist", {"id": str(uuid4()), "part": "screening", "session_id": None}),
        ("checklist", {"id": str(uuid4()), "version": 2, "replaces": LIST, **_moment("finished_at")}),
        ("preferences", {"text_scale": 0.8, "theme": "high contrast dark", **_moment("rest_until")}),
        ("check_in", {"id": str(uuid4()), "course_id": None, **_moment("finished_at", LATER)}),
        ("check_in", {"id": str(uuid4()), "version": 2, "replaces": CHECK_IN}),
        ("preferences", {"lock_after": 0}),
        ("preferences", {"lock_after": 60}),
        ("preferences", {"check_ins": "[]", "check_in_weekday": 0, "studies_shown": 1}),
        ("preferences", {"reminders": '{"on":false}'}),
        ("kept_text", {"text": "a" * 20_000, "source": "repair", "field": "answers/" + "a" * 80}),
    ],
)
def test_what_the_domain_allows_is_written(filled: Database, table: str, columns: dict[str, object]) -> None:
    _write(filled, table, **columns)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("journal_entry", {"mood": 11}),
        ("journal_entry", {"mood": -1}),
        ("journal_entry", {"mood": None}),
        ("journal_entry", {"mood": "high"}),
        ("journal_entry", {"mood": 5.5}),
        ("journal_entry", {"sleep": 11}),
        ("journal_entry", {"anxiety": -1}),
        ("journal_entry", {"energy": 11}),
        ("journal_entry", {"pain": 11}),
        ("journal_entry", {"words": "a" * 20_001}),
        ("journal_entry", {"words": None}),
        ("journal_entry", {"feelings": "calm"}),
        ("journal_entry", {"feelings": '{"a": 1}'}),
        ("journal_entry", {"feelings": "[" + ",".join("1" * 31) + "]"}),
        ("journal_entry", {"at": "2026-03-14 15:09"}),
        ("journal_entry", {"at": "2026-03-14T15:09:26.535897+02:00"}),
        ("journal_entry", {"at": "yyyy-mm-ddT15:09:26.535897+00:00"}),
        ("journal_entry", {"at_offset": 1440}),
        ("journal_entry", {"at_offset": None}),
        ("journal_entry", {"id": "7"}),
        ("journal_entry", {"changed_at": None}),
        ("course", {"planned": 0}),
        ("course", {"planned": 25}),
        ("course", {"first_day": "14.3.2026"}),
        ("course", {"usual_time": "9:30"}),
        ("course", {"ended_at": AT}),
        ("course", {"end_reason": "a" * 2_001}),
        *(
            ("check_in", {"id": str(uuid4()), **wrong})
            for wrong in (
                {"questionnaire": ""},
                {"version": 0},
                {"version": 2},
                {"replaces": CHECK_IN},
                {"course_id": str(uuid4())},
                {"answers": "2"},
                {"taken_at": None},
                _moment("taken_at", LATER),
                {**_moment("begun_at", LATER), **_moment("finished_at")},
                {"finished_at": LATER},
            )
        ),
        ("preferences", {"check_ins": "phq9"}),
        ("preferences", {"check_in_weekday": 7}),
        ("preferences", {"studies_shown": 2}),
        ("preferences", {"reminders": "[]"}),
        ("preferences", {"reminders": '{"on":' + " " * 20_000 + "1}"}),
        ("session", {"number": 0}),
        ("session", {"number": 25}),
        ("session", {"number": 1}),
        ("session", {"status": "cancelled"}),
        ("session", {"course_id": str(uuid4())}),
        ("session", {"starts_at_offset": 60}),
        ("session", {"systolic": 301}),
        ("session", {"systolic": 39}),
        ("session", {"diastolic": 201}),
        ("session", {"diastolic": 19}),
        ("session", {"systolic": 80, "diastolic": 80}),
        ("session", {"escort_phone": "1" * 61}),
        ("session", _moment("began_at")),
        ("session", {"status": "moved", **_moment("starts_at")}),
        ("session", {"status": "in progress"}),
        ("session", {"status": "completed", **_moment("began_at")}),
        ("session", {**BEGAN, **_moment("began_at", LATER), **_moment("ended_at", AT)}),
        ("mark", {"kind": "dizzy"}),
        ("mark", {"kind": "own"}),
        ("mark", {"words": "a" * 501}),
        ("mark", {"session_id": str(uuid4())}),
        ("checklist", {"part": "evening"}),
        ("checklist", {"part": "screening"}),
        ("checklist", {"session_id": None}),
        ("checklist", {"course_id": str(uuid4())}),
        ("checklist", {"version": 0}),
        ("checklist", {"version": 2}),
        ("checklist", {"version": 2, "replaces": str(uuid4())}),
        ("checklist", {"answers": "yes"}),
        ("clinic_profile", {"name": "a" * 201}),
        ("person", {"phone": "1" * 61}),
        ("preferences", {"role": "nurse"}),
        ("preferences", {"theme": "pink"}),
        ("preferences", {"text_scale": 2.1}),
        ("preferences", {"text_scale": 0.7}),
        ("preferences", {"country": "us"}),
        ("preferences", {"language": "e"}),
        ("clinic_question", {"text": ""}),
        ("clinic_question", {"text": "a" * 501}),
        ("clinic_question", {"topic": "a" * 81}),
        ("clinic_question", {"answer": "a" * 5_001}),
        ("preferences", {"lock_after": -1}),
        ("preferences", {"lock_after": 61}),
        ("preferences", {"lock_after": None}),
        ("kept_text", {"text": ""}),
        ("kept_text", {"text": "a" * 20_001}),
        ("kept_text", {"source": "dream"}),
        ("kept_text", {"record_id": "7"}),
        ("kept_text", {"field": ""}),
        ("kept_text", {"kind": ""}),
        ("kept_text", {"at_offset": None}),
    ],
)
def test_what_the_domain_refuses_is_refused(filled: Database, table: str, columns: dict[str, object]) -> None:
    own = {} if table in {"journal_entry", "mark"} else {"id": str(uuid4())}
    if table == "session":
        own["number"] = 2
    with pytest.raises(integrity_errors()):
        _write(filled, table, **{**own, **columns})
    assert filled.rows(f"SELECT count(*) FROM {table}") == [(1,)]


@given(
    st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)),
    st.integers(-1439, 1439),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_local_day_is_the_day_of_the_entrys_own_clock(
    entries: Table[Entry], db: Database, at: datetime, minutes: int
) -> None:
    one = Entry(id=uuid4(), at=at.replace(tzinfo=timezone(timedelta(minutes=minutes))), mood=5)
    entries.add(one)
    assert db.rows("SELECT local_day FROM journal_entry WHERE id = ?", (str(one.id),)) == [(str(at.date()),)]


def test_the_last_moment_of_a_day_belongs_to_it(entries: Table[Entry], db: Database) -> None:
    at = datetime(2026, 3, 14, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=-5)))
    entries.add(Entry(id=uuid4(), at=at, mood=5))
    assert db.rows("SELECT local_day FROM journal_entry") == [("2026-03-14",)]
