"""Stores that are not for us are refused, each by its reason, and not one byte of them changes."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from storage.aside import kept, set_aside
from storage.database import Database, open_database
from storage.doctor import check
from storage.errors import DamagedStore, ForeignStore, NewerStore, StoreError
from storage.migrations import NAMES
from storage.table import Table
from tests.storage.records import NOW, Entry, entry


@pytest.fixture
def store(path: Path) -> Path:
    """A closed store with a hundred entries."""
    db = open_database(path)
    entries = Table(db, Entry, "journal_entry")
    with db.transaction():
        for minute in range(100):
            entries.add(entry("words " * 20, minutes=minute))
    db.close()
    return path


def _files(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


def _data(path: Path) -> dict[str, bytes]:
    """All but the shared memory, which is no part of a store and is made anew at will."""
    return {name: data for name, data in _files(path).items() if not name.endswith("-shm")}


def _alter(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


LATER = (
    "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('store', '9999_later', 'then')"
)


@pytest.mark.parametrize("statement", [LATER, f"PRAGMA user_version = {len(NAMES) + 1}"])
def test_a_newer_store_is_refused_and_untouched(store: Path, statement: str) -> None:
    _alter(store, statement)
    before = _files(store)
    with pytest.raises(NewerStore, match="newer version") as error:
        open_database(store)
    assert _files(store) == before
    assert error.value.path == store
    assert [finding.kind for finding in check(store)] == ["refused"]
    assert _files(store) == before


def test_a_newer_store_that_was_killed_keeps_its_log_too(store: Path) -> None:
    killed = (
        "import os, sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "connection.execute(sys.argv[2])\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", killed, str(store), LATER], check=False)
    before = _data(store)
    assert len(before["companion.db-wal"]) > 0
    with pytest.raises(NewerStore):
        open_database(store)
    check(store)
    assert _data(store) == before


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE t (x)",),
        ("PRAGMA application_id = 7",),
        ("CREATE TABLE t (x)", "PRAGMA user_version = 9"),
    ],
)
def test_a_database_of_another_program_is_refused_and_untouched(
    path: Path, statements: tuple[str, ...]
) -> None:
    path.parent.mkdir()
    _alter(path, *statements)
    before = _files(path)
    with pytest.raises(ForeignStore, match="another program"):
        open_database(path)
    assert _files(path) == before


def _truncate(path: Path, length: int) -> None:
    os.truncate(path, length)


def _overwrite(path: Path, offset: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)


DAMAGES = {
    "cut in the header": lambda path: _truncate(path, 60),
    "cut to one page": lambda path: _truncate(path, 4_096),
    "cut in the middle": lambda path: _truncate(path, path.stat().st_size // 8_192 * 4_096),
    "cut within a page": lambda path: _truncate(path, path.stat().st_size - 1_000),
    "another header": lambda path: _overwrite(path, 0, b"garbage " * 2),
    "not a database": lambda path: path.write_bytes(b"words of a text file, long enough " * 20),
    "zeros": lambda path: path.write_bytes(bytes(40_960)),
    "schema page": lambda path: _overwrite(path, 100, b"\xff" * 1_000),
    "a page flipped": lambda path: _overwrite(
        path, _root(path), bytes(255 - byte for byte in path.read_bytes()[_root(path) :][:4_096])
    ),
    "a page of zeros": lambda path: _overwrite(path, _root(path), bytes(4_096)),
}


def _root(path: Path) -> int:
    """Where the first page of the journal lies."""
    with closing(sqlite3.connect(path)) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'journal_entry'"
        return (int(connection.execute(sql).fetchone()[0]) - 1) * 4_096


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_is_refused_and_untouched(store: Path, damage: str) -> None:
    DAMAGES[damage](store)
    before = _files(store)
    with pytest.raises(DamagedStore, match="damaged") as error:
        open_database(store)
    assert (error.value.path, str(store) in str(error.value)) == (store, True)
    assert [finding.kind for finding in check(store)] == ["damaged"]
    assert _files(store) == before


def test_a_store_emptied_beside_its_log_is_refused_and_its_log_kept(store: Path) -> None:
    store.write_bytes(b"")
    store.with_name("companion.db-wal").write_bytes(b"what was not yet moved")
    before = _files(store)
    with pytest.raises(DamagedStore):
        open_database(store)
    assert _files(store) == before


def test_damage_found_later_is_told_as_such(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.gate.QUICK_CHECK_BYTES", 0)  # as for a store too large to be read at start
    DAMAGES["a page of zeros"](store)
    db = open_database(store)
    entries = Table(db, Entry, "journal_entry")
    with pytest.raises(DamagedStore):
        entries.all()
    with pytest.raises(DamagedStore):
        entries.add(entry())
    db.close()
    assert [finding.kind for finding in check(store)][:1] == ["damaged"]


def test_what_is_set_aside_keeps_its_bytes_and_makes_room(store: Path) -> None:
    DAMAGES["a page of zeros"](store)
    log = store.with_name("companion.db-wal")
    log.write_bytes(b"log")
    before = _files(store)
    aside = set_aside(store, at=NOW)
    assert aside.name == "companion.damaged-20260314-150926.db"
    assert _files(store) == {
        aside.name: before["companion.db"],
        f"{aside.name}-wal": before["companion.db-wal"],
    }
    db = open_database(store)
    assert Table(db, Entry, "journal_entry").all() == []
    db.close()
    assert kept(store) == [aside, aside.with_name(f"{aside.name}-wal")]


def test_what_was_set_aside_before_is_never_overwritten(store: Path) -> None:
    first = set_aside(store, at=NOW)
    old = first.read_bytes()
    for content in (b"second", b"third"):
        store.write_bytes(content)
        set_aside(store, at=NOW)
    assert [file.read_bytes() for file in kept(store)] == [b"second", b"third", old]
    assert first.read_bytes() == old


def test_what_is_not_there_cannot_be_set_aside(path: Path) -> None:
    with pytest.raises(StoreError):
        set_aside(path)


def test_words_that_are_no_text_any_more_are_damage_and_are_not_quoted(
    db: Database, entries: Table[Entry]
) -> None:
    entries.add(entry("before the damage"))
    db.connection.execute("UPDATE journal_entry SET words = CAST(x'7365637265748041' AS TEXT)")
    with pytest.raises(DamagedStore) as refused:
        entries.all()
    assert refused.value.__cause__ is None
    assert "secret" not in str(refused.value)
    assert [one.kind for one in check(db.path, key=db.key, records={"journal_entry": Entry})] == ["damaged"]
