"""Anew: after a repair or with an older copy, what is remembered of the clinic's side is compared again.

What both sides last agreed on stays, because it tells which of two versions is newer. How far the clinic was
read does not: the next sync reads everything, and finds what either side lacks.
"""

# ruff: noqa: S608  the names of tables and columns come from our own schema

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import suppress

from storage.engine import errors, integrity_errors
from storage.requeue import keep_counter
from storage.sync_invariants import FAR, has_sync, lost_links, same_resource, unknown_kinds

# What only holds for the store that it was remembered in; app/clinic/synchronizer/status.py names them.
FORGOTTEN = ("cursor/", "whole", "run", "ask", "removals", "held")
# A sequence that nobody has seen: the damaged store may have given out more than can still be read.
_AHEAD = 1_000_000
_HIGHEST = (
    "SELECT max((SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'), "
    "(SELECT coalesce(max(sequence), 0) FROM outbox))"
)


def pour_sync(source: sqlite3.Connection, made: sqlite3.Connection) -> None:
    """Write what can be read of the links and of what was remembered into a fresh store.

    A row that cannot be read, and those behind it, are left out: the next sync makes them again.
    """
    if not has_sync(made):
        return
    for table in ("sync_link", "sync_state"):
        names = [row[1] for row in made.execute(f"PRAGMA table_info({table})")]
        columns, marks = ", ".join(names), ", ".join("?" * len(names))
        with suppress(*errors()):
            for row in source.execute(f"SELECT {columns} FROM {table}"):
                with suppress(*integrity_errors()):
                    made.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", row)


def settle_links(made: sqlite3.Connection, changed: Collection[tuple[str, str]]) -> None:
    """Keep only links that fit their records: the others would take an old version for a newer edit.

    changed: the table and id of each row that was changed, made, or taken from a copy.
    """
    # What the patient wants to keep on this device alone stays so, whatever else is forgotten of it.
    empty = "UPDATE sync_link SET version = NULL, agreed = NULL, sent = NULL WHERE here_only AND {where}"
    drop = "DELETE FROM sync_link WHERE NOT here_only AND {where}"
    for sql in (empty, drop):
        made.executemany(sql.format(where="kind = ? AND record_id = ?"), list(changed))
    for where in (unknown_kinds(made), same_resource(), *lost_links(made)):
        made.execute(drop.format(where=where))
    made.execute(f"DELETE FROM sync_state WHERE {FAR}")


def compare_anew(made: sqlite3.Connection) -> bool:
    """Let the next sync compare everything; return whether a clinic was known at all."""
    if not has_sync(made):
        return False
    made.execute("UPDATE sync_link SET whole = 0")
    for beginning in FORGOTTEN:
        made.execute("DELETE FROM sync_state WHERE substr(name, 1, ?) = ?", (len(beginning), beginning))
    known = "SELECT EXISTS (SELECT 1 FROM sync_state) OR EXISTS (SELECT 1 FROM sync_link)"
    return bool(made.execute(known).fetchone()[0])


def count_on(made: sqlite3.Connection, before: sqlite3.Connection | None) -> None:
    """Let a copy give out only sequences that the store before it never gave out.

    before: the store whose place it takes; None where it cannot be opened.
    """
    highest = int(made.execute(_HIGHEST).fetchone()[0])
    known = 0
    if before is not None:
        with suppress(*errors()):
            known = int(before.execute(_HIGHEST).fetchone()[0])
    keep_counter(made, max(highest + _AHEAD, known))
