"""The journal: one note of a mood from 0 to 10, with whatever else the patient wants to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID

from app.care.checks import identity, maybe_whole
from app.care.invalid import Invalid, text, whole
from app.care.moment import aware, local_day
from app.care.sentence import Sentence, counted, join, say

# Ids are stored and exported; labels are shown (translated).
FEELINGS: Final[tuple[tuple[str, str], ...]] = (
    ("calm", "Calm"),
    ("hopeful", "Hopeful"),
    ("lighter", "Lighter"),
    ("connected", "Connected"),
    ("content", "Content"),
    ("motivated", "Motivated"),
    ("tired", "Tired"),
    ("numb", "Numb"),
    ("sad", "Sad"),
    ("anxious", "Anxious"),
    ("irritable", "Irritable"),
    ("restless", "Restless"),
    ("foggy", "Foggy"),
    ("overwhelmed", "Overwhelmed"),
    ("lonely", "Lonely"),
)
FEELING_LABELS: Final[Mapping[str, str]] = MappingProxyType(dict(FEELINGS))
MOOD_WORDS: Final[tuple[str, ...]] = (
    "very low", "very low", "low", "low", "a bit low",
    "so-so",
    "fairly good", "good", "good", "very good", "very good",
)  # fmt: skip
MOST_WORDS: Final = 20_000
MOST_FEELINGS: Final = 30
LEAST_FOR_AVERAGE: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One note in the journal. Its day is the day in at's own offset, whatever the zone later.

    mood: 0 (very low) to 10 (very good). sleep, anxiety, energy, pain: 0 to 10, or None when not said.
    feelings: ids of FEELINGS or short words (up to 40 characters), each once, at most 30.
    words: up to 20,000 characters.
    Raises Invalid for anything else.
    """

    id: UUID
    at: datetime
    mood: int
    feelings: tuple[str, ...] = ()
    sleep: int | None = None
    anxiety: int | None = None
    energy: int | None = None
    pain: int | None = None
    words: str = ""

    def __post_init__(self) -> None:
        identity(self.id)
        aware(self.at, "time of the note")
        whole("The mood", self.mood, 0, 10)
        maybe_whole("Sleep", self.sleep, 0, 10)
        maybe_whole("Anxiety", self.anxiety, 0, 10)
        maybe_whole("Energy", self.energy, 0, 10)
        maybe_whole("Pain", self.pain, 0, 10)
        text("The note", self.words, MOST_WORDS)
        if not isinstance(self.feelings, tuple) or len(self.feelings) > MOST_FEELINGS:
            raise Invalid(
                "A note can have up to {most_feelings} feelings; take some away.", most_feelings=MOST_FEELINGS
            )
        for feeling in self.feelings:
            text("A feeling", feeling, 40, least=1)
        if len(set(self.feelings)) != len(self.feelings):
            raise Invalid("A note can have each feeling once; take the second one away.")

    @property
    def day(self) -> date:
        """The local day on which the note was written."""
        return local_day(self.at)


def mood_word(mood: int) -> str:
    """The English word for a mood of 0 to 10. Raises Invalid outside that."""
    return MOOD_WORDS[whole("The mood", mood, 0, 10)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMood:
    """The moods of one local day: how many, lowest, highest, and their plain mean.

    mean is for drawing only: what is shown in words or numbers is ``words`` (or ``average``), because
    an average needs at least three values.
    """

    day: date
    mean: float
    low: int
    high: int
    count: int

    def __post_init__(self) -> None:
        whole("The lowest mood", self.low, 0, 10)
        whole("The highest mood", self.high, self.low, 10)
        if self.count < 1 or not self.low - 1e-6 <= self.mean <= self.high + 1e-6:
            raise Invalid("The moods of a day need a count and a mean between the lowest and the highest.")

    @property
    def average(self) -> float | None:
        """The mean when the day has at least three values, else None."""
        return self.mean if self.count >= LEAST_FOR_AVERAGE else None

    @property
    def words(self) -> str:
        """What may be said of the day: "7", "3–7" for few values that differ, "5.3" from three on."""
        if self.low == self.high:
            return str(self.low)
        return f"{self.low}–{self.high}" if self.average is None else f"{self.mean:.1f}"


def average(values: Iterable[float]) -> float | None:
    """The mean of the values, or None when there are fewer than three: too few to say."""
    found = list(values)
    return sum(found) / len(found) if len(found) >= LEAST_FOR_AVERAGE else None


def last_days_sentence(
    days: Sequence[DayMood], today: date, infusions: Iterable[date] = (), *, span: int = 7
) -> Sentence:
    """How the last days went, in one or two sentences; also the words above the chart.

    days: the moods, in any order; only those of the last ``span`` days up to today count.
    infusions: the local days of infusions that took place.
    span: how many days, today included.
    """
    first = today - timedelta(days=span - 1)
    found = [mood for mood in days if first <= mood.day <= today]
    count = sum(mood.count for mood in found)
    held = sum(first <= day <= today for day in set(infusions))
    parts = [_moods(found, count, span)]
    if held:
        parts.append(counted("One infusion was in this time.", "{n} infusions were in this time.", held))
    return join(*parts)


def _moods(found: Sequence[DayMood], count: int, span: int) -> Sentence:
    if not count:
        return say("Your moods of the last {span} days will show here.", span=span)
    low, high = min(mood.low for mood in found), max(mood.high for mood in found)
    if count == 1:
        return say("One mood in the last {span} days: {low}.", span=span, low=low)
    if count < LEAST_FOR_AVERAGE:
        template = "Two moods in the last {span} days, {low} and {high}: too few for an average."
        return say(template, span=span, low=low, high=high)
    if low == high:
        template = "In the last {span} days your mood was {low} each time, in {n} notes."
        return say(template, span=span, low=low, n=count)
    return say(
        "In the last {span} days your mood went from {low} to {high}, {mean} on average, in {n} notes.",
        span=span,
        low=low,
        high=high,
        mean=sum(mood.mean * mood.count for mood in found) / count,
        n=count,
    )
