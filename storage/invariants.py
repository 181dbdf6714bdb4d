"""Invariants: what must hold between the rows of a store, which SQLite itself does not look at.

Every query only reads, on whatever connection it is given; a sentence names tables and numbers, no content.
"""

# ruff: noqa: S608  the names of tables come from the schema

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from storage.codec import Codec
from storage.migrations import RECORD_TABLES
from storage.times import PLACES

# A place may be a little later than its moment says, when many rows share one; never by a second.
_SPREAD = 1_000_000 * PLACES
_MICROSECONDS = (
    "(CAST(strftime('%s', substr(at, 1, 19)) AS INTEGER) * 1000000 + CAST(substr(at, 21, 6) AS INTEGER))"
)
_STAMP = "GLOB '????-??-??T??:??:??.??????+00:00'"

# What a constraint of one row cannot say. Each counts rows: how many, then what is wrong with them.
_TWO_IN_PROGRESS = (
    "SELECT coalesce(sum(many - 1), 0) FROM (SELECT count(*) AS many FROM session "
    "WHERE status = 'in progress' AND removed_at IS NULL GROUP BY course_id)"
)
# What a version has in common with the one it replaces.
SAME = {"checklist": ("part", "course_id", "session_id"), "check_in": ("questionnaire", "taken_at")}
WRONG_REPLACED = {
    table: f"FROM {table} JOIN {table} AS before ON before.id = {table}.replaces WHERE "
    + " OR ".join(
        [f"{table}.version <= before.version", *(f"{table}.{name} IS NOT before.{name}" for name in same)]
    )
    for table, same in SAME.items()
}
WRONG_PLACE = (
    f"FROM journal_entry WHERE place NOT BETWEEN {_MICROSECONDS} * {PLACES} "
    f"AND {_MICROSECONDS} * {PLACES} + {_SPREAD}"
)
_STATES = (
    ("session", _TWO_IN_PROGRESS, "{n} of session are in progress beside another one of the same course."),
    *(
        (table, f"SELECT count(*) {wrong}", f"{{n}} of {table} replace one that they cannot replace.")
        for table, wrong in WRONG_REPLACED.items()
    ),
    (
        "journal_entry",
        f"SELECT count(*) {WRONG_PLACE}",
        "{n} of journal_entry stand in a wrong place of the order of time.",
    ),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not in order.

    Attributes:
        kind: "missing", "refused", "damaged", "link", "search", "outbox", "sync", "state" or
            "unreadable".
        template: what it is, for the person who asked, with ``{name}`` for each value; never what a record
            says.
        values: what to put in.
    """

    kind: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What it is, in English."""
        return self.template.format(**self.values) if self.values else self.template


def links(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Every row belongs to one that is there."""
    counts: dict[tuple[str, str], int] = {}
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
        counts[table, parent] = counts.get((table, parent), 0) + 1
    for (table, parent), count in counts.items():
        yield Finding(
            "link",
            "{n} of {table} belong to a {parent} that is not there.",
            {"n": count, "table": table, "parent": parent},
        )


def search(connection: sqlite3.Connection, *, thorough: bool = False) -> Iterator[Finding]:
    """The full-text index knows as many rows as its table has; thorough: and each word of them."""
    for table in record_tables(connection):
        index = f"{table}_fts"
        sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (index,)).fetchone()
        if sql is None:
            continue
        rows = _count(connection, f"SELECT count(*) FROM {table}")
        indexed = _count(connection, f"SELECT count(*) FROM {index}_docsize")
        if rows != indexed:
            yield Finding(
                "search",
                "The search index of {table} knows {n} of its {rows} rows.",
                {"table": table, "n": indexed, "rows": rows},
            )
        elif thorough and not _same_words(connection, table, str(sql[0])):
            yield Finding(
                "search", "The search index of {table} does not know the words of its rows.", {"table": table}
            )


def _same_words(connection: sqlite3.Connection, table: str, sql: str) -> bool:
    """Compare the index with one that is made anew, in memory."""
    columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA table_info({table}_fts)"))
    tokens = re.search(r"tokenize\s*=\s*'[^']*'", sql)
    how = ", ".join(filter(None, [columns, tokens[0] if tokens else "", "content=''"]))
    connection.execute(f"CREATE VIRTUAL TABLE temp.look_words USING fts5({how})")
    try:
        connection.execute(
            f"INSERT INTO temp.look_words (rowid, {columns}) SELECT rowid, {columns} FROM {table}"
        )
        for name, schema, of in (("look_anew", "temp", "look_words"), ("look_now", "main", f"{table}_fts")):
            connection.execute(f"CREATE VIRTUAL TABLE temp.{name} USING fts5vocab({schema}, {of}, row)")
        anew, now = ("SELECT term, doc, cnt FROM temp.look_anew", "SELECT term, doc, cnt FROM temp.look_now")
        different = f"SELECT EXISTS ({anew} EXCEPT {now}) OR EXISTS ({now} EXCEPT {anew})"
        return not _count(connection, different)
    finally:
        for name in ("look_now", "look_anew", "look_words"):
            connection.execute(f"DROP TABLE IF EXISTS temp.{name}")


def outbox(connection: sqlite3.Connection) -> Iterator[Finding]:
    """What waits for the clinic is there, or erased, and its sequence is never used again."""
    tables = record_tables(connection)
    for (kind,) in connection.execute("SELECT DISTINCT kind FROM outbox").fetchall():
        if kind not in tables:
            yield Finding(
                "outbox", "{n} wait for the clinic under a name unknown.", {"n": _waiting(connection, kind)}
            )
            continue
        there = f"EXISTS (SELECT 1 FROM {kind} WHERE id = record_id)"
        if count := _waiting(connection, kind, f"AND NOT erased AND NOT {there}"):
            yield Finding(
                "outbox", "{n} of {table} wait for the clinic and are not there.", {"n": count, "table": kind}
            )
        if count := _waiting(connection, kind, f"AND erased AND {there}"):
            yield Finding(
                "outbox",
                "{n} of {table} wait for the clinic as erased and are there.",
                {"n": count, "table": kind},
            )
    highest = _count(connection, "SELECT coalesce(max(sequence), 0) FROM outbox")
    counter = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'"
    if highest > _count(connection, counter):
        yield Finding("outbox", "The sequence of what waits for the clinic would be used a second time.")


def states(connection: sqlite3.Connection) -> Iterator[Finding]:
    """No state that the app could not have made."""
    tables = record_tables(connection)
    for table, sql, sentence in _STATES:  # a store of an older version lacks some tables
        if table in tables and (count := _count(connection, sql)):
            yield Finding("state", sentence, {"n": count})
    for table in tables:
        wrong = f"changed_at NOT {_STAMP} OR removed_at IS NOT NULL AND removed_at NOT {_STAMP}"
        if count := _count(connection, f"SELECT count(*) FROM {table} WHERE {wrong}"):
            yield Finding(
                "state", "{n} of {table} do not say when they were changed.", {"n": count, "table": table}
            )


def unreadable(connection: sqlite3.Connection, records: Mapping[str, type[Any]]) -> Iterator[Finding]:
    """Each row is one that today's version can read. records: the dataclass of each table."""
    for table in record_tables(connection):
        if table in records and (count := sum(1 for _ in undecodable(connection, table, records[table]))):
            yield Finding(
                "unreadable", "{n} of {table} cannot be read by this version.", {"n": count, "table": table}
            )


def undecodable(connection: sqlite3.Connection, table: str, record: type[Any]) -> Iterator[int]:
    """The rowids of the rows of a table that are no record."""
    codec = Codec(record)
    has = {row[1] for row in connection.execute(f"PRAGMA table_xinfo({table})")}
    if not has.issuperset(codec.columns):
        return  # a store of an older version, which is brought up to date when it is opened
    for rowid, *row in connection.execute(f"SELECT rowid, {', '.join(codec.columns)} FROM {table}"):
        try:
            codec.decode(row)
        except (ValueError, TypeError, KeyError):
            yield rowid


def record_tables(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the tables that hold records."""
    return [name for (name,) in connection.execute(RECORD_TABLES).fetchall()]


def _count(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def _waiting(connection: sqlite3.Connection, kind: str, where: str = "") -> int:
    found = connection.execute(f"SELECT count(*) FROM outbox WHERE kind = ? {where}", (kind,)).fetchone()
    return int(found[0])
