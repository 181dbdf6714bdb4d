"""A sentence with values that a screen can translate: the template is the key of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Union

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Value = Union[str, int, float, date, "Sentence"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English template and what goes into it; ``str()`` gives the English sentence.

    template: English with ``{name}`` for each value.
    values: pairs of a name and a text, number, day, moment or other Sentence. Floats have one decimal.
    """

    template: str
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        return filled(self.template, self.values)


def join(*sentences: Sentence) -> Sentence:
    """Several sentences as one, in their order."""
    names = [f"part{n}" for n in range(1, len(sentences) + 1)]
    template = " ".join(f"{{{name}}}" for name in names)
    return Sentence(template, tuple(zip(names, sentences, strict=True)))


def filled(template: str, values: Iterable[tuple[str, Any]]) -> str:
    """An English template with its values put in, days as Thu 26 Nov 2026, floats with one decimal."""
    return template.format(**{name: _english(value) for name, value in values})


def _english(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.1f}"
    if isinstance(value, datetime):
        return f"{_english(value.date())}, {value:%H:%M}"
    if isinstance(value, date):
        return f"{_DAYS[value.weekday()]} {value.day} {_MONTHS[value.month - 1]} {value.year}"
    return value


def say(template: str, **values: Value) -> Sentence:
    """Make a Sentence of an English template and its values."""
    return Sentence(template, tuple(values.items()))
