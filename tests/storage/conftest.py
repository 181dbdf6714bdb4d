"""A fresh store for each test, with the clock standing still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database, open_database
from storage.outbox import Outbox
from storage.table import Table
from tests.storage.records import NOW, Course, Entry, Mark, Session

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "companion.db"


@pytest.fixture(params=[None, KEY], ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> bytes | None:
    """None for Python's own SQLite, a key for SQLCipher: both must do the same."""
    key: bytes | None = request.param
    return key


@pytest.fixture
def db(path: Path, key: bytes | None) -> Iterator[Database]:
    db = open_database(path, clock=lambda: NOW, key=key)
    yield db
    db.close()


@pytest.fixture
def entries(db: Database) -> Table[Entry]:
    return Table(db, Entry, "journal_entry")


@pytest.fixture
def courses(db: Database) -> Table[Course]:
    return Table(db, Course, "course")


@pytest.fixture
def sessions(db: Database) -> Table[Session]:
    return Table(db, Session, "session")


@pytest.fixture
def marks(db: Database) -> Table[Mark]:
    return Table(db, Mark, "mark")


@pytest.fixture
def outbox(db: Database) -> Outbox:
    return Outbox(db)
