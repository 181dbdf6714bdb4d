"""What an error of SQLite means for the patient: a full disk is told as one, and never taken for damage."""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from pathlib import Path

import pytest

from storage.errors import DamagedStore, FullStore, StoreBusy, StoreError, UnwritableStore
from storage.told import told

Usage = namedtuple("Usage", "total used free")
PATH = Path("companion.db")


def error(text: str, code: int | None = None) -> sqlite3.OperationalError:
    made = sqlite3.OperationalError(text)
    if code is not None:
        made.sqlite_errorcode = code
    return made


@pytest.mark.parametrize(("free", "kind"), [(0, FullStore), (1 << 30, StoreError)])
def test_a_failing_write_is_told_as_a_full_disk_only_where_it_is_full(
    free: int, kind: type[StoreError], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.told.shutil.disk_usage", lambda _: Usage(1 << 30, 0, free))
    found = told(error("disk I/O error", sqlite3.SQLITE_IOERR | 19 << 8), PATH)
    assert type(found) is kind
    assert "nothing was saved" in str(found)


def test_a_disk_that_cannot_be_asked_is_no_full_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: Path) -> Usage:
        raise FileNotFoundError

    monkeypatch.setattr("storage.told.shutil.disk_usage", gone)
    assert type(told(error("disk I/O error", sqlite3.SQLITE_IOERR), PATH)) is StoreError


@pytest.mark.parametrize("code", [None, sqlite3.SQLITE_ERROR])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("database or disk is full", FullStore),
        ("database disk image is malformed", DamagedStore),
        ("file is not a database", DamagedStore),
        ("database is locked", StoreBusy),
        ("attempt to write a readonly database", UnwritableStore),
        ("unable to open database file", UnwritableStore),
        ("disk I/O error", StoreError),
    ],
)
def test_copying_a_whole_store_tells_the_reason_in_words_alone(
    text: str, kind: type[StoreError], code: int | None
) -> None:
    assert type(told(error(text, code), Path.cwd() / PATH)) is kind


def test_a_mistake_of_ours_stays_what_it_is() -> None:
    mistake = error("no such column: mood_", sqlite3.SQLITE_ERROR)
    assert told(mistake, PATH) is mistake
