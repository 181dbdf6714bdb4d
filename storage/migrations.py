"""The schema's history: append only, never edit a migration that was released.

A table of records has `id`, the columns its dataclass gives it (see codec.py), and two that the store keeps
itself: `changed_at`, and `removed_at` for what was removed and can come back. The limits are those of the
domain, so that no other program can write what the app could not have written.

To change the schema: append a function and list it in _STEPS; tests/storage/fixtures keeps a dump of
each schema that was released, which every later version must open. Foreign keys are off while the steps run,
so that a table can be made anew under its name; that none points into the void is checked before they count.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from storage import first_schema

if TYPE_CHECKING:
    import sqlite_utils
    from sqlite_utils.migrations import Migrations

SET = "store"
APPLICATION_ID = 0x49436F6D  # "ICom", at byte 68 of the file

RECORD_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%removed_at%' ORDER BY name"
)


def _first_tables(db: sqlite_utils.Database) -> None:
    """Journal, course, checklist, what the patient set, and the outbox."""
    for name, columns in first_schema.TABLES.items():
        db.execute(f"CREATE TABLE {name} ({columns}) STRICT")
    for index in first_schema.INDEXES:
        db.execute(index)
    words = db.table("journal_entry")
    words.enable_fts(["words", "feelings"], create_triggers=True, tokenize="unicode61 remove_diacritics 2")


def _kept_texts_and_lock(db: sqlite_utils.Database) -> None:
    """Words of a record's other version; after how many minutes the passcode is asked for again."""
    db.execute(
        """CREATE TABLE kept_text (
        id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
        kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
        record_id TEXT NOT NULL CHECK (length(record_id) = 36),
        field TEXT NOT NULL CHECK (length(field) BETWEEN 1 AND 120),
        text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 20000),
        at TEXT NOT NULL CHECK (length(at) = 32 AND at GLOB '????-??-??T*+00:00'),
        at_offset INTEGER NOT NULL CHECK (at_offset BETWEEN -1439 AND 1439),
        source TEXT NOT NULL CHECK (source IN ('backup', 'copy', 'repair', 'clinic')),
        changed_at TEXT NOT NULL,
        removed_at TEXT
        ) STRICT"""
    )
    db.execute("CREATE INDEX kept_text_record ON kept_text (kind, record_id)")
    minutes = "INTEGER NOT NULL DEFAULT 5 CHECK (lock_after BETWEEN 0 AND 60)"
    db.execute(f"ALTER TABLE preferences ADD COLUMN lock_after {minutes}")


def _check_ins(db: sqlite_utils.Database) -> None:
    """Filled questionnaires, what the patient chose about them, and sums over days from an index alone."""
    moment = "CHECK (length({0}) = 32 AND {0} GLOB '????-??-??T*+00:00')".format
    offset = "CHECK ({0}_offset BETWEEN -1439 AND 1439)".format
    db.execute(
        f"""CREATE TABLE check_in (
        id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
        questionnaire TEXT NOT NULL CHECK (length(questionnaire) BETWEEN 1 AND 40),
        course_id TEXT REFERENCES course (id),
        version INTEGER NOT NULL CHECK (version BETWEEN 1 AND 1000000),
        replaces TEXT REFERENCES check_in (id),
        taken_at TEXT NOT NULL {moment("taken_at")},
        taken_at_offset INTEGER NOT NULL {offset("taken_at")},
        begun_at TEXT NOT NULL {moment("begun_at")},
        begun_at_offset INTEGER NOT NULL {offset("begun_at")},
        finished_at TEXT {moment("finished_at")},
        finished_at_offset INTEGER {offset("finished_at")},
        answers TEXT NOT NULL DEFAULT '[]' CHECK (CASE WHEN json_valid(answers)
            THEN json_type(answers) = 'array' AND json_array_length(answers) <= 100 ELSE 0 END),
        changed_at TEXT NOT NULL,
        removed_at TEXT,
        CHECK ((finished_at IS NULL) = (finished_at_offset IS NULL)),
        CHECK ((replaces IS NULL) = (version = 1)),
        CHECK (begun_at >= taken_at),
        CHECK (finished_at >= begun_at)
        ) STRICT"""
    )
    db.execute("CREATE INDEX check_in_time ON check_in (questionnaire, taken_at)")
    db.execute("CREATE INDEX check_in_course ON check_in (course_id)")
    db.execute("CREATE INDEX check_in_replaces ON check_in (replaces)")
    chosen = """TEXT NOT NULL DEFAULT '["phq9","gad7"]' CHECK (CASE WHEN json_valid(check_ins)
        THEN json_type(check_ins) = 'array' AND json_array_length(check_ins) <= 100 ELSE 0 END)"""
    db.execute(f"ALTER TABLE preferences ADD COLUMN check_ins {chosen}")
    weekday = "INTEGER NOT NULL DEFAULT 6 CHECK (check_in_weekday BETWEEN 0 AND 6)"
    db.execute(f"ALTER TABLE preferences ADD COLUMN check_in_weekday {weekday}")
    shown = "INTEGER NOT NULL DEFAULT 0 CHECK (studies_shown IN (0, 1))"
    db.execute(f"ALTER TABLE preferences ADD COLUMN studies_shown {shown}")
    # Years of moods are summed up without reading the words beside them.
    db.execute("DROP INDEX journal_entry_day")
    sums = "local_day, mood, sleep, anxiety, energy, pain"
    db.execute(f"CREATE INDEX journal_entry_day ON journal_entry ({sums}) WHERE removed_at IS NULL")


def _clinic(db: sqlite_utils.Database) -> None:
    """What the clinic's server has of each record, how far it was read, and what it refused."""
    # `server_id` differs from the record's own id where the server gives ids itself. `agreed` is what both
    # sides last held, `sent` what was sent without an answer. `whole` is the number of the last reading of
    # everything that met it.
    db.execute(
        """CREATE TABLE sync_link (
        kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
        record_id TEXT NOT NULL CHECK (length(record_id) = 36),
        server_type TEXT NOT NULL CHECK (length(server_type) BETWEEN 1 AND 64),
        server_id TEXT NOT NULL CHECK (length(server_id) BETWEEN 1 AND 64),
        version TEXT CHECK (length(version) BETWEEN 1 AND 200),
        agreed TEXT CHECK (agreed IS NULL OR json_valid(agreed)),
        sent TEXT CHECK (sent IS NULL OR json_valid(sent)),
        here_only INTEGER NOT NULL DEFAULT 0 CHECK (here_only IN (0, 1)),
        whole INTEGER NOT NULL DEFAULT 0 CHECK (whole >= 0),
        PRIMARY KEY (kind, record_id)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX sync_link_server ON sync_link (server_type, server_id)")
    # One row a name: which server and whose record, how far each type was read, when to try again.
    db.execute(
        """CREATE TABLE sync_state (
        name TEXT NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 80),
        value TEXT NOT NULL CHECK (json_valid(value))
        ) STRICT"""
    )
    # A row that the clinic's server refused waits for the patient; a later write makes it wait as a new one.
    db.execute("ALTER TABLE outbox ADD COLUMN refused TEXT CHECK (length(refused) BETWEEN 1 AND 500)")


def _shared(db: sqlite_utils.Database) -> None:
    """Who takes the patient home, as a record; summaries that were shared, and people who are followed."""
    moment = "CHECK (length({0}) = 32 AND {0} GLOB '????-??-??T*+00:00')".format
    offset = "CHECK ({0}_offset BETWEEN -1439 AND 1439)".format
    listed = "CHECK (CASE WHEN json_valid({0}) THEN json_type({0}) = 'array' ELSE 0 END)".format
    for column in (
        f"escort_confirmed_at TEXT {moment('escort_confirmed_at')}",
        f"escort_confirmed_at_offset INTEGER {offset('escort_confirmed_at')}",
        "backup_escort TEXT NOT NULL DEFAULT '' CHECK (length(backup_escort) BETWEEN 0 AND 200)",
        "backup_escort_phone TEXT NOT NULL DEFAULT '' CHECK (length(backup_escort_phone) BETWEEN 0 AND 60)",
    ):
        db.execute(f"ALTER TABLE session ADD COLUMN {column}")
    db.execute(
        f"""CREATE TABLE share (
        id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
        recipient TEXT NOT NULL CHECK (length(recipient) BETWEEN 1 AND 200),
        called TEXT NOT NULL DEFAULT '' CHECK (length(called) BETWEEN 0 AND 200),
        parts TEXT NOT NULL {listed("parts")},
        entries TEXT NOT NULL DEFAULT '[]' {listed("entries")},
        days INTEGER CHECK (days BETWEEN 1 AND 366),
        made_at TEXT NOT NULL {moment("made_at")},
        made_at_offset INTEGER NOT NULL {offset("made_at")},
        ends_at TEXT NOT NULL {moment("ends_at")},
        ends_at_offset INTEGER NOT NULL {offset("ends_at")},
        changed_at TEXT NOT NULL,
        removed_at TEXT,
        CHECK (ends_at > made_at)
        ) STRICT"""
    )
    db.execute(
        f"""CREATE TABLE followed (
        id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
        name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        origin TEXT NOT NULL CHECK (origin IN ('file', 'clinic')),
        content TEXT NOT NULL CHECK (length(content) BETWEEN 0 AND 5000000),
        received_at TEXT NOT NULL {moment("received_at")},
        received_at_offset INTEGER NOT NULL {offset("received_at")},
        made_at TEXT NOT NULL {moment("made_at")},
        made_at_offset INTEGER NOT NULL {offset("made_at")},
        ends_at TEXT {moment("ends_at")},
        ends_at_offset INTEGER {offset("ends_at")},
        server TEXT NOT NULL DEFAULT '' CHECK (length(server) BETWEEN 0 AND 500),
        patient_id TEXT NOT NULL DEFAULT '' CHECK (length(patient_id) BETWEEN 0 AND 64),
        changed_at TEXT NOT NULL,
        removed_at TEXT,
        CHECK ((ends_at IS NULL) = (ends_at_offset IS NULL))
        ) STRICT"""
    )


def _reminders(db: sqlite_utils.Database) -> None:
    """What the patient chose about reminders, as one object: what it leaves out is the usual."""
    chosen = """TEXT NOT NULL DEFAULT '{}' CHECK (CASE WHEN json_valid(reminders)
        THEN json_type(reminders) = 'object' AND length(reminders) <= 20000 ELSE 0 END)"""
    db.execute(f"ALTER TABLE preferences ADD COLUMN reminders {chosen}")


_STEPS: tuple[tuple[str, Callable[[sqlite_utils.Database], None]], ...] = (
    ("0001_first_tables", _first_tables),
    ("0002_kept_texts_and_lock", _kept_texts_and_lock),
    ("0003_check_ins", _check_ins),
    ("0004_clinic", _clinic),
    ("0005_shared", _shared),
    ("0006_reminders", _reminders),
)

NAMES = tuple(name for name, _ in _STEPS)


def upgrade(connection: sqlite3.Connection, *, check: Callable[[], None], version: int | None = None) -> None:
    """Bring the store to today's schema, all of it or nothing; do nothing when it is there already.

    version: stop at an older schema, 1 up to today's; for what is read beside a store.
    check: called with the store locked, raises when another process has meanwhile made it one not for us.
    Raises sqlite3.Error and what check raises.
    """
    wanted = len(NAMES) if version is None else version
    if connection.execute("PRAGMA user_version").fetchone()[0] == wanted:
        return
    # A tenth of a second that an ordinary start does not need.
    from sqlite_utils.migrations import Migrations  # noqa: PLC0415

    steps = Migrations(SET)
    for name, step in _STEPS[:wanted]:
        steps(name=name)(step)
    # Only outside a transaction can they be switched: dropping a table would take along what points to it.
    keys = connection.execute("PRAGMA foreign_keys").fetchone()[0]
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        _apply(connection, steps, check, wanted)
    finally:
        connection.execute(f"PRAGMA foreign_keys = {keys}")


def _apply(
    connection: sqlite3.Connection, steps: Migrations, check: Callable[[], None], version: int
) -> None:
    import sqlite_utils  # noqa: PLC0415

    # Of two processes that start at once the second waits here, and then finds nothing left to do.
    connection.execute("BEGIN IMMEDIATE")
    try:
        check()
        orphans = _orphans(connection)
        steps.apply(sqlite_utils.Database(connection, recursive_triggers=False, execute_plugins=False))
        if _orphans(connection) > orphans:
            raise sqlite3.IntegrityError("A step of the schema's history left rows that point nowhere")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _orphans(connection: sqlite3.Connection) -> int:
    """How many rows point to one that is not there; a store may have been hurt by another program before."""
    return len(connection.execute("PRAGMA foreign_key_check").fetchall())
