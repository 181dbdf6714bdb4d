"""Versions: records with the times that the store keeps for them, to bring back what was elsewhere.

What is brought back keeps the time at which it was changed: were it the present, an old backup would later
count as newer than what was written since.
"""

# ruff: noqa: S608  the names of tables and columns are ours

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from storage.codec import Codec
from storage.database import Database
from storage.errors import UnreadableRecord
from storage.image import Image
from storage.outbox import note
from storage.table import Record, Table
from storage.times import moment, utc_text

T = TypeVar("T", bound=Record)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Version(Generic[T]):
    """One record as it stands in a store.

    changed_at: UTC. removed_at: None while it is there. row: the record's columns as they were read, if so.
    """

    record: T
    changed_at: datetime
    removed_at: datetime | None = None
    row: tuple[Any, ...] | None = field(default=None, compare=False, repr=False)

    def of(self, record: T) -> Version[T]:
        """Return the version with another record in it; itself when that is the same."""
        return self if record is self.record else Version(record, self.changed_at, self.removed_at)


class Versions(Generic[T]):
    """The versions of the records of one table, here and in an image.

    Attributes:
        name: of the table.
    """

    def __init__(self, db: Database, table: Table[T]) -> None:
        self.name = table.name
        self._db = db
        self._table = table
        self._codec: Codec[T] = table._codec
        columns = ", ".join((*self._codec.columns, "changed_at", "removed_at"))
        self._select = f"SELECT {columns} FROM {table.name}"
        self._now = db.now()  # asked once: a hundred thousand records are brought within seconds

    def here(self, ids: Sequence[UUID]) -> dict[UUID, Version[T]]:
        """Return those of some records that are in the store, removed ones too. Raises UnreadableRecord."""
        found = {}
        for first in range(0, len(ids), _AT_ONCE):
            some = [str(one) for one in ids[first : first + _AT_ONCE]]
            sql = f"{self._select} WHERE id IN ({', '.join('?' * len(some))})"
            for row in self._db.rows(sql, some):
                version = self._version(row)
                if version is None:
                    raise UnreadableRecord(self._table.name)
                found[version.record.id] = version
        return found

    def inside(self, image: Image) -> Iterator[list[Version[T] | None]]:
        """Return all that an image has, some hundred at once; None stands for one that cannot be read."""
        rows = image.rows(f"{self._select} ORDER BY rowid")
        while some := rows.fetchmany(_AT_ONCE):
            yield [self._version(row) for row in some]

    def bring(self, version: Version[T], *, new: bool = False) -> None:
        """Save a version as it stood elsewhere, over the one that is there or as a new record.

        new: there is none of its id, not even a removed one.
        Raises Refused for what the schema forbids.
        """
        record, removed, table = version.record, version.removed_at, self._table
        row = [*(version.row or self._codec.encode(record)), utc_text(version.changed_at)]
        key = str(record.id)
        with self._db.step():
            if new or not table._write(table._put, row, record, key):
                table._write(table._insert, row, record)
            if removed is not None:
                sql = f"UPDATE {table.name} SET removed_at = ? WHERE id = ?"
                self._db.write(sql, (utc_text(removed), key), changes=table.name)
            table._note(key, self._now)

    def erase(self, record_id: UUID) -> None:
        """Delete a record for good, removed or not. Raises Missing, Refused."""
        self._table.erase(record_id)

    def _version(self, row: Sequence[Any]) -> Version[T] | None:
        columns, (changed, removed) = tuple(row[:-2]), row[-2:]
        try:
            gone = None if removed is None else moment(removed, 0)
            return Version(self._codec.decode(columns), moment(changed, 0), gone, columns)
        except (ValueError, TypeError, KeyError):
            return None


def note_erased(db: Database, image: Image) -> None:
    """Let the clinic know of what was erased where an image is from, unless it is here.

    Inside a transaction.
    """
    tables = set(db.tables())
    for kind, record_id in image.rows("SELECT kind, record_id FROM outbox WHERE erased = 1").fetchall():
        known = kind in tables and (
            db.rows(f"SELECT 1 FROM {kind} WHERE id = ?", (record_id,))
            or db.rows("SELECT 1 FROM outbox WHERE kind = ? AND record_id = ?", (kind, record_id))
        )
        if kind in tables and not known:
            note(db, kind, record_id, db.now(), erased=True)
