"""The two engines behind a store: Python's own SQLite, and SQLCipher where the store has a key.

SQLCipher's exceptions are no `sqlite3.Error`, though they carry the same codes: catch `errors()`.
"""

from __future__ import annotations

import importlib.util
import sqlite3
import sys
from pathlib import Path
from typing import Any

_CIPHER = "sqlcipher3.dbapi2"
MAGIC = b"SQLite format 3\0"
KEY_BYTES = 32


def can_encrypt() -> bool:
    """Return whether SQLCipher is installed; there is none for phones."""
    return importlib.util.find_spec("sqlcipher3") is not None


def driver(key: bytes | None) -> Any:
    """Return the module that opens a store: SQLCipher's with a key, Python's own without."""
    if key is None:
        return sqlite3
    return cipher()


def cipher() -> Any:
    """Return SQLCipher's module, which opens plain files too. Raises ImportError where there is none."""
    import sqlcipher3.dbapi2  # noqa: PLC0415  only a store with a passcode needs it

    return sqlcipher3.dbapi2


def errors() -> tuple[type[Exception], ...]:
    """Return what to catch for an error of either engine.

    UnicodeDecodeError: of a damaged store SQLite's own complaint may quote bytes that are no text.
    """
    loaded = sys.modules.get(_CIPHER)
    ours = (sqlite3.Error, UnicodeDecodeError)
    return ours if loaded is None else (*ours, loaded.Error)


def integrity_errors() -> tuple[type[Exception], ...]:
    """Return what to catch for a constraint that did not hold, of either engine."""
    loaded = sys.modules.get(_CIPHER)
    return (sqlite3.IntegrityError,) if loaded is None else (sqlite3.IntegrityError, loaded.IntegrityError)


def give_key(connection: sqlite3.Connection, key: bytes | None) -> None:
    """Let a connection of SQLCipher read with a key; None leaves it to a plain file.

    It must come before anything is read. SQLCipher says nothing on stderr from then on: what is wrong with a
    store is told once, by what is raised.
    """
    connection.execute("PRAGMA cipher_log_level = NONE")
    if key is not None:
        connection.execute(f"PRAGMA key = {literal(key)}")


def literal(key: bytes) -> str:
    """Return a key as SQLCipher's SQL takes it: 32 raw bytes, so that it derives nothing from them."""
    if len(key) != KEY_BYTES:
        raise ValueError("A store's key has 32 bytes.")
    return f"\"x'{key.hex()}'\""


def is_plain(path: Path) -> bool | None:
    """Return whether a store can be read without a key; None when the file is empty or not there.

    It opens and closes the file: not for one that this process holds a lock on, which that would end.
    """
    try:
        with path.open("rb") as file:
            first = file.read(len(MAGIC))
    except OSError:
        return None
    return first == MAGIC if first else None
