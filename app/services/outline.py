"""The course in lines of plain text, for the command line."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.care import course as rules
from app.care.course import Session, Status

if TYPE_CHECKING:
    from app.services.opening import Services

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment(at: datetime) -> str:
    """A time such as "Thu 26 Nov 2026, 10:00", the same on every system.

    Args:
        at: as it was lived.
    """
    return f"{_DAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"


def course_lines(services: Services) -> list[str]:
    """How far the course is, one line a session, and what to look at in the dates; nothing without a course.

    Args:
        services: the open store.
    """
    view = services.courses.current()
    if view is None:
        return []
    head = f"{rules.progress(view.sessions, view.course.planned)} done"
    day = rules.course_day(view.sessions, services.now().date())
    if day is not None and day <= rules.COURSE_DAYS:
        head += f", day {day} of {rules.COURSE_DAYS}"
    if view.course.ended_at is not None:
        head += f", stopped on {moment(view.course.ended_at)}"
    lines = [head, ""]
    lines += [_line(session, view.marks.get(session.number, 0)) for session in view.sessions]
    if warnings := services.courses.warnings():
        lines += ["", *(f"Look at: {warning}" for warning in warnings)]
    return lines


def _line(session: Session, marks: int) -> str:
    at = session.began_at or session.starts_at
    when = moment(at) if at else "no date yet"
    more = []
    if session.status is Status.MOVED and session.moved_from:
        more.append(f"from {moment(session.moved_from)}")
    if marks:
        more.append("1 mark" if marks == 1 else f"{marks} marks")
    said = f"{session.number:>2}  {when:<22}  {session.status}"
    return said + (f" ({', '.join(more)})" if more else "")
