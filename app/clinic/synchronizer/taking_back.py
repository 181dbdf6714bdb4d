"""Taking back: what was sent is marked as entered in error at the clinic; here everything stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.clinic.synchronizer.books import Books
from app.clinic.synchronizer.derived import withdrawn
from app.clinic.synchronizer.needs import Resource
from app.clinic.synchronizer.status import Progress
from app.errors import Conflict, NotThere
from storage.links import Link

_AT_ONCE: Final = 50


def take_back(books: Books) -> None:
    """Mark everything that both sides agree on as entered in error; one that broke off goes on where it was.

    Raises Stopped, and what the client raises.
    """
    total, done = books.links.count(), 0
    while some := books.links.agreed(_AT_ONCE, after=done):
        for link in some:
            books.go_on()
            done += 1
            agreed = link.agreed
            if agreed is None or books.kinds.is_withdrawn(agreed):
                continue
            for one in withdrawn(books.kinds, link.kind, link.record_id, agreed):
                books.client.put(one)
            _mark(books, link, books.kinds.withdrawn(agreed))
            books.tell(Progress(step="take back", done=done, total=total))


def _mark(books: Books, link: Link, resource: Resource) -> None:
    try:
        answer = books.client.put(resource, link.version)
        version = answer.version
    except Conflict:
        # Whatever it says by now, it was sent from this patient's side.
        found = books.client.read(link.server_type, link.server_id)
        resource = books.kinds.withdrawn(found.resource)
        version = books.client.put(resource, found.version).version
    except NotThere:
        version = None
    with books.db.transaction():
        books.links.put(replace(link, version=version, agreed=resource, sent=None))
