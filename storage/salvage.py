"""Salvage: read row by row what a damaged store still holds, around the pages that cannot be read.

SQL fails at the first broken page. So a table is read from its beginning up to there; then each row that an
index still knows is asked for alone; and what no index knows is searched for behind the break.
"""

# ruff: noqa: S608  the names of tables and columns come from our own schema

from __future__ import annotations

import re
import sqlite3
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from storage.engine import errors

_FIRST, _LAST = -(2**63), 2**63 - 1
# How often the end of a break is searched for in one table before its rest is given up.
_MOST_BREAKS = 1_000
_ZEROS = re.compile("\0+")


class Row(NamedTuple):
    """One row. values: in the order of the columns. spoilt: letters in it could not be read."""

    values: tuple[Any, ...]
    spoilt: bool


class _Spoilt(str):
    """A text with stand-ins. It says so itself: a row may be made before the one ahead of it is asked for."""

    __slots__ = ()


def _text(raw: bytes) -> str:
    """Text where a letter that is none becomes a stand-in: SQLite would give nothing of the row.

    SQLCipher gives zeros for a broken page that is the last of a long text, and complains only when another
    page is read; no text of ours holds one.
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = _Spoilt(raw.decode(errors="replace"))
    return _Spoilt(_ZEROS.sub("\ufffd", text)) if "\0" in text else text


# Gives rows, and at its end the rowid where it had to stop.
Reading = Generator[Row, None, int | None]


class TableSalvage:
    """Reads one table as far as it goes.

    Attributes:
        read: how many rows could be read so far.
        broken: whether something could not be read.
        exact: whether an index told all rows that there were, so that `lost` is the whole truth.
        lost: the ids of rows that are known and could not be read; None for one whose id is not known.
    """

    def __init__(self, connection: sqlite3.Connection, table: str, columns: Sequence[str]) -> None:
        """Prepare to read some columns of a table; nothing is read before `rows`."""
        self._connection = connection
        self._table = table
        self._select = f"SELECT rowid, {', '.join(columns)} FROM {table} NOT INDEXED WHERE rowid"
        self._seen: set[int] = set()
        connection.text_factory = _text
        self.broken = False
        self.exact = True
        self.lost: list[str | None] = []

    @property
    def read(self) -> int:
        """How many rows could be read so far."""
        return len(self._seen)

    def rows(self) -> Iterator[Row]:
        """Each row that can be read, once; never raises for damage."""
        stopped = yield from self._onwards(_FIRST)
        if stopped is None:
            return
        self.broken = True
        known, self.exact = self._known()
        for rowid in sorted(set(known) - self._seen):
            yield from self._one(rowid)
        if not self.exact:
            yield from self._around(stopped)
        self.lost = [known[rowid] for rowid in sorted(set(known) - self._seen)]

    def _onwards(self, start: int, *, backwards: bool = False) -> Reading:
        """Read from a rowid to one end; return the rowid at which it failed, or None."""
        order, step = ("<= ? ORDER BY rowid DESC", -1) if backwards else (">= ? ORDER BY rowid", 1)
        sql = f"{self._select} {order}"
        try:
            for row in self._connection.execute(sql, (start,)):
                start = row[0] + step
                yield from self._new(row)
        except errors():
            # Python looks one row ahead, so the last one before the break has not been seen yet.
            with suppress(*errors()):
                row = self._connection.execute(f"{sql} LIMIT 1", (start,)).fetchone()
                if row is not None:
                    start = row[0] + step
                    yield from self._new(row)
            return start
        return None

    def _new(self, row: tuple[Any, ...]) -> Iterator[Row]:
        if row[0] not in self._seen:
            self._seen.add(row[0])
            spoilt = any(isinstance(value, _Spoilt) for value in row)
            yield Row(tuple(str(value) if isinstance(value, _Spoilt) else value for value in row[1:]), spoilt)

    def _one(self, rowid: int) -> Iterator[Row]:
        with suppress(*errors()):
            row = self._connection.execute(f"{self._select} = ?", (rowid,)).fetchone()
            if row is not None:
                yield from self._new(row)

    def _around(self, stopped: int | None) -> Iterator[Row]:
        """Read what stands behind the last break, and then between the breaks."""
        top = yield from self._onwards(_LAST, backwards=True)
        for _ in range(_MOST_BREAKS):
            if stopped is None or top is None or stopped >= top:
                return
            start = self._readable_from(stopped, top)
            if start is None:
                return
            stopped = yield from self._onwards(start)

    def _readable_from(self, broken: int, top: int) -> int | None:
        """The first rowid behind a break from which on something can be read, or None before the top."""
        step = 1
        while not self._reads(broken + step):
            broken, step = broken + step, step * 2
            if broken + step > top:
                return None
        good = broken + step
        while good - broken > 1:
            middle = (good + broken) // 2
            if self._reads(middle):
                good = middle
            else:
                broken = middle
        return good

    def _reads(self, start: int) -> bool:
        """Whether the first row from a rowid on can be read. At the end of the table nothing can."""
        try:
            sql = f"{self._select} >= ? ORDER BY rowid LIMIT 1"
            return self._connection.execute(sql, (start,)).fetchone() is not None
        except errors():
            return False

    def _known(self) -> tuple[dict[int, str | None], bool]:
        """The rowids that the indexes know, with the id where one tells it; and whether that is all."""
        known: dict[int, str | None] = {}
        whole = False
        for name, column in self._indexes():
            sql = f'SELECT rowid, "{column}" FROM {self._table} INDEXED BY "{name}" ORDER BY "{column}"'
            for order in ("ASC", "DESC"):
                try:
                    for rowid, value in self._connection.execute(f"{sql} {order}"):
                        known[rowid] = value if column == "id" else known.get(rowid)
                    whole = True
                    break
                except errors():
                    continue  # from its other end
        return known, whole

    def _indexes(self) -> list[tuple[str, str]]:
        """The indexes that hold every row, with their first column, that of the ids first."""
        found = []
        with suppress(*errors()):
            for _, name, _, _, partial in self._connection.execute(f"PRAGMA index_list({self._table})"):
                (_, _, column), *_ = self._connection.execute(f'PRAGMA index_info("{name}")').fetchall()
                if not partial:
                    found.append((name, column))
        return sorted(found, key=lambda index: index[1] != "id")
