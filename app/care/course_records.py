"""The records of a course: the course itself, its infusions (sessions), and what is noted during one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final
from uuid import UUID

from app.care.checks import identity, maybe_aware, maybe_whole, member, phone
from app.care.invalid import Invalid, text, whole
from app.care.moment import aware, local_day
from app.care.sentence import say

# "It is suggested to undergo six infusions within a span of three weeks" (the clinic's text).
USUAL_INFUSIONS: Final = 6
MOST_INFUSIONS: Final = 24
# Ids are stored and exported; labels are shown (translated).
MARK_KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("lightness", "Lightness"),
    ("calm", "Calm"),
    ("nausea", "Nausea"),
    ("anxious", "Anxious"),
    ("own", "My own word"),
)


class Status(StrEnum):
    """Where one session stands. Planned and moved are still to come; the last three are over."""

    PLANNED = "planned"
    MOVED = "moved"
    IN_PROGRESS = "in progress"
    COMPLETED = "completed"
    SKIPPED = "skipped"
    STOPPED_EARLY = "stopped early"


OPEN: Final = frozenset({Status.PLANNED, Status.MOVED})
HELD: Final = frozenset({Status.IN_PROGRESS, Status.COMPLETED, Status.STOPPED_EARLY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One course of infusions.

    planned: 1 to 24. first_day, usual_time (of day, without a zone): None while not booked.
    weekdays: 0 (Monday) to 6, each once. ended_at: when the patient or the clinic ended it early.
    end_reason: up to 2,000 characters. Raises Invalid for anything else.
    """

    id: UUID
    planned: int = USUAL_INFUSIONS
    first_day: date | None = None
    usual_time: time | None = None
    weekdays: tuple[int, ...] = ()
    made_at: datetime
    ended_at: datetime | None = None
    end_reason: str = ""

    def __post_init__(self) -> None:
        identity(self.id)
        whole("The number of infusions", self.planned, 1, MOST_INFUSIONS)
        if isinstance(self.first_day, datetime):
            raise Invalid("The first day must be a date without a time.")
        if self.usual_time is not None and self.usual_time.tzinfo is not None:
            raise Invalid("The usual time must be a time of day without a time zone.")
        for weekday in self.weekdays:
            whole("A weekday", weekday, 0, 6)
        if len(set(self.weekdays)) != len(self.weekdays):
            raise Invalid("Each weekday can be chosen once; take the second one away.")
        aware(self.made_at, "time the course was entered")
        maybe_aware("time the course ended", self.ended_at)
        text("The reason", self.end_reason, 2_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One infusion of a course, in one possible state.

    number: 1 to 24. starts_at: the time it is booked for, or None. moved_from: the time it was moved from.
    began_at, ended_at: when it really began and ended.
    systolic 40 to 300, diastolic 20 to 200 mmHg, when told. notes: up to 20,000 characters.
    reason: up to 2,000. escort: who takes the patient home, up to 200; escort_confirmed_at: when they said
    yes, or None. backup_escort: who comes when the escort cannot, up to 200.
    Raises Invalid for anything else, and for a state that cannot be: an end before the beginning, an
    infusion to come that has begun, one in progress without a beginning, one over without both.
    """

    id: UUID
    course_id: UUID
    number: int
    status: Status = Status.PLANNED
    starts_at: datetime | None = None
    moved_from: datetime | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    systolic: int | None = None
    diastolic: int | None = None
    notes: str = ""
    reason: str = ""
    escort: str = ""
    escort_phone: str = ""
    escort_confirmed_at: datetime | None = None
    backup_escort: str = ""
    backup_escort_phone: str = ""

    def __post_init__(self) -> None:
        identity(self.id, self.course_id)
        whole("The number of the infusion", self.number, 1, MOST_INFUSIONS)
        member("The status", self.status, Status)
        maybe_aware("start time", self.starts_at)
        maybe_aware("earlier start time", self.moved_from)
        maybe_aware("time it began", self.began_at)
        maybe_aware("time it ended", self.ended_at)
        maybe_whole("The upper blood pressure", self.systolic, 40, 300)
        maybe_whole("The lower blood pressure", self.diastolic, 20, 200)
        if self.systolic is not None and self.diastolic is not None and self.systolic <= self.diastolic:
            raise Invalid("The upper blood pressure must be above the lower one; check the two numbers.")
        text("The notes", self.notes, 20_000)
        text("The reason", self.reason, 2_000)
        text("The name of who takes you home", self.escort, 200)
        phone("The phone of who takes you home", self.escort_phone)
        maybe_aware("time they said yes", self.escort_confirmed_at)
        text("The name of who else can take you home", self.backup_escort, 200)
        phone("The phone of who else can take you home", self.backup_escort_phone)
        self._refuse_impossible()

    def _refuse_impossible(self) -> None:
        began, ended = self.began_at is not None, self.ended_at is not None
        if self.status in OPEN | {Status.SKIPPED} and (began or ended):
            raise Invalid(
                "Infusion {number} is {status}, so it cannot have begun or ended.",
                number=self.number,
                status=say(self.status),
            )
        if self.status is Status.MOVED and (self.starts_at is None or self.moved_from is None):
            raise Invalid(
                "Infusion {number} was moved, so it needs the old and the new time.", number=self.number
            )
        if self.status is Status.IN_PROGRESS and (not began or ended):
            raise Invalid(
                "Infusion {number} is in progress, so it needs a beginning and no end yet.",
                number=self.number,
            )
        if self.status in {Status.COMPLETED, Status.STOPPED_EARLY} and not (began and ended):
            raise Invalid(
                "Infusion {number} is {status}, so it needs a beginning and an end.",
                number=self.number,
                status=say(self.status),
            )
        if self.began_at and self.ended_at and self.ended_at < self.began_at:
            raise Invalid(
                "Infusion {number} cannot end before it begins; check the two times.", number=self.number
            )

    @property
    def is_open(self) -> bool:
        """Whether it is still to come."""
        return self.status in OPEN

    @property
    def was_held(self) -> bool:
        """Whether it took place: completed, stopped early, or in progress."""
        return self.status in HELD

    @property
    def day(self) -> date | None:
        """The local day it took place or is booked for, in that time's own offset; None without one."""
        at = self.began_at or self.starts_at
        return None if at is None else local_day(at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What the patient noted at one moment of an infusion.

    kind: an id of MARK_KINDS; "own" needs words. words: up to 500 characters.
    Raises Invalid for anything else.
    """

    id: UUID
    session_id: UUID
    at: datetime
    kind: str
    words: str = ""

    def __post_init__(self) -> None:
        identity(self.id, self.session_id)
        aware(self.at, "time of the mark")
        if self.kind not in dict(MARK_KINDS):
            raise Invalid("A mark must be one of: {kinds}.", kinds=", ".join(dict(MARK_KINDS)))
        text("The word of the mark", self.words, 500, least=1 if self.kind == "own" else 0)
