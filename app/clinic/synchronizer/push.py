"""Push: what waits goes to the clinic, those that others refer to first.

What the clinic does not have yet goes in bundles; what it has goes singly, so that If-Match counts on every
server. A row of the outbox is taken out only up to the sequence that was read before the record was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from app.clinic.synchronizer.applying import apply
from app.clinic.synchronizer.books import Books
from app.clinic.synchronizer.derived import withdrawn
from app.clinic.synchronizer.needs import Resource
from app.clinic.synchronizer.status import CURSOR, Progress
from app.clinic.synchronizer.ways import was_sent
from app.errors import Conflict, Forbidden, NotAccepted, NotThere, TooLarge
from storage.links import Link
from storage.outbox import OutboxRow

MOST_AT_ONCE: Final = 50
_ATTEMPTS: Final = 4
_OK: Final = (200, 201, 204)
_CONFLICTS: Final = (404, 409, 410, 412)
_ALONE: Final = "The clinic's server takes no bundles from this sign-in."
_LARGE: Final = "The clinic's server takes no entry of this length; shorten it, or keep it here only."
_OLDER: Final = "This version cannot write this entry for the clinic; update the app."
_SAME: Final = "The clinic's server keeps changing this entry; try again later."


@dataclass(frozen=True, slots=True)
class _Item:
    """One record that goes out. main: its own resource. further: what goes with it, such as a score."""

    row: OutboxRow
    main: Resource
    further: tuple[Resource, ...]
    link: Link | None

    @property
    def size(self) -> int:
        return 1 + len(self.further)


class Push:
    """Sends what waits."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._total = books.outbox.count(refused=False)
        self._done = 0
        self._new: dict[UUID, _Item] = {}
        self._alone = False

    def run(self) -> None:
        """Send everything that waits. Raises Stopped, and what the client raises."""
        for kind in (name for name in self._books.kinds.names if name not in self._books.held):
            after = 0
            while rows := self._books.outbox.pending(MOST_AT_ONCE, kind=kind, after=after):
                after = rows[-1].sequence
                self._send(rows)
                self._done += len(rows)
                self._books.tell(Progress(step="send", done=self._done, total=max(self._total, self._done)))
            # In a transaction they may refer to each other; otherwise what is referred to goes first.
            if self._new and not self._books.client.can_transact():
                self._send_new()
        self._send_new()

    def _send(self, rows: Sequence[OutboxRow]) -> None:
        for row in rows:
            self._books.go_on()
            # Written again since it was read: it goes out once, as it is now.
            self._new.pop(row.record_id, None)
            item = self._item(row)
            if item is None:
                continue
            if item.link is None:
                self._new[row.record_id] = item
                continue
            if any(one.row.kind != row.kind for one in self._new.values()):
                self._send_new()  # this one may refer to one of those
            self._singly(item)
        self._send_new(least=MOST_AT_ONCE)

    def _send_new(self, least: int = 1) -> None:
        """Send what is new in bundles. least: so many that there is one worth sending."""
        while sum(item.size for item in self._new.values()) >= least:
            some = _as_many_as_fit(list(self._new.values()))
            for item in some:
                del self._new[item.row.record_id]
            self._together(some)

    def _item(self, row: OutboxRow) -> _Item | None:
        """What to send for a row; None when there is nothing to send."""
        books = self._books
        link = books.links.get(row.kind, row.record_id)
        record, there = books.record(row.kind, row.record_id)
        shared = link is not None and not link.here_only
        if (link and link.here_only) or (not shared and not there):
            self._settle(row, None)  # it stays here, or is gone and was never there
            return None
        if record is None:
            assert link is not None  # it is shared
            return self._erased(row, link)
        try:
            resources = tuple(books.kinds.to_fhir(row.kind, record))
        except ValueError:
            self._refuse(row, _OLDER)
            return None
        if not there:
            resources = tuple(books.kinds.withdrawn(one) for one in resources)
        if link and link.agreed is not None and books.kinds.equal(link.agreed, resources[0]):
            self._settle(row, link)
            return None
        gone = withdrawn(books.kinds, row.kind, row.record_id, link.agreed, resources) if link else ()
        return _Item(row, resources[0], (*resources[1:], *gone), link)

    def _erased(self, row: OutboxRow, link: Link) -> _Item | None:
        """A record that is gone here for good: the clinic's own resource says that it does not count."""
        try:
            found = self._books.client.read(link.server_type, link.server_id)
        except NotThere:
            self._settle(row, None)
            return None
        if self._books.kinds.is_withdrawn(found.resource):
            self._settle(row, replace(link, version=found.version, sent=None))
            return None
        kinds = self._books.kinds
        gone = withdrawn(kinds, row.kind, row.record_id, found.resource)
        return _Item(row, kinds.withdrawn(found.resource), gone, replace(link, version=found.version))

    def _together(self, items: Sequence[_Item]) -> None:
        books = self._books
        self._sending(items)
        resources = [one for item in items for one in (*item.further, item.main)]
        several = any(item.further or item.row.kind != items[0].row.kind for item in items)
        whole = several and books.client.can_transact()
        try:
            if self._alone:
                raise Forbidden(_ALONE)
            answers = books.client.send(resources, whole=whole)
        except TooLarge:
            self._in_halves(items)
            return
        except (NotAccepted, Conflict, NotThere, Forbidden) as error:
            # Some servers let a patient send no bundles at all, whatever the sign-in covers.
            self._alone = isinstance(error, Forbidden)
            for item in items:
                self._singly(item)
            return
        again, at = [], 0
        with books.db.transaction():
            for item in items:
                mine = answers[at : at + item.size]
                at += item.size
                if all(one.status in _OK for one in mine):
                    self._agree(item, mine[-1].version)
                else:
                    again.append(item)
            sent = [item for item in items if item not in again]
            if sent:
                self._anchor(sent[-1])
        # Each by itself: what is refused says why, what was changed meanwhile is merged.
        for item in again:
            self._singly(item)

    def _in_halves(self, items: Sequence[_Item]) -> None:
        if len(items) == 1:
            self._singly(items[0])
            return
        middle = len(items) // 2
        self._together(items[:middle])
        self._together(items[middle:])

    def _singly(self, item: _Item) -> None:
        """Send one record alone; when it was changed there, merge and try again some times."""
        books, row = self._books, item.row
        for _ in range(_ATTEMPTS):
            books.go_on()
            link = item.link
            try:
                if link and link.agreed is not None and link.version is None:
                    raise Conflict(_SAME)  # its version was never told, so it is asked for first
                self._sending([item])
                for one in item.further:
                    books.client.put(one, None)
                known = link.version if link else None
                answer = books.client.put(item.main, known, absent=known is None)
            except (Conflict, NotThere):
                self._catch_up(row)
            except TooLarge:
                self._refuse(row, _LARGE)
                return
            except NotAccepted as error:
                self._refuse(row, _why(error))
                return
            else:
                with books.db.transaction():
                    self._agree(item, answer.version)
                    self._anchor(item)
                return
            waits = books.outbox.waits(row.kind, row.record_id)
            again = self._item(waits) if waits else None
            if again is None:
                return
            item, row = again, again.row
        self._refuse(row, _SAME)

    def _catch_up(self, row: OutboxRow) -> None:
        """Bring in what the clinic has, or note that it has nothing any more."""
        books = self._books
        link = books.links.get(row.kind, row.record_id)
        record, _ = books.record(row.kind, row.record_id)
        type_, id_ = (link.server_type, link.server_id) if link else ("", str(row.record_id))
        if not type_ and record is not None:
            type_ = str(books.kinds.to_fhir(row.kind, record)[0]["resourceType"])
        try:
            found = books.client.read(type_, id_)
        except NotThere:
            # Deleted there without having seen what waits here, so what waits is sent as new.
            with books.db.transaction():
                books.links.forget(row.kind, row.record_id)
            return
        with books.db.transaction():
            apply(books, found.resource, found.version)

    def _sending(self, items: Sequence[_Item]) -> None:
        """Write down what goes out, so that a lost answer is known by what comes back."""
        with self._books.db.transaction():
            for item in items:
                row, main = item.row, item.main
                link = item.link or Link(
                    kind=row.kind,
                    record_id=row.record_id,
                    server_type=str(main["resourceType"]),
                    server_id=str(main["id"]),
                )
                self._books.links.put(replace(link, sent=main))

    def _agree(self, item: _Item, version: str | None) -> None:
        """Both sides hold the same now; inside a transaction."""
        row, main = item.row, item.main
        self._books.links.put(
            Link(
                kind=row.kind,
                record_id=row.record_id,
                server_type=str(main["resourceType"]),
                server_id=str(main["id"]),
                version=version,
                agreed=main,
                whole=self._books.whole,
            )
        )
        self._books.outbox.acknowledge(row.sequence, kind=row.kind, record_id=row.record_id)

    def _anchor(self, item: _Item) -> None:
        """The next pull has to meet what was sent last: a server that was set back lacks that first."""
        name = CURSOR + str(item.main["resourceType"])
        self._books.state.set(name, was_sent(self._books.state.get(name, {}), item.main["id"]))

    def _settle(self, row: OutboxRow, link: Link | None) -> None:
        """Take a row out that has nothing to send."""
        with self._books.db.transaction():
            if link is not None:
                self._books.links.put(replace(link, sent=None))
            self._books.outbox.acknowledge(row.sequence, kind=row.kind, record_id=row.record_id)

    def _refuse(self, row: OutboxRow, why: str) -> None:
        self._books.outbox.refuse(row, why)


def _why(error: NotAccepted) -> str:
    """Why a record was refused, in one line: first what we say of it, then what the server does."""
    return f"{error} {error.reason}".strip()


def _as_many_as_fit(items: Sequence[_Item]) -> Sequence[_Item]:
    size = 0
    for number, item in enumerate(items):
        size += item.size
        if size > MOST_AT_ONCE and number:
            return items[:number]
    return items
