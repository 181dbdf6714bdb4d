"""Requeue: after a repair what waits for the clinic is put in order again."""

# ruff: noqa: S608  the names of tables come from our own schema

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from storage.image import Image
from storage.invariants import record_tables
from storage.sync_invariants import has_sync

_KINDS = "SELECT DISTINCT kind FROM outbox"


def requeue(
    made: sqlite3.Connection,
    image: Image | None,
    changed: Collection[tuple[str, str]],
    now: str,
    *,
    broken: bool,
) -> None:
    """Let exactly those rows wait that are there or were erased, and those that the repair changed.

    image: of the copy that rows came from. changed: the table and id of each row that was changed or made.
    broken: some rows of the outbox are lost, so everything that ever waits does so anew. now: as the store
    writes it.
    """
    tables = record_tables(made)
    # What never leaves the device never waited in either.
    kinds = {kind for (kind,) in made.execute(_KINDS)}
    kinds |= {kind for (kind,) in image.rows(_KINDS)} if image is not None else set()
    if has_sync(made):  # or all of it is at the clinic
        kinds |= {kind for (kind,) in made.execute("SELECT DISTINCT kind FROM sync_link")}
    for kind in kinds - set(tables):
        made.execute("DELETE FROM outbox WHERE kind = ?", (kind,))
    kinds &= set(tables)
    for kind in kinds:
        there = f"EXISTS (SELECT 1 FROM {kind} WHERE id = record_id)"
        made.execute(f"UPDATE outbox SET erased = 0 WHERE kind = ? AND erased AND {there}", (kind,))
        # Lost is not erased: the clinic must not be told that it is gone.
        made.execute(f"DELETE FROM outbox WHERE kind = ? AND NOT erased AND NOT {there}", (kind,))
        some = {key for table, key in changed if table == kind}
        for (key,) in made.execute(f"SELECT id FROM {kind}").fetchall() if broken or some else ():
            if broken or key in some:
                made.execute(
                    "INSERT INTO outbox (kind, record_id, changed_at) VALUES (?, ?, ?) "
                    "ON CONFLICT (kind, record_id) DO NOTHING",
                    (kind, key, now),
                )


def keep_counter(made: sqlite3.Connection, highest: int) -> None:
    """Never use a sequence a second time. highest: the last one that was given out before."""
    made.execute("DELETE FROM sqlite_sequence WHERE name = 'outbox' AND seq < ?", (highest,))
    known = made.execute("SELECT 1 FROM sqlite_sequence WHERE name = 'outbox'").fetchone()
    if not known and highest > 0:
        made.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', ?)", (highest,))
