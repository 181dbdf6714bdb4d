"""More checks of single values for the records; each raises Invalid with one clear sentence."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.care.invalid import Invalid, text, whole
from app.care.moment import aware
from app.care.sentence import say


def identity(*values: UUID | None) -> None:
    """Check that each value is an id, or absent. Raises Invalid."""
    for value in values:
        if value is not None and not isinstance(value, UUID):
            raise Invalid("A record needs an id that is a UUID; make one with uuid4.")


def member(name: str, value: object, kind: type[StrEnum]) -> None:
    """Check that value is one of kind. name: as in "The status". Raises Invalid."""
    if not isinstance(value, kind):
        raise Invalid("{name} must be one of: {kinds}.", name=say(name), kinds=", ".join(kind))


def maybe_whole(name: str, value: int | None, low: int, high: int) -> None:
    """Check a whole number from low to high that may be absent. Raises Invalid."""
    if value is not None:
        whole(name, value, low, high)


def maybe_aware(what: str, at: datetime | None) -> None:
    """Check a moment that may be absent. what: as in "start time". Raises Invalid."""
    if at is not None:
        aware(at, what)


def phone(name: str, value: str) -> None:
    """Check a phone number that may be empty: up to 60 characters, with a digit. Raises Invalid."""
    text(name, value, 60)
    if value.strip() and not any(sign.isdigit() for sign in value):
        raise Invalid(
            "{name} needs at least one digit, so that it can be called; type the number.", name=say(name)
        )
