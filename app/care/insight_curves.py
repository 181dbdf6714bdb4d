"""The days around each infusion, laid over each other: a line a session, and their mean from three on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.care.journal import LEAST_FOR_AVERAGE, DayMood
from app.care.sentence import Sentence, say

FIRST: Final = -1
LAST: Final = 14
NO_CAUSE: Final = say("This shows when your mood was higher or lower, not why.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The line of one infusion.

    points: days since the infusion (-1 to 14) and the moods of that day, for each day that has one.
    next_at: after how many days the next infusion took place, if within the line; else None.
    """

    number: int
    day: date
    points: tuple[tuple[int, DayMood], ...]
    next_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanPoint:
    """The mean over the infusions of one day around them; each infusion counts once. sessions: how many."""

    offset: int
    mean: float
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """All lines with their sentences first. mean: only days on which at least three infusions have a mood."""

    sentences: tuple[Sentence, ...]
    curves: tuple[Curve, ...] = ()
    mean: tuple[MeanPoint, ...] = ()


def curves(days: Sequence[DayMood], held: Mapping[date, int]) -> Curves:
    """The days around each infusion.

    days: the moods by day. held: day and number of each infusion that took place.
    """
    by_day = {mood.day: mood for mood in days}
    infusions = sorted(held.items())
    lines = []
    for place, (day, number) in enumerate(infusions):
        found = ((n, by_day.get(day + timedelta(days=n))) for n in range(FIRST, LAST + 1))
        later = (infusions[place + 1][0] - day).days if place + 1 < len(infusions) else None
        lines.append(
            Curve(
                number=number,
                day=day,
                points=tuple((n, mood) for n, mood in found if mood is not None),
                next_at=later if later is not None and later <= LAST else None,
            )
        )
    mean = tuple(_mean(lines))
    return Curves(sentences=tuple(_sentences(lines, mean)), curves=tuple(lines), mean=mean)


def _values(lines: Sequence[Curve], offset: int) -> list[float]:
    return [mood.mean for line in lines for n, mood in line.points if n == offset]


def _mean(lines: Sequence[Curve]) -> Iterator[MeanPoint]:
    for offset in range(FIRST, LAST + 1):
        values = _values(lines, offset)
        if len(values) >= LEAST_FOR_AVERAGE:
            yield MeanPoint(offset=offset, mean=sum(values) / len(values), sessions=len(values))


def _sentences(lines: Sequence[Curve], mean: Sequence[MeanPoint]) -> Iterator[Sentence]:
    if not lines:
        yield say("When an infusion is over, the days around it will show here.")
        return
    known = {point.offset: point for point in mean}
    before, after = known.get(-1), known.get(1)
    if before and after:
        yield say(
            "The day before an infusion your mood was {before} on average ({n} infusions), "
            "the day after {after} ({m} infusions).",
            before=before.mean,
            n=before.sessions,
            after=after.mean,
            m=after.sessions,
        )
    elif mean:
        yield say("The mean of your infusions shows on the days on which at least three of them have a mood.")
    else:
        most = max(len(_values(lines, offset)) for offset in range(FIRST, LAST + 1))
        yield say(
            "Not enough entries yet for a mean: it needs a mood on the same day around at least three "
            "infusions, and at most {n} have one so far.",
            n=most,
        )
    if any(line.next_at is not None for line in lines):
        yield say("Where the next infusion came within 14 days, the line goes on through it.")
    yield NO_CAUSE
