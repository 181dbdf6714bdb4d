"""Changing single fields of an infusion, each over what the store holds at that moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from app.care.course import Session, Status
from app.care.invalid import Invalid
from app.care.session_clock import SESSION_MINUTES
from app.services import Services
from app.services.done import Done
from app.ui.text import t

_LENGTH = timedelta(minutes=SESSION_MINUTES)


def edit(services: Services, number: int, **fields: Any) -> Done[Session]:
    """Change some fields of an infusion and keep what another field or window has changed since.

    Args:
        services: the store that is shown.
        number: of the infusion.
        fields: of Session.

    Raises:
        Invalid: a value cannot be accepted, or the infusion is not there any more.
    """
    view = services.courses.current()
    session = view.session(number) if view else None
    if session is None:
        raise Invalid(t("This infusion is not there any more."))
    return services.courses.change_session(replace(session, **fields))


def keyed(component: Callable[..., Any], session: Session, *values: Any) -> Any:
    """A component of its own for each infusion, so that nothing typed on one page shows on another.

    Args:
        component: a Flet component.
        session: the infusion.
        values: what the component is given.
    """
    return component(*values, key=f"{component.__name__}{session.id}")


def number_of(words: str, name: str, low: int, high: int) -> int | None:
    """A whole number that was typed; None for an empty field.

    Args:
        words: what was typed.
        name: what it is, already translated.
        low: the smallest number that can be right.
        high: the largest number that can be right.

    Raises:
        Invalid: it is no whole number in that range.
    """
    typed = words.strip()
    if not typed:
        return None
    if not typed.isdecimal() or not low <= int(typed) <= high:
        raise Invalid(t("{name} must be a whole number from {low} to {high}.", name=name, low=low, high=high))
    return int(typed)


def on_day_of(services: Services, session: Session, clock: time) -> datetime:
    """The moment of a time of day on the day of an infusion, or today where it has none.

    Args:
        services: the store that is shown.
        session: the infusion.
        clock: the time of day, by the clock on the wall.
    """
    return services.clock.at(session.day or services.now().date(), clock)


def took_place(services: Services, session: Session, began: datetime) -> Done[Session]:
    """Note that an infusion took place as planned, though nobody started the clock.

    Args:
        services: the store that is shown.
        session: the infusion, still to come.
        began: when it began.

    Raises:
        Invalid: that is in the future, or another infusion is in progress.
    """
    courses, number = services.courses, session.number
    begun = courses.begin(number, began)
    try:
        done = courses.complete(number, min(services.now(), began + _LENGTH))
    except Invalid:
        begun.undo()
        raise

    def undo() -> None:
        done.undo()
        begun.undo()

    return Done(record=done.record, undo=undo, sentence=done.sentence)


def set_moment(services: Services, session: Session, day: date, clock: time) -> Done[Session]:
    """Give an infusion its time. Once the course has begun, another time than before is a move.

    Args:
        services: the store that is shown.
        session: the infusion, still to come.
        day: its day.
        clock: its time of day, by the clock on the wall.

    Raises:
        Invalid: another infusion is on that day, or it cannot be moved.
    """
    courses, at = services.courses, services.clock.at(day, clock)
    view = courses.current()
    begun = view is not None and any(one.was_held for one in view.sessions)
    if session.starts_at is not None and begun and session.starts_at != at:
        return courses.move(session.number, at)
    return courses.set_date(session.number, at)


@dataclass(frozen=True)
class Can:
    """Which steps an infusion can take now.

    Attributes:
        start: it can begin now.
        took_place: it can be noted as done.
        skip: it can be left out.
        put_back: its last step can be taken back: to planned, or to the earlier date.
        rest: rest mode can be opened.
    """

    start: bool
    took_place: bool
    skip: bool
    put_back: bool
    rest: bool


def can_step(session: Session, today: date) -> Can:
    """Which steps make sense for an infusion today.

    Args:
        session: the infusion.
        today: today.
    """
    day = session.day
    return Can(
        start=session.is_open and (day is None or day == today),
        took_place=session.is_open and (day is None or day <= today),
        skip=session.is_open,
        put_back=session.status is not Status.PLANNED,
        rest=session.was_held and day == today and session.status is not Status.IN_PROGRESS,
    )
