"""One language: what it makes of English texts, days and numbers; this one is English itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final, cast

# What a catalogue gives for a text: its translation, or one for each plural form of the language.
Forms = str | Mapping[str, str]

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Language:
    """English, the language of the keys. Others translate by their catalogue (`app.language.localized`)."""

    def __init__(self, code: str = "en", catalogue: Mapping[str, Forms] | None = None) -> None:
        """Choose the texts.

        Args:
            code: of the language, such as "en" or "es".
            catalogue: English text → its translation; what it lacks stays English.
        """
        self.code = code
        self._catalogue: Mapping[str, Forms] = catalogue or {}

    @property
    def rtl(self) -> bool:
        """Whether it is written from right to left."""
        return False

    def t(self, text: object, **values: object) -> str:
        """The text in this language, with its values put in.

        Args:
            text: the English text, with {name} for each value; a Sentence of app.care, or an error that has a
                template, brings its own values.
            values: what to put in: texts stay as they are; Sentences, days, moments and floats (one decimal)
                are said in this language.
        """
        template = getattr(text, "template", None)
        if template is not None:
            values = {**dict(getattr(text, "values", ())), **values}
            if one := getattr(text, "one", ""):
                n = values.pop("n")
                return self.tn(one, template, cast("int", n), **values)
        else:
            template = str(text)
        return self._fill(self._found(template), values)

    def tn(self, one: str, many: str, n: int, **values: object) -> str:
        """The text for a number of things.

        Args:
            one: the English text for exactly one, with {n}.
            many: the English text for any other number, with {n}; the key of the catalogue.
            n: how many.
            values: what else to put in.
        """
        forms = self._catalogue.get(many)
        if forms is None:
            found = one if n == 1 else many
        elif isinstance(forms, str):
            found = forms
        else:
            found = forms.get(self._plural(n)) or forms["other"]
        return self._fill(found, {"n": n, **values})

    def _found(self, template: str) -> str:
        found = self._catalogue.get(template, template)
        return found if isinstance(found, str) else found["other"]

    def _fill(self, template: str, values: Mapping[str, object]) -> str:
        return (
            template.format(**{name: self.put(one) for name, one in values.items()}) if values else template
        )

    def put(self, value: object) -> Any:
        """A value as it stands inside a sentence.

        Args:
            value: a Sentence or error with a template, a moment, a day, a float; anything else stays.
        """
        if hasattr(value, "template"):
            return self.t(value)
        if isinstance(value, str | int):
            return value
        if isinstance(value, float):
            return self.number(value)
        if isinstance(value, datetime):
            return self.moment(value, year=True)
        if isinstance(value, date):
            return self.day(value, year=True)
        return value

    def _plural(self, n: int) -> str:
        return "one" if n == 1 else "other"

    def number(self, value: float, digits: int = 1) -> str:
        """A number with its decimals, such as "7.5".

        Args:
            value: any.
            digits: how many decimals.
        """
        return f"{value:.{digits}f}"

    def whole(self, value: int) -> str:
        """A large whole number, such as "1,825".

        Args:
            value: any.
        """
        return f"{value:,}"

    def percent(self, share: float) -> str:
        """A share, such as "25%".

        Args:
            share: 0 to 1.
        """
        return f"{share:.0%}"

    def day(self, at: date, today: date | None = None, *, year: bool = False) -> str:
        """A day as "Thu 26 Nov", with the year when it is not this year's.

        Args:
            at: the day.
            today: today, to leave out this year's number.
            year: always with the year.
        """
        words = f"{self.weekday(at.weekday())} {self.short_day(at)}"
        return f"{words} {at.year}" if year or _other_year(at, today) else words

    def long_day(self, at: date) -> str:
        """A day in full, "Thursday 26 November 2026", for screen readers and headings.

        Args:
            at: the day.
        """
        return f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}"

    def short_day(self, at: date) -> str:
        """A day as "26 Nov", where the room is small.

        Args:
            at: the day.
        """
        return f"{at.day} {MONTHS[at.month - 1][:3]}"

    def short_month(self, at: date) -> str:
        """The month of a day as "Nov 2026", where the room is small and years go by.

        Args:
            at: the day.
        """
        return f"{MONTHS[at.month - 1][:3]} {at.year}"

    def month(self, year: int, number: int) -> str:
        """A month as "November 2026".

        Args:
            year: the year.
            number: 1 to 12.
        """
        return f"{MONTHS[number - 1]} {year}"

    def weekday(self, number: int, *, full: bool = False) -> str:
        """A weekday's name.

        Args:
            number: 0 for Monday to 6 for Sunday.
            full: the whole word, for screen readers.
        """
        return DAYS[number] if full else DAYS[number][:3]

    def letter(self, number: int) -> str:
        """The first letter of a weekday, for the head of a calendar.

        Args:
            number: 0 for Monday to 6 for Sunday.
        """
        return DAYS[number][0]

    def clock(self, at: datetime | time) -> str:
        """A time of day as "10:00".

        Args:
            at: the time, or the moment in its own offset.
        """
        return f"{at:%H:%M}"

    def moment(self, at: datetime, today: date | None = None, *, year: bool = False) -> str:
        """A moment as "Thu 26 Nov, 10:00" in its own offset.

        Args:
            at: the moment.
            today: today, to leave out this year's number.
            year: always with the year.
        """
        return f"{self.day(at.date(), today, year=year)}, {self.clock(at)}"


def _other_year(at: date, today: date | None) -> bool:
    return today is not None and today.year != at.year


ENGLISH: Final = Language()
