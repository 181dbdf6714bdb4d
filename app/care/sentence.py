"""A sentence with values that a screen can translate: the template is the key of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English template and what goes into it; ``str()`` gives the English sentence.

    template: English with ``{name}`` for each value.
    values: pairs of a name and a text or number.
    """

    template: str
    values: tuple[tuple[str, str | int], ...] = ()

    def __str__(self) -> str:
        return self.template.format(**dict(self.values))


def say(template: str, **values: str | int) -> Sentence:
    """Make a Sentence of an English template and its values."""
    return Sentence(template, tuple(values.items()))
