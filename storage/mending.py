"""Mending: rows that were rescued are made to fit together again; what cannot be is kept as text.

All of it works on a store that nobody else sees yet, with foreign keys off and the search index alive.
"""

# ruff: noqa: S608  the names of tables and columns come from our own schema

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from storage.invariants import SAME, WRONG_PLACE, WRONG_REPLACED, record_tables, undecodable
from storage.times import moment, place

_TEXT, _NAME, _ID = 20_000, 120, 36
# What an end that nobody knows is told as, beside the session's own words.
_UNKNOWN_END = "Its end was not known when the data were repaired."


@dataclass(slots=True)
class Mended:
    """What was done to make the rows fit.

    Attributes:
        texts: how many rows of each table are now only texts.
        changed: the table and id of each row that was changed or made.
        aside: the rows to be kept as texts: table, id, and what they said by column.
    """

    texts: Counter[str] = field(default_factory=Counter)
    changed: set[tuple[str, str]] = field(default_factory=set)
    aside: list[tuple[str, str, Mapping[str, Any]]] = field(default_factory=list)

    def keep(self, table: str, row: Mapping[str, Any]) -> None:
        """Keep a row that cannot stand in its table."""
        self.texts[table] += 1
        self.aside.append((table, str(row.get("id") or row.get("record_id") or ""), row))


def mend(
    made: sqlite3.Connection, now: str, mended: Mended, records: Mapping[str, type[Any]] | None = None
) -> None:
    """Make the rows of a store of today's schema fit together.

    now: as the store writes it. mended: is added to. records: the dataclass of each table.
    """
    for table in record_tables(made):
        stamps = "substr(changed_at, 1, 32) NOT GLOB '????-??-??T??:??:??.??????+00:00'"
        made.execute(f"UPDATE {table} SET changed_at = ? WHERE {stamps}", (now,))
        gone = stamps.replace("changed_at", "removed_at")
        made.execute(f"UPDATE {table} SET removed_at = ? WHERE {gone}", (now,))
        if records and table in records:
            for rowid in list(undecodable(made, table, records[table])):
                _aside(made, table, rowid, mended)
    _links(made, now, mended)
    for table, wrong in WRONG_REPLACED.items():
        _relink(made, table, f"SELECT {table}.rowid {wrong}", mended)
    _one_in_progress(made, mended)
    _places(made, mended)


def write_texts(made: sqlite3.Connection, now: str, mended: Mended) -> int:
    """Write what the rows said that were kept as texts; return how many texts that were."""
    count = 0
    for table, record_id, row in mended.aside:
        for name, text in _texts(row):
            values = (
                str(uuid4()),
                table,
                record_id if len(record_id) == _ID and "\0" not in record_id else str(uuid4()),
                name[:_NAME],
                text[:_TEXT].replace("\0", "\ufffd"),  # which ends a text for SQLite
                now,
                now,
            )
            made.execute(
                "INSERT INTO kept_text (id, kind, record_id, field, text, at, at_offset, source, changed_at) "
                "VALUES (?, ?, ?, ?, ?, ?, 0, 'repair', ?)",
                values,
            )
            count += 1
    return count


def _texts(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a row said: its texts each for itself, and everything else in one line."""
    texts, rest = [], []
    for name, value in row.items():
        if value in (None, "", "[]") or name in {"id", "changed_at", "removed_at", "place", "replaces"}:
            continue
        if name.endswith(("_id", "_offset")):
            continue
        said = _said(value)
        if isinstance(value, str) and " " in said and not name.endswith("at"):
            texts.append((name, said))
        else:
            rest.append(f"{name.replace('_', ' ')}: {said}")
    return [*texts, *([("row", "; ".join(rest))] if rest else [])]


def _said(value: Any) -> str:
    """A value as words: of a list of answers each with its note."""
    if isinstance(value, str) and value.startswith("["):
        try:
            given = json.loads(value)
        except ValueError:
            return value
        return "; ".join(
            ", ".join(str(said) for name, said in one.items() if name != "at" and said)
            if isinstance(one, dict)
            else str(one)
            for one in given
        )
    return str(value)


def _aside(made: sqlite3.Connection, table: str, rowid: int, mended: Mended) -> None:
    cursor = made.execute(f"SELECT * FROM {table} WHERE rowid = ?", (rowid,))
    names = [column[0] for column in cursor.description]
    mended.keep(table, dict(zip(names, cursor.fetchone(), strict=True)))
    made.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))


def _links(made: sqlite3.Connection, now: str, mended: Mended) -> None:
    """A course that is missing is made anew; a list forgets the one it replaced; the rest becomes text."""
    while broken := made.execute("PRAGMA foreign_key_check").fetchall():
        parents = {parent for _, _, parent, _ in broken}
        if "course" in parents:
            _courses(made, now, mended)
            continue
        for table, rowid, parent, _ in broken:
            if table == parent and table in SAME:
                _relink(made, table, f"SELECT rowid FROM {table} WHERE rowid = {int(rowid)}", mended)
            else:
                _aside(made, table, rowid, mended)


def _courses(made: sqlite3.Connection, now: str, mended: Mended) -> None:
    missing = made.execute(
        "SELECT course_id, max(number), min(changed_at) "
        "FROM (SELECT course_id, number, changed_at FROM session "
        "UNION ALL SELECT course_id, NULL, changed_at FROM checklist "
        "UNION ALL SELECT course_id, NULL, changed_at FROM check_in WHERE course_id IS NOT NULL) "
        "WHERE course_id NOT IN (SELECT id FROM course) GROUP BY course_id"
    ).fetchall()
    for course, most, since in missing:
        if len(course) != _ID:
            for table in ("session", "checklist", "check_in"):
                rows = made.execute(f"SELECT rowid FROM {table} WHERE course_id = ?", (course,)).fetchall()
                for (rowid,) in rows:
                    _aside(made, table, rowid, mended)
            continue
        made.execute(
            "INSERT INTO course (id, planned, made_at, made_at_offset, changed_at) VALUES (?, ?, ?, 0, ?)",
            (course, most or 6, since, now),
        )
        mended.changed.add(("course", course))


def _relink(made: sqlite3.Connection, table: str, rowids: str, mended: Mended) -> None:
    """Let a version replace the newest one before it of the same, or none."""
    same = " AND ".join(f"before.{name} IS {table}.{name}" for name in SAME[table])
    for (rowid,) in made.execute(rowids).fetchall():
        before = made.execute(
            f"SELECT before.id FROM {table} JOIN {table} AS before ON {same} "
            f"AND before.version < {table}.version WHERE {table}.rowid = ? "
            f"ORDER BY before.version DESC, before.rowid DESC LIMIT 1",
            (rowid,),
        ).fetchone()
        change = "replaces = ?" if before else "version = 1, replaces = ?"
        sql = f"UPDATE {table} SET {change} WHERE rowid = ? RETURNING id"
        ((changed,),) = made.execute(sql, (before[0] if before else None, rowid)).fetchall()
        mended.changed.add((table, changed))


def _one_in_progress(made: sqlite3.Connection, mended: Mended) -> None:
    """Of several in progress the one that began last goes on; no end is invented for the others."""
    earlier = (
        "SELECT id FROM (SELECT id, row_number() "
        "OVER (PARTITION BY course_id ORDER BY began_at DESC, number DESC) AS turn "
        "FROM session WHERE status = 'in progress' AND removed_at IS NULL) WHERE turn > 1"
    )
    for (session,) in made.execute(earlier).fetchall():
        made.execute(
            "UPDATE session SET status = 'stopped early', ended_at = began_at, "
            "ended_at_offset = began_at_offset, reason = CASE WHEN length(reason) > 1900 THEN reason "
            "ELSE trim(reason || ' ' || ?) END WHERE id = ?",
            (_UNKNOWN_END, session),
        )
        mended.changed.add(("session", session))


def _places(made: sqlite3.Connection, mended: Mended) -> None:
    for key, at in made.execute(f"SELECT id, at {WRONG_PLACE}").fetchall():
        free = place(moment(at, 0))
        while made.execute("SELECT 1 FROM journal_entry WHERE place = ?", (free,)).fetchone():
            free += 1
        made.execute("UPDATE journal_entry SET place = ? WHERE id = ?", (free, key))
        mended.changed.add(("journal_entry", key))
