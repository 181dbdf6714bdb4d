"""The clinic's side: the dates it booked and what it gave, as the last sync has read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.care.clinic_dates import Booking, GivenDrug, as_dates, given_in
from app.care.course import Session
from storage.links import State

if TYPE_CHECKING:
    from app.clinic.clinic_book import ClinicBook
    from app.services.clock import Clock
    from app.services.store import Store


class ClinicSide:
    """Reads it; empty where no clinic is connected, or it says nothing. The sample has none."""

    def __init__(self, store: Store, clock: Clock, *, is_sample: bool) -> None:
        self._store = store
        self._clock = clock
        self._is_sample = is_sample

    def booked(self, session: Session) -> datetime | None:
        """When the clinic has booked an infusion; None where it has not, or not any more."""
        book = self._book()
        mine = [one for one in book.bookings() if not one.cancelled] if book else []
        named = [one for one in mine if one.session_id == session.id or one.number == session.number]
        return self._clock.here(named[-1].starts_at) if named else None

    def given(self, session: Session) -> tuple[GivenDrug, ...]:
        """What the clinic says that it gave in an infusion, in order of time."""
        book = self._book()
        told = book.given() if book else ()
        return given_in(session, [replace(one, at=self._clock.here(one.at)) for one in told])

    def coming(self) -> tuple[Booking, ...]:
        """What the clinic has booked from today on, in order of time."""
        book, today = self._book(), self._clock.today()
        told = [one for one in book.bookings() if not one.cancelled] if book else []
        here = [replace(one, starts_at=self._clock.here(one.starts_at)) for one in told]
        return tuple(one for one in here if one.starts_at.date() >= today)

    def dates(self) -> tuple[datetime | None, ...]:
        """The dates of a course as the clinic has booked it from today on; () where it has booked none."""
        return as_dates(self.coming())

    def _book(self) -> ClinicBook | None:
        # Most patients have no clinic connected, and then nothing of it is read.
        if self._is_sample or State(self._store.db).get("clinic") is None:
            return None
        from app.clinic.clinic_book import ClinicBook  # noqa: PLC0415

        return ClinicBook(self._store.db)
