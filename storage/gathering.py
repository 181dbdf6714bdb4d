"""Gathering: all records of a store as an image, and an image out of records that came another way.

Both ways the records pass through our own schema, so that nothing reaches a store that it would refuse.
"""

# ruff: noqa: S608  the names of tables and columns come from our own schema

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from storage import image
from storage.database import Database
from storage.engine import errors
from storage.errors import Refused
from storage.image import Image
from storage.table import Table
from storage.times import utc_text
from storage.told import told
from storage.versions import Version

_AT_ONCE = 500


def everything(db: Database) -> Image:
    """Return all records of an open store; what was removed only where something there belongs to it.

    Raises DamagedStore, ClosedStore.
    """
    with db.snapshot():
        try:
            return image.of(db.connection)
        except errors() as error:
            raise told(error, db.path) from None


def gathered(
    db: Database, parts: Iterable[tuple[Table[Any], Sequence[Version[Any]]]], left_out: int = 0
) -> Image:
    """Return records as an image; one that the schema refuses, or whose parent is missing, is left out.

    db: the open store that they are for: what is there can be a parent, too.
    parts: each table with its records, parents first.
    left_out: how many were left out before.
    """
    made = image.empty()
    known: dict[str, set[str]] = {}
    try:
        made.execute("BEGIN")
        for table, versions in parts:
            belongs = [(row[3], row[2]) for row in made.execute(f"PRAGMA foreign_key_list({table.name})")]
            columns = table._codec.columns
            names = ", ".join((*columns, "changed_at", "removed_at"))
            insert = f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * (len(columns) + 2))})"
            inside = known.setdefault(table.name, set())
            wanted = {parent: _named(versions, column) for column, parent in belongs}
            for parent, ids in wanted.items():
                known.setdefault(parent, set()).update(_there(db, parent, ids))
            for version in versions:
                parents = ((getattr(version.record, column), parent) for column, parent in belongs)
                fits = all(one is None or str(one) in known[parent] for one, parent in parents)
                if fits and _kept(made, insert, table, version):
                    inside.add(str(version.record.id))
                else:
                    left_out += 1
        made.execute("COMMIT")
    except BaseException:
        made.close()
        raise
    return Image(made, left_out)


def _kept(made: sqlite3.Connection, insert: str, table: Table[Any], version: Version[Any]) -> bool:
    removed = version.removed_at
    try:
        row = table._codec.encode(version.record)
        times = utc_text(version.changed_at), None if removed is None else utc_text(removed)
        made.execute(insert, (*row, *times))
    except (Refused, sqlite3.IntegrityError, sqlite3.DataError, OverflowError):
        return False
    return True


def _named(versions: Sequence[Version[Any]], column: str) -> list[str]:
    found: set[UUID | None] = {getattr(version.record, column) for version in versions}
    return [str(one) for one in found - {None}]


def _there(db: Database, table: str, ids: list[str]) -> set[str]:
    """Those of some ids that are in the store, and not removed."""
    found: set[str] = set()
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        sql = f"SELECT id FROM {table} WHERE removed_at IS NULL AND id IN ({', '.join('?' * len(some))})"
        found |= {key for (key,) in db.rows(sql, some)}
    return found
