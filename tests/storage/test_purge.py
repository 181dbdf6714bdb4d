"""What was removed more than 30 days ago is gone from every byte of the store; the rest stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from storage.database import Database, open_database
from storage.doctor import check
from storage.outbox import Outbox
from storage.purge import AFTER, purge
from storage.table import Table
from tests.storage.records import NOW, Course, Entry, Mark, Session, entry

MARKER = "zebra"
LATER = NOW + AFTER + timedelta(seconds=1)


def test_only_what_was_removed_long_ago_goes(db: Database, entries: Table[Entry]) -> None:
    here, gone = entries.add(entry("here")), entries.add(entry(MARKER, minutes=1))
    entries.remove(gone.id)
    assert purge(db, NOW + AFTER) == 0
    assert purge(db, LATER) == 1
    assert entries.get(gone.id, removed=True) is None
    assert entries.page() == [here]
    assert purge(db, LATER) == 0


def test_a_clock_that_was_set_back_purges_nothing(db: Database, entries: Table[Entry]) -> None:
    gone = entries.add(entry())
    entries.remove(gone.id)
    assert purge(db, NOW - timedelta(days=365)) == 0
    assert entries.get(gone.id, removed=True) == gone


def test_what_something_still_belongs_to_stays(
    db: Database, courses: Table[Course], sessions: Table[Session], marks: Table[Mark]
) -> None:
    course = courses.add(Course(id=uuid4()))
    one, two = (sessions.add(Session(id=uuid4(), course_id=course.id, number=n)) for n in (1, 2))
    mark, last = (marks.add(Mark(id=uuid4(), session_id=session.id)) for session in (one, two))
    for table, record in ((marks, last), (sessions, one), (sessions, two), (courses, course)):
        table.remove(record.id)  # type: ignore[attr-defined]
    assert purge(db, LATER) == 2
    assert marks.get(mark.id) == mark
    assert sessions.get(one.id, removed=True) == one
    marks.remove(mark.id)
    assert purge(db, LATER) == 3
    assert db.rows("SELECT count(*) FROM course") == [(0,)]


def test_the_clinic_still_hears_of_it_and_kept_words_go_along(db: Database, entries: Table[Entry]) -> None:
    gone, known = entries.add(entry()), entries.add(entry(minutes=1))
    Outbox(db).acknowledge(10**6)
    entries.remove(gone.id)
    entries.remove(known.id)
    Outbox(db).acknowledge(10**6, record_id=known.id)
    with db.transaction():
        db.write(
            "INSERT INTO kept_text VALUES (?, 'journal_entry', ?, 'words', ?, ?, 0, 'backup', ?, NULL)",
            (str(uuid4()), str(gone.id), MARKER, db.now(), db.now()),
            changes="kept_text",
        )
    assert purge(db, LATER) == 2
    assert [(row.record_id, row.erased) for row in Outbox(db).pending()] == [(gone.id, True)]
    assert db.rows("SELECT count(*) FROM kept_text") == [(0,)]


def test_no_byte_of_it_is_left(path: Path) -> None:
    db = open_database(path, clock=lambda: NOW)
    entries = Table(db, Entry, "journal_entry")
    db.connection.execute("PRAGMA secure_delete = OFF")  # as some systems build SQLite
    for number in range(20):
        entries.add(entry(f"ordinary {number}", minutes=number))
    gone = [entries.add(entry(f"{MARKER}{number} " * 300, minutes=number, mood=1)) for number in range(5)]
    for one in gone:
        entries.remove(one.id)
    assert any(MARKER.encode() in file.read_bytes() for file in path.parent.iterdir())
    assert purge(db, LATER) == 5
    assert [file for file in path.parent.iterdir() if MARKER.encode() in file.read_bytes()] == []
    assert entries.search("ordinary")
    assert db.rows("PRAGMA secure_delete") == [(0,)]
    db.close()
    assert check(path, thorough=True) == []


def test_a_failure_purges_nothing(
    db: Database, entries: Table[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.errors import StoreError

    gone = entries.add(entry())
    entries.remove(gone.id)
    db.connection.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError):
        purge(db, LATER)
    db.connection.execute("PRAGMA query_only = OFF")
    assert entries.get(gone.id, removed=True) == gone
