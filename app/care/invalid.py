"""The one exception of the domain, and the small checks that raise it."""

from __future__ import annotations

from app.care.sentence import Told, say


class Invalid(Told, ValueError):
    """Something cannot be accepted; ``str()`` is one clear sentence a patient can read."""


def whole(name: str, value: object, low: int, high: int) -> int:
    """Return value when it is a whole number from low to high.

    name: what the number is, in the words of the sentence a patient reads ("The mood").
    low, high: the smallest and the largest number accepted, both included.
    Raises Invalid for anything else; True and False are not numbers here.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise Invalid(
            "{name} must be a whole number from {low} to {high}, not {value}.",
            name=say(name),
            low=low,
            high=high,
            value=repr(value),
        )
    if not low <= value <= high:
        raise Invalid(
            "{name} must be from {low} to {high}, and {value} is outside that.",
            name=say(name),
            low=low,
            high=high,
            value=value,
        )
    return value


def text(name: str, value: object, most: int, *, least: int = 0) -> str:
    """Return value when it is text of least to most characters.

    name: what the text is, in the words of the sentence a patient reads ("The note").
    most, least: characters; with least above 0, spaces alone do not count as text.
    Raises Invalid for anything else, also for a NUL character or half a surrogate pair:
    a store could not give those back.
    """
    if not isinstance(value, str):
        raise Invalid("{name} must be text.", name=say(name))
    if len(value) > most:
        raise Invalid(
            "{name} can have up to {most} characters, and this has {long}; shorten it.",
            name=say(name),
            most=most,
            long=len(value),
        )
    if least and len(value.strip()) < least:
        raise Invalid("{name} cannot be empty; write something first.", name=say(name))
    if not _can_be_kept(value):
        raise Invalid("{name} has a character that cannot be kept; remove it and try again.", name=say(name))
    return value


def _can_be_kept(value: str) -> bool:
    if "\0" in value:
        return False
    if value.isascii():
        return True
    try:
        value.encode()  # refuses half a surrogate pair, and is quicker than a look at each sign
    except UnicodeEncodeError:
        return False
    return True
