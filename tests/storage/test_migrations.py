"""The schema's history: old stores open, steps apply once and whole, and what was released stays as it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlite_utils

from storage import migrations
from storage.database import Database, open_database
from storage.doctor import check
from storage.errors import NewerStore
from storage.links import Links
from storage.outbox import Outbox
from storage.table import Table
from tests.storage.records import KATHMANDU, NOW, Course, Entry, Mark, Person, Session, Status

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("v*.sql"))


def _restored(fixture: Path, path: Path) -> Path:
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(fixture.read_text(encoding="utf-8"))
    return path


def _schema(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: " ".join(sql.split()) for name, sql in rows}


def _id(number: int) -> UUID:
    return UUID(int=number + (4 << 76) + (8 << 60))


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.stem)
def test_an_old_store_opens_with_all_that_was_in_it(fixture: Path, path: Path) -> None:
    db = open_database(_restored(fixture, path))
    entries, sessions = Table(db, Entry, "journal_entry"), Table(db, Session, "session")
    first = Entry(
        id=_id(1),
        at=NOW.astimezone(KATHMANDU),
        mood=7,
        feelings=("calm", "lighter"),
        sleep=6,
        words="Slept well, walked around the lake.",
    )
    second = Entry(id=_id(2), at=NOW - timedelta(days=2), mood=2, words="Müde und leer.")
    assert entries.page() == [first, second]
    assert (entries.search("lake"), entries.search("mude")) == ([first], [second])
    entries.restore(_id(3))
    assert entries.count() == 3
    assert [course.weekdays for course in Table(db, Course, "course").all()] == [(1, 4)]
    assert [s.status for s in sessions.all(order_by="number")] == [Status.PLANNED, Status.SKIPPED]
    assert [mark.session_id for mark in Table(db, Mark, "mark").all()] == [_id(11)]
    assert [person.name for person in Table(db, Person, "person").all()] == ["Sam Example"]
    for table in ("checklist", "clinic_profile", "preferences", "clinic_question"):
        assert db.rows(f"SELECT count(*) FROM {table}") == [(1,)]
    assert Outbox(db).count() == 7
    chosen, kept = (5, 0) if fixture.stem == "v1" else (15, 1)
    assert db.rows("SELECT lock_after FROM preferences") == [(chosen,)]
    assert db.rows("SELECT count(*) FROM kept_text") == [(kept,)]
    # Whoever had no choice yet gets the usual one.
    usual, chose = ('["phq9","gad7"]', 6, 0), ('["phq9","peg"]', 2, 1)
    chosen_check_ins = db.rows("SELECT check_ins, check_in_weekday, studies_shown FROM preferences")
    filled = db.rows("SELECT count(*) FROM check_in")
    assert (chosen_check_ins, filled) == (([chose], [(1,)]) if fixture.stem >= "v3" else ([usual], [(0,)]))
    # What a clinic had and refused is known since version 4; before it, everything simply waited.
    link = Links(db).get("journal_entry", _id(2))
    clinic = (link.version if link else None, Outbox(db).count(refused=True))
    assert clinic == (('W/"1"', 1) if fixture.stem >= "v4" else (None, 0))
    # Who takes the patient home is a record of its own since version 5, as are summaries.
    second = db.rows("SELECT backup_escort FROM session ORDER BY number")[0][0]
    shared = [db.rows(f"SELECT count(*) FROM {table}")[0][0] for table in ("share", "followed")]
    assert (second, shared) == (("Lee", [1, 1]) if fixture.stem >= "v5" else ("", [0, 0]))
    # Reminders can be chosen since version 6.
    ((chosen_reminders,),) = db.rows("SELECT reminders FROM preferences")
    assert ("mood:2026-03-14" in chosen_reminders) == (fixture.stem >= "v6")
    assert fixture.stem >= "v6" or chosen_reminders == "{}"
    db.close()
    assert check(path, thorough=True) == []


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.stem)
def test_an_old_store_gets_the_schema_of_a_new_one(fixture: Path, path: Path, tmp_path: Path) -> None:
    open_database(_restored(fixture, path)).close()
    open_database(tmp_path / "new.db").close()
    assert _schema(path) == _schema(tmp_path / "new.db")


def test_each_schema_has_its_fixture_and_the_first_was_not_edited(path: Path, tmp_path: Path) -> None:
    assert [fixture.stem for fixture in FIXTURES] == [f"v{n + 1}" for n in range(len(migrations.NAMES))]
    with closing(sqlite3.connect(tmp_path / "first.db")) as connection:
        db = sqlite_utils.Database(connection)
        with db.atomic():
            migrations._STEPS[0][1](db)
    first, released = _schema(tmp_path / "first.db"), _schema(_restored(FIXTURES[0], path))
    assert first == {name: sql for name, sql in released.items() if "_sqlite_migrations" not in name}


def test_a_new_store_says_whose_it_is_and_how_old(db: Database) -> None:
    assert db.rows("PRAGMA application_id") == [(migrations.APPLICATION_ID,)]
    assert db.rows("PRAGMA user_version") == [(len(migrations.NAMES),)]
    assert [row[0] for row in db.rows("SELECT name FROM _sqlite_migrations")] == list(migrations.NAMES)


def test_opening_again_writes_nothing(path: Path) -> None:
    open_database(path).close()
    before = path.read_bytes()
    open_database(path).close()
    assert path.read_bytes() == before


def _with_steps(monkeypatch: pytest.MonkeyPatch, *more: object) -> None:
    steps = (*migrations._STEPS, *more)
    monkeypatch.setattr(migrations, "_STEPS", steps)
    monkeypatch.setattr(migrations, "NAMES", tuple(name for name, _ in steps))  # type: ignore[misc]
    monkeypatch.setattr("storage.gate.NAMES", migrations.NAMES)


def _note(db: sqlite_utils.Database) -> None:
    db.execute("ALTER TABLE person ADD COLUMN note TEXT NOT NULL DEFAULT ''")


def _fails(db: sqlite_utils.Database) -> None:
    db.execute("CREATE TABLE half (id TEXT)")
    db.execute("INSERT INTO nowhere VALUES (1)")


def test_a_later_step_is_added_and_older_versions_then_refuse(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_database(path).close()
    with monkeypatch.context() as later:
        _with_steps(later, ("9998_note", _note))
        db = open_database(path)
        assert "note" in {row[1] for row in db.rows("PRAGMA table_info(person)")}
        db.close()
    with pytest.raises(NewerStore):
        open_database(path)


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_database(path).close()
    before = path.read_bytes()
    with monkeypatch.context() as later:
        _with_steps(later, ("9998_note", _note), ("9999_fails", _fails))
        with pytest.raises(sqlite3.OperationalError):
            open_database(path)
    assert path.read_bytes() == before
    open_database(path).close()


def _new_course_table(db: sqlite_utils.Database) -> None:
    """Make a table anew that others point to, as SQLite wants it done."""
    sql = db.execute("SELECT sql FROM sqlite_master WHERE name = 'course'").fetchone()[0]
    db.execute(sql.replace("course", "course_new", 1))
    db.execute("INSERT INTO course_new SELECT * FROM course")
    db.execute("DROP TABLE course")
    db.execute("ALTER TABLE course_new RENAME TO course")


def test_a_step_can_make_a_table_anew_without_losing_what_points_to_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = open_database(_restored(FIXTURES[-1], path))
    tables = ("course", "session", "mark", "checklist")
    before = {name: db.rows(f"SELECT * FROM {name} ORDER BY id") for name in tables}
    db.close()
    _with_steps(monkeypatch, ("9998_new_course", _new_course_table))
    db = open_database(path)
    assert {name: db.rows(f"SELECT * FROM {name} ORDER BY id") for name in tables} == before
    assert db.rows("PRAGMA foreign_key_check") == []
    assert db.rows("PRAGMA foreign_keys") == [(1,)]
    with pytest.raises(sqlite3.IntegrityError):
        db.connection.execute("DELETE FROM course")
    db.close()


def test_a_step_that_leaves_rows_pointing_nowhere_is_taken_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_database(_restored(FIXTURES[-1], path)).close()
    before = _schema(path)
    with monkeypatch.context() as later:
        _with_steps(later, ("9998_note", _note), ("9999_lost", lambda db: db.execute("DELETE FROM course")))
        with pytest.raises(sqlite3.IntegrityError, match="point nowhere"):
            open_database(path)
    assert _schema(path) == before
    db = open_database(path)
    assert len(Table(db, Course, "course").all()) == 1
    db.close()


def test_a_first_start_that_was_interrupted_is_made_up_for(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    open_database(path).close()
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    assert path.stat().st_size > 0
    db = open_database(path)
    assert db.tables()
    db.close()
