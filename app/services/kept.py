"""Words of another version of a record, kept beside it when two versions met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.care.invalid import Invalid
from app.care.kept import KeptText, saying, says
from app.care.merge import Lost, kept
from app.services.clock import Clock
from app.services.done import Done, changing
from app.services.store import Store

if TYPE_CHECKING:
    from storage.table import Table


class KeptService:
    """Finds kept texts, and lets the patient use, join or drop them."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def count(self) -> int:
        """How many kept texts there are."""
        return self._store.kept.count()

    def all(self) -> list[KeptText]:
        """Every kept text, newest first."""
        return self._store.kept.all(order_by="at DESC, id")

    def of(self, record_id: UUID) -> list[KeptText]:
        """The kept texts of one record, newest first.

        Args:
            record_id: of an entry, a session, a checklist, the clinic …
        """
        return self._store.kept.where("record_id = ?", (record_id,), order_by="at DESC, id")

    def shown(self, kept_id: UUID) -> str:
        """What the record says now in the place of a kept text; "" where it is gone or says nothing.

        Args:
            kept_id: of the kept text.
        """
        text = self._text(kept_id)
        record = self._record(text) if text else None
        return says(record, text.field) if text and record is not None else ""

    def use(self, kept_id: UUID) -> Done[Any]:
        """Let the record say the kept text; what it said until now is kept in its place.

        Args:
            kept_id: of the kept text.

        Raises:
            Invalid: the record is gone or cannot change, as a finished checklist.
            StoreError: it could not be saved.
        """
        with changing(self._store.db) as change:
            text, table, record = self._both(kept_id)
            before = says(record, text.field)
            change.remove(self._store.kept, text.id)
            if before.strip():
                # What it said until now is as old as this moment: that is when it makes room.
                other = kept(text.kind, record.id, Lost(text.field, before, self._clock.now()), text.source)
                change.put(self._store.kept, other)
            return change.done(change.change(table, saying(record, text.field, text.text)))

    def join(self, kept_id: UUID) -> Done[Any]:
        """Put the kept text below what the record says; it is not kept apart any more.

        Args:
            kept_id: of the kept text.

        Raises:
            Invalid: the record is gone or cannot change, or both together are too long.
            StoreError: it could not be saved.
        """
        with changing(self._store.db) as change:
            text, table, record = self._both(kept_id)
            both = "\n\n".join(part for part in (says(record, text.field), text.text) if part.strip())
            change.remove(self._store.kept, text.id)
            return change.done(change.change(table, saying(record, text.field, both)))

    def drop(self, kept_id: UUID) -> Done[None]:
        """Keep a text no longer; undo brings it back.

        Args:
            kept_id: of the kept text.

        Raises:
            StoreError: it is not there any more, or it could not be saved.
        """
        with changing(self._store.db) as change:
            change.remove(self._store.kept, kept_id)
            return change.done(None, "Other version removed")

    def _text(self, kept_id: UUID) -> KeptText | None:
        return self._store.kept.get(kept_id)

    def _record(self, text: KeptText) -> Any:
        table = self._table(text)
        return table.get(text.record_id) if table else None

    def _table(self, text: KeptText) -> Table[Any] | None:
        return next((table for table in self._store.tables if table.name == text.kind), None)

    def _both(self, kept_id: UUID) -> tuple[KeptText, Table[Any], Any]:
        """A kept text, and the record that it stands beside, with its table."""
        text = self._text(kept_id)
        if text is None:
            raise Invalid("This other version is not there any more; go back and look again.")
        table, record = self._table(text), self._record(text)
        if table is None or record is None:
            raise Invalid("What these words stood beside was deleted; copy them to where you want them.")
        return text, table, record
