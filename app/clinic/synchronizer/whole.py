"""Whole: after everything was read, what the clinic lacks is known, and waits for it.

So a backup that was brought back, a repaired store or an older copy never takes for sent what is not there.
What the clinic had and lost is never removed here: few are sent again at the patient's word, of many
it is asked first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from app.clinic.synchronizer.applying import Did, apply
from app.clinic.synchronizer.books import Books
from app.clinic.synchronizer.pull import UNREADABLE, is_older, to_remove
from app.clinic.synchronizer.status import ASK, CURSOR, WHOLE
from app.errors import NotThere
from storage.errors import Refused
from storage.links import Link

# Up to so many are looked for one by one; more, and more than a tenth, is a server that lost everything.
_FEW: Final = 5
_AT_ONCE: Final = 100
_LOST: Final = "The clinic's server does not have this any more; send it again, or keep it here only."


class Emptied(Exception):
    """The server lacks much of what it had. count: how many records."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count


def begin(books: Books, *, lost: bool) -> None:
    """Let the next pull read everything.

    Args:
        lost: the server lost something, so what it shows of the time before then does not beat what is here.
    """
    state = books.state
    before: dict[str, Any] = state.get(WHOLE, {"number": 0})
    newest = {type_: state.get(CURSOR + type_, {}).get("newest") for type_ in books.kinds.types}
    with books.db.transaction():
        state.forget(CURSOR)
        state.set(WHOLE, {"number": before["number"] + 1, "done": False, "lost": newest if lost else {}})


def is_open(books: Books) -> bool:
    """Whether everything is still to be read, or was being read when a run broke off."""
    return not books.state.get(WHOLE, {}).get("done", False)


def end(books: Books) -> None:
    """After everything was read: let wait what the clinic lacks. Raises Emptied."""
    count = sum(1 for _ in _unmet(books))
    ask = books.state.get(ASK) or {}
    again = ask.get("kind") == "emptied" and bool(ask.get("yes"))
    if not again and count > max(_FEW, books.links.count() // 10):
        raise Emptied(count)
    for link in () if again else _unmet(books):
        if not _look(books, link):
            with books.db.transaction():
                _send_again(books, link, ask=True)
    with books.db.transaction():
        for link in _unmet(books) if again else ():
            _send_again(books, link, ask=False)
        for name, record_id in _unknown(books):
            if books.outbox.waits(name, record_id) is None:
                books.outbox.note(name, record_id)
        books.state.set(WHOLE, {"number": books.whole, "done": True})
        books.state.forget(ASK)


def _unmet(books: Books) -> Iterator[Link]:
    """What both sides agreed on and was not met, some at a time."""
    last: Link | None = None
    while some := books.links.unmet(books.whole, _AT_ONCE, after=last):
        last = some[-1]
        yield from (one for one in some if not _is_withdrawn(books, one))


def _unknown(books: Books) -> Iterator[tuple[str, UUID]]:
    """The records that were never sent, some at a time."""
    for name in books.kinds.names:
        last: UUID | None = None
        while some := books.links.without(name, _AT_ONCE, after=last):
            last = some[-1]
            yield from ((name, one) for one in some)


def _look(books: Books, link: Link) -> bool:
    """Ask for one record that was not met; return whether it is there."""
    books.go_on()
    try:
        found = books.client.read(link.server_type, link.server_id)
    except NotThere:
        return False
    # Somebody may have sent it anew since it was lost, with an edit that nobody here has seen.
    older = is_older(found.resource, books.state.get(WHOLE, {}))
    try:
        with books.db.transaction():
            if apply(books, found.resource, found.version, older=older) is Did.REMOVED:
                to_remove(books, link.kind, link.record_id)
    except (Refused, *UNREADABLE):
        with books.db.transaction():
            apply(books, found.resource, found.version, older=True)
    return True


def _send_again(books: Books, link: Link, *, ask: bool) -> None:
    books.links.put(replace(link, version=None, agreed=None, sent=None, whole=books.whole))
    if not books.record(link.kind, link.record_id)[1]:
        books.links.forget(link.kind, link.record_id)
        return
    row = books.outbox.waits(link.kind, link.record_id)
    if row is None:
        books.outbox.note(link.kind, link.record_id)
        row = books.outbox.waits(link.kind, link.record_id)
        if ask and row is not None:
            books.outbox.refuse(row, _LOST)


def _is_withdrawn(books: Books, link: Link) -> bool:
    return link.agreed is not None and books.kinds.is_withdrawn(link.agreed)
