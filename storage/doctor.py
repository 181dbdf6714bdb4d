"""The doctor looks a store over, and changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from storage import files, gate, invariants, sync_invariants
from storage.connections import connect, in_use
from storage.database import Database
from storage.engine import errors
from storage.errors import DamagedStore, StoreError
from storage.invariants import Finding
from storage.told import told

__all__ = ["Finding", "check", "check_open"]


def check(
    path: Path,
    *,
    key: bytes | None = None,
    thorough: bool = False,
    records: Mapping[str, type[Any]] | None = None,
) -> list[Finding]:
    """Look over the store at path and return what is not in order; an empty list is a healthy store.

    key: of an encrypted store.
    thorough: also compare each index with its table, which reads everything twice.
    records: the dataclass of each table, to see whether its rows can be read.
    Never writes, and never raises for the state of the store.
    """
    if not path.is_file():
        return [Finding("missing", "There is no store at {path}.", {"path": str(path)})]
    try:
        if not in_use(path):  # reading its first bytes would end the locks that this process holds
            gate.look(path, key)
        # An ordinary connection where no write-ahead log waits: see gate.look.
        log = files.size(files.beside(path)[0])
        with closing(connect(path, key, read_only=log > 0)) as connection:
            gate.refuse(connection, path)
            return _findings(connection, path, thorough=thorough, records=records)
    except StoreError as error:
        return [_finding(error)]
    except errors() as error:
        return [_meant(error, path)]
    except (ImportError, OSError):
        return [_unread(path)]


def check_open(
    db: Database, *, thorough: bool = False, records: Mapping[str, type[Any]] | None = None
) -> list[Finding]:
    """Look over a store that this process has open, as `check` does, while others go on writing."""
    try:
        with db.snapshot():
            return _findings(db.connection, db.path, thorough=thorough, records=records)
    except StoreError as error:
        return [_finding(error)]


def _findings(
    connection: sqlite3.Connection, path: Path, *, thorough: bool, records: Mapping[str, type[Any]] | None
) -> list[Finding]:
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _pages(connection, thorough=thorough),
        lambda: invariants.links(connection),
        lambda: invariants.search(connection, thorough=thorough),
        lambda: invariants.outbox(connection),
        lambda: sync_invariants.sync(connection, thorough=thorough),
        lambda: invariants.states(connection),
        lambda: invariants.unreadable(connection, records or {}),
    )
    found: list[Finding] = []
    for look in looks:
        try:
            found += look()
        except errors() as error:
            # One broken page must not hide what else is wrong; but it is told once.
            meant = _meant(error, path)
            found += [] if "damaged" in {one.kind for one in found} else [meant]
    return found


def _meant(error: Exception, path: Path) -> Finding:
    meant = told(error, path)
    return _finding(meant) if isinstance(meant, StoreError) else _unread(path)


def _unread(path: Path) -> Finding:
    return Finding("damaged", "The store {path} could not be read to its end.", {"path": str(path)})


def _finding(error: StoreError) -> Finding:
    return Finding("damaged" if isinstance(error, DamagedStore) else "refused", error.template, error.values)


def _pages(connection: sqlite3.Connection, *, thorough: bool) -> Iterator[Finding]:
    """What SQLite says of its own pages. Its words name pages and indexes, no content."""
    pragma = "integrity_check" if thorough else "quick_check"
    for (line,) in connection.execute(f"PRAGMA {pragma}(20)").fetchall():
        if line != "ok":
            yield Finding("damaged", "SQLite says: {line}.", {"line": line})
