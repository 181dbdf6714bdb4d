"""Pull: what changed at the clinic since the last time comes into the store, page by page.

Each page is one transaction with the cursor behind it. A cursor is the server's own time, read again with
some overlap, because a server may give a time before it shows the resource. The newest resource that was seen
or sent is the anchor: when a search from its time on lacks it, the server lost something, and all is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.clinic.synchronizer import clinics
from app.clinic.synchronizer.applying import Did, apply
from app.clinic.synchronizer.books import Books
from app.clinic.synchronizer.needs import Resource
from app.clinic.synchronizer.status import ASK, CURSOR, HELD, REMOVALS, WHOLE, Progress
from app.clinic.synchronizer.ways import is_quiet, pages, since, was_read
from storage.errors import Refused

# Below this many removals nobody is asked: a tenth of a few is less than one.
LEAST_TO_ASK: Final = 5
_MOST_HELD: Final = 500
UNREADABLE: Final = (ValueError, TypeError, KeyError, AttributeError)


class TooMany(Exception):
    """The clinic's side would remove more than a tenth of what is here. count: how many records."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count


class Pull:
    """Reads the patient's own records. unreadable: how many resources this version could not read."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self.unreadable = 0
        self._read = 0

    def run(self) -> bool:
        """Read all types; return False when the server lacks what it had, so that everything is to be read.

        Raises TooMany, Stopped, and what the client raises.
        """
        self._again()
        sound = [self._type(type_) for type_ in self._books.kinds.types]
        self._again()
        self.remove()
        return all(sound)

    def _type(self, type_: str) -> bool:
        books, state = self._books, self._books.state
        cursor: dict[str, Any] = state.get(CURSOR + type_, {})
        if is_quiet(books, type_, cursor):
            return True
        anchor, newest = cursor.get("anchor"), cursor.get("newest")
        met, last, version, at_server = False, anchor, cursor.get("version"), None
        for page in pages(books, type_, cursor):
            books.go_on()
            met = met or any(one["id"] == anchor for one in page.resources)
            for one in page.resources:
                at = one.get("meta", {}).get("lastUpdated")
                if at and (newest is None or _time(at) >= _time(newest)):
                    newest, last, version = at, one["id"], version_of(one)
            if anchor is None or met:
                cursor |= {
                    "anchor": last,
                    "version": version,
                }  # one that is still looked for stays the anchor, also after a kill
            if newest:
                cursor |= {"newest": newest, "since": since(newest, page.at)}
            self._page(page.resources, type_, cursor)
            at_server = page.at
        if anchor is not None and not met:
            return False
        was_read(cursor, newest, at_server)
        state.set(CURSOR + type_, cursor)
        return True

    def _page(self, resources: Sequence[Resource], type_: str, cursor: dict[str, Any]) -> None:
        books = self._books
        try:
            with books.db.transaction():
                for one in resources:
                    self._one(one)
                books.state.set(CURSOR + type_, cursor)
        except Refused:
            # One of them belongs to what is not here yet: each by itself, and that one is asked for again.
            with books.db.transaction():
                for one in resources:
                    try:
                        with books.db.transaction():
                            self._one(one)
                    except Refused:
                        self._hold(one)
                books.state.set(CURSOR + type_, cursor)
        self._read += len(resources)
        books.tell(Progress(step="read", done=self._read))

    def _one(self, resource: Resource) -> None:
        books = self._books
        whole = books.state.get(WHOLE, {})
        try:
            named = books.kinds.identify(resource)
            if named is None:
                clinics.take(books, resource)
                return
            did = apply(books, resource, version_of(resource), older=is_older(resource, whole))
        except UNREADABLE:
            self.unreadable += 1
            return
        if named and whole and not whole.get("done"):
            books.links.met(*named, whole["number"])
        if named and did is Did.REMOVED:
            to_remove(books, *named)

    def remove(self) -> None:
        """Remove what the clinic's side removed. Raises TooMany, while the patient has not said so."""
        books = self._books
        if not books.state.get(REMOVALS):
            return
        with books.db.transaction():
            there = []
            for kind, key in books.state.get(REMOVALS, []):
                link = books.links.get(kind, UUID(key))
                gone = link is not None and link.agreed is not None and books.kinds.is_withdrawn(link.agreed)
                waits = books.outbox.waits(kind, UUID(key))  # an edit made since then counts
                if gone and waits is None and books.record(kind, UUID(key))[1] and [kind, key] not in there:
                    there.append([kind, key])
            ask = books.state.get(ASK) or {}
            said = ask.get("yes") if ask.get("kind") == "removals" else None
            here = sum(books.tables[name].count() for name in books.kinds.names)
            if said is None and len(there) > max(LEAST_TO_ASK, here // 10):
                raise TooMany(len(there))
            for kind, key in there:
                if said is False:
                    books.outbox.note(kind, UUID(key))
                else:
                    books.tables[kind].remove(UUID(key))
                    books.outbox.take_out(kind, UUID(key))
            books.state.forget(REMOVALS)

    def _hold(self, resource: Resource) -> None:
        held = self._books.state.get(HELD, [])
        one = [resource["resourceType"], resource["id"]]
        if one not in held and len(held) < _MOST_HELD:
            self._books.state.set(HELD, [*held, one])

    def _again(self) -> None:
        """Ask again for what belonged to something that was not here."""
        books = self._books
        held: list[list[str]] = books.state.get(HELD, [])
        while held:
            left = []
            for type_, id_ in held:
                books.go_on()
                found = books.client.read(type_, id_)
                try:
                    with books.db.transaction():
                        self._one(found.resource)
                except Refused:
                    left.append([type_, id_])
            books.state.set(HELD, left)
            if len(left) == len(held):
                return
            held = left


def version_of(resource: Resource) -> str | None:
    """The version of a resource as If-Match wants it; None where the server does not say."""
    found = resource.get("meta", {}).get("versionId")
    return f'W/"{found}"' if found else None


def to_remove(books: Books, kind: str, record_id: UUID) -> None:
    """Note a record that the clinic's side removed; `Pull.remove` sees first how many there are."""
    books.state.set(REMOVALS, [*books.state.get(REMOVALS, []), [kind, str(record_id)]])


def is_older(resource: Resource, whole: dict[str, Any]) -> bool:
    """Whether a server that lost something shows what had been read before it did."""
    until = whole.get("lost", {}).get(resource["resourceType"]) if not whole.get("done") else None
    at = resource.get("meta", {}).get("lastUpdated")
    return bool(until and at and _time(at) <= _time(until))


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
