"""Reading the course: the newest one, its sessions, how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from app.care import course as rules
from app.care.course import Course, Session
from app.care.invalid import Invalid
from app.services.clock import Clock
from app.services.store import Store

_MARK_COUNTS = """
    SELECT session.number, count(*) FROM mark JOIN session ON session.id = mark.session_id
    WHERE session.course_id = ? AND mark.removed_at IS NULL AND session.removed_at IS NULL
    GROUP BY session.number
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseView:
    """A course as a screen shows it.

    Attributes:
        course: the course.
        sessions: all of them, by number.
        marks: how many marks each session has, by its number.
        upcoming: the session that is in progress or comes next, or None.
    """

    course: Course
    sessions: tuple[Session, ...]
    marks: dict[int, int]
    upcoming: Session | None

    def session(self, number: int) -> Session | None:
        """The session of a number, or None where there is none."""
        return next((session for session in self.sessions if session.number == number), None)

    @property
    def done(self) -> int:
        """How many sessions are completed."""
        return rules.done(self.sessions)

    @property
    def ended(self) -> bool:
        """Whether the whole course was stopped."""
        return self.course.ended_at is not None


class CourseReader:
    """Reads the newest course; what changes it is in SessionSteps and CourseService."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def current(self) -> CourseView | None:
        """The newest course, also when it is over; None before there is one."""
        course = self.newest()
        if course is None:
            return None
        sessions = self.sessions(course)
        return CourseView(
            course=course,
            sessions=sessions,
            marks=self._mark_counts(course),
            upcoming=rules.next_session(sessions, self._clock.now()),
        )

    def known_course(self) -> Course:
        """The newest course. Raises Invalid where there is none."""
        course = self.newest()
        if course is None:
            raise Invalid("There is no course yet; enter the first date, or that it is not booked yet.")
        return course

    def known(self, number: int) -> tuple[Course, Session]:
        """The newest course and one of its sessions. Raises Invalid where there is no such session."""
        course = self.known_course()
        session = self.session(course, number)
        if session is None:
            raise Invalid("There is no infusion {number} in this course.", number=number)
        return course, session

    def session(self, course: Course, number: int) -> Session | None:
        """One session of a course, or None where there is none of that number."""
        found = self._store.sessions.where("course_id = ? AND number = ?", (course.id, number), limit=1)
        return found[0] if found else None

    def sessions(self, course: Course) -> tuple[Session, ...]:
        """The sessions of a course, by number."""
        return tuple(self._store.sessions.where("course_id = ?", (course.id,), order_by="number"))

    def _mark_counts(self, course: Course) -> dict[int, int]:
        return dict(self._store.db.rows(_MARK_COUNTS, (str(course.id),)))

    def newest(self) -> Course | None:
        """The newest course, also when it is over; None before there is one."""
        newest = self._store.courses.where("1", order_by="made_at DESC, id", limit=1)
        return newest[0] if newest else None
