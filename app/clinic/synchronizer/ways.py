"""Ways: how to ask a server for what is this patient's; the next one where it does not know one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    searches = [(type_, asked(books, books.state.get(CURSOR + type_, {}))) for type_ in types]
    found = books.client.search_many(searches)
    books.looked.clear()
    for (type_, params), page in zip(searches, found, strict=True):
        if page is not None:
            books.looked[type_] = params, page


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
    if server is None or server - OVERLAP < at:
        with suppress(OverflowError):
            return (at - OVERLAP).isoformat()
    return newest


def _ways(patient_id: str) -> tuple[dict[str, str], ...]:
    tag = names.tag(patient_id)
    return {"patient": patient_id}, {"_tag": f"{tag['system']}|{tag['code']}"}
