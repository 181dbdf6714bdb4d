"""What the clinic owns: its bookings and what it gave come in, and the infusions to come follow the dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

from app.care.clinic_dates import follow, planned_by
from app.care.course import set_planned
from app.care.invalid import Invalid
from app.clinic.clinic_book import ClinicBook
from app.clinic.resources import clinics
from app.clinic.synchronizer.books import Books
from app.clinic.synchronizer.needs import Page, Resource
from app.clinic.synchronizer.status import CURSOR
from app.clinic.synchronizer.ways import is_quiet, pages, since, was_read
from app.errors import Forbidden, NotAccepted, NotThere
from storage.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.care.clinic_dates import Booking
    from app.care.course import Course, Session

_AGAIN: Final = timedelta(days=1)
_OWNED: Final = (*clinics.TYPES, "CarePlan")
# Two devices that add the same infusion give it the same id.
_SESSION: Final = UUID("c0a5d8a1-6a1a-4f53-8a53-94f5a1d2c703")


def types(books: Books) -> tuple[str, ...]:
    """What is to be read: a type that was refused is asked for again after a day."""
    now = books.clock()
    return tuple(
        type_
        for type_ in clinics.TYPES
        if not (at := books.state.get(CURSOR + type_, {}).get("refused"))
        or abs(now - datetime.fromisoformat(at)) > _AGAIN
    )


def read(books: Books) -> None:
    """Read what the clinic has written since the last time, and follow its dates.

    A server without these types, or a sign-in that may not read them, is no reason to stop.

    Raises Stopped, and what the client raises.
    """
    for type_ in types(books):
        cursor: dict[str, Any] = books.state.get(CURSOR + type_, {})
        if is_quiet(books, type_, cursor):
            continue
        at_server = None
        try:
            for page in pages(books, type_, cursor, patient_only=True):
                books.go_on()
                _page(books, type_, page, cursor)
                at_server = page.at
        except (Forbidden, NotAccepted, NotThere):
            books.state.set(CURSOR + type_, {**cursor, "refused": books.clock().isoformat()})
            continue
        cursor.pop("refused", None)
        was_read(cursor, cursor.get("newest"), at_server)
        books.state.set(CURSOR + type_, cursor)
    with books.db.transaction():
        _follow(books)


def take(books: Books, resource: Resource) -> None:
    """Write down what one resource of the clinic says; inside a transaction."""
    if resource.get("resourceType") not in _OWNED:
        return
    id_ = f"{resource.get('resourceType')}/{resource.get('id')}"
    ClinicBook(books.db).take(id_, clinics.bookings(resource), clinics.given(resource))


def _page(books: Books, type_: str, page: Page, cursor: dict[str, Any]) -> None:
    times = [said for one in page.resources if (said := one.get("meta", {}).get("lastUpdated"))]
    with books.db.transaction():
        for one in page.resources:
            take(books, one)
        if times:
            newest = max(times, key=datetime.fromisoformat)
            cursor |= {"newest": newest, "since": since(newest, page.at)}
        books.state.set(CURSOR + type_, cursor)


def _follow(books: Books) -> None:
    book = ClinicBook(books.db)
    new = [replace(one, starts_at=books.here(one.starts_at)) for one in book.new()]
    running = [one for one in books.tables["course"].all() if one.ended_at is None] if new else []
    if not running:
        return  # what is booked waits until there is a course that it belongs to
    course: Course = max(running, key=lambda one: one.made_at)
    sessions = _planned(books, course, book.bookings())
    for session in follow(sessions, new):
        books.tables["session"].put(session)
    book.followed()


def _planned(books: Books, course: Course, bookings: Sequence[Booking]) -> list[Session]:
    """The infusions of the course, more of them where the clinic plans more; none is taken away."""
    table = books.tables["session"]
    sessions: list[Session] = list(table.where("course_id = ?", (course.id,)))
    planned = planned_by(bookings)
    if planned is None or planned <= max(course.planned, *(one.number for one in sessions), 0):
        return sessions
    names = iter(range(planned + 1))
    try:
        changed, more = set_planned(
            course, sessions, planned, new_id=lambda: uuid5(_SESSION, f"{course.id}/{planned}/{next(names)}")
        )
        with books.db.transaction():
            books.tables["course"].put(changed)
            for one in more:
                if one not in sessions:
                    table.put(one)
    except (Invalid, Refused):
        return sessions
    return list(more)
