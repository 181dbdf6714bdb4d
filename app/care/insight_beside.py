"""Feelings, sleep and pain beside the mood: counts of notes, and no causes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.care.invalid import Invalid
from app.care.journal import FEELING_LABELS, LEAST_FOR_AVERAGE
from app.care.sentence import Sentence, say

# Thirds of the scale from 0 to 10, both ends included.
RANGES: Final = ((0, 3), (4, 6), (7, 10))
SCALES: Final = ("sleep", "anxiety", "energy", "pain")
ONLY_COUNTS: Final = say("These are counts. They do not say that one comes from the other.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeelingCount:
    """In how many notes a feeling was named; by_mood: with a mood of 0-3, 4-6 and 7-10.

    feeling: id or own word. known: whether it is one of the app's own (label is its English name).
    """

    feeling: str
    label: str
    known: bool
    count: int
    by_mood: tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feelings:
    """All feelings of a span, most frequent first, with sentences first. notes: how many there are in all."""

    sentences: tuple[Sentence, ...]
    counts: tuple[FeelingCount, ...] = ()
    notes: int = 0


def feelings(rows: Iterable[tuple[str, int, int, int]], notes: int) -> Feelings:
    """Count feelings.

    rows: each feeling with its notes by mood: 0-3, 4-6, 7-10. notes: all notes, also without a feeling.
    """
    found = [
        FeelingCount(
            feeling=name,
            label=FEELING_LABELS.get(name, name),
            known=name in FEELING_LABELS,
            count=low + middle + high,
            by_mood=(low, middle, high),
        )
        for name, low, middle, high in rows
    ]
    counts = tuple(sorted(found, key=lambda one: (-one.count, one.label, one.feeling)))
    return Feelings(sentences=tuple(_feelings(counts, notes)), counts=counts, notes=notes)


def _feelings(counts: Sequence[FeelingCount], notes: int) -> Iterator[Sentence]:
    if not counts:
        yield say("The feelings you name in your notes will show here.")
        return
    first = counts[0]
    feeling = say(first.label) if first.known else first.feeling
    if notes == 1:
        yield say("In one note you named “{feeling}”.", feeling=feeling)
    elif first.count == 1:
        yield say(
            "In {notes} notes each feeling was named once, such as “{feeling}”.", notes=notes, feeling=feeling
        )
    else:
        yield say(
            "In {notes} notes “{feeling}” was named most often, {n} times.",
            notes=notes,
            n=first.count,
            feeling=feeling,
        )
    yield ONLY_COUNTS


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideRow:
    """Notes with a value from low to high; by_mood: how many of them have a mood of 0-3, 4-6 and 7-10."""

    low: int
    high: int
    notes: int
    by_mood: tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One scale beside the mood, with sentences first; a row for each third of the scale."""

    scale: str
    sentences: tuple[Sentence, ...]
    rows: tuple[BesideRow, ...] = ()

    @property
    def notes(self) -> int:
        """How many notes say something of it."""
        return sum(row.notes for row in self.rows)


def third(value: int) -> int:
    """Which third of the scale a value is in: 0, 1 or 2. Raises Invalid outside 0 to 10."""
    for place, (low, high) in enumerate(RANGES):
        if low <= value <= high:
            return place
    raise Invalid("A value on a scale is from 0 to 10, and {value} is outside that.", value=value)


def beside(scale: str, counts: Iterable[tuple[int, int, int]]) -> Beside:
    """One scale beside the mood.

    scale: one of SCALES. counts: value on the scale, mood, and how many notes have both.
    Raises Invalid for anything else.
    """
    if scale not in SCALES:
        raise Invalid(
            "There is no scale {scale}; choose {scales}.", scale=repr(scale), scales=", ".join(SCALES)
        )
    table = [[0, 0, 0] for _ in RANGES]
    for value, mood, notes in counts:
        table[third(value)][third(mood)] += notes
    rows = tuple(
        BesideRow(low=low, high=high, notes=sum(by_mood), by_mood=(by_mood[0], by_mood[1], by_mood[2]))
        for (low, high), by_mood in zip(RANGES, table, strict=True)
    )
    return Beside(scale=scale, sentences=tuple(_beside(scale, rows)), rows=rows)


def _beside(scale: str, rows: Sequence[BesideRow]) -> Iterator[Sentence]:
    told = [row for row in (rows[-1], rows[0]) if row.notes >= LEAST_FOR_AVERAGE]
    if not told:
        yield say("Not enough entries yet with {scale} beside a mood.", scale=say(scale))
        return
    low, high = RANGES[-1]
    for row in told:
        template = "Of {n} notes with {scale} from {a} to {b}, {k} have a mood from {low} to {high}."
        if row.by_mood[-1] == 1:
            template = "Of {n} notes with {scale} from {a} to {b}, one has a mood from {low} to {high}."
        elif not row.by_mood[-1]:
            template = "Of {n} notes with {scale} from {a} to {b}, none has a mood from {low} to {high}."
        values = {"n": row.notes, "a": row.low, "b": row.high, "k": row.by_mood[-1]}
        yield say(template, **values, scale=say(scale), low=low, high=high)
    yield ONLY_COUNTS
