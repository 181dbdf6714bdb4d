"""The course and its sessions: dates, statuses, marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from app import config
from app.care import course as rules
from app.care.course import USUAL_INFUSIONS, Course, Mark, Session, Status
from app.care.invalid import Invalid
from app.services.clock import Clock
from app.services.done import Change, Done, changing
from app.services.store import Store

if TYPE_CHECKING:
    from app.care.sentence import Sentence

# What the patient tells of a session beside its steps.
_TOLD = ("notes", "reason", "systolic", "diastolic", "escort", "escort_phone")
_TEN = time(10)
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


class CourseService:
    """Everything that is done with the course."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def current(self) -> CourseView | None:
        """The newest course, also when it is over; None before there is one."""
        course = self._course()
        if course is None:
            return None
        sessions = self._sessions(course)
        return CourseView(
            course=course,
            sessions=sessions,
            marks=self._mark_counts(course),
            upcoming=rules.next_session(sessions, self._clock.now()),
        )

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
            self._keep(change, course, [_fixed(at) for at in dates or ()])
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
        known = {session.number: session for session in self._sessions(course)}
        sessions = rules.new_sessions(course, dates)
        rules.refuse_two_on_a_day(sessions)
        change.put(self._store.courses, course)
        for new in sessions:
            old = known.pop(new.number, None)
            change.put(self._store.sessions, replace(old, starts_at=new.starts_at) if old else new)
        for session in known.values():
            change.remove(self._store.sessions, session.id)

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
        course, _ = self._known(number)
        if course.ended_at is not None:
            raise Invalid("This course was stopped; go on with it first, then begin the session.")
        rules.refuse_while_running([s for s in self._sessions(course) if s.number != number])
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

    def stop_course(self, reason: str = "") -> Done[Course]:
        """End the whole course; what is there stays.

        Raises:
            Invalid: there is no course, it has ended, or a session is in progress.
        """
        course = self._known_course()
        rules.refuse_while_running(self._sessions(course))
        ended = rules.end_course(course, self._clock.now(), reason)
        with changing(self._store.db) as change:
            return change.done(change.change(self._store.courses, ended), "The course is stopped")

    def resume_course(self) -> Done[Course]:
        """Go on with a course that was stopped.

        Raises:
            Invalid: there is no course, or it was not stopped.
        """
        course = rules.resume_course(self._known_course())
        with changing(self._store.db) as change:
            return change.done(change.change(self._store.courses, course), "The course goes on")

    def set_planned(self, planned: int) -> Done[Course]:
        """Change how many sessions the clinic plans; those at the end go or come, also boosters.

        Args:
            planned: 1 to 24.

        Raises:
            Invalid: a session that would go has taken place.
        """
        with changing(self._store.db) as change:
            before = self._sessions(self._known_course())
            course, after = rules.set_planned(self._known_course(), before, planned)
            kept = {session.id for session in after}
            known = {session.id for session in before}
            for session in before:
                if session.id not in kept:
                    change.remove(self._store.sessions, session.id)
            for session in after:
                if session.id not in known:
                    change.add(self._store.sessions, session)
            return change.done(change.change(self._store.courses, course))

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
        _, session = self._known(number)
        noted = Mark(id=uuid4(), session_id=session.id, at=when, kind=kind, words=words)
        with changing(self._store.db) as change:
            return change.done(change.add(self._store.marks, noted))

    def marks(self, number: int) -> list[Mark]:
        """The marks of a session, oldest first; none where there is no such session."""
        course = self._course()
        session = self._session(course, number) if course else None
        if session is None:
            return []
        return self._store.marks.where("session_id = ?", (str(session.id),), order_by="at, id")

    def remove_mark(self, mark_id: UUID) -> Done[None]:
        """Delete a mark."""
        with changing(self._store.db) as change:
            change.remove(self._store.marks, mark_id)
            return change.done(None, "Mark deleted")

    def warnings(self) -> tuple[Sentence, ...]:
        """What to look at in the dates; nothing of it is forbidden."""
        course = self._course()
        return rules.problems(self._sessions(course), self._clock.now()).warnings if course else ()

    def infusion_days(self, start: date, end: date) -> dict[date, int]:
        """The number of the session on each day with an infusion, for charts.

        Args:
            start: the first day.
            end: the last day, included.
        """
        course = self._course()
        held = rules.held_days(self._sessions(course)) if course else {}
        return {day: number for day, number in held.items() if start <= day <= end}

    def _step(
        self, number: int, step: Callable[[Session], Session], *, all_dates: bool = False
    ) -> Done[Session]:
        """Do one step of a session, unless two would then be on one day.

        all_dates: look at booked dates too; else only at what took place, because a plan for later must
        not keep anyone from noting what happens now.
        """
        with changing(self._store.db) as change:
            course, before = self._known(number)
            after = step(before)
            if after.day != before.day or after.status != before.status:
                others = [s for s in self._sessions(course) if s.id != after.id]
                rules.refuse_two_on_a_day([after, *(s for s in others if all_dates or s.was_held)])
            return change.done(change.change(self._store.sessions, after))

    def _known_course(self) -> Course:
        course = self._course()
        if course is None:
            raise Invalid("There is no course yet; enter the first date, or that it is not booked yet.")
        return course

    def _known(self, number: int) -> tuple[Course, Session]:
        course = self._known_course()
        session = self._session(course, number)
        if session is None:
            raise Invalid(f"There is no infusion {number} in this course.")
        return course, session

    def _session(self, course: Course, number: int) -> Session | None:
        found = self._store.sessions.where("course_id = ? AND number = ?", (course.id, number), limit=1)
        return found[0] if found else None

    def _sessions(self, course: Course) -> tuple[Session, ...]:
        return tuple(self._store.sessions.where("course_id = ?", (course.id,), order_by="number"))

    def _mark_counts(self, course: Course) -> dict[int, int]:
        return dict(self._store.db.rows(_MARK_COUNTS, (str(course.id),)))

    def _waiting(self) -> Course | None:
        """The course that waits for its dates, or None where a new one is to begin."""
        course = self._course()
        if course is None or course.ended_at is not None:
            return None
        sessions = self._sessions(course)
        if all(s.status is Status.PLANNED and s.starts_at is None for s in sessions):
            return course
        if any(s.is_open or s.status is Status.IN_PROGRESS for s in sessions):
            raise Invalid("A course is running already; change its dates, or stop it before another begins.")
        return None

    def _course(self) -> Course | None:
        newest = self._store.courses.where("1", order_by="made_at DESC, id", limit=1)
        return newest[0] if newest else None


def _fixed(at: datetime | None) -> datetime | None:
    return None if at is None else config.fixed(at)
