"""What is remembered of the clinic after a repair or an older copy: only what still holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest

from storage import anew, copies
from storage.database import Database, open_database
from storage.doctor import check
from storage.links import Link, Links, State
from storage.outbox import Outbox
from storage.repair import repair
from storage.replace import take_copy
from storage.table import Table
from tests.storage.records import NOW, Entry, entry

AGREED = {"resourceType": "Observation", "status": "final"}


def linked(path: Path, key: bytes | None = None, count: int = 4) -> list[Entry]:
    """A store of which a clinic has everything; the last entry is to stay here alone."""
    db = open_database(path, clock=lambda: NOW, key=key)
    table = Table(db, Entry, "journal_entry")
    made = [table.add(entry(f"word{number}", minutes=number)) for number in range(count)]
    Outbox(db).acknowledge(10**6)
    state = State(db)
    state.set("connection", {"server": "https://clinic.example/fhir", "patient_id": "p1"})
    state.set("cursor/Observation", {"newest": "2026-03-14T15:00:00+00:00"})
    state.set("whole", {"number": 1, "done": True})
    with db.transaction():
        for one in made:
            link = _link(one, here_only=one is made[-1])
            Links(db).put(link)
    db.close()
    return made


def _link(one: Entry, *, here_only: bool = False) -> Link:
    return Link(
        kind="journal_entry",
        record_id=one.id,
        server_type="Observation",
        server_id=str(one.id),
        version="1",
        agreed=AGREED,
        here_only=here_only,
        whole=1,
    )


def alter(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            connection.execute(statement)


def read_again(db: Database) -> bool:
    """Whether the next sync reads everything."""
    state = State(db)
    return not (state.get("cursor/Observation") or state.get("whole"))


FIRST = "(SELECT min(record_id) FROM sync_link WHERE NOT here_only)"
WRONG = {
    "a link of no table": f"UPDATE sync_link SET kind = 'no_table' WHERE record_id = {FIRST}",
    "two links of one resource": "UPDATE sync_link SET server_id = 'one' WHERE NOT here_only",
    "a link that is no JSON": f"UPDATE sync_link SET agreed = '{{' WHERE record_id = {FIRST}",
    "remembered is no JSON": "UPDATE sync_state SET value = '{' WHERE name = 'connection'",
    "a cursor in the far future": (
        """UPDATE sync_state SET value = '{"newest": "9026-01-01T00:00:00Z"}' WHERE name GLOB 'cursor/*'"""
    ),
    "a link without its record": f"DELETE FROM journal_entry WHERE id = {FIRST}",
}


@pytest.mark.parametrize("statement", WRONG.values(), ids=WRONG.keys())
def test_what_does_not_fit_of_the_sync_is_found_and_a_repair_forgets_it(path: Path, statement: str) -> None:
    linked(path)
    assert check(path, thorough=True) == []
    alter(path, statement)
    if statement.startswith("DELETE"):
        alter(path, "INSERT INTO journal_entry_fts (journal_entry_fts) VALUES ('rebuild')")
    found = check(path, thorough=True)
    # What a constraint forbids, SQLite itself finds first.
    assert [one.kind for one in found] == ["damaged" if "'{'" in statement else "sync"]
    assert "word" not in found[0].sentence
    report = repair(path, now=NOW)
    assert report.compares
    assert check(path, thorough=True) == []
    db = open_database(path, clock=lambda: NOW)
    assert read_again(db)
    assert db.rows("SELECT count(*) FROM sync_link WHERE here_only") == [(1,)]
    db.close()


def test_a_record_that_came_from_a_copy_is_no_edit_of_what_the_clinic_has(path: Path) -> None:
    made = linked(path, count=300)
    db = open_database(path, clock=lambda: NOW)
    copies.make(db, now=NOW)
    db.close()
    with path.open("r+b") as file:
        page = path.read_bytes().index(b"word7") // 4096
        file.seek(page * 4096)
        file.write(b"\xa5" * 4096)
    report = repair(path, now=NOW)
    back = sum(one.from_copy for one in report.tables)
    assert back
    db = open_database(path, clock=lambda: NOW)
    links, outbox = Links(db), Outbox(db)
    waiting = {row.record_id for row in outbox.pending(1_000)}
    assert len(waiting) >= back
    assert all(links.get("journal_entry", one) is None for one in waiting - {made[-1].id})
    assert links.count() == len(made) - 1 - len(waiting - {made[-1].id})
    own = links.get("journal_entry", made[-1].id)
    assert own is not None
    assert own.here_only
    db.close()


def test_an_older_copy_reads_everything_again_and_gives_out_no_sequence_twice(
    path: Path, key: bytes | None
) -> None:
    made = linked(path, key)
    db = open_database(path, clock=lambda: NOW, key=key)
    copies.make(db, now=NOW)
    table, outbox = Table(db, Entry, "journal_entry"), Outbox(db)
    for number in range(5):
        table.add(entry(f"later{number}", minutes=50 + number))
    read = outbox.pending()[-1].sequence
    db.close()
    (copy,) = copies.listed(path)
    take_copy(path, copy.path, key=key, at=NOW)
    db = open_database(path, clock=lambda: NOW, key=key)
    table, outbox = Table(db, Entry, "journal_entry"), Outbox(db)
    assert read_again(db)
    assert State(db).get("connection") is not None
    assert [link.whole for link in Links(db).unmet(1)] == [0] * (len(made) - 1)
    one = table.add(entry("new", minutes=90))
    # An acknowledgement of what was read before the copy came takes nothing of it out.
    outbox.acknowledge(read)
    assert [row.record_id for row in outbox.pending()] == [one.id]
    db.close()
    assert check(path, key=key, thorough=True) == []


def test_the_sequence_goes_on_far_ahead_where_the_damaged_store_cannot_be_read(path: Path) -> None:
    linked(path)
    db = open_database(path, clock=lambda: NOW)
    copies.make(db, now=NOW)
    db.close()
    path.write_bytes(b"no store any more" * 300)
    take_copy(path, copies.listed(path)[0].path, at=NOW)
    db = open_database(path, clock=lambda: NOW)
    Table(db, Entry, "journal_entry").add(entry("new", minutes=90))
    assert Outbox(db).pending()[0].sequence > 10**6
    db.close()


def test_what_is_forgotten_has_the_names_that_the_synchronizer_uses() -> None:
    status = import_module("app.clinic.synchronizer.status")  # the package has a function of this name
    names = (status.CURSOR, status.WHOLE, status.RUN, status.ASK, status.REMOVALS, status.HELD)
    assert names == anew.FORGOTTEN
