"""The clinic's book: what it booked and gave, as it was last read; kept with the connection."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from app.care.clinic_dates import Booking, GivenDrug
from storage.links import State

if TYPE_CHECKING:
    from storage.database import Database

NAME: Final = "clinic"
# More than any course needs; a server that never ends fills no store.
_MOST: Final = 200


class ClinicBook:
    """Reads and writes it."""

    def __init__(self, db: Database) -> None:
        self._state = State(db)

    def bookings(self) -> tuple[Booking, ...]:
        """What is booked or cancelled, in order of time."""
        found = (_booking(id_, row) for id_, row in self._rows("bookings").items())
        return tuple(sorted(found, key=lambda one: one.starts_at))

    def given(self) -> tuple[GivenDrug, ...]:
        """What was given, in order of time."""
        found = (_given(id_, row) for id_, row in self._rows("given").items())
        return tuple(sorted(found, key=lambda one: one.at))

    def take(self, resource_id: str, bookings: Iterable[Booking], given: GivenDrug | None) -> None:
        """Write down what a resource says now, in place of what it said before; inside a transaction.

        Args:
            resource_id: such as "Appointment/12".
        """
        book = self._state.get(NAME, {})
        old, drugs = book.get("bookings", {}), {**book.get("given", {})}
        stay = {id_: row for id_, row in old.items() if id_.partition("#")[0] != resource_id}
        for one in bookings:
            row = _row(one)
            before = old.get(one.id)
            same = before is not None and {**before, "new": True} == row
            stay[one.id] = {**row, "new": bool(before and before["new"]) if same else True}
        drugs.pop(resource_id, None)
        if given is not None:
            drugs[given.id] = _drug(given)
        made = {"bookings": _newest(stay), "given": _newest(drugs)}
        if made != book and (book or any(made.values())):
            self._state.set(NAME, made)

    def new(self) -> tuple[Booking, ...]:
        """What the clinic has booked, moved or cancelled and no infusion has followed yet."""
        rows = self._rows("bookings")
        return tuple(_booking(id_, row) for id_, row in rows.items() if row["new"])

    def followed(self) -> None:
        """The infusions follow what is new; inside a transaction."""
        book = self._state.get(NAME)
        rows = {id_: {**row, "new": False} for id_, row in book["bookings"].items()}
        self._state.set(NAME, {**book, "bookings": rows})

    def _rows(self, name: str) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = self._state.get(NAME, {}).get(name, {})
        return found


def _newest(rows: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return dict(sorted(rows.items(), key=lambda one: str(one[1]["at"]))[-_MOST:])


def _row(one: Booking) -> dict[str, Any]:
    return {
        "at": one.starts_at.isoformat(),
        "number": one.number,
        "of": one.of,
        "session": str(one.session_id) if one.session_id else None,
        "words": one.words,
        "cancelled": one.cancelled,
        "new": True,
    }


def _booking(id_: str, row: dict[str, Any]) -> Booking:
    return Booking(
        id=id_,
        starts_at=datetime.fromisoformat(row["at"]),
        number=row["number"],
        of=row["of"],
        session_id=UUID(row["session"]) if row["session"] else None,
        words=row["words"],
        cancelled=row["cancelled"],
    )


def _drug(one: GivenDrug) -> dict[str, Any]:
    session = str(one.session_id) if one.session_id else None
    return {"at": one.at.isoformat(), "what": one.what, "dose": one.dose, "session": session}


def _given(id_: str, row: dict[str, Any]) -> GivenDrug:
    found = GivenDrug(id=id_, at=datetime.fromisoformat(row["at"]), what=row["what"], dose=row["dose"])
    return replace(found, session_id=UUID(row["session"]) if row["session"] else None)
