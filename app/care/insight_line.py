"""The mood line: days, or weeks from 90 days on, with the infusions marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from app.care.journal import LEAST_FOR_AVERAGE, DayMood, last_days_sentence
from app.care.sentence import Sentence, say


class Span(StrEnum):
    """Of which time a picture tells."""

    DAYS_7 = "7"
    DAYS_30 = "30"
    DAYS_90 = "90"
    ALL = "all"

    @property
    def days(self) -> int | None:
        """How many days, today included; None for all."""
        return None if self is Span.ALL else int(self)

    @property
    def weekly(self) -> bool:
        """Whether a point is a week: so many days would be a thicket."""
        return self in (Span.DAYS_90, Span.ALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePoint:
    """The moods of a day, or of a calendar week (Monday to Sunday) as far as it is in the span.

    mean: of all its moods. Of a day it is for drawing only (see DayMood); of a week with fewer than three
    moods it is None, and low and high are all that can be shown.
    """

    first: date
    last: date
    mean: float | None
    low: int
    high: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoodLine:
    """The line with its sentences first.

    first, last: the days it is of. infusions: day and number of those in that time.
    """

    span: Span
    first: date
    last: date
    sentences: tuple[Sentence, ...]
    points: tuple[LinePoint, ...] = ()
    infusions: tuple[tuple[date, int], ...] = ()


def mood_line(days: Sequence[DayMood], held: Mapping[date, int], today: date, span: Span) -> MoodLine:
    """The mood line of a span.

    days: the moods by day, in order; those outside the span do not count.
    held: day and number of each infusion that took place.
    """
    first = min([mood.day for mood in days], default=today)
    if span.days is not None:
        first = today - timedelta(days=span.days - 1)
    shown = [mood for mood in days if first <= mood.day <= today]
    marks = tuple((day, number) for day, number in sorted(held.items()) if first <= day <= today)
    points = tuple(weeks(shown, first, today) if span.weekly else map(_day, shown))
    return MoodLine(
        span=span,
        first=first,
        last=today,
        sentences=tuple(_sentences(shown, [day for day, _ in marks], today, span)),
        points=points,
        infusions=marks,
    )


def _day(mood: DayMood) -> LinePoint:
    return LinePoint(
        first=mood.day, last=mood.day, mean=mood.mean, low=mood.low, high=mood.high, count=mood.count
    )


def weeks(days: Sequence[DayMood], first: date, last: date) -> Iterator[LinePoint]:
    """Each calendar week that has a mood, as far as it lies between the first and the last day.

    days: the moods by day, in order, none outside.
    """
    for monday, some in groupby(days, key=lambda mood: mood.day - timedelta(days=mood.day.weekday())):
        week = list(some)
        count = sum(mood.count for mood in week)
        yield LinePoint(
            first=max(first, monday),
            last=min(last, monday + timedelta(days=6)),
            mean=sum(map(total, week)) / count if count >= LEAST_FOR_AVERAGE else None,
            low=min(mood.low for mood in week),
            high=max(mood.high for mood in week),
            count=count,
        )


def total(mood: DayMood) -> int:
    """The sum of the moods of a day, exactly: they are whole numbers."""
    return round(mood.mean * mood.count)


def _sentences(days: Sequence[DayMood], held: Sequence[date], today: date, span: Span) -> Iterator[Sentence]:
    if span.days is not None:
        yield last_days_sentence(days, today, held, span=span.days)
    elif days:
        whole = (today - days[0].day).days + 1
        yield last_days_sentence(days, today, held, span=whole)
    else:
        yield say("Your moods will show here.")
    if span.weekly and days:
        yield say("Each point is the mean of a week; a week with fewer than three notes has none.")
