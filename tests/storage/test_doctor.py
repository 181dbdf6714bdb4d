"""The doctor finds what is wrong, says nothing of what the patient wrote, and changes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Database, open_database
from storage.doctor import check, check_open
from storage.table import Table
from tests.storage.conftest import KEY
from tests.storage.records import Entry, entry


@pytest.fixture
def key() -> None:
    """These look at plain stores; an encrypted one is looked at with its key, by the same queries."""


@pytest.fixture
def store(path: Path) -> Path:
    db = open_database(path)
    entries = Table(db, Entry, "journal_entry")
    entries.add(entry("secret"))
    entries.erase(entries.add(entry()).id)
    entries.remove(entries.add(entry()).id)
    db.close()
    return path


def _alter(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(statement)


def test_a_healthy_store_has_no_findings(store: Path) -> None:
    before = {file.name: file.read_bytes() for file in store.parent.iterdir()}
    assert check(store) == check(store, thorough=True) == []
    assert {file.name: file.read_bytes() for file in store.parent.iterdir()} == before


def test_a_store_in_use_can_be_looked_over(db: Database, entries: Table[Entry]) -> None:
    entries.add(entry())
    assert check(db.path) == []
    entries.add(entry())
    assert entries.count() == 2


def test_no_store_is_a_finding_and_none_is_made(path: Path) -> None:
    assert [finding.kind for finding in check(path)] == ["missing"]
    assert not path.parent.exists()


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        (
            """INSERT INTO mark (id, session_id, at, at_offset, kind, changed_at)
            SELECT id, id, at, 0, 'calm', at FROM journal_entry LIMIT 1""",
            "link",
        ),
        ("DELETE FROM journal_entry_fts_docsize", "search"),
        (
            "INSERT INTO outbox (kind, record_id, changed_at) VALUES ('journal_entry', 'gone', 'now')",
            "outbox",
        ),
        ("INSERT INTO outbox (kind, record_id, changed_at) VALUES ('no_table', 'gone', 'now')", "outbox"),
        ("PRAGMA application_id = 1", "refused"),
        ("PRAGMA user_version = 1000", "refused"),
    ],
    ids=["a mark without its session", "search", "outbox", "unknown kind", "another program", "newer"],
)
def test_what_is_wrong_is_found(store: Path, statement: str, kind: str) -> None:
    _alter(store, statement)
    findings = check(store)
    assert [finding.kind for finding in findings] == [kind]
    assert "secret" not in findings[0].sentence
    assert findings[0].sentence.endswith(".")


def test_a_search_index_that_knows_other_words_is_found_by_a_thorough_look(store: Path) -> None:
    _alter(
        store,
        "INSERT INTO journal_entry_fts (journal_entry_fts, rowid, words, feelings) "
        "SELECT 'delete', place, words, feelings FROM journal_entry WHERE words = 'secret'",
    )
    _alter(
        store,
        "INSERT INTO journal_entry_fts (rowid, words, feelings) "
        "SELECT place, 'another', feelings FROM journal_entry WHERE words = 'secret'",
    )
    assert check(store) == []
    (finding,) = check(store, thorough=True)
    assert finding.kind == "search"


def test_an_encrypted_store_is_looked_over_with_its_key_alone(path: Path) -> None:
    db = open_database(path, key=KEY)
    Table(db, Entry, "journal_entry").add(entry("secret"))
    assert check_open(db, thorough=True, records={"journal_entry": Entry}) == []
    db.close()
    assert check(path, key=KEY, thorough=True) == []
    assert [finding.kind for finding in check(path)] == ["damaged"]
    assert [finding.kind for finding in check(path, key=bytes(32))] == ["damaged"]


def test_an_index_that_disagrees_is_found_by_a_thorough_look(store: Path) -> None:
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        other = "SELECT rootpage FROM sqlite_master WHERE name = 'mark_time'"
        connection.execute(f"UPDATE sqlite_master SET rootpage = ({other}) WHERE name = 'journal_entry_day'")
    assert "damaged" in [finding.kind for finding in check(store, thorough=True)]
