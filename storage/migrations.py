"""The schema's history: append only, never edit a migration that was released.

A table of records has `id`, the columns its dataclass gives it (see codec.py), and two that the store keeps
itself: `changed_at`, and `removed_at` for what was removed and can come back. The limits are those of the
domain, so that no other program can write what the app could not have written.

To change the schema: append a function, list it in _STEPS, add a dump of the old schema to
tests/storage/fixtures.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite_utils

SET = "store"
APPLICATION_ID = 0x49436F6D  # "ICom", at byte 68 of the file

RECORD_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%removed_at%' ORDER BY name"
)


def _first_tables(db: sqlite_utils.Database) -> None:
    """Journal, course, checklist, what the patient set, and the outbox."""
    # `place` is the order of time: the full-text index gives its matches by rowid, so the newest come
    # first without sorting, however many match. An INTEGER PRIMARY KEY also survives VACUUM.
    # `local_day` is cut to whole seconds first: some versions of SQLite round 23:59:59.9996 up to a new day.
    db.execute("""
        CREATE TABLE journal_entry (
            place INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
            at TEXT NOT NULL CHECK (length(at) = 32 AND at GLOB '????-??-??T*+00:00'),
            at_offset INTEGER NOT NULL CHECK (at_offset BETWEEN -1439 AND 1439),
            mood INTEGER NOT NULL CHECK (mood BETWEEN 0 AND 10),
            feelings TEXT NOT NULL DEFAULT '[]' CHECK (json_type(feelings) = 'array'),
            sleep INTEGER CHECK (sleep BETWEEN 0 AND 10),
            anxiety INTEGER CHECK (anxiety BETWEEN 0 AND 10),
            energy INTEGER CHECK (energy BETWEEN 0 AND 10),
            pain INTEGER CHECK (pain BETWEEN 0 AND 10),
            words TEXT NOT NULL DEFAULT '' CHECK (length(words) <= 20000),
            changed_at TEXT NOT NULL,
            removed_at TEXT,
            local_day TEXT NOT NULL
                GENERATED ALWAYS AS (date(substr(at, 1, 19), at_offset || ' minutes')) STORED
        ) STRICT
    """)
    shown = "WHERE removed_at IS NULL"
    db.execute(f"CREATE INDEX journal_entry_newest ON journal_entry (at DESC, id DESC) {shown}")
    db.execute(f"CREATE INDEX journal_entry_day ON journal_entry (local_day, mood) {shown}")
    db.table("journal_entry").enable_fts(
        ["words", "feelings"], create_triggers=True, tokenize="unicode61 remove_diacritics 2"
    )
    db.execute("""
        CREATE TABLE course (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            planned INTEGER NOT NULL DEFAULT 6 CHECK (planned BETWEEN 1 AND 24),
            first_day TEXT CHECK (length(first_day) = 10),
            usual_time TEXT CHECK (length(usual_time) >= 8),
            weekdays TEXT NOT NULL DEFAULT '[]' CHECK (json_type(weekdays) = 'array'),
            made_at TEXT NOT NULL CHECK (length(made_at) = 32 AND made_at GLOB '????-??-??T*+00:00'),
            made_at_offset INTEGER NOT NULL CHECK (made_at_offset BETWEEN -1439 AND 1439),
            ended_at TEXT CHECK (length(ended_at) = 32 AND ended_at GLOB '????-??-??T*+00:00'),
            ended_at_offset INTEGER CHECK (ended_at_offset BETWEEN -1439 AND 1439),
            end_reason TEXT NOT NULL DEFAULT '' CHECK (length(end_reason) <= 20000),
            changed_at TEXT NOT NULL,
            removed_at TEXT,
            CHECK ((ended_at IS NULL) = (ended_at_offset IS NULL))
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE session (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            course_id TEXT NOT NULL REFERENCES course (id),
            number INTEGER NOT NULL CHECK (number >= 1),
            status TEXT NOT NULL DEFAULT 'planned' CHECK (
                status IN ('planned', 'in progress', 'completed', 'moved', 'skipped', 'stopped early')
            ),
            starts_at TEXT CHECK (length(starts_at) = 32 AND starts_at GLOB '????-??-??T*+00:00'),
            starts_at_offset INTEGER CHECK (starts_at_offset BETWEEN -1439 AND 1439),
            moved_from TEXT CHECK (length(moved_from) = 32 AND moved_from GLOB '????-??-??T*+00:00'),
            moved_from_offset INTEGER CHECK (moved_from_offset BETWEEN -1439 AND 1439),
            began_at TEXT CHECK (length(began_at) = 32 AND began_at GLOB '????-??-??T*+00:00'),
            began_at_offset INTEGER CHECK (began_at_offset BETWEEN -1439 AND 1439),
            ended_at TEXT CHECK (length(ended_at) = 32 AND ended_at GLOB '????-??-??T*+00:00'),
            ended_at_offset INTEGER CHECK (ended_at_offset BETWEEN -1439 AND 1439),
            systolic INTEGER CHECK (systolic BETWEEN 40 AND 300),
            diastolic INTEGER CHECK (diastolic BETWEEN 20 AND 200),
            notes TEXT NOT NULL DEFAULT '' CHECK (length(notes) <= 20000),
            reason TEXT NOT NULL DEFAULT '' CHECK (length(reason) <= 20000),
            escort TEXT NOT NULL DEFAULT '' CHECK (length(escort) <= 20000),
            escort_phone TEXT NOT NULL DEFAULT '' CHECK (length(escort_phone) <= 20000),
            changed_at TEXT NOT NULL,
            removed_at TEXT,
            CHECK ((starts_at IS NULL) = (starts_at_offset IS NULL)),
            CHECK ((moved_from IS NULL) = (moved_from_offset IS NULL)),
            CHECK ((began_at IS NULL) = (began_at_offset IS NULL)),
            CHECK ((ended_at IS NULL) = (ended_at_offset IS NULL))
        ) STRICT
    """)
    db.execute("CREATE UNIQUE INDEX session_number ON session (course_id, number) WHERE removed_at IS NULL")
    db.execute("""
        CREATE TABLE mark (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            session_id TEXT NOT NULL REFERENCES session (id),
            at TEXT NOT NULL CHECK (length(at) = 32 AND at GLOB '????-??-??T*+00:00'),
            at_offset INTEGER NOT NULL CHECK (at_offset BETWEEN -1439 AND 1439),
            kind TEXT NOT NULL CHECK (kind IN ('lightness', 'calm', 'nausea', 'anxious', 'own')),
            words TEXT NOT NULL DEFAULT '' CHECK (length(words) <= 20000),
            changed_at TEXT NOT NULL,
            removed_at TEXT
        ) STRICT
    """)
    db.execute("CREATE INDEX mark_time ON mark (session_id, at)")
    db.execute("""
        CREATE TABLE checklist (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            part TEXT NOT NULL CHECK (part IN ('screening', 'day-of')),
            course_id TEXT NOT NULL REFERENCES course (id),
            session_id TEXT REFERENCES session (id),
            version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
            replaces TEXT REFERENCES checklist (id),
            started_at TEXT NOT NULL CHECK (length(started_at) = 32 AND started_at GLOB '????-??-??T*+00:00'),
            started_at_offset INTEGER NOT NULL CHECK (started_at_offset BETWEEN -1439 AND 1439),
            finished_at TEXT CHECK (length(finished_at) = 32 AND finished_at GLOB '????-??-??T*+00:00'),
            finished_at_offset INTEGER CHECK (finished_at_offset BETWEEN -1439 AND 1439),
            answers TEXT NOT NULL DEFAULT '[]' CHECK (json_type(answers) = 'array'),
            changed_at TEXT NOT NULL,
            removed_at TEXT,
            CHECK ((finished_at IS NULL) = (finished_at_offset IS NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX checklist_course ON checklist (course_id, part)")
    db.execute("CREATE INDEX checklist_session ON checklist (session_id)")
    db.execute("CREATE INDEX checklist_replaces ON checklist (replaces)")
    _first_settings(db)
    # AUTOINCREMENT: a sequence is never used twice, so confirming "up to 7" cannot confirm a later write.
    db.execute("""
        CREATE TABLE outbox (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            record_id TEXT NOT NULL,
            erased INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1)),
            changed_at TEXT NOT NULL,
            UNIQUE (kind, record_id)
        ) STRICT
    """)


def _first_settings(db: sqlite_utils.Database) -> None:
    """The tables of the first migration that never leave the device."""
    db.execute("""
        CREATE TABLE clinic_profile (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            name TEXT NOT NULL DEFAULT '' CHECK (length(name) <= 20000),
            phone TEXT NOT NULL DEFAULT '' CHECK (length(phone) <= 20000),
            hours TEXT NOT NULL DEFAULT '' CHECK (length(hours) <= 20000),
            emergency_number TEXT NOT NULL DEFAULT '' CHECK (length(emergency_number) <= 20000),
            address TEXT NOT NULL DEFAULT '' CHECK (length(address) <= 20000),
            rules TEXT NOT NULL DEFAULT '[]' CHECK (json_type(rules) = 'array'),
            changed_at TEXT NOT NULL,
            removed_at TEXT
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE person (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            name TEXT NOT NULL DEFAULT '' CHECK (length(name) <= 20000),
            phone TEXT NOT NULL DEFAULT '' CHECK (length(phone) <= 20000),
            changed_at TEXT NOT NULL,
            removed_at TEXT
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE preferences (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            role TEXT NOT NULL DEFAULT 'patient' CHECK (role IN ('patient', 'caregiver')),
            welcomed_at TEXT CHECK (length(welcomed_at) = 32 AND welcomed_at GLOB '????-??-??T*+00:00'),
            welcomed_at_offset INTEGER CHECK (welcomed_at_offset BETWEEN -1439 AND 1439),
            theme TEXT NOT NULL DEFAULT 'system' CHECK (length(theme) BETWEEN 1 AND 40),
            text_scale REAL NOT NULL DEFAULT 1.0 CHECK (text_scale BETWEEN 0.8 AND 2.0),
            country TEXT NOT NULL DEFAULT 'US' CHECK (length(country) <= 20000),
            crisis_name TEXT NOT NULL DEFAULT '' CHECK (length(crisis_name) <= 20000),
            crisis_number TEXT NOT NULL DEFAULT '' CHECK (length(crisis_number) <= 20000),
            language TEXT NOT NULL DEFAULT 'en' CHECK (length(language) <= 20000),
            rest_until TEXT CHECK (length(rest_until) = 32 AND rest_until GLOB '????-??-??T*+00:00'),
            rest_until_offset INTEGER CHECK (rest_until_offset BETWEEN -1439 AND 1439),
            changed_at TEXT NOT NULL,
            removed_at TEXT,
            CHECK ((welcomed_at IS NULL) = (welcomed_at_offset IS NULL)),
            CHECK ((rest_until IS NULL) = (rest_until_offset IS NULL))
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE clinic_question (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
            topic TEXT NOT NULL DEFAULT '' CHECK (length(topic) <= 80),
            text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
            made_at TEXT NOT NULL CHECK (length(made_at) = 32 AND made_at GLOB '????-??-??T*+00:00'),
            made_at_offset INTEGER NOT NULL CHECK (made_at_offset BETWEEN -1439 AND 1439),
            answer TEXT NOT NULL DEFAULT '' CHECK (length(answer) <= 5000),
            answered_at TEXT CHECK (length(answered_at) = 32 AND answered_at GLOB '????-??-??T*+00:00'),
            answered_at_offset INTEGER CHECK (answered_at_offset BETWEEN -1439 AND 1439),
            changed_at TEXT NOT NULL,
            removed_at TEXT,
            CHECK ((answered_at IS NULL) = (answered_at_offset IS NULL))
        ) STRICT
    """)


_STEPS: tuple[tuple[str, Callable[[sqlite_utils.Database], None]], ...] = (
    ("0001_first_tables", _first_tables),
)

NAMES = tuple(name for name, _ in _STEPS)


def upgrade(connection: sqlite3.Connection, *, check: Callable[[], None]) -> None:
    """Bring the store to today's schema, all of it or nothing; do nothing when it is there already.

    check: called with the store locked, raises when another process has meanwhile made it one not for us.
    Raises sqlite3.Error and what check raises.
    """
    if connection.execute("PRAGMA user_version").fetchone()[0] == len(NAMES):
        return
    import sqlite_utils  # here: a tenth of a second that an ordinary start does not need
    from sqlite_utils.migrations import Migrations

    steps = Migrations(SET)
    for name, step in _STEPS:
        steps(name=name)(step)
    # Of two processes that start at once the second waits here, and then finds nothing left to do.
    connection.execute("BEGIN IMMEDIATE")
    try:
        check()
        steps.apply(sqlite_utils.Database(connection, recursive_triggers=False, execute_plugins=False))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(NAMES)}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
