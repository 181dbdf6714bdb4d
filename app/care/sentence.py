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
    one: the English template for exactly one of ``n``, where things are counted; or "".
    """

    template: str
    values: tuple[tuple[str, Value], ...] = ()
    one: str = ""

    def __str__(self) -> str:
        return filled(self.one if self.one and dict(self.values)["n"] == 1 else self.template, self.values)


class Said(str):
    """English text that a screen can still say in another language: it remembers what it is made of."""

    __slots__ = ("one", "template", "values")
    template: str
    values: tuple[tuple[str, Value], ...]
    one: str


class Told(Exception):
    """An error whose ``str()`` is a sentence for the person who asked; screens translate its template.

    Attributes:
        template: English with ``{name}`` for each value.
        values: by name, as in Sentence.
    """

    def __init__(self, template: object, /, **values: Value) -> None:
        """Say what happened: an English template and its values, or a Sentence or error that has both."""
        self.template = str(getattr(template, "template", template))
        self.values: dict[str, Any] = {**dict(getattr(template, "values", ())), **values}
        super().__init__(filled(self.template, self.values.items()))


def join(*sentences: Sentence) -> Sentence:
    """Several sentences as one, in their order."""
    names = [f"part{n}" for n in range(1, len(sentences) + 1)]
    template = " ".join(f"{{{name}}}" for name in names)
    return Sentence(template, tuple(zip(names, sentences, strict=True)))


def filled(template: str, values: Iterable[tuple[str, Any]]) -> str:
    """An English template with its values put in, days as Thu 26 Nov 2026, floats with one decimal."""
    put = {name: _english(value) for name, value in values}
    return template.format(**put) if put else template


def _english(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.1f}"
    if isinstance(value, datetime):
        return f"{_english(value.date())}, {value:%H:%M}"
    if isinstance(value, date):
        return f"{_DAYS[value.weekday()]} {value.day} {_MONTHS[value.month - 1]} {value.year}"
    return value


def said(template: object, /, **values: Value) -> Said:
    """English text of a template and its values, or of a Sentence or error that has both."""
    values = {**dict(getattr(template, "values", ())), **values}
    made = Sentence(
        str(getattr(template, "template", template)), tuple(values.items()), getattr(template, "one", "")
    )
    text = Said(str(made))
    text.template, text.values, text.one = made.template, made.values, made.one
    return text


def counted(one: str, many: str, n: int, **values: Value) -> Sentence:
    """Make a Sentence about n things: English for exactly one and for any other number, with ``{n}``."""
    return Sentence(many, (("n", n), *values.items()), one)


def say(template: str, **values: Value) -> Sentence:
    """Make a Sentence of an English template and its values."""
    return Sentence(template, tuple(values.items()))
