"""The doctor looks a store over, and changes nothing."""

# ruff: noqa: S608  the names of tables come from the schema

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from storage import files, gate
from storage.connections import connect
from storage.errors import StoreError, told
from storage.migrations import RECORD_TABLES


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not in order.

    Attributes:
        kind: "missing", "refused", "damaged", "link", "search" or "outbox".
        sentence: what it is, for the person who asked; never what a record says.
    """

    kind: str
    sentence: str


def check(path: Path, *, thorough: bool = False) -> list[Finding]:
    """Look over the store at path and return what is not in order; an empty list is a healthy store.

    thorough: also compare each index with its table, which reads everything twice.
    Never writes, and never raises for the state of the store.
    """
    if not path.is_file():
        return [Finding("missing", f"There is no store at {path}.")]
    try:
        gate.look(path)
        # An ordinary connection where no write-ahead log waits: see gate.look.
        log = files.size(files.beside(path)[0])
        with closing(connect(path, read_only=log > 0)) as connection:
            return [
                *_pages(connection, thorough=thorough),
                *_links(connection),
                *_search(connection),
                *_outbox(connection),
            ]
    except StoreError as error:
        return [_finding(error)]
    except (sqlite3.Error, OSError) as error:
        meant = told(error, path) if isinstance(error, sqlite3.Error) else error
        if isinstance(meant, StoreError):
            return [_finding(meant)]
        return [Finding("damaged", f"The store {path} could not be read to its end.")]


def _finding(error: StoreError) -> Finding:
    return Finding("damaged" if type(error).__name__ == "DamagedStore" else "refused", str(error))


def _pages(connection: sqlite3.Connection, *, thorough: bool) -> list[Finding]:
    """What SQLite says of its own pages. Its words name pages and indexes, no content."""
    pragma = "integrity_check" if thorough else "quick_check"
    said = [row[0] for row in connection.execute(f"PRAGMA {pragma}(20)")]
    return [Finding("damaged", f"SQLite says: {line}.") for line in said if line != "ok"]


def _links(connection: sqlite3.Connection) -> list[Finding]:
    rows = connection.execute("PRAGMA foreign_key_check").fetchall()
    counts: dict[tuple[str, str], int] = {}
    for table, _, parent, _ in rows:
        counts[table, parent] = counts.get((table, parent), 0) + 1
    return [
        Finding("link", f"{count} rows of {table} belong to a {parent} that is not there.")
        for (table, parent), count in counts.items()
    ]


def _search(connection: sqlite3.Connection) -> list[Finding]:
    """The full-text index must know as many rows as its table has."""
    findings = []
    for (table,) in connection.execute(RECORD_TABLES).fetchall():
        sizes = f"{table}_fts_docsize"
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (sizes,)).fetchone():
            continue
        rows = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        indexed = connection.execute(f"SELECT count(*) FROM {sizes}").fetchone()[0]
        if rows != indexed:
            findings.append(
                Finding("search", f"The search index of {table} knows {indexed} of its {rows} rows.")
            )
    return findings


def _outbox(connection: sqlite3.Connection) -> list[Finding]:
    """A row that waits for the clinic must have its record, unless that was erased."""
    tables = {name for (name,) in connection.execute(RECORD_TABLES)}
    findings = []
    for (kind,) in connection.execute("SELECT DISTINCT kind FROM outbox").fetchall():
        gone = "" if kind not in tables else f"AND NOT EXISTS (SELECT 1 FROM {kind} WHERE id = record_id)"
        sql = f"SELECT count(*) FROM outbox WHERE kind = ? AND erased = 0 {gone}"
        count = connection.execute(sql, (kind,)).fetchone()[0]
        if count:
            findings.append(Finding("outbox", f"{count} {kind} wait for the clinic and are not there."))
    return findings
