"""Ways: how to ask a server for what is this patient's; the next one where it does not know one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from app.clinic.resources import names
from app.clinic.synchronizer.books import Books
from app.clinic.synchronizer.needs import Page
from app.errors import NotAccepted

_WAY: Final = "way"
_PAGE: Final = "100"


def asked(books: Books, cursor: dict[str, Any]) -> dict[str, str]:
    """The parameters of the next search of a type. cursor: what is known of it."""
    params = {**_ways(books.patient_id)[cursor.get(_WAY, 0)], "_sort": "_lastUpdated", "_count": _PAGE}
    if since := cursor.get("since"):
        params["_lastUpdated"] = f"ge{since}"
    return params


def pages(books: Books, type_: str, cursor: dict[str, Any]) -> Iterator[Page]:
    """Give the pages of a search; a way that the server does not know is not gone again.

    Not every server can search each type by patient; all know tags. To ask for everybody's and choose is no
    way: it would read what is none of this patient's business.

    Raises what the client raises.
    """
    while True:
        found = books.client.search(type_, asked(books, cursor))
        try:
            first = next(found, None)
        except NotAccepted:
            if cursor.get(_WAY, 0) + 1 >= len(_ways(books.patient_id)):
                raise
            cursor[_WAY] = cursor.get(_WAY, 0) + 1
            continue
        if first is not None:
            yield first
            yield from found
        return


def _ways(patient_id: str) -> tuple[dict[str, str], ...]:
    tag = names.tag(patient_id)
    return {"patient": patient_id}, {"_tag": f"{tag['system']}|{tag['code']}"}
