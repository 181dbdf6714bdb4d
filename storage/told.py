"""What an error of SQLite means for the patient."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

from storage.errors import (
    ClosedStore,
    DamagedStore,
    FullStore,
    Refused,
    StoreBusy,
    StoreError,
    UnwritableStore,
)

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_UNWRITABLE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_UNREADABLE = (
    "The store could not be read or written just now, so nothing was saved; check the disk and try again."
)
_A_LITTLE = 64 * 1024  # bytes
_NO_TEXT = "Could not decode to UTF-8"
# Copying a whole store at once (SQLite's backup, SQLCipher's export) tells the kind in words alone.
_WORDS = {
    "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
    "file is not a database": sqlite3.SQLITE_NOTADB,
    "attempt to write a readonly database": sqlite3.SQLITE_READONLY,
    "unable to open database file": sqlite3.SQLITE_CANTOPEN,
    "database is locked": sqlite3.SQLITE_BUSY,
    "database or disk is full": sqlite3.SQLITE_FULL,
    "disk I/O error": sqlite3.SQLITE_IOERR,
}


def told(error: Exception, path: Path) -> Exception:
    """Return what an error of SQLite means for the patient; a mistake in our own SQL comes back unchanged.

    path: the store's file.
    """
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF  # the low byte is the kind, the rest detail
    if code in (0, sqlite3.SQLITE_ERROR):
        code = _WORDS.get(str(error), code)
    if code in _DAMAGED or isinstance(error, UnicodeDecodeError) or _NO_TEXT in str(error):
        return DamagedStore(path)
    if code in _BUSY:
        return StoreBusy(path)
    if code in _UNWRITABLE:
        return UnwritableStore(path)
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _has_no_room(path)):
        return FullStore(path)
    if code == sqlite3.SQLITE_INTERRUPT or "closed database" in str(error):
        return ClosedStore(path)
    if code == sqlite3.SQLITE_CONSTRAINT:
        return Refused(
            "The store cannot keep this: a value is outside its limits, or something it belongs to is not "
            "there; nothing was changed.",
            path,
        )
    return StoreError(_UNREADABLE, path) if code == sqlite3.SQLITE_IOERR else error


def _has_no_room(path: Path) -> bool:
    """Whether the disk of a store is full: SQLite tells that of its own small files as a failing disk."""
    with suppress(OSError):
        return shutil.disk_usage(path.parent).free < _A_LITTLE
    return False
