"""The report for a visit: plain data that every format reads. What is in it was chosen by the patient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.care.checklist import Level
from app.care.course import Status
from app.care.invalid import Invalid, text
from app.care.journal import DayMood
from app.care.sentence import Sentence


class Period(StrEnum):
    """Of which time a report tells."""

    DAYS_14 = "14"
    DAYS_30 = "30"
    DAYS_90 = "90"
    COURSE = "course"

    @property
    def days(self) -> int | None:
        """How many days, today included; None for the whole course."""
        return None if self is Period.COURSE else int(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the patient chose for a report.

    period: of which time. words: whether the patient's own words go with it (notes, own marks, own feelings).
    name: whose report it is, on the paper and in what is said of the file; "" for neither.
    Raises Invalid for a name above 100 characters or on more than one line.
    """

    period: Period = Period.DAYS_30
    words: bool = False
    name: str = ""

    def __post_init__(self) -> None:
        text("The name", self.name, 100)
        if len(self.name.splitlines()) > 1:
            raise Invalid("The name on the report must be on one line; take the second line away.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPart:
    """A mark of an infusion. minute: since it began. label: English. words: the patient's own, if chosen."""

    minute: int
    label: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPart:
    """One infusion of the course.

    at: when it took place or is booked for, or None. within: whether it took place in the report's time.
    systolic, diastolic: mmHg, when told. level, reasons: what the answers before it amounted to; None while
    none was given. notes, reason: the patient's own words, if chosen.
    """

    number: int
    status: Status
    at: datetime | None = None
    ended_at: datetime | None = None
    within: bool = False
    systolic: int | None = None
    diastolic: int | None = None
    marks: tuple[MarkPart, ...] = ()
    level: Level | None = None
    reasons: tuple[Sentence, ...] = ()
    notes: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePart:
    """How far the course is. day: of the course, 1 on the day of the first infusion; None before it."""

    planned: int
    done: int
    day: int | None = None
    stopped_at: datetime | None = None
    sessions: tuple[SessionPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What was said on one scale from 0 to 10 in the report's time.

    label: English. count: of values. average: None with fewer than three. days: the mean of each day.
    """

    label: str
    count: int
    low: int
    high: int
    average: float | None
    days: tuple[tuple[date, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One finished check-in.

    value: its total or mean; None where answers are missing: then answered of of questions have one.
    band: what published tables call it, in English. help: the answer, as published, to the question for which
    the app offers help at once (PHQ-9's ninth); "" where it was left out or the questionnaire has none.
    """

    day: date
    value: float | None
    band: str = ""
    answered: int = 0
    of: int = 0
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInPart:
    """What one questionnaire gave.

    title: as published. most: the highest value there is. totals: oldest first, at least one; the first is
    the own baseline, where there is one. sentences: what the newest result and its change are called.
    answers: question and answer of the newest one, as published; an answer that was left out is "".
    english: whether that is in English although another language was asked for.
    help_number: of the question for which the app offers help at once; 0 without one.
    """

    title: str
    most: int
    totals: tuple[Total, ...]
    help_number: int = 0
    sentences: tuple[Sentence, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    english: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPart:
    """One question of the screening, its answer ("" while none is given) and the note, if chosen."""

    question: str
    answer: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPart:
    """A question for the clinic, with the answer the patient noted."""

    text: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsPart:
    """The patient's own words of one journal entry."""

    at: datetime
    mood: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that a report says.

    first, last: its days, both included. letter: whether it is for sheets of US letter size; else A4.
    course: None before there is one. infusions: day and number of those that took
    place in this time. feelings: labels with their counts, most frequent first. screening: None while
    nothing is answered. words: empty unless chosen.
    """

    made_at: datetime
    period: Period
    first: date
    last: date
    name: str = ""
    clinic: str = ""
    language: str = "en"
    letter: bool = True
    course: CoursePart | None = None
    moods: tuple[DayMood, ...] = ()
    infusions: tuple[tuple[date, int], ...] = ()
    scales: tuple[Scale, ...] = ()
    feelings: tuple[tuple[str, int], ...] = ()
    check_ins: tuple[CheckInPart, ...] = ()
    screening: tuple[AnswerPart, ...] | None = None
    screening_level: Level | None = None
    screening_reasons: tuple[Sentence, ...] = ()
    questions: tuple[QuestionPart, ...] = ()
    words: tuple[WordsPart, ...] = ()
    words_chosen: bool = False

    @property
    def days(self) -> int:
        """How many days it tells of."""
        return (self.last - self.first).days + 1
