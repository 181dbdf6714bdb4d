"""What happens to a course as a whole: its infusions are made, their number changes, it ends or goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from app.care.course_records import Course, Session, Status
from app.care.invalid import Invalid
from app.care.moment import aware


def new_sessions(
    course: Course, dates: Sequence[datetime | None] = (), *, new_id: Callable[[], UUID] = uuid4
) -> tuple[Session, ...]:
    """Make the planned infusions of a course, numbered from 1.

    dates: of the infusions in order; where there are fewer, the rest have no date yet.
    Raises Invalid when there are more dates than infusions, or one is naive.
    """
    if len(dates) > course.planned:
        raise Invalid(
            "There are {dates} dates for {planned} infusions; take some away.",
            dates=len(dates),
            planned=course.planned,
        )
    booked = [*dates, *[None] * (course.planned - len(dates))]
    return tuple(
        Session(id=new_id(), course_id=course.id, number=number, starts_at=at)
        for number, at in enumerate(booked, start=1)
    )


def set_planned(
    course: Course, sessions: Sequence[Session], planned: int, *, new_id: Callable[[], UUID] = uuid4
) -> tuple[Course, tuple[Session, ...]]:
    """Change how many infusions are planned, as the clinic says; also how a booster is added.

    planned: 1 to 24. Returns the course and all its infusions: new ones have no date, and those
    beyond planned are left out.
    Raises Invalid when one that would be left out has begun or is over.
    """
    changed = replace(course, planned=planned)
    for session in sessions:
        if session.number > planned and session.was_held:
            raise Invalid(
                "Infusion {number} has taken place, so the course has at least {number}.",
                number=session.number,
            )
    kept = [session for session in sessions if session.number <= planned]
    known = {session.number for session in kept}
    kept += [
        Session(id=new_id(), course_id=course.id, number=number)
        for number in range(1, planned + 1)
        if number not in known
    ]
    return changed, tuple(sorted(kept, key=lambda session: session.number))


def end_course(course: Course, at: datetime, reason: str = "") -> Course:
    """End the whole course early; its infusions stay as they are.

    reason: up to 2,000 characters. Raises Invalid when it has ended already.
    """
    if course.ended_at is not None:
        raise Invalid("This course has ended already.")
    return replace(course, ended_at=aware(at, "time the course ended"), end_reason=reason)


def resume_course(course: Course) -> Course:
    """Go on with a course that was ended. Raises Invalid when it was not."""
    if course.ended_at is None:
        raise Invalid("This course has not ended, so there is nothing to take up again.")
    return replace(course, ended_at=None, end_reason="")


def refuse_while_running(sessions: Sequence[Session]) -> None:
    """Raise Invalid while an infusion is in progress: the course cannot end, nor another one begin."""
    for session in sessions:
        if session.status is Status.IN_PROGRESS:
            raise Invalid("Infusion {number} is in progress; note its end first.", number=session.number)
