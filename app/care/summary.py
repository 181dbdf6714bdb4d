"""Shared summary: what a patient lets a caregiver see, and what the caregiver's app holds of it.

A `Summary` holds what was chosen and nothing else: whoever makes a file or a screen of it cannot give
away more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from app.care.checks import identity, maybe_whole, member, phone
from app.care.course_records import MOST_INFUSIONS, Status
from app.care.invalid import Invalid, text, whole
from app.care.moment import aware

MOST_DAYS: Final = 366
MOST_ENTRIES: Final = 200


class Part(StrEnum):
    """What can go into a summary; ids are stored and exported, labels are shown (translated)."""

    SCHEDULE = "schedule"
    ESCORT = "escort"
    CHECKLIST = "checklist"
    MOODS = "moods"
    CHECK_INS = "check-ins"
    FEELINGS = "feelings"
    MARKS = "marks"
    BLOOD_PRESSURE = "blood-pressure"


# On unless the patient switches it off; the others are off unless switched on.
USUAL: Final = (Part.SCHEDULE, Part.ESCORT, Part.CHECKLIST, Part.MOODS, Part.CHECK_INS)


# These belong to an infusion, and feelings and words to a mood number: without it they would say nothing.
_OF_INFUSIONS: Final = frozenset({Part.ESCORT, Part.CHECKLIST, Part.MARKS, Part.BLOOD_PRESSURE})


class Origin(StrEnum):
    """Where a caregiver's app has a summary from."""

    FILE = "file"
    CLINIC = "clinic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One shared summary as the patient's app lists it; the summary itself is made anew each time.

    recipient: for whom, 1 to 200 characters. called: how the patient is called in it, up to 200.
    entries: journal entries whose words go along, up to 200. days: how many days back, 1 to 366, today
    included; None for the whole course. made_at: when it was made last. ends_at: after that the caregiver's
    app shows only that it has ended.
    Raises Invalid for anything else, and for an end that is not after the making.
    """

    id: UUID
    recipient: str
    called: str = ""
    parts: tuple[Part, ...] = USUAL
    entries: tuple[UUID, ...] = ()
    days: int | None = 30
    made_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        identity(self.id, *self.entries)
        text("The name of who it is for", self.recipient, 200, least=1)
        text("Your name in it", self.called, 200)
        for part in self.parts:
            member("A part of a summary", part, Part)
        if len(set(self.parts)) != len(self.parts):
            raise Invalid("Each part of a summary can be chosen once; take the second one away.")
        if self.parts and Part.SCHEDULE not in self.parts and _OF_INFUSIONS & set(self.parts):
            raise Invalid("What belongs to an infusion needs its date; choose the schedule, too.")
        if Part.MOODS not in self.parts and (self.entries or Part.FEELINGS in self.parts):
            raise Invalid("Feelings and words belong to a mood number; choose the mood numbers, too.")
        if len(self.entries) > MOST_ENTRIES:
            raise Invalid(
                "A summary can hold the words of {most_entries} entries; choose fewer.",
                most_entries=MOST_ENTRIES,
            )
        if self.days is not None:
            whole("The number of days", self.days, 1, MOST_DAYS)
        aware(self.made_at, "time it was made")
        aware(self.ends_at, "time it ends")
        if self.ends_at <= self.made_at:
            raise Invalid("A summary must end after it is made; choose a later day.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Escort:
    """Who takes the patient home. name, backup: up to 200 characters; phones up to 60, with a digit."""

    name: str = ""
    phone: str = ""
    confirmed_at: datetime | None = None
    backup: str = ""
    backup_phone: str = ""

    def __post_init__(self) -> None:
        text("The name of who takes them home", self.name, 200)
        phone("The phone of who takes them home", self.phone)
        text("The name of who else can take them home", self.backup, 200)
        phone("The phone of who else can take them home", self.backup_phone)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistState:
    """How far a checklist is, without its answers. answered, asked: 0 to 1,000; finished_at: or None."""

    answered: int
    asked: int
    finished_at: datetime | None = None

    def __post_init__(self) -> None:
        whole("The number of answers", self.answered, 0, 1_000)
        whole("The number of questions", self.asked, 0, 1_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedMark:
    """What was noted at one moment of an infusion: a kind of MARK_KINDS, never words."""

    at: datetime
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSession:
    """One infusion as it may be seen; what was not chosen is None or empty.

    number: 1 to 24. starts_at: booked for. began_at, ended_at: when it really was.
    systolic 40 to 300, diastolic 20 to 200 mmHg.
    """

    number: int
    status: Status
    starts_at: datetime | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    escort: Escort | None = None
    checklist: ChecklistState | None = None
    marks: tuple[SharedMark, ...] = ()
    systolic: int | None = None
    diastolic: int | None = None

    def __post_init__(self) -> None:
        whole("The number of the infusion", self.number, 1, MOST_INFUSIONS)
        member("The status", self.status, Status)
        maybe_whole("The upper blood pressure", self.systolic, 40, 300)
        maybe_whole("The lower blood pressure", self.diastolic, 20, 200)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedMood:
    """One entry as it may be seen. mood: 0 to 10. feelings: labels' ids or own words. words: if chosen."""

    at: datetime
    mood: int
    feelings: tuple[str, ...] = ()
    words: str = ""

    def __post_init__(self) -> None:
        aware(self.at, "time of the entry")
        whole("The mood", self.mood, 0, 10)
        text("The words", self.words, 20_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedTotal:
    """The total of one check-in; no answer of it. questionnaire: its id. value: as score.score gives it."""

    questionnaire: str
    taken_at: datetime
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """All that a caregiver sees of one person.

    id: of the Share it was made of, the same each time it is made again. called: the patient's name in it.
    made_at, ends_at: aware; ends_at None while nothing says when it ends (read at a clinic).
    parts: what was chosen: an empty list of a part that was chosen means that there is none yet.
    first, last: the local days it tells of. planned: infusions, 1 to 24, or None without a course.
    clinic, clinic_phone: the clinic's, so that Help can call it; person_phone: none is ever guessed.
    sessions by number; moods and totals oldest first.
    """

    id: UUID
    called: str = ""
    made_at: datetime
    ends_at: datetime | None = None
    parts: tuple[Part, ...] = ()
    first: date
    last: date
    planned: int | None = None
    clinic: str = ""
    clinic_phone: str = ""
    emergency_number: str = ""
    country: str = ""
    sessions: tuple[SharedSession, ...] = ()
    moods: tuple[SharedMood, ...] = ()
    totals: tuple[SharedTotal, ...] = ()

    def __post_init__(self) -> None:
        identity(self.id)
        text("The name of the person", self.called, 200)
        aware(self.made_at, "time it was made")
        if self.first > self.last:
            raise Invalid("A summary cannot end before it begins; check its days.")
        maybe_whole("The number of infusions", self.planned, 1, MOST_INFUSIONS)
        text("The name of the clinic", self.clinic, 200)
        phone("The phone of the clinic", self.clinic_phone)
        phone("The emergency number", self.emergency_number)

    def ended(self, now: datetime) -> bool:
        """Whether it has ended, so that nothing of it may be shown. now: aware."""
        return self.ends_at is not None and now >= self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One person that a caregiver follows, with the last summary of them.

    id: of the summary. name: how the caregiver calls them, 1 to 200 characters. origin: where it is from.
    content: the summary as the FHIR Bundle it came as, up to 5,000,000 characters. received_at: aware.
    made_at, ends_at: of the summary. server, patient_id: at which clinic, up to 500 and 64; "" for a file.
    Raises Invalid for anything else.
    """

    id: UUID
    name: str
    origin: Origin
    content: str
    received_at: datetime
    made_at: datetime
    ends_at: datetime | None = None
    server: str = ""
    patient_id: str = ""

    def __post_init__(self) -> None:
        identity(self.id)
        text("The name of the person", self.name, 200, least=1)
        member("Where it is from", self.origin, Origin)
        text("The summary", self.content, 5_000_000)
        aware(self.received_at, "time it was received")
        aware(self.made_at, "time it was made")
        text("The address of the clinic", self.server, 500)
        text("The record at the clinic", self.patient_id, 64)
