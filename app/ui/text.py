"""Every text on a screen goes through here, so that a language is one more catalogue.

The English text itself is the key: `t("{n} of {planned}", n=3, planned=6)`. app.language has the languages;
this module holds the one that the patient chose.
"""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from app.language import ENGLISH, FOLDER, LANGUAGES, Language, language

__all__ = ["LANGUAGES"]

_spoken: Language = ENGLISH


def use_language(code: str, folder: Path = FOLDER) -> Language:
    """Speak a language from now on.

    Args:
        code: a code of LANGUAGES.
        folder: where the catalogues are.
    """
    global _spoken
    _spoken = language(code, folder)
    return _spoken


def spoken() -> Language:
    """The language that is spoken, for what is not a screen: reports, cards, calendar files."""
    return _spoken


def t(text: object, **values: object) -> str:
    """The text in the patient's language, with its values put in (`Language.t`).

    Args:
        text: the English text, with {name} for each value; a Sentence or an error brings its own values.
        values: what to put in.
    """
    return _spoken.t(text, **values)


def tn(one: str, many: str, n: int, **values: object) -> str:
    """The text for a number of things (`Language.tn`).

    Args:
        one: the English text for exactly one, with {n}.
        many: the English text for any other number, with {n}.
        n: how many.
        values: what else to put in.
    """
    return _spoken.tn(one, many, n, **values)


def number(value: float, digits: int = 1) -> str:
    """A number with its decimals, such as "7.5".

    Args:
        value: any.
        digits: how many decimals.
    """
    return _spoken.number(value, digits)


def said(value: object) -> str:
    """A value as a sentence would say it: a float with one decimal, a day, a Sentence.

    Args:
        value: any (`Language.put`).
    """
    return str(_spoken.put(value))


def whole(value: int) -> str:
    """A large whole number, such as "1,825".

    Args:
        value: any.
    """
    return _spoken.whole(value)


def day(at: date, today: date | None = None) -> str:
    """A day as "Thu 26 Nov", with the year when it is not this year's.

    Args:
        at: the day.
        today: today, to leave out this year's number.
    """
    return _spoken.day(at, today)


def long_day(at: date) -> str:
    """A day in full, "Thursday 26 November 2026", for screen readers and headings.

    Args:
        at: the day.
    """
    return _spoken.long_day(at)


def short_day(at: date) -> str:
    """A day as "26 Nov", where the room is small.

    Args:
        at: the day.
    """
    return _spoken.short_day(at)


def short_month(at: date) -> str:
    """The month of a day as "Nov 2026", where the room is small and years go by.

    Args:
        at: the day.
    """
    return _spoken.short_month(at)


def month(year: int, number: int) -> str:
    """A month as "November 2026".

    Args:
        year: the year.
        number: 1 to 12.
    """
    return _spoken.month(year, number)


def weekday(number: int, *, full: bool = False) -> str:
    """A weekday's name.

    Args:
        number: 0 for Monday to 6 for Sunday.
        full: the whole word, for screen readers.
    """
    return _spoken.weekday(number, full=full)


def letter(number: int) -> str:
    """The first letter of a weekday, for the head of a calendar.

    Args:
        number: 0 for Monday to 6 for Sunday.
    """
    return _spoken.letter(number)


def clock(at: datetime | time) -> str:
    """A time of day as "10:00".

    Args:
        at: the time, or the moment in its own offset.
    """
    return _spoken.clock(at)


def moment(at: datetime, today: date | None = None) -> str:
    """A moment as "Thu 26 Nov, 10:00" in its own offset.

    Args:
        at: the moment.
        today: today, to leave out this year's number.
    """
    return _spoken.moment(at, today)


def near_day(at: date, today: date) -> str:
    """A day in words when it is near: "Today", "Tomorrow", "Yesterday", else "Thu 26 Nov".

    Args:
        at: the day.
        today: today.
    """
    near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}.get((at - today).days)
    return t(near) if near else day(at, today)
