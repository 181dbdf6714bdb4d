"""Ways: how to ask a server for what is this patient's; the next one where it does not know one.

A type is quiet when it was read to its end and nothing can come any more before the newest that was seen.
Of a quiet type only the number of what came after that is asked: an idle sync costs one small request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from app.clinic.resources import names
from app.clinic.synchronizer.books import Books
from app.clinic.synchronizer.needs import Page
from app.clinic.synchronizer.status import CURSOR
from app.errors import NotAccepted

OVERLAP: Final = timedelta(minutes=2)
_WAY: Final = "way"
_QUIET: Final = "quiet"
_PAGE: Final = "100"


def asked(books: Books, cursor: dict[str, Any]) -> dict[str, str]:
    """The parameters of the next search of a type. cursor: what is known of it."""
    params = {**_ways(books.patient_id)[cursor.get(_WAY, 0)], "_sort": "_lastUpdated", "_count": _PAGE}
    if since := cursor.get("since"):
        params["_lastUpdated"] = f"ge{since}"
    return params


def look(books: Books, types: Sequence[str]) -> None:
    """Ask for the first page of several types in one request: mostly there is nothing more.

    Raises what the client raises.
    """
    cursors = {type_: books.state.get(CURSOR + type_, {}) for type_ in types}
    quiet = {type_: cursor for type_, cursor in cursors.items() if cursor.get(_QUIET)}
    searches = [
        (type_, _later(books, cursor) if type_ in quiet else asked(books, cursor))
        for type_, cursor in cursors.items()
    ]
    # What a server loses that is set back is the newest first.
    newest = _newest(quiet)
    found, same = books.client.search_many(searches, newest)
    books.looked.clear()
    books.nothing.clear()
    for (type_, params), page in zip(searches, found, strict=True):
        if type_ not in quiet and page is not None:
            books.looked[type_] = params, page
        elif (same or newest is None) and page is not None and page.total == 0:
            books.nothing.add(type_)


def is_quiet(books: Books, type_: str, cursor: dict[str, Any]) -> bool:
    """Whether a type was found to have nothing that was not read. cursor: what is known of it."""
    return type_ in books.nothing and bool(cursor.get(_QUIET))


def was_read(cursor: dict[str, Any], newest: str | None, server: datetime | None) -> None:
    """Note in a cursor that its type was read to the end.

    Args:
        newest: the newest time of a resource, or None without any. server: the server's clock meanwhile.
    """
    cursor[_QUIET] = server is not None and (
        newest is None or datetime.fromisoformat(newest) <= server - OVERLAP
    )
    if cursor.get("anchor") and not cursor.get("version"):
        cursor[_QUIET] = False  # a server that names no versions


def was_sent(cursor: dict[str, Any], id_: str) -> dict[str, Any]:
    """A cursor after something of its type was sent, which the next time has to be there."""
    return {**cursor, "anchor": id_, "version": None, _QUIET: False}


def pages(books: Books, type_: str, cursor: dict[str, Any], *, patient_only: bool = False) -> Iterator[Page]:
    """Give the pages of a search; a way that the server does not know is not gone again.

    Not every server can search each type by patient; all know tags. To ask for everybody's and choose is no
    way: it would read what is none of this patient's business.

    Args:
        cursor: what is known of the type. patient_only: it has no tags of ours.

    Raises what the client raises.
    """
    params, page = books.looked.pop(type_, ({}, None))
    if page is not None and params == asked(books, cursor):
        yield page
        return
    while True:
        found = books.client.search(type_, asked(books, cursor))
        try:
            first = next(found, None)
        except NotAccepted:
            if patient_only or cursor.get(_WAY, 0) + 1 >= len(_ways(books.patient_id)):
                raise
            cursor[_WAY] = cursor.get(_WAY, 0) + 1
            continue
        if first is not None:
            yield first
            yield from found
        return


def since(newest: str, server: datetime | None) -> str:
    """From when on to read the next time: the newest, or earlier while others may still come before it.

    Args:
        newest: the newest time of a resource. server: the server's clock when it was read.
    """
    at = datetime.fromisoformat(newest)
    with suppress(OverflowError):
        settled = (server or at) - OVERLAP
        if settled < at:
            return settled.isoformat()
    return newest


def _later(books: Books, cursor: dict[str, Any]) -> dict[str, str]:
    """The question how many came after the newest."""
    after = {"_lastUpdated": f"gt{cursor['newest']}"} if cursor.get("newest") else {}
    return {**_ways(books.patient_id)[cursor.get(_WAY, 0)], **after, "_summary": "count"}


def _newest(quiet: Mapping[str, dict[str, Any]]) -> tuple[str, str, str] | None:
    """Type, id and version of the newest that was read; None for none."""
    known = [(cursor["newest"], type_) for type_, cursor in quiet.items() if cursor.get("anchor")]
    if not known:
        return None
    _, type_ = max(known, key=lambda one: datetime.fromisoformat(one[0]))
    return type_, quiet[type_]["anchor"], quiet[type_]["version"]


def _ways(patient_id: str) -> tuple[dict[str, str], ...]:
    tag = names.tag(patient_id)
    return {"patient": patient_id}, {"_tag": f"{tag['system']}|{tag['code']}"}
