"""What is looked at before a store is opened for writing: is it whole, ours, and of an age we know."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from storage import files
from storage.connections import connect
from storage.engine import MAGIC, errors
from storage.errors import DamagedStore, ForeignStore, KeyNeeded, NewerStore
from storage.migrations import APPLICATION_ID, NAMES, SET
from storage.told import told

# A full look at every page, while that takes only a moment; a larger store is for the doctor.
QUICK_CHECK_BYTES = 8 * 1024 * 1024

_HEADER = 100


def look(path: Path, key: bytes | None = None) -> None:
    """Look at a store that exists, without changing a byte of it or of its write-ahead log.

    key: of an encrypted store; whether it is the right one was proved before, by the vault.
    Raises NewerStore, DamagedStore, ForeignStore, KeyNeeded, StoreBusy.
    """
    length, log = files.size(path), files.size(files.beside(path)[0])
    if length == 0 and log == 0:
        return
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if len(header) < _HEADER:
        raise DamagedStore(path)
    if header.startswith(MAGIC) is (key is not None):
        # Plain where a key was given, or else encrypted, if there is a vault that says so.
        raise KeyNeeded(path) if key is None and files.has_vault(path) else DamagedStore(path)
    try:
        # Read-only where a write-ahead log waits: an ordinary connection would move it into the
        # file as it closes. Without one, a read-only connection would leave an empty log behind.
        with closing(connect(path, key, read_only=log > 0)) as connection:
            refuse(connection, path)
            if length <= QUICK_CHECK_BYTES and not sound(connection):
                raise DamagedStore(path)
    except errors() as error:
        raise told(error, path) from error


def refuse(connection: sqlite3.Connection, path: Path) -> None:
    """Raise NewerStore or ForeignStore when the store behind the connection is not for us."""
    ours, version = number(connection, "application_id"), number(connection, "user_version")
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if ours != APPLICATION_ID:
        if ours == 0 and version == 0 and not tables:
            return  # a start that was interrupted before anything was made
        raise ForeignStore(path)
    applied = set()
    if "_sqlite_migrations" in tables:
        sql = "SELECT name FROM _sqlite_migrations WHERE migration_set = ?"
        applied = {row[0] for row in connection.execute(sql, (SET,))}
    if version > len(NAMES) or not applied <= set(NAMES):
        raise NewerStore(path)


def number(connection: sqlite3.Connection, pragma: str) -> int:
    """Return the whole number that a pragma tells."""
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def sound(connection: sqlite3.Connection) -> bool:
    """Return whether SQLite finds all pages in order."""
    return [row[0] for row in connection.execute("PRAGMA quick_check(1)")] == ["ok"]
