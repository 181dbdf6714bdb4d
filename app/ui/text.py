"""Every text on a screen goes through here, so that a language is one more catalogue.

The English text itself is the key: `t("{n} of {planned}", n=3, planned=6)`. A catalogue is
`assets/language/<language>.json`, English text → translated text; what it lacks stays English.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

LANGUAGES: Final[Mapping[str, str]] = {"en": "English"}
_FOLDER: Final = Path(__file__).parents[2] / "assets" / "language"
_catalogue: dict[str, str] = {}

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def use_language(language: str, folder: Path = _FOLDER) -> None:
    """Read the catalogue of a language; English needs none.

    Args:
        language: a code of LANGUAGES.
        folder: where the catalogues are.
    """
    _catalogue.clear()
    path = folder / f"{language}.json"
    if path.is_file():
        _catalogue.update(json.loads(path.read_text(encoding="utf-8")))


def t(text: object, **values: object) -> str:
    """The text in the patient's language, with its values put in.

    Args:
        text: the English text, with {name} for each value; a Sentence of app.care brings its own values.
        values: what to put in.
    """
    template = getattr(text, "template", None)
    if template is not None:
        values = {**dict(getattr(text, "values", ())), **values}
    else:
        template = str(text)
    found = _catalogue.get(template, template)
    return found.format(**values) if values else found


def tn(one: str, many: str, n: int, **values: object) -> str:
    """The text for a number of things.

    Args:
        one: the English text for exactly one, with {n}.
        many: the English text for any other number, with {n}.
        n: how many.
        values: what else to put in.
    """
    return t(one if n == 1 else many, n=n, **values)


def day(at: date, today: date | None = None) -> str:
    """A day as "Thu 26 Nov", with the year when it is not this year's.

    Args:
        at: the day.
        today: today, to leave out this year's number.
    """
    words = f"{t(_DAYS[at.weekday()])} {at.day} {t(_MONTHS[at.month - 1])}"
    return words if today is None or today.year == at.year else f"{words} {at.year}"


def long_day(at: date) -> str:
    """A day in full, "Thursday 26 November 2026", for screen readers and headings.

    Args:
        at: the day.
    """
    return f"{t(_LONG_DAYS[at.weekday()])} {at.day} {t(_LONG_MONTHS[at.month - 1])} {at.year}"


def short_day(at: date) -> str:
    """A day as "26 Nov", where the room is small.

    Args:
        at: the day.
    """
    return f"{at.day} {t(_MONTHS[at.month - 1])}"


def short_month(at: date) -> str:
    """The month of a day as "Nov 2026", where the room is small and years go by.

    Args:
        at: the day.
    """
    return f"{t(_MONTHS[at.month - 1])} {at.year}"


def month(year: int, number: int) -> str:
    """A month as "November 2026".

    Args:
        year: the year.
        number: 1 to 12.
    """
    return f"{t(_LONG_MONTHS[number - 1])} {year}"


def weekday(number: int, *, full: bool = False) -> str:
    """A weekday's name.

    Args:
        number: 0 for Monday to 6 for Sunday.
        full: the whole word, for screen readers.
    """
    return t((_LONG_DAYS if full else _DAYS)[number])


def clock(at: datetime | time) -> str:
    """A time of day as "10:00".

    Args:
        at: the time, or the moment in its own offset.
    """
    return f"{at:%H:%M}"


def moment(at: datetime, today: date | None = None) -> str:
    """A moment as "Thu 26 Nov, 10:00" in its own offset.

    Args:
        at: the moment.
        today: today, to leave out this year's number.
    """
    return f"{day(at.date(), today)}, {clock(at)}"


def near_day(at: date, today: date) -> str:
    """A day in words when it is near: "Today", "Tomorrow", "Yesterday", else "Thu 26 Nov".

    Args:
        at: the day.
        today: today.
    """
    near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}.get((at - today).days)
    return t(near) if near else day(at, today)
