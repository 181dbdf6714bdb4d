"""Image: all records of a store in a database in memory, as a backup holds them; never a file.

Whatever an image is read from (a backup, a copy of the store), its rows pass through a schema that we made:
what breaks a limit there is refused, and nothing of a foreign schema is ever run.
"""

# ruff: noqa: S608  the names of tables and columns come from our own schema

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any

from storage import migrations
from storage.bad_backup import DamagedBackup, LargeBackup, NewerBackup
from storage.engine import MAGIC
from storage.gate import number, sound
from storage.migrations import APPLICATION_ID, NAMES, RECORD_TABLES

MOST_BYTES = 256 * 1024 * 1024

_OUTBOX = "outbox"
# People whom a caregiver follows: what is known of them is for this device alone, and goes when they go.
FOLLOWED = "followed"
# A backup goes without the search index, which is made again as the records are written, and without the
# list of migrations: its user_version says the same.
_INDEX = "journal_entry_fts"
_MADE_AGAIN = (_INDEX, "_sqlite_migrations")
_SHAPE = "SELECT type, name, tbl_name, sql FROM sqlite_master"
_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


class Image:
    """Records of a store in memory, with today's schema; what was removed there is left out.

    Attributes:
        left_out: how many rows belonged to something that is not there.
    """

    def __init__(self, connection: sqlite3.Connection, left_out: int) -> None:
        """Take over a connection to a database in memory."""
        self._connection = connection
        self.left_out = left_out

    def rows(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Return the rows of a query, one after the other."""
        return self._connection.execute(sql, values)

    def tables(self) -> list[str]:
        """Return the names of the tables that hold records."""
        return [name for (name,) in self.rows(RECORD_TABLES)]

    def close(self) -> None:
        """Forget all of it; safe to call again."""
        self._connection.close()


def write(source: sqlite3.Connection) -> bytes:
    """Return all records behind a connection to an open store as the bytes of a SQLite file.

    What was removed does not go along, unless something that is there belongs to it.
    Raises what `engine.errors()` names, LargeBackup.
    """
    with closing(empty()) as made:
        for name in _MADE_AGAIN:
            made.execute(f"DROP TABLE {name}")
        _copy(source, made)
        _drop_removed(made)
        if number(made, "page_count") * number(made, "page_size") > MOST_BYTES:
            raise LargeBackup
        return made.serialize()


def read(content: bytes) -> Image:
    """Return what `write` made into an image, brought up to today's schema.

    Raises DamagedBackup for anything that `write` would not have made, NewerBackup.
    """
    if not content.startswith(MAGIC):
        raise DamagedBackup
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as given:
        try:
            given.deserialize(content)
            given.execute("PRAGMA cell_size_check = ON")
            version = number(given, "user_version")
            if number(given, "application_id") != APPLICATION_ID or version < 1:
                raise DamagedBackup
            if version > len(NAMES):
                raise NewerBackup
            # Its shape first: before that is known to be ours, nothing but its list of tables is read.
            if not _same_shape(given, version) or not sound(given):
                raise DamagedBackup
            return of(given)
        except (sqlite3.Error, OverflowError, ValueError, MemoryError):
            raise DamagedBackup from None  # None: the cause may quote the content


def of(source: sqlite3.Connection) -> Image:
    """Return all records behind a connection as an image, brought up to today's schema.

    source: a store of any version up to today's. Raises what `engine.errors()` names.
    """
    version = number(source, "user_version")
    made = _fresh(version)
    try:
        triggers = made.execute(_TRIGGERS).fetchall()
        for name, _ in triggers:
            made.execute(f'DROP TRIGGER "{name}"')
        _copy(source, made)
        left_out = _drop_orphans(made)
        _drop_removed(made)
        if version < len(NAMES):
            for _, sql in triggers:
                made.execute(sql)
            made.execute(f"INSERT INTO {_INDEX} ({_INDEX}) VALUES ('rebuild')")
            migrations.upgrade(made, check=_nobody_else)
        return Image(made, left_out)
    except BaseException:
        made.close()
        raise


def empty() -> sqlite3.Connection:
    """Return a database in memory with today's schema, to be filled with records."""
    made = _fresh(len(NAMES))
    for name, _ in made.execute(_TRIGGERS).fetchall():
        made.execute(f'DROP TRIGGER "{name}"')
    return made


def _nobody_else() -> None:
    """No other process can have changed what is in memory."""


def _fresh(version: int) -> sqlite3.Connection:
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrations.upgrade(made, check=_nobody_else, version=version)
    return made


def _copy(source: sqlite3.Connection, made: sqlite3.Connection) -> None:
    """Copy each row of each table; foreign keys are looked at afterwards."""
    made.execute("BEGIN")
    tables = [name for (name,) in made.execute(RECORD_TABLES).fetchall() if name != FOLLOWED]
    for table in (*tables, _OUTBOX):
        columns = [row[1] for row in made.execute(f"PRAGMA table_xinfo({table})") if not row[6]]
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        rows = source.execute(f"SELECT {names} FROM {table}")
        made.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
    made.execute("COMMIT")


def _same_shape(given: sqlite3.Connection, version: int) -> bool:
    with closing(_fresh(version)) as known:
        wanted = known.execute(f"{_SHAPE} WHERE type <> 'trigger'").fetchall()
        return _shape(row for row in wanted if not row[2].startswith(_MADE_AGAIN)) == _shape(
            given.execute(_SHAPE)
        )


def _shape(rows: Iterable[tuple[str, str, str, str | None]]) -> list[tuple[str, ...]]:
    """What makes a schema, with each text on one line."""
    return sorted((kind, name, table, " ".join((sql or "").split())) for kind, name, table, sql in rows)


def _drop_orphans(made: sqlite3.Connection) -> int:
    """Delete rows whose parent is not there, and what belongs to those; return how many."""
    count = 0
    while rows := made.execute("PRAGMA foreign_key_check").fetchall():
        for table, rowid, *_ in rows:
            count += made.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,)).rowcount
    return count


def _drop_removed(made: sqlite3.Connection) -> None:
    """Delete what was removed, unless a row that is there belongs to it."""
    tables = [name for (name,) in made.execute(RECORD_TABLES).fetchall()]
    needed: dict[str, list[str]] = {}
    for table in tables:
        for _, _, parent, column, *_ in made.execute(f"PRAGMA foreign_key_list({table})"):
            needed.setdefault(parent, []).append(
                f"id NOT IN (SELECT {column} FROM {table} WHERE {column} IS NOT NULL)"
            )
    gone = 1
    while gone:
        gone = 0
        for table in tables:
            where = " AND ".join(["removed_at IS NOT NULL", *needed.get(table, ())])
            gone += made.execute(f"DELETE FROM {table} WHERE {where}").rowcount
