"""Questionnaires as data: items as published, what their answers are worth, and what a total is called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.care.invalid import Invalid
from app.care.sentence import Sentence, say

_WEEK: Final = 7
# The words under a chart whose check-ins overlap.
OVERLAP: Final = "Answers overlap the week before."


class ScoreKind(StrEnum):
    """What one number is made of all answers."""

    SUM = "sum"
    MEAN = "mean"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer. value: what it is worth. loinc: the code of the answer, or ""."""

    value: int
    text: str
    loinc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question, worded as published.

    id: what is stored with an answer: the LOINC code of the question, or a code of our own.
    link_id: what LOINC's own form calls the question, or "".
    options: the answers by their value; a scale has none but runs from 0 to most,
        with words for its two ends (low, high).
    scored: whether it counts. help: whether any answer above 0, or none, is a reason to offer help at once.
    """

    id: str
    text: str
    options: tuple[Option, ...] = ()
    link_id: str = ""
    loinc: str = ""
    most: int = 0
    low: str = ""
    high: str = ""
    scored: bool = True
    help: bool = False

    @property
    def values(self) -> range:
        """The answers that there are, as numbers from 0."""
        return range(len(self.options) or self.most + 1)

    def option(self, value: int) -> Option | None:
        """The answer of a value; None on a scale."""
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What published tables call a range of totals. low, high: both included."""

    low: int
    high: int
    name: str

    @property
    def sentence(self) -> Sentence:
        """The band in words."""
        return say(
            "The published table calls {low} to {high} “{name}”.",
            low=self.low,
            high=self.high,
            name=say(self.name),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """One questionnaire, as pure data.

    id: short and small, for addresses and the store. name: as known ("PHQ-9"). title: what it asks about.
    intro, stem: words above all items and before each one; stem "" where each item is a whole question.
    recall: the time asked about, in words; recall_days: in days. every_weeks: how often to ask again.
    loinc, total_loinc, total_link_id: codes of the panel and of its result, or "".
    bands: from the lowest on; () where none is published.
    change: points (of the sum) that a change has to have to matter, or None where none is published.
    response: percent by which the result has to fall from the baseline to be called a response (improvement
        for pain), or None. remission: a total below it is called remission, or None.
    cut: the totals from which on clinics look closer, where there are no bands; or None.
    source: where items and table are published.
    """

    id: str
    name: str
    title: str
    stem: str
    recall: str
    recall_days: int
    items: tuple[Item, ...]
    kind: ScoreKind = ScoreKind.SUM
    intro: str = ""
    every_weeks: int = 1
    loinc: str = ""
    total_loinc: str = ""
    total_link_id: str = ""
    bands: tuple[Band, ...] = ()
    change: int | None = None
    response: int | None = None
    remission: int | None = None
    cut: tuple[int, int] | None = None
    source: str

    @property
    def scored(self) -> tuple[Item, ...]:
        """The items that count, in order."""
        return tuple(item for item in self.items if item.scored)

    @property
    def most(self) -> int:
        """The highest result there is: of a sum its highest total, of a mean the end of the scale."""
        highest = [max(item.values) for item in self.scored]
        return sum(highest) if self.kind is ScoreKind.SUM else max(highest)

    @property
    def overlaps(self) -> bool:
        """Whether each check-in asks about the time that the one before asked about, too."""
        return self.recall_days >= 2 * _WEEK * self.every_weeks

    def item(self, item_id: str) -> Item:
        """The item of an id. Raises Invalid when there is none."""
        found = next((item for item in self.items if item.id == item_id), None)
        if found is None:
            raise Invalid(
                "{name} has no question {item_id}; choose one it has.", name=self.name, item_id=repr(item_id)
            )
        return found

    def value(self, item_id: str, value: object) -> int:
        """An answer that the item has. Raises Invalid for any other."""
        item = self.item(item_id)
        number = self.items.index(item) + 1
        if isinstance(value, bool) or not isinstance(value, int) or value not in item.values:
            raise Invalid(
                "An answer to question {number} of {name} is a whole number from 0 to {most}, not {value}.",
                number=number,
                name=self.name,
                most=item.values[-1],
                value=repr(value),
            )
        return value

    def band(self, total: int) -> Band | None:
        """What published tables call a total; None where there is no table."""
        return next((band for band in self.bands if band.low <= total <= band.high), None)
