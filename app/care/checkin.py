"""A check-in: one questionnaire as far as it is answered; once finished, only a new version corrects it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from app.care.checks import identity, maybe_aware
from app.care.invalid import Invalid, text, whole
from app.care.moment import aware, local_day
from app.care.questionnaire import Item, Questionnaire
from app.care.questionnaires import questionnaire
from app.care.sentence import say

# A clock that is a little ahead of another one has not seen the future.
_SLACK: Final = timedelta(minutes=1)
# What was answered longer ago is not gone on with: the two weeks it told of are other ones by now.
RESUME_WITHIN: Final = timedelta(days=3)
# What is said with the ways to reach someone, when an answer asks for it (needs_help): no level, no verdict.
_TALK: Final = say("You can talk to someone now. You do not have to be sure that it is bad enough.")
HELP_WORDS: Final = (_TALK, say("This app tells no one: nobody sees your answers unless you show them."))
# Where check-ins are sent to a clinic: it must never be taken for someone who listens.
SENT_HELP_WORDS: Final = (
    _TALK,
    say("Your answers go to your clinic's computer, where nobody may read them soon: call to be heard."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer. item: the id of the question. value: from 0. Raises Invalid otherwise."""

    item: str
    value: int
    at: datetime

    def __post_init__(self) -> None:
        text("The question", self.item, 40, least=1)
        whole("An answer", self.value, 0, 10)
        aware(self.at, "time of the answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """One check-in.

    questionnaire: the id of a registered one. course_id: of the course that was running, or None.
    version: 1, or one above what it replaces.
    taken_at: when its first version was begun, which a correction keeps: charts and dates go by it.
    begun_at: when this version was begun. finished_at: when it was finished; from then on it never changes.
    answers: one a question, each one that the question has.
    Raises Invalid for anything else, and for an end before the beginning.
    """

    id: UUID
    questionnaire: str
    course_id: UUID | None = None
    version: int = 1
    replaces: UUID | None = None
    taken_at: datetime
    begun_at: datetime
    finished_at: datetime | None = None
    answers: tuple[Given, ...] = ()

    def __post_init__(self) -> None:
        identity(self.id, self.course_id, self.replaces)
        whole("The version of the check-in", self.version, 1, 1_000_000)
        aware(self.taken_at, "time of the check-in")
        aware(self.begun_at, "time the check-in was begun")
        maybe_aware("time the check-in was finished", self.finished_at)
        if (self.replaces is None) is not (self.version == 1):
            raise Invalid("A check-in from version 2 on must name the one it replaces; the first, none.")
        if self.begun_at < self.taken_at or (self.finished_at and self.finished_at < self.begun_at):
            raise Invalid("A check-in cannot end before it begins; check the clock of this device.")
        asked = self.asked
        for given in self.answers:
            asked.value(given.item, given.value)
        if len({given.item for given in self.answers}) != len(self.answers):
            raise Invalid("A check-in can have one answer to a question; keep one of the two.")

    @property
    def asked(self) -> Questionnaire:
        """The questionnaire."""
        return questionnaire(self.questionnaire)

    @property
    def day(self) -> date:
        """The local day it counts for."""
        return local_day(self.taken_at)

    @property
    def is_finished(self) -> bool:
        """Whether it is finished, so that only a new version can change it."""
        return self.finished_at is not None

    @property
    def answered(self) -> int:
        """How many of the questions that count are answered."""
        return sum(self.value(item.id) is not None for item in self.asked.scored)

    def value(self, item_id: str) -> int | None:
        """The answer to a question, or None while there is none."""
        return next((given.value for given in self.answers if given.item == item_id), None)

    @property
    def next_item(self) -> Item | None:
        """The first question without an answer, where a resumed check-in goes on; None when all have one."""
        return next((item for item in self.asked.items if self.value(item.id) is None), None)


def new(
    asked: Questionnaire, course_id: UUID | None, now: datetime, *, new_id: Callable[[], UUID] = uuid4
) -> CheckIn:
    """A check-in without an answer yet. course_id: of the course that is running, or None."""
    return CheckIn(id=new_id(), questionnaire=asked.id, course_id=course_id, taken_at=now, begun_at=now)


def answer(checkin: CheckIn, item_id: str, value: int, now: datetime) -> CheckIn:
    """The check-in with an answer, in place of the one to the same question.

    Raises Invalid when it is finished, was begun in the future, or has no such question or answer.
    """
    _refuse_finished(checkin)
    given = Given(item=item_id, value=checkin.asked.value(item_id, value), at=_now(checkin, now))
    rest = tuple(old for old in checkin.answers if old.item != item_id)
    order = [item.id for item in checkin.asked.items]
    return replace(checkin, answers=tuple(sorted((*rest, given), key=lambda one: order.index(one.item))))


def unanswer(checkin: CheckIn, item_id: str) -> CheckIn:
    """The check-in without the answer to a question. Raises Invalid when it is finished."""
    _refuse_finished(checkin)
    return replace(checkin, answers=tuple(old for old in checkin.answers if old.item != item_id))


def finish(checkin: CheckIn, now: datetime) -> CheckIn:
    """The check-in as finished; questions without an answer stay so, and then there is no total.

    Raises Invalid when it is finished already, was begun in the future, or has no answer that counts.
    """
    _refuse_finished(checkin)
    if not checkin.answered:
        raise Invalid("This check-in has no answer yet; answer a question first.")
    return replace(checkin, finished_at=_now(checkin, now))


def correct(checkin: CheckIn, now: datetime, *, new_id: Callable[[], UUID] = uuid4) -> CheckIn:
    """A new version of a finished check-in, open, with the same answers; the finished one stays as it is.

    Raises Invalid when it is not finished, or was begun in the future.
    """
    if checkin.finished_at is None:
        raise Invalid("This check-in is not finished, so its answers can simply be changed.")
    return replace(
        checkin,
        id=new_id(),
        version=checkin.version + 1,
        replaces=checkin.id,
        # Never before what it corrects, whatever a clock that was set back says.
        begun_at=max(_now(checkin, now), checkin.finished_at),
        finished_at=None,
    )


def needs_help(checkin: CheckIn, *, past: bool = False) -> bool:
    """Whether help is to be offered at once, before anything else: no level of danger, and no verdict.

    So it is for any answer above 0 to a question such as PHQ-9's ninth, and for none once the person has
    gone past it or finished.
    past: the form has left the question behind; a later answer says so by itself.
    """
    answered = [checkin.value(item.id) is not None for item in checkin.asked.items]
    for place, item in enumerate(checkin.asked.items):
        if not item.help:
            continue
        value = checkin.value(item.id)
        if value or (value is None and (past or checkin.is_finished or any(answered[place + 1 :]))):
            return True
    return False


def resumable(checkin: CheckIn, now: datetime) -> bool:
    """Whether it is open and young enough to go on with it."""
    return not checkin.is_finished and checkin.begun_at - _SLACK <= now < checkin.begun_at + RESUME_WITHIN


def latest(checkins: Iterable[CheckIn]) -> tuple[CheckIn, ...]:
    """Those that are finished, in their newest finished versions, oldest first.

    Of two corrections of one, as two devices can make them, the one that was finished last counts.
    """
    known = list(checkins)
    chains = {one.id: one for one in known}
    newest: dict[UUID, CheckIn] = {}
    for one in sorted(known, key=lambda one: (one.finished_at or one.begun_at, one.version, one.id)):
        if one.is_finished:
            newest[_root(one, chains)] = one
    return tuple(sorted(newest.values(), key=lambda one: (one.taken_at, one.id)))


def _root(one: CheckIn, known: Mapping[UUID, CheckIn]) -> UUID:
    """The first of a check-in's versions, or the one that is missing."""
    before = known.get(one.replaces) if one.replaces else None
    if before is None or before.version >= one.version:
        return one.replaces or one.id
    return _root(before, known)


def _refuse_finished(checkin: CheckIn) -> None:
    if checkin.is_finished:
        raise Invalid("This check-in is finished and cannot change; correct it to make a new version.")


def _now(checkin: CheckIn, now: datetime) -> datetime:
    """Now, never before the check-in was begun."""
    aware(now)
    if checkin.begun_at > now + _SLACK:
        raise Invalid(
            "This check-in was begun at a time that is still to come; check the clock, or begin it anew."
        )
    return max(now, checkin.begun_at)
