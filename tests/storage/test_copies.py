"""Copies are made beside the running app, whole or not at all; eight stay, and each can be read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import conversion, copies, files
from storage.copies import Copy
from storage.database import Database, open_database
from storage.engine import is_plain
from storage.errors import (
    ClosedStore,
    DamagedStore,
    FullStore,
    LostStore,
    StoreBusy,
    StoreError,
    UnwritableStore,
)
from storage.table import Table
from tests.storage.records import KATHMANDU, NOW, Entry, entry

MARKER = "zebra-in-the-kitchen"
COUNT = {"entries": "SELECT count(*) FROM journal_entry WHERE removed_at IS NULL"}


def words(copy: Copy, key: bytes | None) -> list[str]:
    with closing(copies.read(copy, key)) as image:
        return [text for (text,) in image.rows("SELECT words FROM journal_entry ORDER BY place")]


def test_a_copy_is_one_whole_file_as_encrypted_as_the_store(
    db: Database, entries: Table[Entry], key: bytes | None
) -> None:
    entries.add(entry(MARKER))
    copy = copies.make(db, now=NOW.astimezone(KATHMANDU))
    assert copy.path.name == "companion-20260314-150926.db"
    assert copy.made_at == NOW.replace(microsecond=0)
    assert copy.size == copy.path.stat().st_size
    assert [file.name for file in copy.path.parent.iterdir()] == [copy.path.name]
    assert (copy.path.stat().st_mode & 0o777, copy.path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert is_plain(copy.path) is (key is None)
    assert (MARKER.encode() in copy.path.read_bytes()) is (key is None)
    assert words(copy, key) == [MARKER]
    assert copies.listed(db.path) == [copy]


def test_a_copy_can_take_the_stores_place(db: Database, entries: Table[Entry], key: bytes | None) -> None:
    entries.add(entry(MARKER))
    made = copies.make(db, now=NOW)
    again = open_database(made.path, key=key)
    assert [one.words for one in Table(again, Entry, "journal_entry").search("zebra")] == [MARKER]
    again.close()


def test_a_copy_holds_what_is_committed_and_the_app_goes_on_writing(
    db: Database, entries: Table[Entry], key: bytes | None
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    entries.add(entry("first"))
    with ThreadPoolExecutor(1) as pool, db.transaction():
        entries.add(entry("second", minutes=1))
        copy = pool.submit(copies.make, db, now=NOW).result()
    assert words(copy, key) == ["first"]
    assert entries.count() == 2


def test_two_in_one_second_both_stay(db: Database) -> None:
    first, second = copies.make(db, now=NOW), copies.make(db, now=NOW)
    assert [copy.path for copy in copies.listed(db.path)] == [second.path, first.path]


def test_the_last_eight_stay_and_the_new_one_always(db: Database) -> None:
    made = [copies.make(db, now=NOW + timedelta(days=day)) for day in range(9)]
    assert [copy.path for copy in copies.listed(db.path)] == [copy.path for copy in reversed(made[1:])]
    back = copies.make(db, now=NOW - timedelta(days=365))  # the clock was set back
    names = [copy.path for copy in copies.listed(db.path)]
    assert len(names) == 8
    assert names[-1] == back.path


def test_a_copy_is_due_once_a_week_whatever_the_clock_did(db: Database) -> None:
    assert copies.due(db.path, NOW)
    copies.make(db, now=NOW)
    assert not copies.due(db.path, NOW)
    assert not copies.due(db.path, NOW + timedelta(days=6, hours=23))
    assert copies.due(db.path, NOW + timedelta(days=7))
    assert not copies.due(db.path, NOW - timedelta(minutes=30))
    assert copies.due(db.path, NOW - timedelta(days=365))


def test_a_copy_tells_its_numbers_or_that_it_cannot_be_read(
    db: Database, entries: Table[Entry], key: bytes | None
) -> None:
    entries.add(entry())
    copy = copies.make(db, now=NOW)
    assert copies.numbers(copy, key, COUNT) == {"entries": 1}
    copy.path.write_bytes(copy.path.read_bytes()[:5000])
    assert copies.numbers(copy, key, COUNT) is None
    copy.path.unlink()
    assert copies.numbers(copy, key, COUNT) is None


def test_a_broken_copy_is_refused(db: Database, entries: Table[Entry], key: bytes | None) -> None:
    with db.transaction():
        for minutes in range(200):
            entries.add(entry("a" * 500, minutes=minutes))
    copy = copies.make(db, now=NOW)
    content = bytearray(copy.path.read_bytes())
    content[20_000:60_000] = bytes(40_000)
    copy.path.write_bytes(content)
    with pytest.raises(DamagedStore):
        copies.read(copy, key)
    copy.path.write_bytes(b"")
    with pytest.raises(DamagedStore):
        copies.read(copy, key)
    copy.path.unlink()
    with pytest.raises(UnwritableStore):
        copies.read(copy, key)


def test_a_copy_of_something_else_is_refused(db: Database) -> None:
    copy = copies.make(db, now=NOW)
    copy.path.unlink()
    with closing(sqlite3.connect(copy.path)) as other:
        other.execute("CREATE TABLE theirs (a)")
    with pytest.raises(StoreError):
        copies.read(copy, None)


def test_a_copy_from_before_the_passcode_can_be_read_too(path: Path) -> None:
    db = open_database(path)
    Table(db, Entry, "journal_entry").add(entry(MARKER))
    copy = copies.make(db, now=NOW)
    db.close()
    key = bytes(range(32))
    assert words(copy, key) == [MARKER]
    conversion.encrypt(path, key)
    assert words(copy, key) == [MARKER]
    assert is_plain(copy.path) is False
    with pytest.raises(DamagedStore):
        copies.read(copy, None)


def test_an_interrupted_copy_is_swept_away(db: Database) -> None:
    folder = files.copies(db.path)
    folder.mkdir()
    for name in ("companion-20260101-000000.db.part", "companion-20260101-000000.db.part-journal"):
        (folder / name).write_text(MARKER)
    assert copies.listed(db.path) == []
    copy = copies.make(db, now=NOW)
    assert list(folder.iterdir()) == [copy.path]


def test_no_copy_is_made_while_the_store_is_exchanged(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "BUSY_MILLISECONDS", 10)
    with conversion.exchanging(db.path), pytest.raises(StoreBusy):
        copies.make(db, now=NOW)
    assert copies.listed(db.path) == []


def test_of_a_store_that_is_closed_or_gone_no_copy_and_no_folder_is_made(db: Database) -> None:
    import shutil

    db.close()
    with pytest.raises(ClosedStore):
        copies.make(db, now=NOW)
    assert copies.listed(db.path) == []
    shutil.rmtree(db.path.parent)
    with pytest.raises(LostStore):
        copies.make(db, now=NOW)
    assert not db.path.parent.exists()


def test_a_full_disk_leaves_the_copies_that_are_there(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    copy = copies.make(db, now=NOW)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("storage.copies.os.fsync", full)
    with pytest.raises(FullStore):
        copies.make(db, now=NOW + timedelta(days=7))
    assert list(files.copies(db.path).iterdir()) == [copy.path]


def test_a_copy_of_a_strange_name_has_the_time_of_its_file(db: Database) -> None:
    copy = copies.make(db, now=NOW)
    odd = copy.path.rename(copy.path.with_name("companion-99999999-999999.db"))
    (found,) = copies.listed(db.path)
    assert found.path == odd
    assert abs(found.made_at - datetime.now(UTC)) < timedelta(days=1)
