"""The checklists: the screening once a course, the day-of part for each session."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from app.care import checklist as rules
from app.care.checklist import Choice, Filled, Part
from app.care.course import Course, Session
from app.care.invalid import Invalid
from app.care.profile import ClinicProfile, with_rule
from app.services.clock import Clock
from app.services.courses import CourseService
from app.services.done import Change, Done, changing
from app.services.settings import SettingsService
from app.services.store import Store

if TYPE_CHECKING:
    from app.care.readiness import Readiness

# What an unsaved list belongs to while there is no course; saving it makes one without dates.
_NO_COURSE = UUID(int=0)


class ChecklistService:
    """Everything that is done with the checklists. Each answer is saved at once."""

    def __init__(self, store: Store, clock: Clock, courses: CourseService, settings: SettingsService) -> None:
        self._store = store
        self._clock = clock
        self._courses = courses
        self._settings = settings

    def current(self, part: Part, number: int | None = None) -> Filled:
        """The newest version of a list; where there is none yet a new one, which is not saved.

        Args:
            part: screening or day-of.
            number: of the session, for the day-of part.

        Raises:
            Invalid: there is no such session.
        """
        course, session = self._place(part, number)
        return self._newest(part, course, session) or Filled(
            id=uuid4(),
            part=part,
            course_id=course.id if course else _NO_COURSE,
            session_id=session.id if session else None,
            started_at=self._clock.now(),
        )

    def saved(self, part: Part, number: int | None = None) -> Filled | None:
        """The newest version of a list, or None where nothing is answered yet."""
        course, session = self._place(part, number)
        return self._newest(part, course, session)

    def versions(self, part: Part, number: int | None = None) -> list[Filled]:
        """Every version of a list, oldest first."""
        course, session = self._place(part, number)
        return self._versions(part, course, session)

    def answer(
        self, part: Part, number: int | None, item: str, value: Choice, note: str | None = None
    ) -> Done[Filled]:
        """Save one answer.

        Args:
            part: screening or day-of.
            number: of the session, for the day-of part; else None.
            item: the question's id.
            value: the answer.
            note: a few words to it; None keeps those there are.

        Raises:
            Invalid: the list is finished (correct it instead), or there is no such question or session.
        """
        with changing(self._store.db) as change:
            filled = self._saved_or_new(change, part, number)
            if note is None:
                given = filled.given(item)
                note = given.note if given is not None else ""
            answered = rules.answer(filled, item, value, note, self._clock.now())
            return change.done(change.put(self._store.checklists, answered))

    def note(self, part: Part, number: int | None, item: str, words: str) -> Done[Filled]:
        """Save the words beside an answer, which keeps its time: they do not answer the question again.

        Args:
            part: screening or day-of.
            number: of the session, for the day-of part; else None.
            item: the question's id.
            words: the note; an empty text takes it away.

        Raises:
            Invalid: the list is finished, or the question is not answered.
        """
        with changing(self._store.db) as change:
            noted = rules.with_note(self.current(part, number), item, words)
            return change.done(change.put(self._store.checklists, noted))

    def finish(self, part: Part, number: int | None = None) -> Done[Filled]:
        """Finish a list; from then on it does not change, and a correction is a new version.

        Raises:
            Invalid: something is not answered yet, or it is finished.
        """
        with changing(self._store.db) as change:
            filled = self._saved_or_new(change, part, number)
            finished = rules.finish(filled, self._clock.now())
            return change.done(change.put(self._store.checklists, finished))

    def correct(self, part: Part, number: int | None = None) -> Done[Filled]:
        """Begin a new version of a finished list, with its answers.

        Raises:
            Invalid: it is not finished, so that it can simply be changed.
        """
        with changing(self._store.db) as change:
            newer = rules.correct(self.current(part, number), self._clock.now())
            return change.done(change.add(self._store.checklists, newer), "A new version is open")

    def readiness(self, number: int | None = None) -> Readiness:
        """What the answers for a session amount to, with the reasons; never a clearance.

        Args:
            number: of the session; only the screening counts where it is left out.
        """
        screening, clinic = self.saved(Part.SCREENING), self._settings.clinic()
        if number is None:
            return rules.screening_readiness(screening, clinic)
        course, session = self._place(Part.DAY_OF, number)
        day_of = self._newest(Part.DAY_OF, course, session)
        day = session.day if session is not None and session.is_open else None
        return rules.readiness(screening, day_of, clinic, day)

    def set_rule(self, item: str, says: str) -> Done[ClinicProfile]:
        """Note what the clinic has said about one thing; an empty text takes it back.

        Raises:
            Invalid: the text is too long.
        """
        with changing(self._store.db) as change:
            return change.done(change.put(self._store.clinic, with_rule(self._settings.clinic(), item, says)))

    def _saved_or_new(self, change: Change, part: Part, number: int | None) -> Filled:
        """The list to write to, on a course: one without dates is made where there is none."""
        filled = self.current(part, number)
        if filled.course_id == _NO_COURSE:
            filled = replace(filled, course_id=self._courses.add_without_dates(change).id)
        return filled

    def _place(self, part: Part, number: int | None) -> tuple[Course | None, Session | None]:
        view = self._courses.current()
        if part is Part.SCREENING:
            return (view.course if view else None), None
        session = view.session(number) if view and number is not None else None
        if view is None or session is None:
            raise Invalid("There is no such infusion in this course.")
        return view.course, session

    def _newest(self, part: Part, course: Course | None, session: Session | None) -> Filled | None:
        versions = self._versions(part, course, session)
        return versions[-1] if versions else None

    def _versions(self, part: Part, course: Course | None, session: Session | None) -> list[Filled]:
        if course is None:
            return []
        return self._store.checklists.where(
            "part = ? AND course_id = ? AND session_id IS ?",
            (part, course.id, session.id if session else None),
            order_by="version, started_at, id",
        )
