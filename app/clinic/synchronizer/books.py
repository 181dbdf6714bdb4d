"""Books: the store as one run of the synchronizer sees it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.care.kept import KeptText, Source
from app.care.merge import Lost, kept
from app.clinic.synchronizer.needs import Client, Kinds, Page
from app.clinic.synchronizer.status import WHOLE, Progress
from storage.links import Links, State
from storage.outbox import Outbox

if TYPE_CHECKING:
    from storage.database import Database
    from storage.table import Table


class Stopped(Exception):
    """Somebody does not want this run any more; nothing is lost, the next one goes on."""


@dataclass(slots=True)
class Books:
    """What the parts of one run share.

    tables: by their names. stop: whether to stop, asked between requests. held: tables that are not sent.
    here: how clocks here show a moment that was written in UTC.
    looked: what one request has found of several types, with what was asked; see ways.py.
    nothing: the types of which it found nothing new.
    """

    db: Database
    tables: Mapping[str, Table[Any]]
    kept: Table[KeptText]
    client: Client
    kinds: Kinds
    clock: Callable[[], datetime]
    tell: Callable[[Progress], None]
    stop: Callable[[], bool]
    chance: random.Random
    patient_id: str
    here: Callable[[datetime], datetime] = lambda at: at
    held: frozenset[str] = frozenset()
    looked: dict[str, tuple[Mapping[str, str], Page]] = field(default_factory=dict)
    nothing: set[str] = field(default_factory=set)
    links: Links = field(init=False)
    state: State = field(init=False)
    outbox: Outbox = field(init=False)

    def __post_init__(self) -> None:
        self.links, self.state, self.outbox = Links(self.db), State(self.db), Outbox(self.db)

    @property
    def whole(self) -> int:
        """The number of the last reading of everything, finished or not."""
        return int(self.state.get(WHOLE, {}).get("number", 0))

    def go_on(self) -> None:
        """Raises Stopped when nobody wants the run any more."""
        if self.stop():
            raise Stopped

    def record(self, kind: str, record_id: UUID) -> tuple[Any, bool]:
        """A record, removed or not, or None; and whether it is there for the patient."""
        table = self.tables[kind]
        there = table.get(record_id)
        return (there, True) if there is not None else (table.get(record_id, removed=True), False)

    def changed_at(self, kind: str, record_id: UUID) -> datetime:
        """When a record was last changed on this device."""
        rows = self.db.rows(f"SELECT changed_at FROM {kind} WHERE id = ?", (str(record_id),))  # noqa: S608  ours
        return datetime.fromisoformat(rows[0][0])

    def keep(self, kind: str, record_id: UUID, lost: tuple[Lost, ...]) -> None:
        """Keep words of another version beside a record, each once."""
        for one in lost:
            text = kept(kind, record_id, one, Source.CLINIC)
            if self.kept.get(text.id, removed=True) is None:
                self.kept.add(text)
