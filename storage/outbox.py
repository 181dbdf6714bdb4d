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

_READ = "SELECT sequence, kind, record_id, changed_at, erased, refused FROM outbox"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One record that waits for the clinic.

    Attributes:
        sequence: grows with each write and is never used twice.
        kind: the record's table.
        record_id: the record.
        changed_at: when it was last written, UTC.
        erased: the record is gone for good, so its absence is no fault.
        refused: why the clinic's server did not take it, one sentence; None while it simply waits.
    """

    sequence: int
    kind: str
    record_id: UUID
    changed_at: datetime
    erased: bool = False
    refused: str | None = None


def note(db: Database, kind: str, record_id: str, now: str, *, erased: bool = False) -> None:
    """Write that a record changed, inside the transaction that changes it."""
    db.write(_WRITE, (kind, record_id, int(erased), now), changes=kind)


class Outbox:
    """Reads the outbox and takes out of it what was confirmed."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def pending(self, limit: int = 100, *, kind: str | None = None, after: int = 0) -> list[OutboxRow]:
        """Return up to limit rows that simply wait, those that have waited longest first.

        kind: of one table alone. after: only rows of a later sequence.
        """
        where = "refused IS NULL AND sequence > ? AND kind = coalesce(?, kind) ORDER BY sequence LIMIT ?"
        return self._rows(where, (after, kind, limit))

    def refused(self, limit: int = 100) -> list[OutboxRow]:
        """Return up to limit rows that the clinic's server refused, the oldest first."""
        return self._rows("refused IS NOT NULL ORDER BY sequence LIMIT ?", (limit,))

    def waits(self, kind: str, record_id: UUID) -> OutboxRow | None:
        """Return the row of one record, refused or not, or None."""
        return next(iter(self._rows("kind = ? AND record_id = ?", (kind, str(record_id)))), None)

    def _rows(self, where: str, values: tuple[object, ...]) -> list[OutboxRow]:
        rows = self._db.rows(f"{_READ} WHERE {where}", values)
        return [
            OutboxRow(sequence, kind, UUID(record_id), datetime.fromisoformat(changed_at), bool(erased), why)
            for sequence, kind, record_id, changed_at, erased, why in rows
        ]

    def note(self, kind: str, record_id: UUID, *, erased: bool = False) -> None:
        """Let a record wait that was not written now, such as one that the clinic's server lost."""
        with self._db.step():
            note(self._db, kind, str(record_id), self._db.now(), erased=erased)

    def refuse(self, row: OutboxRow, why: str) -> None:
        """Set a row aside until the patient decides, or until its record is written again.

        why: one sentence of 1 to 500 characters; a row that was written since it was read stays as it is.
        """
        with self._db.step():
            sql = "UPDATE outbox SET refused = ? WHERE sequence = ?"
            self._db.write(sql, (why[:500], row.sequence), changes="outbox")

    def try_again(self, kind: str | None = None, record_id: UUID | None = None) -> int:
        """Let refused rows wait again, all or those of one record; return how many."""
        sql = (
            "UPDATE outbox SET refused = NULL WHERE refused IS NOT NULL "
            "AND kind = coalesce(?, kind) AND record_id = coalesce(?, record_id)"
        )
        with self._db.step():
            return self._db.write(sql, (kind, record_id and str(record_id)), changes="outbox")

    def take_out(self, kind: str, record_id: UUID) -> None:
        """Take out a record that says what the clinic says, inside the transaction that saw so."""
        sql = "DELETE FROM outbox WHERE kind = ? AND record_id = ?"
        self._db.write(sql, (kind, str(record_id)), changes="outbox")

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

    def count(self, *, refused: bool | None = None, kind: str | None = None) -> int:
        """Return how many records wait.

        refused: only those that were, or only those that were not. kind: of one table alone.
        """
        sql = (
            "SELECT count(*) FROM outbox WHERE coalesce(?, refused IS NOT NULL) = (refused IS NOT NULL) "
            "AND kind = coalesce(?, kind)"
        )
        return int(self._db.rows(sql, (refused, kind))[0][0])
