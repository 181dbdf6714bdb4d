"""A language that is not English: its catalogue, and CLDR's words for days, numbers and plural forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

# Babel takes 30 to 70 ms to import: only catalogue.py imports this module, and only for another language.
from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names
from babel.numbers import format_decimal, format_percent

from app.language.one import Forms, Language


class Localized(Language):
    """A language whose forms CLDR knows, by Babel."""

    def __init__(self, code: str, catalogue: Mapping[str, Forms]) -> None:
        """Choose the language.

        Args:
            code: such as "es".
            catalogue: English text → its translation.

        Raises:
            ValueError: Babel knows no such language.
        """
        super().__init__(code, catalogue)
        # Babel's own error for a language that it does not know is no ValueError.
        found = Locale.negotiate([code], [code.partition("-")[0]], sep="-")
        if found is None:
            raise ValueError(f"Nothing is known of the language {code!r}.")
        self._locale = found
        self._skeleton = lru_cache(maxsize=2_000)(self._by_skeleton)

    @property
    def rtl(self) -> bool:
        """Whether it is written from right to left."""
        return self._locale.text_direction == "rtl"

    def _plural(self, n: int) -> str:
        return str(self._locale.plural_form(n))

    def _by_skeleton(self, skeleton: str, at: date) -> str:
        return format_skeleton(skeleton, at, locale=self._locale)

    def number(self, value: float, digits: int = 1) -> str:
        return format_decimal(round(value, digits), f"0.{'0' * digits}", locale=self._locale)

    def whole(self, value: int) -> str:
        return format_decimal(value, locale=self._locale)

    def percent(self, share: float) -> str:
        return format_percent(share, locale=self._locale)

    def day(self, at: date, today: date | None = None, *, year: bool = False) -> str:
        with_year = "y" if year or (today is not None and today.year != at.year) else ""
        # CLDR sets a comma after the weekday; ours stands before the time of day.
        return self._skeleton(f"{with_year}MMMEd", at).replace(",", "")

    def long_day(self, at: date) -> str:
        return format_date(at, "full", locale=self._locale)

    def short_day(self, at: date) -> str:
        return self._skeleton("MMMd", at)

    def short_month(self, at: date) -> str:
        return self._skeleton("yMMM", at)

    def month(self, year: int, number: int) -> str:
        return self._skeleton("yMMMM", date(year, number, 1))

    def weekday(self, number: int, *, full: bool = False) -> str:
        return str(get_day_names("wide" if full else "abbreviated", "stand-alone", self._locale)[number])

    def letter(self, number: int) -> str:
        return str(get_day_names("narrow", "stand-alone", self._locale)[number])
