"""The words of a report: English unless another language is given, and dates in the form of the screens."""

from __future__ import annotations

from datetime import date, datetime

from app.language import ENGLISH, Language


class Words:
    """Says things in one language."""

    def __init__(self, language: Language = ENGLISH) -> None:
        """Choose the language.

        Args:
            language: of texts, days and numbers.
        """
        self._language = language
        self.t = language.t
        self.weekday = language.weekday
        self.short_day = language.short_day
        self.clock = language.clock

    def n(self, one: str, many: str, n: int) -> str:
        """The text for a number of things.

        Args:
            one: the English text for exactly one, with {n}.
            many: the English text for any other number, with {n}.
            n: how many.
        """
        return self._language.tn(one, many, n)

    def day(self, at: date) -> str:
        """A day as "Thu 26 Nov 2026".

        Args:
            at: the day.
        """
        return self._language.day(at, year=True)

    def moment(self, at: datetime) -> str:
        """A moment as "Thu 26 Nov 2026, 10:00" in its own offset.

        Args:
            at: the moment.
        """
        return self._language.moment(at, year=True)

    def near(self, at: datetime) -> str:
        """A moment as "Thu 26 Nov, 10:00", where the year is clear.

        Args:
            at: the moment.
        """
        return self._language.moment(at)

    def span(self, first: date, last: date) -> str:
        """Some days as "24 Oct to 22 Nov 2026".

        Args:
            first, last: its first and its last day.
        """
        begin = self.short_day(first) if first.year == last.year else f"{self.short_day(first)} {first.year}"
        return self.t("{first} to {last}", first=begin, last=f"{self.short_day(last)} {last.year}")

    def number(self, value: float) -> str:
        """A number as short as it can be said: "6", "5.3".

        Args:
            value: any.
        """
        return str(int(value)) if value == int(value) else self._language.number(value)
