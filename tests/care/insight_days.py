"""Days with moods, written down as briefly as the arithmetic of the tests is."""

from __future__ import annotations

from datetime import date, timedelta

from app.care.journal import DayMood
from app.care.sentence import Sentence

# A Monday.
D0 = date(2026, 11, 2)


def day(n: int) -> date:
    """The day so many days after D0."""
    return D0 + timedelta(days=n)


def mood(n: int, *moods: int) -> DayMood:
    """The moods of the day so many days after D0."""
    return DayMood(
        day=day(n), mean=sum(moods) / len(moods), low=min(moods), high=max(moods), count=len(moods)
    )


def moods(by_day: dict[int, int | tuple[int, ...]]) -> list[DayMood]:
    """Days in order: {0: 5, 2: (3, 4)}."""
    return [mood(n, *(one if isinstance(one, tuple) else (one,))) for n, one in sorted(by_day.items())]


def said(sentences: tuple[Sentence, ...]) -> str:
    """All sentences as one text."""
    return " ".join(map(str, sentences))
