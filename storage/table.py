"""Table[T]: one frozen dataclass, one table. Each verb is one transaction, its outbox row included."""

# ruff: noqa: S608  names of tables and columns are ours, and what a patient typed only ever fills a "?"

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from storage.codec import Codec, plain
from storage.database import Database
from storage.engine import integrity_errors
from storage.errors import Duplicate, Missing, UnreadableRecord
from storage.outbox import note
from storage.search import match
from storage.times import PLACES, place


class Record(Protocol):
    """What a table asks of a dataclass: an id."""

    @property
    def id(self) -> UUID: ...


T = TypeVar("T", bound=Record)
# The same each time a store is opened, and it takes a good part of that.
_codec = functools.cache(Codec)

_PLACE = "(SELECT coalesce(max(place) + 1, ?) FROM {table} WHERE place BETWEEN ? AND ?)"


class Table(Generic[T]):
    """The records of one table."""

    def __init__(self, db: Database, record: type[T], name: str, *, outbox: bool = True) -> None:
        """Prepare the statements of one table.

        outbox: note each write for the clinic; False for what never leaves the device.
        Raises LookupError when the table lacks a column that the dataclass needs, TypeError for a field
        that has no column.
        """
        self.name = name
        self._db, self._codec, self._outbox = db, _codec(record), outbox
        has = {row[1] for row in db.rows(f"PRAGMA table_xinfo({name})")}
        columns = self._codec.columns
        if missing := {*columns, "changed_at", "removed_at"} - has:
            raise LookupError(f"Table {name} has no column {', '.join(sorted(missing))}")
        self._placed = "place" in has
        self._columns = ", ".join(columns)
        names, marks = [*columns, "changed_at"], ["?"] * (len(columns) + 1)
        changes = [f"{column} = ?" for column in names]
        if self._placed:
            where = _PLACE.format(table=name)
            names.append("place")
            marks.append(where)
            changes.append(f"place = CASE WHEN at = ? THEN place ELSE {where} END")
        self._insert = f"INSERT INTO {name} ({', '.join(names)}) VALUES ({', '.join(marks)})"
        self._put = f"UPDATE {name} SET {', '.join(changes)}, removed_at = NULL WHERE id = ?"
        self._change = f"{self._put} AND removed_at IS NULL"
        self._select = f"SELECT {self._columns} FROM {name} WHERE "

    def add(self, record: T) -> T:
        """Save a new record. Raises Duplicate when its id exists, Refused for what the schema forbids."""
        row, now, key = self._codec.encode(record), self._db.now(), str(record.id)
        with self._db.step():
            try:
                self._write(self._insert, [*row, now], record)
            except integrity_errors():
                if self._db.rows(f"SELECT 1 FROM {self.name} WHERE id = ?", (key,)):
                    raise Duplicate(self.name) from None
                raise
            self._note(key, now)
        return record

    def get(self, id: UUID, *, removed: bool = False) -> T | None:  # noqa: A002
        """Return the record with this id, or None. removed: find it also when it was removed."""
        sql = self._select + ("id = ?" if removed else "id = ? AND removed_at IS NULL")
        return next(iter(self._read(sql, (id,))), None)

    def change(self, record: T) -> T:
        """Save a record that exists. Raises Missing when it does not, or was removed."""
        row, now, key = self._codec.encode(record), self._db.now(), str(record.id)
        with self._db.step():
            if not self._write(self._change, [*row, now], record, key):
                raise Missing(self.name)
            self._note(key, now)
        return record

    def put(self, record: T) -> T:
        """Save a record, whether it exists, was removed, or is new."""
        row, now, key = self._codec.encode(record), self._db.now(), str(record.id)
        with self._db.step():
            if not self._write(self._put, [*row, now], record, key):
                self._write(self._insert, [*row, now], record)
            self._note(key, now)
        return record

    def remove(self, id: UUID) -> None:  # noqa: A002
        """Remove a record so that it can come back. Raises Missing when it is not there."""
        self._mark(id, removed=True)

    def restore(self, id: UUID) -> None:  # noqa: A002
        """Bring back a removed record. Raises Missing when there is none, Refused when its place is taken."""
        self._mark(id, removed=False)

    def erase(self, id: UUID) -> None:  # noqa: A002
        """Delete a record for good, removed or not. Raises Missing, or Refused when others belong to it."""
        now, key = self._db.now(), str(id)
        with self._db.step():
            if not self._db.write(f"DELETE FROM {self.name} WHERE id = ?", (key,), changes=self.name):
                raise Missing(self.name)
            self._note(key, now, erased=True)

    def all(self, *, order_by: str = "rowid") -> list[T]:
        """Return all records. order_by: SQL, written by us; never what a patient typed."""
        return self.where("1", order_by=order_by)

    def where(
        self,
        sql: str,
        params: Sequence[Any] = (),
        *,
        order_by: str = "rowid",
        limit: int = -1,
        offset: int = 0,
    ) -> list[T]:
        """Return the records for which sql holds; a limit of -1 is none.

        params: fill the question marks of sql; datetimes, dates, UUIDs and enums come as they are.
        """
        query = f"{self._select}({sql}) AND removed_at IS NULL ORDER BY {order_by} LIMIT ? OFFSET ?"
        return self._read(query, (*params, limit, offset))

    def between(
        self, column: str, start: Any, end: Any, *, order_by: str | None = None, limit: int = -1
    ) -> list[T]:
        """Return the records with start <= column < end, in the order of that column."""
        return self.where(
            f"{column} >= ? AND {column} < ?", (start, end), order_by=order_by or f"{column}, id", limit=limit
        )

    def page(
        self,
        *,
        column: str = "at",
        before: tuple[datetime, UUID] | None = None,
        limit: int = 50,
        where: str = "",
        params: Sequence[Any] = (),
    ) -> list[T]:
        """Return one page, newest first: up to limit records that come before one, by (column, id).

        before: the last record of the page above, as (its time, its id); None for the first page.
        where, params: narrow it, as in `where`.
        """
        query = self._select + "removed_at IS NULL"
        values = [*params]
        if where:
            query += f" AND ({where})"
        if before is not None:
            query += f" AND ({column}, id) < (?, ?)"
            values += before
        return self._read(f"{query} ORDER BY {column} DESC, id DESC LIMIT ?", (*values, limit))

    def search(self, text: str, *, limit: int = 50, before: tuple[datetime, UUID] | None = None) -> list[T]:
        """Return the records that have all these words, newest first; the last word may be a beginning.

        text: what the patient typed; no sign in it has a meaning of its own.
        before: the last record of the page above, as (its time, its id).
        Raises LookupError for a table without a full-text index.
        """
        if not self._placed:
            raise LookupError(f"Table {self.name} has no words to search")
        query = match(text)
        if not query:
            return []
        columns = ", ".join(f"record.{column}" for column in self._codec.columns)
        index = f"{self.name}_fts"
        # CROSS JOIN: the index leads, in the order of its rowids, which is that of time; nothing is sorted.
        return self._read(
            f"SELECT {columns} FROM {index} CROSS JOIN {self.name} AS record ON record.place = {index}.rowid "
            f"WHERE {index} MATCH ? AND {index}.rowid < ? AND record.removed_at IS NULL "
            f"ORDER BY {index}.rowid DESC LIMIT ?",
            (query, self._below(before), limit),
        )

    def count(self, where: str = "", params: Sequence[Any] = ()) -> int:
        """Return how many records there are, or how many where holds for."""
        sql = f"SELECT count(*) FROM {self.name} WHERE ({where or '1'}) AND removed_at IS NULL"
        return int(self._db.rows(sql, [plain(value) for value in params])[0][0])

    def _below(self, before: tuple[datetime, UUID] | None) -> int:
        if before is None:
            return 2**63 - 1
        at, key = before
        known = self._db.rows(f"SELECT place FROM {self.name} WHERE id = ? AND at = ?", (str(key), plain(at)))
        return int(known[0][0]) if known else place(at)

    def _write(self, sql: str, row: list[Any], record: T, *key: str) -> int:
        if not self._placed:
            return self._db.write(sql, [*row, *key], changes=self.name)
        at: datetime = record.at  # type: ignore[attr-defined]
        first = place(at)
        same = (plain(at),) if key else ()
        while True:
            try:
                values = [*row, *same, first, first, first + PLACES - 1, *key]
                return self._db.write(sql, values, changes=self.name)
            except integrity_errors() as error:
                if not str(error).endswith(".place"):
                    raise
                first += PLACES  # all the places of this microsecond are taken

    def _mark(self, id: UUID, *, removed: bool) -> None:  # noqa: A002
        now, key = self._db.now(), str(id)
        sql = f"UPDATE {self.name} SET changed_at = ?, removed_at = ? "
        sql += "WHERE id = ? AND (removed_at IS NULL) = ?"
        with self._db.step():
            if not self._db.write(sql, (now, now if removed else None, key, removed), changes=self.name):
                raise Missing(self.name)
            self._note(key, now)

    def _note(self, key: str, now: str, *, erased: bool = False) -> None:
        if self._outbox:
            note(self._db, self.name, key, now, erased=erased)

    def _read(self, sql: str, params: Sequence[Any]) -> list[T]:
        rows = self._db.rows(sql, [plain(value) for value in params])
        try:
            return [self._codec.decode(row) for row in rows]
        except (ValueError, TypeError, KeyError):
            raise UnreadableRecord(self.name) from None  # None: the cause may quote the record
