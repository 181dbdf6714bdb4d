"""Words of another version of a record, kept beside it when two versions met."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.care.kept import KeptText
from app.services.done import Done
from app.services.store import Store


class KeptService:
    """Finds kept texts, and lets the patient use, join or drop them."""

    def __init__(self, store: Store) -> None:
        self._store = store

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
        raise NotImplementedError

    def use(self, kept_id: UUID) -> Done[Any]:
        """Let the record say the kept text; what it said until now is kept in its place.

        Args:
            kept_id: of the kept text.

        Raises:
            Invalid: the record is gone or cannot change, as a finished checklist.
            StoreError: it could not be saved.
        """
        raise NotImplementedError

    def join(self, kept_id: UUID) -> Done[Any]:
        """Put the kept text below what the record says; it is not kept apart any more.

        Args:
            kept_id: of the kept text.

        Raises:
            Invalid: the record is gone or cannot change, or both together are too long.
            StoreError: it could not be saved.
        """
        raise NotImplementedError

    def drop(self, kept_id: UUID) -> Done[None]:
        """Keep a text no longer; undo brings it back.

        Args:
            kept_id: of the kept text.

        Raises:
            StoreError: it is not there any more.
        """
        raise NotImplementedError
