"""Applying: one resource of the clinic's server meets this device's record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from app.clinic.synchronizer.books import Books
from app.clinic.synchronizer.meeting import meet
from app.clinic.synchronizer.needs import Fields, Resource
from app.clinic.synchronizer.places import make_room
from app.clinic.synchronizer.status import WHOLE
from storage.links import Link
from storage.outbox import OutboxRow

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


class Did(Enum):
    """What became of one resource."""

    NOTHING = "nothing"
    CHANGED = "changed"
    REMOVED = "removed"


def apply(books: Books, resource: Resource, version: str | None, *, older: bool = False) -> Did:
    """Bring one of the patient's own resources into the store, inside a transaction.

    Args:
        resource: what identifies as one of the records; any other one does nothing.
        version: as the server gave it.
        older: the server lost what came after it, so what this device has counts.

    Raises:
        ValueError, TypeError, KeyError: this version cannot read the resource.
        Refused: it belongs to a record that is not here yet.
    """
    named = books.kinds.identify(resource)
    if named is None or named[0] not in books.kinds.names:
        return Did.NOTHING
    return _Applying(books, *named, resource, version).run(older=older)


class _Applying:
    """One resource, one record."""

    def __init__(
        self, books: Books, kind: str, record_id: UUID, resource: Resource, version: str | None
    ) -> None:
        self.books = books
        self.kind = kind
        self.id = record_id
        self.resource = resource
        self.table = books.tables[kind]
        self.link = books.links.get(kind, record_id)
        self.now_agreed = Link(
            kind=kind,
            record_id=record_id,
            server_type=str(resource["resourceType"]),
            server_id=str(resource["id"]),
            version=version,
            agreed=resource,
            whole=self.link.whole if self.link else 0,
        )

    def run(self, *, older: bool) -> Did:
        link, equal = self.link, self.books.kinds.equal
        if link and link.here_only:
            return Did.NOTHING
        if link and link.agreed is not None and equal(link.agreed, self.resource):
            if link.version != self.now_agreed.version or link.sent is not None:
                self.books.links.put(self.now_agreed)
            return Did.NOTHING
        waits = self.books.outbox.waits(self.kind, self.id)
        if older and link and link.agreed is not None:
            self.books.links.put(self.now_agreed)
            self._note(waits)
            return Did.NOTHING
        # What was sent and never answered came back: that is what both sides agree on.
        came_back = link is not None and link.sent is not None and equal(link.sent, self.resource)
        base = self.resource if came_back else link.agreed if link else None
        done = self._withdrawn(waits) if self._is_withdrawn(self.resource) else self._live(base, waits)
        self.books.links.put(self.now_agreed)
        return done

    def _is_withdrawn(self, resource: Resource) -> bool:
        return self.books.kinds.is_withdrawn(resource)

    def _withdrawn(self, waits: OutboxRow | None) -> Did:
        record, there = self.books.record(self.kind, self.id)
        if not there:
            if waits:
                self.books.outbox.take_out(self.kind, self.id)
            return Did.NOTHING
        known = self.link is not None and self.link.agreed is not None
        if not known:
            # Never agreed on, such as what was taken back before: it stays, and is sent as what it is.
            self._note(waits)
            return Did.NOTHING
        if waits is None or self._as_agreed(record):
            self.books.outbox.take_out(self.kind, self.id)
            return Did.REMOVED  # not yet: first it is seen how many there are, see pull.py
        return Did.NOTHING  # a removal does not beat an edit that it has not seen: the edit goes on waiting

    def _as_agreed(self, record: Any) -> bool:
        """Whether a record that waits says what both sides agreed on, so that there is no edit to lose."""
        agreed = self.link.agreed if self.link else None
        if agreed is None or self._is_withdrawn(agreed):
            return False
        return _says(record, self.books.kinds.from_fhir(self.kind, agreed, record))

    def _live(self, base: Resource | None, waits: OutboxRow | None) -> Did:
        books, kinds = self.books, self.books.kinds
        record, there = books.record(self.kind, self.id)
        theirs = kinds.from_fhir(self.kind, self.resource, record)
        agreed = None
        if base is not None and not self._is_withdrawn(base):
            agreed = kinds.from_fhir(self.kind, base, record)
        if record is None:
            known = self.link is not None and self.link.version == self.now_agreed.version
            if waits and known:
                return Did.NOTHING  # erased here, and nothing has changed there since
            return self._take(kinds.record(self.kind, self.id, theirs), theirs)
        if not there:
            if waits and agreed is not None and agreed == theirs:
                return Did.NOTHING  # removed here, and nothing has changed there since
            # Whoever removed it had not seen this: it comes back as it is there.
            return self._take(_with(record, theirs), theirs)
        at = books.changed_at(self.kind, self.id)
        if self.link is not None and self.link.agreed is not None:
            if self._is_set_back():
                # Theirs did not come from what is here, so no words of either may go.
                agreed, at = None, at if waits else _LONG_AGO
            elif waits is None:
                return self._take(_with(record, theirs), theirs, record)
        merged = meet(agreed, record, at, theirs, self._at)
        books.keep(self.kind, self.id, merged.lost)
        return self._take(merged.record, theirs, record)

    def _is_set_back(self) -> bool:
        """Whether the server lost what both sides agreed on, and somebody has sent this anew."""
        whole = self.books.state.get(WHOLE, {})
        if whole.get("lost") and not whole.get("done"):
            return True
        known, came = (_number(one.version) for one in (self.link, self.now_agreed) if one)
        if known is not None and came is not None:
            return came <= known
        return (
            self.link is not None
            and self.link.version is not None
            and self.link.version == self.now_agreed.version
        )

    def _take(self, record: Any, theirs: Fields, before: Any = None) -> Did:
        """Save a record; it waits for the clinic only when it says more than the clinic's resource."""
        placed = make_room(self.books, record) if self.kind == "session" else record
        if placed != before:
            self.table.put(placed)
        if _says(placed, theirs):
            self.books.outbox.take_out(self.kind, self.id)
        else:
            self._note(self.books.outbox.waits(self.kind, self.id))
        return Did.CHANGED

    def _note(self, waits: OutboxRow | None) -> None:
        if waits is None or waits.refused:
            self.books.outbox.note(self.kind, self.id)

    @property
    def _at(self) -> datetime:
        """When the resource was last changed, as its server says."""
        said = self.resource.get("meta", {}).get("lastUpdated")
        return datetime.fromisoformat(said) if said else _LONG_AGO


def _number(version: str | None) -> int | None:
    """The version as a number, where a server counts them; others give names without an order."""
    inside = (version or "").removeprefix("W/").strip('"')
    return int(inside) if inside.isdecimal() else None


def _says(record: Any, theirs: Fields) -> bool:
    return all(getattr(record, name) == value for name, value in theirs.items())


def _with(record: Any, values: Fields) -> Any:
    return replace(record, **values)
