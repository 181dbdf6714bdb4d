"""A checklist that is filled: saved after each tap, kept once finished, corrected by a new version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from app.care.checklist_items import CLEARANCE, CONDITIONS, AskedOf, Choice, Item, Part, item, items
from app.care.checks import identity, maybe_aware, member
from app.care.invalid import Invalid, text, whole
from app.care.moment import aware, local_day
from app.care.profile import ClinicProfile
from app.care.sentence import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer. item: the id of the question. note: up to 2,000 characters. Raises Invalid otherwise."""

    item: str
    value: Choice
    note: str = ""
    at: datetime

    def __post_init__(self) -> None:
        text("The question", self.item, 80, least=1)
        member("The answer", self.value, Choice)
        text("The note", self.note, 2_000)
        aware(self.at, "time of the answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One checklist as far as it is answered; once finished it never changes.

    session_id: given for the day-of part, None for the screening. version: 1, or one above what it replaces.
    answers: one a question. Raises Invalid for anything else.
    """

    id: UUID
    part: Part
    course_id: UUID
    session_id: UUID | None = None
    version: int = 1
    replaces: UUID | None = None
    started_at: datetime
    finished_at: datetime | None = None
    answers: tuple[Answer, ...] = ()

    def __post_init__(self) -> None:
        identity(self.id, self.course_id, self.session_id, self.replaces)
        member("The part of the checklist", self.part, Part)
        whole("The version of the checklist", self.version, 1, 1_000_000)
        aware(self.started_at, "time the checklist was started")
        maybe_aware("time the checklist was finished", self.finished_at)
        if (self.session_id is None) is not (self.part is Part.SCREENING):
            raise Invalid("The day-of list belongs to one infusion, and the screening to the whole course.")
        if (self.replaces is None) is not (self.version == 1):
            raise Invalid("A list from version 2 on must name the one it replaces; the first replaces none.")
        asked = [given.item for given in self.answers]
        if len(asked) != len(set(asked)):
            raise Invalid("A checklist can have one answer to a question; keep one of the two.")

    @property
    def is_finished(self) -> bool:
        """Whether it is finished, so that only a new version can change it."""
        return self.finished_at is not None

    def given(self, item: str) -> Answer | None:
        """The answer to a question, or None while there is none."""
        return next((answer for answer in self.answers if answer.item == item), None)

    def choice(self, item: str) -> Choice | None:
        """What was chosen for a question, or None while nothing is."""
        given = self.given(item)
        return given.value if given else None


def asked(part: Part, filled: Filled | None = None) -> tuple[Item, ...]:
    """The questions to show now: clearance only once a condition is answered with yes or not sure."""
    wanted = filled is not None and any(
        filled.choice(condition) in (Choice.YES, Choice.NOT_SURE) for condition in CONDITIONS
    )
    return tuple(one for one in items(part) if wanted or one.id != CLEARANCE)


def silent(filled: Filled | None, profile: ClinicProfile) -> tuple[Item, ...]:
    """The day-of questions nobody has settled: not answered, and the clinic has said nothing about them."""
    return tuple(
        one
        for one in asked(Part.DAY_OF)
        if one.asked_of is AskedOf.CLINIC
        and not profile.says(one.id)
        and (filled is None or filled.choice(one.id) is None)
    )


def unanswered(part: Part, filled: Filled | None, profile: ClinicProfile) -> tuple[Item, ...]:
    """The questions that still wait for an answer.

    One that the clinic sets waits only once the clinic has said something about it; until then it
    reads "ask your clinic" (see silent).
    """
    settled_by_none = silent(filled, profile)
    return tuple(
        one
        for one in asked(part, filled)
        if one not in settled_by_none and (filled is None or filled.choice(one.id) is None)
    )


def early(filled: Filled | None, day: date | None) -> tuple[Answer, ...]:
    """The answers of a day-of list that were given before its day, so that they may not hold any more.

    day: the local day of the infusion; None while it has no date, and then no answer is early.
    """
    if filled is None or day is None or filled.part is not Part.DAY_OF:
        return ()
    return tuple(given for given in filled.answers if local_day(given.at) < day)


def to_repeat(filled: Filled | None, day: date | None, today: date) -> tuple[Answer, ...]:
    """The early answers once the day has come: they are to be given again.

    day: the local day of the infusion while it is still to come, else None. today: the local day now.
    """
    return early(filled, day) if day is not None and today >= day else ()


def answer(filled: Filled, item_id: str, value: Choice, note: str, at: datetime) -> Filled:
    """The list with an answer, in place of the one to the same question.

    note: up to 2,000 characters. at: when it was given.
    Raises Invalid when the list is finished, or the question is unknown or of the other part.
    """
    if filled.is_finished:
        raise Invalid("This checklist is finished and cannot change; correct it to make a new version.")
    if item(item_id).part is not filled.part:
        raise Invalid(
            "The {part} list has no question {item_id}; answer it in the other list.",
            part=say(filled.part),
            item_id=repr(item_id),
        )
    new = Answer(item=item_id, value=value, note=note, at=at)
    if filled.given(item_id) is None:
        return replace(filled, answers=(*filled.answers, new))
    return replace(filled, answers=tuple(new if old.item == item_id else old for old in filled.answers))


def with_note(filled: Filled, item_id: str, note: str) -> Filled:
    """The list with other words beside an answer; the answer keeps its value and its time.

    note: up to 2,000 characters.
    Raises Invalid when the list is finished, or the question has no answer to put words beside.
    """
    if filled.is_finished:
        raise Invalid("This checklist is finished and cannot change; correct it to make a new version.")
    if filled.given(item_id) is None:
        raise Invalid("A note stands beside an answer; answer the question first.")
    return replace(
        filled,
        answers=tuple(replace(old, note=note) if old.item == item_id else old for old in filled.answers),
    )


def finish(filled: Filled, now: datetime) -> Filled:
    """The list as finished; questions without an answer stay so, and readiness says how many.

    Raises Invalid when it is finished already or has no answer at all.
    """
    if filled.is_finished:
        raise Invalid("This checklist is finished already; correct it to make a new version.")
    if not filled.answers:
        raise Invalid("This checklist has no answer yet; answer a question first.")
    return replace(filled, finished_at=now)


def correct(filled: Filled, now: datetime, *, new_id: Callable[[], UUID] = uuid4) -> Filled:
    """A new version of a finished list, open, with the same answers; the finished one stays as it is.

    Raises Invalid when it is not finished.
    """
    if not filled.is_finished:
        raise Invalid("This checklist is not finished, so its answers can simply be changed.")
    return replace(
        filled,
        id=new_id(),
        version=filled.version + 1,
        replaces=filled.id,
        started_at=now,
        finished_at=None,
    )
