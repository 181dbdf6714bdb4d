"""A backup holds everything, only its passphrase opens it, and whatever else is given to it is refused."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import struct
import zlib
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import backup, image
from storage.bad_backup import (
    BadBackup,
    DamagedBackup,
    ForeignBackup,
    LargeBackup,
    NewerBackup,
    WrongPassphrase,
)
from storage.database import Database, open_database
from storage.migrations import NAMES
from storage.table import Table
from storage.vault import Cost
from tests.storage.records import KATHMANDU, NOW, Course, Entry, Mark, Session, entry

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("v*.sql"))
CHEAP = Cost(2**4)
PHRASE = "correct horse battery staple"
MARKER = "zebra-in-the-kitchen"


def seal(db: Database, phrase: str = PHRASE) -> bytes:
    return backup.seal(db, phrase, now=NOW.astimezone(KATHMANDU), cost=CHEAP)


def rows(opened: backup.Opened, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
    with closing(opened.image):
        return opened.image.rows(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()


def forged(content: bytes, about: dict[str, object] | bytes | None = None, phrase: str = PHRASE) -> bytes:
    """A backup around any content, as somebody who knows the passphrase could make it."""
    told = {"made_at": NOW.isoformat()} if about is None else about
    head = told if isinstance(told, bytes) else json.dumps(told).encode()
    return backup._sealed(zlib.compress(struct.pack(">I", len(head)) + head + content), phrase, CHEAP)


def resealed(content: bytes) -> bytes:
    """The same with the right digest at its end, as after damage that hits that, too."""
    return content[:-32] + hashlib.sha256(content[:-32]).digest()


@pytest.fixture
def one(db: Database, entries: Table[Entry]) -> bytes:
    entries.add(entry(MARKER))
    return seal(db)


def test_everything_comes_back(
    db: Database, entries: Table[Entry], courses: Table[Course], sessions: Table[Session], marks: Table[Mark]
) -> None:
    course = courses.add(Course(id=uuid4(), weekdays=(1, 4)))
    session = sessions.add(Session(id=uuid4(), course_id=course.id, number=1, starts_at=NOW))
    marks.add(Mark(id=uuid4(), session_id=session.id))
    entries.add(entry("Müde, 😀 und\n'leer'", feelings=("calm", "own"), sleep=3))
    opened = backup.open_sealed(seal(db), PHRASE)
    assert (opened.made_at, opened.made_at.utcoffset()) == (
        NOW.replace(microsecond=0),
        timedelta(hours=5, minutes=45),
    )
    with closing(opened.image) as found:
        for table in (*db.tables(), "outbox"):
            order = f"SELECT * FROM {table} ORDER BY 1"
            assert found.rows(order).fetchall() == db.rows(order), table
        assert found.tables() == db.tables()
        assert found.left_out == 0


def test_an_empty_store_makes_a_backup_too(db: Database) -> None:
    assert rows(backup.open_sealed(seal(db), PHRASE), "journal_entry") == []


def test_what_was_removed_stays_behind_unless_something_belongs_to_it(
    db: Database, entries: Table[Entry], courses: Table[Course], sessions: Table[Session], marks: Table[Mark]
) -> None:
    gone = entries.add(entry(MARKER))
    entries.remove(gone.id)
    for number in (1, 2):
        course = courses.add(Course(id=uuid4()))
        session = sessions.add(Session(id=uuid4(), course_id=course.id, number=1))
        mark = marks.add(Mark(id=uuid4(), session_id=session.id))
        if number == 2:
            marks.remove(mark.id)
        sessions.remove(session.id)
        courses.remove(course.id)
    content = seal(db)
    assert rows(backup.open_sealed(content, PHRASE), "journal_entry") == []
    counts = {t: len(rows(backup.open_sealed(content, PHRASE), t)) for t in ("course", "session", "mark")}
    assert counts == {"course": 1, "session": 1, "mark": 1}


def test_no_word_is_readable_in_it_and_no_two_are_alike(db: Database, entries: Table[Entry]) -> None:
    entries.add(entry(MARKER))
    one, two = seal(db), seal(db)
    assert MARKER.encode() not in one
    assert b"SQLite" not in one
    assert one[11:] != two[11:]
    assert len({one[14:42], two[14:42]}) == 2


def test_nothing_is_written_to_the_disk(db: Database, one: bytes, tmp_path: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*") if not file.name.endswith("-shm")}
    seal(db)
    backup.open_sealed(one, PHRASE).image.close()
    assert before == {f: f.stat().st_mtime_ns for f in tmp_path.rglob("*") if not f.name.endswith("-shm")}


def test_the_passphrase_counts_as_it_is_meant(db: Database) -> None:
    backup.open_sealed(seal(db, " cafe\u0301 au lait"), "caf\u00e9 au lait ").image.close()


def test_another_passphrase_is_told_apart_from_damage(one: bytes) -> None:
    with pytest.raises(WrongPassphrase):
        backup.open_sealed(one, PHRASE + "x")


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_a_file_that_was_cut_or_changed_is_damaged(one: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(one) - 1))
    for bad in (one[:at], one[:at] + bytes([one[at] ^ 1]) + one[at + 1 :], one + b"\0"):
        with pytest.raises((DamagedBackup, ForeignBackup, NewerBackup)):
            backup.open_sealed(bad, PHRASE)


@given(st.integers(44, 200), st.integers(0, 7))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
def test_a_change_that_also_mends_the_digest_does_not_open(one: bytes, at: int, bit: int) -> None:
    bad = one[:at] + bytes([one[at] ^ (1 << bit)]) + one[at + 1 :]
    with pytest.raises(WrongPassphrase):
        backup.open_sealed(resealed(bad), PHRASE)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + bytes(100), b"%PDF-1.7", bytes(500), b"{}"])
def test_a_file_of_something_else_is_foreign(content: bytes) -> None:
    with pytest.raises(ForeignBackup):
        backup.open_sealed(content, PHRASE)


def test_a_later_format_asks_for_an_update(one: bytes) -> None:
    with pytest.raises(NewerBackup):
        backup.open_sealed(one[:8] + struct.pack(">H", 2) + one[10:], PHRASE)


@pytest.mark.parametrize("cost", [(0, 8, 1), (19, 8, 1), (255, 8, 1), (4, 255, 1), (4, 8, 255), (4, 8, 0)])
def test_an_absurd_cost_is_refused_before_any_work(one: bytes, cost: tuple[int, int, int]) -> None:
    with pytest.raises(DamagedBackup):
        backup.open_sealed(resealed(one[:10] + bytes(cost) + one[13:]), PHRASE)


def test_what_unfolds_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "MOST_BYTES", 100_000)
    bomb = backup._sealed(zlib.compress(bytes(10_000_000)), PHRASE, CHEAP)
    with pytest.raises(DamagedBackup):
        backup.open_sealed(bomb, PHRASE)


def test_more_than_one_backup_holds_is_refused(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "MOST_BYTES", 1000)
    with pytest.raises(LargeBackup):
        seal(db)


def _database(change: Callable[[sqlite3.Connection], object]) -> bytes:
    """What a store's image would be, changed by somebody."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        with closing(image._fresh(len(NAMES))) as fresh:
            content = image.write(fresh)
        made.deserialize(content)
        made.execute("PRAGMA writable_schema = ON")
        change(made)
        return made.serialize()


def sql(*lines: str) -> Callable[[sqlite3.Connection], object]:
    return lambda made: [made.execute(line) for line in lines]


ENTRY = (
    "INSERT INTO journal_entry (id, at, at_offset, mood, words, changed_at) VALUES "
    "('00000000-0000-4000-8000-000000000001', '2026-03-14T15:09:26.535897+00:00', 0, 5, {words}, {changed})"
)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", DamagedBackup),
        (b"SQLite format 3\0", DamagedBackup),
        (bytes(4096), DamagedBackup),
        (_database(sql("PRAGMA application_id = 7")), DamagedBackup),
        (_database(sql("PRAGMA user_version = 0")), DamagedBackup),
        (_database(sql(f"PRAGMA user_version = {len(NAMES) + 1}")), NewerBackup),
        (_database(sql("PRAGMA user_version = 1")), DamagedBackup),
        (_database(sql("CREATE TABLE more (a)")), DamagedBackup),
        (_database(sql("DROP TABLE mark")), DamagedBackup),
        (_database(sql("CREATE VIEW v AS SELECT 1")), DamagedBackup),
        (
            _database(sql("CREATE TRIGGER t AFTER INSERT ON person BEGIN SELECT load_extension('x'); END")),
            DamagedBackup,
        ),
        (
            _database(
                sql(
                    "DROP TABLE person",
                    "CREATE VIEW person AS SELECT randomblob(1000000000) AS id, '' AS name, '' AS phone, "
                    "'' AS changed_at, NULL AS removed_at",
                )
            ),
            DamagedBackup,
        ),
        (
            _database(sql("UPDATE sqlite_master SET sql = 'CREATE TABLE mark (a)' WHERE name = 'mark'")),
            DamagedBackup,
        ),
        (_database(sql("UPDATE sqlite_master SET rootpage = 2")), DamagedBackup),
        (
            _database(
                sql(
                    "PRAGMA ignore_check_constraints = ON",
                    ENTRY.format(words="printf('%20001d', 1)", changed="'x'"),
                )
            ),
            DamagedBackup,
        ),
    ],
)
def test_content_that_the_app_would_not_have_written_is_refused(
    content: bytes, error: type[BadBackup]
) -> None:
    with pytest.raises(error):
        backup.open_sealed(forged(content), PHRASE)


@pytest.mark.parametrize(
    "about",
    [
        b"",
        b"{}",
        b"[]",
        b"7",
        b'{"made_at": 7}',
        b'{"made_at": "2026-03-14"}',
        b"\xff",
        b"[" * 4000,
        b" " * 5000,
    ],
)
def test_a_backup_that_says_nonsense_of_itself_is_refused(about: bytes) -> None:
    content = _database(sql())
    with pytest.raises(DamagedBackup):
        backup.open_sealed(forged(content, about), PHRASE)


def test_a_length_beyond_the_end_is_refused() -> None:
    packed = zlib.compress(struct.pack(">I", 4000) + b"{}")
    with pytest.raises(DamagedBackup):
        backup.open_sealed(backup._sealed(packed, PHRASE, CHEAP), PHRASE)
    with pytest.raises(DamagedBackup):
        backup.open_sealed(backup._sealed(zlib.compress(b"ab"), PHRASE, CHEAP), PHRASE)
    with pytest.raises(DamagedBackup):
        backup.open_sealed(backup._sealed(b"not compressed", PHRASE, CHEAP), PHRASE)


@given(st.integers(0, 20_000), st.binary(min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_an_image_with_any_bytes_changed_is_read_or_refused(at: int, noise: bytes) -> None:
    content = HOSTILE_BASE[: at % len(HOSTILE_BASE)] + noise
    content += HOSTILE_BASE[len(content) :]
    try:
        opened = image.read(content)
    except BadBackup:
        return
    assert all(opened.rows(f"SELECT * FROM {table}").fetchall() is not None for table in opened.tables())
    opened.close()


HOSTILE_BASE = _database(sql(ENTRY.format(words="'words'", changed="'2026-03-14T15:09:26.535897+00:00'")))


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.stem)
def test_a_backup_of_an_older_version_is_brought_up_to_date(
    fixture: Path, path: Path, tmp_path: Path
) -> None:
    """As an older version would have made it: the rows of its own schema, without the search index."""
    version = int(fixture.stem.removeprefix("v"))
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as old:
        old.executescript(fixture.read_text(encoding="utf-8"))
        for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            old.execute(f'DROP TRIGGER "{name}"')
        for made_again in image._MADE_AGAIN:
            old.execute(f"DROP TABLE {made_again}")
        content = old.serialize()
    opened = backup.open_sealed(forged(content), PHRASE)
    assert len(rows(opened, "journal_entry")) == 2
    opened = backup.open_sealed(forged(content), PHRASE)
    assert rows(opened, "preferences", "lock_after") == [(5 if version == 1 else 15,)]


def test_rows_of_something_that_is_missing_are_left_out_and_counted(path: Path) -> None:
    db = open_database(path)
    session = Session(id=uuid4(), course_id=uuid4(), number=1)
    db.connection.execute("PRAGMA foreign_keys = OFF")
    Table(db, Session, "session").add(session)
    Table(db, Mark, "mark").add(Mark(id=uuid4(), session_id=session.id))
    Table(db, Entry, "journal_entry").add(entry(MARKER))
    opened = backup.open_sealed(seal(db), PHRASE)
    db.close()
    assert opened.image.left_out == 2
    assert len(rows(opened, "journal_entry")) == 1
