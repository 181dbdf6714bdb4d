"""What both checklist screens say: the name, the place and the state of one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.care.checklist import Answer, Filled, Item, Part, asked, item, to_repeat, unanswered
from app.care.checklist_filled import silent
from app.care.course import OPEN, Session, Status
from app.services import Services
from app.ui.text import moment, t, tn

SCREENING = "screening"
_STATUS = {
    Status.IN_PROGRESS: "In progress",
    Status.COMPLETED: "Done",
    Status.SKIPPED: "Skipped",
    Status.STOPPED_EARLY: "Stopped early",
}


@dataclass(frozen=True)
class Listed:
    """One list as far as it is answered.

    Attributes:
        part: screening or day-of.
        session: whose day-of list it is; None for the screening.
        filled: the newest version, maybe not begun.
        asked: the questions that are asked in it now.
        open: of those, the ones that still wait for an answer.
        silent: of those, the ones that wait for a word of the clinic.
        again: the answers from before the day of the infusion, once that day has come.
    """

    part: Part
    session: Session | None
    filled: Filled
    asked: Sequence[Item]
    open: Sequence[Item]
    silent: Sequence[Item]
    again: Sequence[Answer]

    @property
    def number(self) -> int | None:
        """The session's number, or None for the screening."""
        return self.session.number if self.session else None

    @property
    def path(self) -> str:
        """Its address."""
        return f"/checklist/{self.number or SCREENING}"

    @property
    def answered(self) -> int:
        """How many of the questions asked are answered."""
        old = {given.item for given in self.again}
        return sum(self.filled.given(item.id) is not None and item.id not in old for item in self.asked)

    @property
    def begun(self) -> bool:
        """Whether anything is answered."""
        return bool(self.filled.answers)

    @property
    def over(self) -> bool:
        """Whether its infusion is over, so that nobody waits for an answer."""
        return self.session is not None and self.session.status not in {*OPEN, Status.IN_PROGRESS}

    @property
    def finished(self) -> bool:
        """Whether it is finished."""
        return self.filled.finished_at is not None

    @property
    def title(self) -> str:
        """Its name."""
        return t("Infusion {n}", n=self.number) if self.session else t("Screening")

    @property
    def when(self) -> str:
        """When it is for."""
        if self.session is None:
            return t("Once, before your first infusion")
        if self.session.status not in OPEN:
            return t(_STATUS[self.session.status])
        return moment(self.session.starts_at) if self.session.starts_at else t("No date yet")

    @property
    def state(self) -> str:
        """How far it is."""
        if self.again:
            return again_words(len(self.again))
        if self.filled.finished_at is not None:
            return t("Finished on {moment}", moment=moment(self.filled.finished_at))
        if not self.begun:
            return t("Not answered") if self.over else t("Not begun")
        return self.progress

    @property
    def progress(self) -> str:
        """How many of how many are answered."""
        return t("{n} of {all} answered", n=self.answered, all=len(self.asked))


def again_words(many: int) -> str:
    """That answers from before the day do not count for it.

    Args:
        many: how many there are, from 1.
    """
    return tn(
        "{n} answer is from before the day of the infusion. Answer it again.",
        "{n} answers are from before the day of the infusion. Answer them again.",
        many,
    )


def listed(services: Services, session: Session | None) -> Listed:
    """A list as it stands in the store.

    Args:
        services: of the store that is shown.
        session: whose day-of list; None for the screening.
    """
    part = Part.DAY_OF if session else Part.SCREENING
    filled = services.checklists.current(part, session.number if session else None)
    clinic = services.settings.clinic()
    day = session.day if session and session.is_open else None
    again = to_repeat(filled, day, services.now().date())
    waiting = {*unanswered(part, filled, clinic), *(item(given.item) for given in again)}
    return Listed(
        part=part,
        session=session,
        filled=filled,
        asked=asked(part, filled),
        open=[one for one in asked(part, filled) if one in waiting],
        silent=silent(filled, clinic) if session else (),
        again=again,
    )
