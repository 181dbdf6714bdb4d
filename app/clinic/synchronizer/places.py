"""Places: a course has each number once, and two devices can give one number to two infusions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.care.course import MOST_INFUSIONS, Session

if TYPE_CHECKING:
    from app.clinic.synchronizer.books import Books


def make_room(books: Books, session: Session) -> Session:
    """Return a session that comes under a number that is free, or make its number free.

    Both devices decide alike: the smaller id keeps the number, the other one gets the next that is free.
    """
    table = books.tables["session"]
    course = table.where("course_id = ?", (session.course_id,))
    others: list[Session] = [one for one in course if one.id != session.id]
    taken = next((one for one in others if one.number == session.number), None)
    if taken is None:
        return session
    numbers = {one.number for one in others}
    free = next((n for n in range(session.number, MOST_INFUSIONS + 1) if n not in numbers), None)
    if free is None:
        return session  # the store refuses it, and it waits until there is room
    if session.id > taken.id:
        return replace(session, number=free)
    table.change(replace(taken, number=free))
    return session
