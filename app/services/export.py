"""Everything the patient entered, as JSON or CSV that others read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from app.care.checkin import CheckIn
from app.care.checklist import Filled
from app.services.clock import Clock
from app.services.plain import plain
from app.services.store import Store
from app.share.to_csv import to_csv as table
from app.share.to_csv import zipped
from app.version import VERSION

JSON_VERSION: Final = 1

Row = tuple[Any, ...]


class ExportService:
    """Takes everything out, for screens and the command line."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def json_bytes(self) -> bytes:
        """Everything as one JSON object."""
        return to_json(self._store, self._clock.now()).encode()

    def csv_bytes(self, kind: str) -> bytes:
        """One kind of record as CSV, with the mark by which spreadsheets know UTF-8.

        Args:
            kind: one of CSV_KINDS.
        """
        return to_csv(self._store, kind)

    def csv_zip_bytes(self) -> bytes:
        """One CSV of each kind, together in a ZIP file."""
        files = {f"{kind}.csv": self.csv_bytes(kind) for kind in CSV_KINDS}
        return zipped(files, self._clock.now())


def to_json(store: Store, now: datetime) -> str:
    """Everything that is not deleted, as one object with the version of its format.

    What is remembered of the clinic's side (links, cursors, the connection) is left out: the patient entered
    none of it, and it repeats the records. A sign-in is in no table that is taken out.

    Args:
        store: the open store.
        now: when it is taken out.
    """
    with store.db.snapshot():
        whole = {
            "format": "infusion-companion",
            "version": JSON_VERSION,
            "app_version": VERSION,
            "exported_at": now.isoformat(timespec="seconds"),
            "courses": plain(store.courses.all(order_by="made_at, id")),
            "sessions": plain(store.sessions.all(order_by="course_id, number")),
            "marks": plain(store.marks.all(order_by="at, id")),
            "checklists": plain(store.checklists.all(order_by="started_at, version, id")),
            "check_ins": plain(store.checkins.all(order_by="taken_at, version, id")),
            "journal": plain(store.entries.all(order_by="at, id")),
            "clinic_profile": plain(store.clinic.all()),
            "person": plain(store.people.all()),
            "preferences": plain(store.preferences.all()),
            "questions": plain(store.questions.all(order_by="made_at, id")),
            "kept_texts": plain(store.kept.all(order_by="at, id")),
            "shares": plain(store.shares.all(order_by="made_at, id")),
        }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def to_csv(store: Store, kind: str) -> bytes:
    """One kind of record as a table with a heading, oldest first.

    Args:
        store: the open store.
        kind: one of CSV_KINDS.
    """
    heading, rows = CSV_KINDS[kind]
    with store.db.snapshot():
        return table(heading, rows(store))


def _journal(store: Store) -> Iterable[Row]:
    for e in store.entries.all(order_by="at, id"):
        yield e.at, e.at.date(), e.mood, e.feelings, e.sleep, e.anxiety, e.energy, e.pain, e.words, e.id


def _course(store: Store) -> Iterable[Row]:
    courses = {course.id: course for course in store.courses.all()}
    for s in store.sessions.all(order_by="course_id, number"):
        yield (
            s.number,
            s.status,
            s.starts_at,
            s.moved_from,
            s.began_at,
            s.ended_at,
            s.systolic,
            s.diastolic,
            s.notes,
            s.reason,
            s.escort,
            s.escort_phone,
            s.escort_confirmed_at,
            s.backup_escort,
            s.backup_escort_phone,
            courses[s.course_id].planned,
            s.course_id,
            s.id,
        )


def _marks(store: Store) -> Iterable[Row]:
    numbers = {session.id: session.number for session in store.sessions.all()}
    for m in store.marks.all(order_by="at, id"):
        yield m.at, numbers.get(m.session_id), m.kind, m.words, m.session_id, m.id


def _checklists(store: Store) -> Iterable[Row]:
    numbers = {session.id: session.number for session in store.sessions.all()}
    lists: list[Filled] = store.checklists.all(order_by="started_at, version, id")
    for f in lists:
        session = numbers.get(f.session_id) if f.session_id else None
        for a in f.answers:
            yield f.part, session, f.version, f.started_at, f.finished_at, a.item, a.value, a.note, a.at, f.id


def _check_ins(store: Store) -> Iterable[Row]:
    checkins: list[CheckIn] = store.checkins.all(order_by="taken_at, version, id")
    for c in checkins:
        for a in c.answers:
            question = c.asked.item(a.item).text
            yield c.questionnaire, c.version, c.taken_at, c.finished_at, a.item, question, a.value, a.at, c.id


def _questions(store: Store) -> Iterable[Row]:
    for q in store.questions.all(order_by="made_at, id"):
        yield q.made_at, q.topic, q.text, q.answer, q.answered_at, q.id


CSV_KINDS: Final[Mapping[str, tuple[Row, Callable[[Store], Iterable[Row]]]]] = {
    "journal": (
        ("at", "day", "mood", "feelings", "sleep", "anxiety", "energy", "pain", "words", "id"),
        _journal,
    ),
    "course": (
        (
            "number", "status", "starts_at", "moved_from", "began_at", "ended_at", "systolic", "diastolic",
            "notes", "reason", "escort", "escort_phone", "escort_confirmed_at",
            "backup_escort", "backup_escort_phone", "planned", "course_id", "id",
        ),
        _course,
    ),
    "marks": (("at", "session_number", "kind", "words", "session_id", "id"), _marks),
    "checklists": (
        (
            "part", "session_number", "version", "started_at", "finished_at", "item", "answer", "note",
            "answered_at", "checklist_id",
        ),
        _checklists,
    ),
    "check-ins": (
        (
            "questionnaire", "version", "taken_at", "finished_at", "item", "question", "answer",
            "answered_at", "check_in_id",
        ),
        _check_ins,
    ),
    "questions": (("made_at", "topic", "text", "answer", "answered_at", "id"), _questions),
}  # fmt: skip
