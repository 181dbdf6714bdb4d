"""The course as a whole: it begins, its number of sessions changes, it stops or goes on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from uuid import uuid4

from app import config
from app.care import course as rules
from app.care.course import USUAL_INFUSIONS, Course, Status
from app.care.invalid import Invalid
from app.care.sentence import Sentence
from app.services.course_view import CourseView
from app.services.done import Change, Done, changing
from app.services.sessions import SessionSteps

__all__ = ["CourseService", "CourseView"]

_TEN = time(10)


class CourseService(SessionSteps):
    """Everything that is done with the course and its sessions."""

    def propose(
        self,
        first_day: date,
        usual_time: time,
        weekdays: Iterable[int] = (),
        planned: int = USUAL_INFUSIONS,
    ) -> tuple[datetime, ...]:
        """Dates to suggest, evenly on the patient's weekdays, each at the usual time here.

        Args:
            first_day: of the first infusion.
            usual_time: by the clock on the wall.
            weekdays: 0 Monday to 6 Sunday; where there are none, twice a week.
            planned: 1 to 24 sessions.
        """
        proposed = rules.propose(first_day, usual_time, tuple(weekdays), planned, self._clock.zone)
        return tuple(config.fixed(at) for at in proposed)

    def start(
        self,
        first_day: date | None = None,
        usual_time: time | None = None,
        weekdays: Iterable[int] = (),
        planned: int = USUAL_INFUSIONS,
        dates: Sequence[datetime | None] | None = None,
    ) -> Done[Course]:
        """Begin a course; one that waits for its dates gets them.

        Args:
            first_day: of the first infusion; None when it is not booked yet.
            usual_time: by the clock on the wall; 10:00 where it is left out.
            weekdays: 0 Monday to 6 Sunday.
            planned: 1 to 24 sessions.
            dates: of the sessions in order; proposed from the others where it is left out.

        Raises:
            Invalid: a course is running already, or a value or two dates on one day cannot be accepted.
        """
        days = tuple(sorted(set(weekdays)))
        if dates is None and first_day is not None:
            dates = self.propose(first_day, usual_time or _TEN, days, planned)
        with changing(self._store.db) as change:
            waiting = self._waiting()
            course = Course(
                id=waiting.id if waiting else uuid4(),
                planned=planned,
                first_day=first_day,
                usual_time=usual_time,
                weekdays=days,
                made_at=waiting.made_at if waiting else self._clock.now(),
            )
            self._keep(change, course, [at and config.fixed(at) for at in dates or ()])
            return change.done(course)

    def add_without_dates(self, change: Change) -> Course:
        """Begin a course that is not booked yet, inside another change.

        Args:
            change: what the course becomes a part of.
        """
        course = Course(id=uuid4(), made_at=self._clock.now())
        self._keep(change, course, ())
        return course

    def _keep(self, change: Change, course: Course, dates: Sequence[datetime | None]) -> None:
        """Write a course whose sessions have no dates yet, and give them theirs."""
        known = {session.number: session for session in self.sessions(course)}
        sessions = rules.new_sessions(course, dates)
        rules.refuse_two_on_a_day(sessions)
        change.put(self._store.courses, course)
        for new in sessions:
            old = known.pop(new.number, None)
            change.put(self._store.sessions, replace(old, starts_at=new.starts_at) if old else new)
        for session in known.values():
            change.remove(self._store.sessions, session.id)

    def stop_course(self, reason: str = "") -> Done[Course]:
        """End the whole course; what is there stays.

        Raises:
            Invalid: there is no course, it has ended, or a session is in progress.
        """
        with changing(self._store.db) as change:
            course = self.known_course()
            rules.refuse_while_running(self.sessions(course))
            ended = rules.end_course(course, self._clock.now(), reason)
            return change.done(change.change(self._store.courses, ended), "The course is stopped")

    def resume_course(self) -> Done[Course]:
        """Go on with a course that was stopped.

        Raises:
            Invalid: there is no course, or it was not stopped.
        """
        with changing(self._store.db) as change:
            course = rules.resume_course(self.known_course())
            return change.done(change.change(self._store.courses, course), "The course goes on")

    def set_planned(self, planned: int) -> Done[Course]:
        """Change how many sessions the clinic plans; those at the end go or come, also boosters.

        Args:
            planned: 1 to 24.

        Raises:
            Invalid: a session that would go has taken place.
        """
        with changing(self._store.db) as change:
            before = self.sessions(self.known_course())
            course, after = rules.set_planned(self.known_course(), before, planned)
            kept = {session.id for session in after}
            known = {session.id for session in before}
            for session in before:
                if session.id not in kept:
                    change.remove(self._store.sessions, session.id)
            for session in after:
                if session.id not in known:
                    change.add(self._store.sessions, session)
            return change.done(change.change(self._store.courses, course))

    def warnings(self) -> tuple[Sentence, ...]:
        """What to look at in the dates; nothing of it is forbidden."""
        course = self.newest()
        return rules.problems(self.sessions(course), self._clock.now()).warnings if course else ()

    def infusion_days(self, start: date, end: date) -> dict[date, int]:
        """The number of the session on each day with an infusion, for charts.

        Args:
            start: the first day.
            end: the last day, included.
        """
        course = self.newest()
        held = rules.held_days(self.sessions(course)) if course else {}
        return {day: number for day, number in held.items() if start <= day <= end}

    def _waiting(self) -> Course | None:
        """The course that waits for its dates, or None where a new one is to begin."""
        course = self.newest()
        if course is None or course.ended_at is not None:
            return None
        sessions = self.sessions(course)
        if all(s.status is Status.PLANNED and s.starts_at is None for s in sessions):
            return course
        if any(s.is_open or s.status is Status.IN_PROGRESS for s in sessions):
            raise Invalid("A course is running already; change its dates, or stop it before another begins.")
        return None
