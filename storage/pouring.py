"""Pouring: rows go from a damaged store, and from a copy, into a fresh one that keeps every limit."""

# ruff: noqa: S608  the names of tables and columns come from our own schema

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storage import files, migrations
from storage.anew import pour_sync
from storage.connections import connect
from storage.engine import errors, integrity_errors
from storage.gate import number
from storage.image import Image
from storage.invariants import record_tables
from storage.mending import Mended
from storage.requeue import keep_counter
from storage.salvage import TableSalvage

OUTBOX = "outbox"


@dataclass(slots=True)
class Poured:
    """What came out of one table.

    Attributes:
        salvage: how it was read.
        live: how many rows were read and are not removed.
        spoilt: the ids of rows in which letters could not be read, each with its changed_at.
    """

    salvage: TableSalvage
    live: int = 0
    spoilt: dict[str, str] = field(default_factory=dict)


def fresh(new: Path, key: bytes | None) -> sqlite3.Connection:
    """Make an empty store that nobody sees before it is whole; what is in it is not safe before that."""
    files.prepare(new)
    made = connect(new, key)
    try:
        made.execute("PRAGMA journal_mode = MEMORY")
        made.execute("PRAGMA synchronous = OFF")
        made.execute("PRAGMA foreign_keys = OFF")
    except BaseException:
        made.close()
        raise
    return made


def pour(damaged: Path, key: bytes | None, made: sqlite3.Connection, mended: Mended) -> dict[str, Poured]:
    """Write each row that can be read into a fresh store, and bring that up to today's schema.

    Never raises for damage. mended: gets the rows that the fresh store refuses.
    """
    with closing(_opened(damaged, key)) as source:
        version = len(migrations.NAMES)
        with suppress(*errors()):
            told = number(source, "user_version")
            version = told if 1 <= told <= version else version
        migrations.upgrade(made, check=_nobody_else, version=version)
        made.execute("BEGIN")
        poured = {table: _table(source, made, table, mended) for table in (*record_tables(made), OUTBOX)}
        with suppress(*errors()):
            row = source.execute("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").fetchone()
            keep_counter(made, int(row[0]) if row else 0)
        pour_sync(source, made)
        made.execute("COMMIT")
    migrations.upgrade(made, check=_nobody_else)
    return poured


def fill(
    made: sqlite3.Connection, image: Image, poured: Mapping[str, Poured], mended: Mended
) -> dict[str, int]:
    """Take from a copy what is lost or spoilt; return how many rows of each table."""
    erased = set(made.execute("SELECT kind, record_id FROM outbox WHERE erased").fetchall())
    counts: dict[str, int] = {}
    for table in image.tables():
        one = poured.get(table)
        if one is None or not (one.salvage.broken or one.spoilt):
            continue  # nothing of it is lost, so what the copy has more was deleted since
        columns = _columns(made, table)
        for values in image.rows(f"SELECT {', '.join(columns)} FROM {table}").fetchall():
            row = dict(zip(columns, values, strict=True))
            if _spoilt_in(one, row):
                if one.spoilt[row["id"]] != row["changed_at"]:  # perhaps newer words than the copy's
                    mended.keep(table, _row(made, table, columns, row["id"]))
                taken = _restore(made, table, row)
            else:
                wanted = (table, row["id"]) not in erased and _lost(one.salvage, row["id"])
                taken = wanted and _add(made, table, row, mended)
            if taken:
                one.spoilt.pop(row["id"], None)
                counts[table] = counts.get(table, 0) + 1
                mended.changed.add((table, row["id"]))
    return counts


def _spoilt_in(one: Poured, row: Mapping[str, Any]) -> bool:
    """Whether a row of a copy stands for a spoilt one: the same version, or one that nobody can read."""
    version = one.spoilt.get(row["id"])
    return version is not None and (version == row["changed_at"] or "\ufffd" in version)


def _row(made: sqlite3.Connection, table: str, columns: Sequence[str], key: str) -> dict[str, Any]:
    found = made.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", (key,)).fetchone()
    return dict(zip(columns, found or (), strict=False))


def _lost(salvage: TableSalvage, key: str) -> bool:
    if not salvage.broken:
        return False
    return key in salvage.lost or not salvage.exact or None in salvage.lost


def _add(made: sqlite3.Connection, table: str, row: dict[str, Any], mended: Mended) -> bool:
    if made.execute(f"SELECT 1 FROM {table} WHERE id = ?", (row["id"],)).fetchone():
        return False
    while "place" in row and _taken(made, table, row["place"]):
        row["place"] += 1
    return _insert(made, table, row, mended)


def _restore(made: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> bool:
    """Let a spoilt row say again what the copy of the same version says."""
    rest = [name for name in row if name not in {"id", "place"}]
    sql = f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in rest)} WHERE id = ?"
    return made.execute(sql, [*(row[name] for name in rest), row["id"]]).rowcount > 0


def _opened(damaged: Path, key: bytes | None) -> sqlite3.Connection:
    """The damaged store, or one without tables where it cannot be opened at all."""
    journal = files.beside(damaged)[2]
    with suppress(*errors()):
        source = connect(damaged, key, read_only=files.size(journal) == 0)
        with suppress(*errors()):
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return source
        source.close()
    return sqlite3.connect(":memory:")


def _table(source: sqlite3.Connection, made: sqlite3.Connection, table: str, mended: Mended) -> Poured:
    wanted = _columns(made, table)
    has: set[str] = set()
    with suppress(*errors()):
        has = {row[1] for row in source.execute(f"PRAGMA table_xinfo({table})")}
    columns = [name for name in wanted if name in has] if has else wanted
    poured = Poured(TableSalvage(source, table, columns))
    for values, spoilt in poured.salvage.rows():
        row = dict(zip(columns, values, strict=True))
        if _insert(made, table, row, mended) and row.get("removed_at") is None:
            poured.live += 1
        if spoilt and "id" in row:
            poured.spoilt[row["id"]] = row["changed_at"]
    return poured


def _insert(made: sqlite3.Connection, table: str, row: Mapping[str, Any], mended: Mended) -> bool:
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    try:
        made.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))
    except integrity_errors():
        if table != OUTBOX and not _same(made, table, row):
            mended.keep(table, row)
        return False
    return True


def _same(made: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> bool:
    """Whether this very row is there: a broken page can show a row twice."""
    same = " AND ".join(f"{name} IS ?" for name in row)
    return made.execute(f"SELECT 1 FROM {table} WHERE {same}", list(row.values())).fetchone() is not None


def _columns(made: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in made.execute(f"PRAGMA table_xinfo({table})") if not row[6]]


def _taken(made: sqlite3.Connection, table: str, place: int) -> bool:
    return made.execute(f"SELECT 1 FROM {table} WHERE place = ?", (place,)).fetchone() is not None


def _nobody_else() -> None:
    """No other process sees a store that is not finished."""
