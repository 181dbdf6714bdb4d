"""Outbox: what a clinic has not confirmed. A row names a record and holds nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from storage.database import Database

# REPLACE takes a new sequence: a later write folds into the one that waits and stands behind what was read.
_WRITE = "INSERT OR REPLACE INTO outbox (kind, record_id, erased, changed_at) VALUES (?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One record that waits for the clinic.

    Attributes:
        sequence: grows with each write and is never used twice.
        kind: the record's table.
        record_id: the record.
        changed_at: when it was last written, UTC.
        erased: the record is gone for good, so its absence is no fault.
    """

    sequence: int
    kind: str
    record_id: UUID
    changed_at: datetime
    erased: bool = False


def note(db: Database, kind: str, record_id: str, now: str, *, erased: bool = False) -> None:
    """Write that a record changed, inside the transaction that changes it."""
    db.write(_WRITE, (kind, record_id, int(erased), now), changes=kind)


class Outbox:
    """Reads the outbox and takes out of it what was confirmed."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def pending(self, limit: int = 100) -> list[OutboxRow]:
        """Return up to limit rows, those that have waited longest first."""
        sql = "SELECT sequence, kind, record_id, changed_at, erased FROM outbox ORDER BY sequence LIMIT ?"
        return [
            OutboxRow(sequence, kind, UUID(record_id), datetime.fromisoformat(changed_at), bool(erased))
            for sequence, kind, record_id, changed_at, erased in self._db.rows(sql, (limit,))
        ]

    def acknowledge(
        self, up_to_sequence: int, *, kind: str | None = None, record_id: UUID | None = None
    ) -> int:
        """Take out what was confirmed up to a sequence that was read; return how many rows that were.

        A record written since then has a later sequence and stays.
        kind, record_id: narrow it to one table, or to one record.
        """
        sql = (
            "DELETE FROM outbox WHERE sequence <= ? "
            "AND kind = coalesce(?, kind) AND record_id = coalesce(?, record_id)"
        )
        with self._db.step():
            values = (up_to_sequence, kind, record_id and str(record_id))
            return self._db.write(sql, values, changes="outbox")

    def count(self) -> int:
        """Return how many records wait."""
        return int(self._db.rows("SELECT count(*) FROM outbox")[0][0])
