"""The words of a report: English unless a translation is given, and dates in the form of the screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from app.care.sentence import Sentence

# What app.ui.text.t is, too: an English template or a Sentence, and its values.
Translate = Callable[..., str]

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def english(text: object, **values: Any) -> str:
    """The English text with its values put in.

    Args:
        text: a template with {name} for each value, or a Sentence of app.care.
        values: what to put in.
    """
    if isinstance(text, Sentence):
        return str(text)
    return str(text).format(**values) if values else str(text)


class Words:
    """Says things in one language."""

    def __init__(self, translate: Translate = english) -> None:
        """Choose the language.

        Args:
            translate: takes an English template or a Sentence, and values.
        """
        self.t = translate

    def n(self, one: str, many: str, n: int) -> str:
        """The text for a number of things.

        Args:
            one: the English text for exactly one, with {n}.
            many: the English text for any other number, with {n}.
            n: how many.
        """
        return self.t(one if n == 1 else many, n=n)

    def short_day(self, at: date) -> str:
        """A day as "26 Nov".

        Args:
            at: the day.
        """
        return f"{at.day} {self.t(_MONTHS[at.month - 1])}"

    def day(self, at: date) -> str:
        """A day as "Thu 26 Nov 2026".

        Args:
            at: the day.
        """
        return f"{self.t(_DAYS[at.weekday()])} {self.short_day(at)} {at.year}"

    def weekday(self, number: int) -> str:
        """A weekday as "Thu".

        Args:
            number: 0 for Monday to 6 for Sunday.
        """
        return self.t(_DAYS[number])

    def moment(self, at: datetime) -> str:
        """A moment as "Thu 26 Nov 2026, 10:00" in its own offset.

        Args:
            at: the moment.
        """
        return f"{self.day(at.date())}, {at:%H:%M}"

    def near(self, at: datetime) -> str:
        """A moment as "Thu 26 Nov, 10:00", where the year is clear.

        Args:
            at: the moment.
        """
        return f"{self.t(_DAYS[at.weekday()])} {self.short_day(at)}, {at:%H:%M}"

    def span(self, first: date, last: date) -> str:
        """Some days as "24 Oct to 22 Nov 2026".

        Args:
            first, last: its first and its last day.
        """
        begin = self.short_day(first) if first.year == last.year else f"{self.short_day(first)} {first.year}"
        return self.t("{first} to {last}", first=begin, last=f"{self.short_day(last)} {last.year}")


def number(value: float) -> str:
    """A number as short as it can be said: "6", "5.3".

    Args:
        value: any.
    """
    return str(int(value)) if value == int(value) else f"{value:.1f}"
