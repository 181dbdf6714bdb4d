"""Days held: how long after the last infusion the mood stays clearly above the own baseline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from app.care.insight_line import total
from app.care.journal import LEAST_FOR_AVERAGE, DayMood
from app.care.sentence import Sentence, counted, say

BASELINE_DAYS: Final = 14
BETTER: Final = 2
_WINDOW: Final = 3
_HIGHEST: Final = 10
# Whoever writes once a day and misses one leaves three days without a mean; so many do not end the count.
_GAP: Final = 4
DEFINITION: Final = say(
    "Days held: so many days after the last infusion the mean of three days stays at least {better} points "
    "above your own baseline. The baseline is the mean of the {days} days before the first infusion. "
    "Each mean needs at least {least} notes. Up to {gap} days in a row without such a mean do not end the "
    "count; it says how many there were.",
    better=BETTER,
    days=BASELINE_DAYS,
    least=LEAST_FOR_AVERAGE,
    gap=_GAP,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDay:
    """One day after the infusion. mean: of the notes of three days up to it; None with fewer than three."""

    day: date
    mean: float | None
    notes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Days held, with sentences first; definition is shown beside them.

    days: None while it cannot be told. going_on: whether it has not ended yet.
    unknown: how many of those days have too few notes. baseline: None with too few notes.
    table: every day until it ended.
    """

    sentences: tuple[Sentence, ...]
    definition: Sentence = DEFINITION
    days: int | None = None
    going_on: bool = False
    unknown: int = 0
    baseline: float | None = None
    table: tuple[HeldDay, ...] = ()


def mean_of(days: Iterable[DayMood]) -> Fraction | None:
    """The mean of all notes of some days, exactly; None with fewer than three."""
    found = list(days)
    count = sum(mood.count for mood in found)
    return Fraction(sum(map(total, found)), count) if count >= LEAST_FOR_AVERAGE else None


def before_course(days: Iterable[DayMood], first: date) -> Fraction | None:
    """The own baseline: the mean of the 14 days before the first infusion; None with too few notes."""
    start = first - timedelta(days=BASELINE_DAYS)
    return mean_of(mood for mood in days if start <= mood.day < first)


def held(days: Sequence[DayMood], infusions: Iterable[date], today: date) -> Held:
    """How many days it held, so far or until it ended.

    days: the moods by day. infusions: the days of those of the course that took place.
    """
    taken = sorted(day for day in infusions if day <= today)
    if not taken:
        return Held(sentences=(say("After your first infusion this will tell how many days it held."),))
    base = before_course(days, taken[0])
    if base is None:
        few = say(
            "Not enough entries yet: your own baseline needs at least three notes in the two weeks before "
            "the first infusion."
        )
        return Held(sentences=(few,))
    shown = float(base)
    if base + BETTER > _HIGHEST:
        template = "Your baseline was {base}, so the scale has no room for {better} points more."
        return Held(sentences=(say(template, base=shown, better=BETTER),), baseline=float(base))
    table = tuple(_table({mood.day: mood for mood in days}, taken[-1], today))
    run = _run(table, base + BETTER)
    return Held(
        sentences=tuple(_sentences(run, shown)),
        days=run.days,
        going_on=run.days is not None and run.ended == "",
        unknown=run.unknown,
        baseline=float(base),
        table=tuple(
            HeldDay(day=d, mean=None if m is None else float(m), notes=n) for d, m, n in table[: run.rows]
        ),
    )


_Row = tuple[date, Fraction | None, int]


def _table(by_day: Mapping[date, DayMood], infusion: date, today: date) -> Iterator[_Row]:
    """Each day after the infusion with the mean of the three days up to it, all after the infusion."""
    for offset in range(1, (today - infusion).days + 1):
        window = [infusion + timedelta(days=n) for n in range(max(1, offset - _WINDOW + 1), offset + 1)]
        moods = [by_day[day] for day in window if day in by_day]
        yield window[-1], mean_of(moods), sum(mood.count for mood in moods)


@dataclass(frozen=True, slots=True)
class _Run:
    """ended: "lower", "gap" (too few notes for too long), or "". rows: of the table until then."""

    days: int | None
    unknown: int
    ended: str
    rows: int


def _run(table: Sequence[_Row], least: Fraction) -> _Run:
    last = unknown = waiting = offset = 0
    ended, known = "", False
    for offset, (_, mean, _) in enumerate(table, 1):
        if mean is None:
            waiting += 1
            if waiting > _GAP:
                ended = "gap"
                break
            continue
        known = True
        if mean < least:
            ended = "lower"
            break
        last, unknown, waiting = offset, unknown + waiting, 0
    return _Run(last if known else None, unknown, ended, offset)


def _sentences(run: _Run, base: float) -> Iterator[Sentence]:
    if run.days is None:
        yield say("Not enough entries yet: it takes three notes within three days after your last infusion.")
        return
    if run.days == 0:
        yield say(
            "After your last infusion the 3-day mean was not {better} points above your baseline of {base}.",
            better=BETTER,
            base=base,
        )
        return
    one = "It held for one day: your mood stayed at least {better} points above your own baseline of {base}."
    many = (
        "It held for {n} days: your mood stayed at least {better} points above your own baseline of {base}."
    )
    if run.ended == "":
        one = (
            "It has held for one day so far: your mood stayed at least {better} points above your own "
            "baseline of {base}."
        )
        many = (
            "It has held for {n} days so far: your mood stayed at least {better} points above your own "
            "baseline of {base}."
        )
    yield counted(one, many, run.days, better=BETTER, base=base)
    if run.ended == "gap":
        yield say("After that there are too few entries to tell.")
    if run.unknown == 1:
        yield say("On one of these days there were too few entries.")
    elif run.unknown:
        yield say("On {n} of these days there were too few entries.", n=run.unknown)
