"""The steps of one session, what the patient tells of it, and the marks made during it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from app import config
from app.care import course as rules
from app.care.course import Mark, Session
from app.care.invalid import Invalid
from app.services.course_view import CourseReader
from app.services.done import Done, changing

# What the patient tells of a session beside its steps.
_TOLD = (
    "notes", "reason", "systolic", "diastolic", "escort", "escort_phone", "escort_confirmed_at",
    "backup_escort", "backup_escort_phone",
)  # fmt: skip


class SessionSteps(CourseReader):
    """Everything that is done with one session of the newest course."""

    def set_date(self, number: int, at: datetime | None) -> Done[Session]:
        """Enter or correct the date of a session; None when it has none any more.

        Raises:
            Invalid: there is no such session, it is not open, or another one is on that day.
        """
        return self._step(number, lambda s: rules.set_date(s, _fixed(at)), all_dates=True)

    def move(self, number: int, at: datetime) -> Done[Session]:
        """Move a session to another time; the time before is remembered.

        Raises:
            Invalid: there is no such session, it is not open, or another one is on that day.
        """
        return self._step(number, lambda s: rules.move(s, config.fixed(at)), all_dates=True)

    def skip(self, number: int, reason: str = "") -> Done[Session]:
        """Leave a session out.

        Raises:
            Invalid: there is no such session, or it is not open.
        """
        return self._step(number, lambda s: rules.skip(s, reason))

    def put_back(self, number: int) -> Done[Session]:
        """Take back what became of a session: it is to come again, at the time before.

        Raises:
            Invalid: there is no such session, nothing to take back, or another one is on that day now.
        """
        return self._step(number, rules.put_back, all_dates=True)

    def begin(self, number: int, at: datetime | None = None) -> Done[Session]:
        """A session begins.

        Args:
            number: of the session.
            at: when; now where it is left out.

        Raises:
            Invalid: there is no such session, it is not open, another one is in progress, or one took
                place that day.
        """
        when = self._clock.past(at, "The start")
        with self._store.db.transaction():
            course, _ = self.known(number)
            if course.ended_at is not None:
                raise Invalid("This course was stopped; go on with it first, then begin the infusion.")
            rules.refuse_while_running([s for s in self.sessions(course) if s.number != number])
            return self._step(number, lambda s: rules.begin(s, when))

    def complete(self, number: int, at: datetime | None = None) -> Done[Session]:
        """A session is over as planned; also one whose time has gone by and that nobody noted.

        Args:
            number: of the session.
            at: when it ended; now where it is left out.

        Raises:
            Invalid: there is no such session, it has not begun, or another one took place that day.
        """
        when = self._clock.past(at, "The end")
        return self._step(number, lambda s: rules.complete(s, when))

    def stop_session(self, number: int, reason: str = "", at: datetime | None = None) -> Done[Session]:
        """A session ends before its time.

        Args:
            number: of the session.
            reason: up to 2,000 characters.
            at: when; now where it is left out.

        Raises:
            Invalid: there is no such session, or it is not in progress.
        """
        when = self._clock.past(at, "The end")
        return self._step(number, lambda s: rules.stop_early(s, when, reason))

    def change_session(self, session: Session) -> Done[Session]:
        """Keep a session's notes, blood pressure and escort as they read now; the steps are not for this.

        Args:
            session: as read, with other notes, reason, blood pressure, escort or escort's phone.

        Raises:
            Invalid: there is no such session.
        """
        told = {name: getattr(session, name) for name in _TOLD}
        return self._step(session.number, lambda s: replace(s, **told))

    def mark(self, number: int, kind: str, words: str = "", at: datetime | None = None) -> Done[Mark]:
        """Note what is felt at a moment of a session.

        Args:
            number: of the session.
            kind: one of care.course's kinds of marks.
            words: the patient's own.
            at: when; now where it is left out.

        Raises:
            Invalid: there is no such session, or the kind is not known.
        """
        when = self._clock.past(at, "A mark")
        _, session = self.known(number)
        noted = Mark(id=uuid4(), session_id=session.id, at=when, kind=kind, words=words)
        with changing(self._store.db) as change:
            return change.done(change.add(self._store.marks, noted))

    def marks(self, number: int) -> list[Mark]:
        """The marks of a session, oldest first; none where there is no such session."""
        course = self.newest()
        session = self.session(course, number) if course else None
        if session is None:
            return []
        return self._store.marks.where("session_id = ?", (str(session.id),), order_by="at, id")

    def remove_mark(self, mark_id: UUID) -> Done[None]:
        """Delete a mark."""
        with changing(self._store.db) as change:
            change.remove(self._store.marks, mark_id)
            return change.done(None, "Moment removed")

    def _step(
        self, number: int, step: Callable[[Session], Session], *, all_dates: bool = False
    ) -> Done[Session]:
        """Do one step of a session, unless two would then be on one day.

        all_dates: look at booked dates too; else only at what took place, because a plan for later must
        not keep anyone from noting what happens now.
        """
        with changing(self._store.db) as change:
            course, before = self.known(number)
            after = step(before)
            if after.day != before.day or after.status != before.status:
                others = (s for s in self.sessions(course) if s.id != after.id and s.day == after.day)
                rules.refuse_two_on_a_day([after, *(s for s in others if all_dates or s.was_held)])
            return change.done(change.change(self._store.sessions, after))


def _fixed(at: datetime | None) -> datetime | None:
    return None if at is None else config.fixed(at)
