"""The app and the command line at one store: both write, neither loses, and the app sees the other's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from uuid import UUID

from storage.database import Database, open_database
from storage.doctor import check
from storage.outbox import Outbox
from storage.table import Table
from tests.storage.records import Entry, entry

ROOT = Path(__file__).parents[2]


def _writer(path: Path, count: int, key: bytes | None = None) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.storage.writer", str(path), str(count)]
    command += [] if key is None else [key.hex()]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def test_two_processes_write_side_by_side(db: Database, entries: Table[Entry], outbox: Outbox) -> None:
    with _writer(db.path, 60, db.key) as writer:
        mine = {entries.add(entry()).id for _ in range(60)}
        theirs = {UUID(line) for line in writer.communicate()[0].split()}
    assert writer.returncode == 0
    assert len(theirs) == 60
    assert {one.id for one in entries.all()} == mine | theirs
    assert {row.record_id for row in outbox.pending(limit=200)} == mine | theirs


def test_a_write_of_another_process_is_told(db: Database, entries: Table[Entry]) -> None:
    heard: list[frozenset[str]] = []
    db.changes.subscribe(heard.append)
    assert not db.poll_other_processes()
    with _writer(db.path, 1, db.key) as writer:
        writer.communicate()
    assert db.poll_other_processes()
    assert heard == [frozenset(db.tables())]
    assert {"journal_entry", "session", "preferences"} <= heard[0]
    assert not db.poll_other_processes()
    assert entries.count() == 1


def test_our_own_writes_are_not_told_as_those_of_others(db: Database, entries: Table[Entry]) -> None:
    entries.add(entry())
    assert not db.poll_other_processes()


def test_processes_that_make_one_store_at_once(path: Path) -> None:
    writers = [_writer(path, 3) for _ in range(4)]
    ids = {line for writer in writers for line in writer.communicate()[0].split()}
    assert [writer.returncode for writer in writers] == [0, 0, 0, 0]
    assert len(ids) == 12
    assert check(path, thorough=True) == []
    db = open_database(path)
    assert {str(one.id) for one in Table(db, Entry, "journal_entry").all()} == ids
    db.close()
