"""What a writing method gives back: the record, one sentence, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from app.care.invalid import Invalid
from storage.table import Record, Table

if TYPE_CHECKING:
    from storage.database import Database

T = TypeVar("T")
R = TypeVar("R", bound=Record)
SAVED = "Saved on this device"


def _nothing() -> None:
    """Undo of what changed nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Generic[T]):
    """Something was written, and has been kept.

    Attributes:
        record: what was written.
        undo: restores exactly what was before, in one transaction; raises Invalid when something it would
            restore has been changed since, and then restores nothing.
        sentence: what happened, in English.
    """

    record: T
    undo: Callable[[], None] = field(default=_nothing, compare=False)
    sentence: str = SAVED


@dataclass(frozen=True, slots=True)
class _State:
    """A record as it stands in its table: not there, removed, or there."""

    record: Any = None
    removed: bool = False


class Change:
    """Writes records in one transaction and remembers how each stood before."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._before: dict[tuple[int, UUID], _State] = {}
        self._after: dict[tuple[int, UUID], _State] = {}
        self._tables: dict[int, Table[Any]] = {}

    def add(self, table: Table[R], record: R) -> R:
        """Add a record that is not there yet."""
        table.add(record)
        # Nothing to read: had there been one of this id, even a removed one, it would have been refused.
        key = (id(table), record.id)
        self._tables[key[0]] = table
        self._before.setdefault(key, _State())
        self._after[key] = _State(record)
        return record

    def change(self, table: Table[R], record: R) -> R:
        """Change a record that is there."""
        return self._write(table, record, table.change)

    def put(self, table: Table[R], record: R) -> R:
        """Add a record, or change the one that is there."""
        return self._write(table, record, table.put)

    def remove(self, table: Table[Any], record_id: UUID) -> None:
        """Remove a record so that it can be restored."""
        key = self._remember(table, record_id)
        table.remove(record_id)
        self._after[key] = _state(table, record_id)

    def done(self, record: T, sentence: str = SAVED) -> Done[T]:
        """What the service gives back.

        Args:
            record: what was written.
            sentence: what happened, in English.
        """
        return Done(record=record, undo=self._undo, sentence=sentence)

    def _write(self, table: Table[R], record: R, write: Callable[[R], Any]) -> R:
        key = self._remember(table, record.id)
        write(record)
        self._after[key] = _State(record)
        return record

    def _remember(self, table: Table[Any], record_id: UUID) -> tuple[int, UUID]:
        key = (id(table), record_id)
        self._tables[key[0]] = table
        if key not in self._before:
            self._before[key] = _state(table, record_id)
        return key

    def _undo(self) -> None:
        with self._db.transaction():
            for (table, record_id), after in self._after.items():
                if _state(self._tables[table], record_id) != after:
                    raise Invalid("This has changed since, so it was not undone. You can change it by hand.")
            # Backwards: a session goes before the course it belongs to.
            for (table, record_id), before in reversed(self._before.items()):
                _restore(self._tables[table], record_id, before)


def _state(table: Table[Any], record_id: UUID) -> _State:
    if (there := table.get(record_id)) is not None:
        return _State(there)
    return _State(table.get(record_id, removed=True), removed=True)


def _restore(table: Table[Any], record_id: UUID, before: _State) -> None:
    if before.record is None:
        table.erase(record_id)
        return
    now = _state(table, record_id)
    if now.removed:
        table.restore(record_id)
    if now.record != before.record:
        table.change(before.record)
    if before.removed:
        table.remove(record_id)


@contextmanager
def changing(db: Database) -> Iterator[Change]:
    """Write several records together or not at all.

    Args:
        db: the store.
    """
    with db.transaction():
        yield Change(db)
