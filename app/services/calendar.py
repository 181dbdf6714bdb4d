"""The calendar file: infusions and check-in days with alarms, under titles that tell nobody what they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

from app.care.course import Course, Session, Status
from app.care.invalid import Invalid
from app.care.session_clock import RECOVERY_MINUTES, SESSION_MINUTES
from app.language import ENGLISH, Language
from app.services.checkins import CheckInService
from app.services.clock import Clock
from app.services.courses import CourseService
from app.services.settings import SettingsService
from app.services.store import Store

if TYPE_CHECKING:
    from app.share.to_ics import Event

# What anyone may read who sees the calendar.
NEUTRAL: Final = "Appointment"
NEUTRAL_DAY: Final = "Reminder"
_MINUTES: Final = SESSION_MINUTES + RECOVERY_MINUTES
_EVENING: Final = time(19)
_TWO_HOURS: Final = timedelta(hours=2)
# After the beginning of the day.
_MORNING: Final = timedelta(hours=-10)
_WEEK: Final = 7
# Sessions that were taken away are told, too: a calendar that knows them lets go of them.
_SESSIONS = """
    SELECT session.id, max(session.changed_at, course.changed_at), session.removed_at IS NOT NULL
    FROM session JOIN course ON course.id = session.course_id
    WHERE course.id = ? AND session.starts_at IS NOT NULL ORDER BY session.number, session.id
"""
_CHANGED = """
    SELECT max(changed_at) FROM (
        SELECT changed_at FROM course WHERE id = ?1
        UNION ALL SELECT changed_at FROM session WHERE course_id = ?1
        UNION ALL SELECT changed_at FROM preferences
    )
"""


class CalendarService:
    """Turns the dates of the newest course into a file for other calendars."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        courses: CourseService,
        checkins: CheckInService,
        settings: SettingsService,
    ) -> None:
        self._store = store
        self._clock = clock
        self._courses = courses
        self._checkins = checkins
        self._settings = settings

    def count(self) -> int:
        """How many infusions and check-in days go into the file."""
        course = self._courses.newest()
        if course is None:
            return 0
        booked = sum(s.starts_at is not None and _stands(course, s) for s in self._courses.sessions(course))
        return booked + len(self._checkins.planned_days())

    def ics_bytes(self, *, told: bool = False, language: Language = ENGLISH) -> bytes:
        """The file with every date of the course, also those that are not to take place, as cancelled.

        Check-in days are those from today on.

        Args:
            told: whether titles and places say what it is; else each is an "Appointment".
            language: of its texts, days and numbers.

        Raises:
            Invalid: there is no date yet.
        """
        from app.share.to_ics import to_ics  # noqa: PLC0415  (not needed to start)

        with self._store.db.snapshot():
            course = self._courses.newest()
            events = list(self._infusions(course, told, language)) if course else []
            events += self._check_ins(course, told, language) if course else []
        if not events:
            raise Invalid("There is no date to put into a calendar yet; enter the dates of the course first.")
        return to_ics(events, self._clock.now())

    def _infusions(self, course: Course, told: bool, language: Language) -> Iterator[Event]:
        from app.share.to_ics import Event  # noqa: PLC0415  (not needed to start)

        where = self._settings.clinic().name if told else ""
        for key, changed_at, removed in self._store.db.rows(_SESSIONS, (str(course.id),)):
            session = self._store.sessions.get(UUID(key), removed=True)
            if session is None or session.starts_at is None:
                continue
            title = language.t("Infusion {n} of {planned}", n=session.number, planned=course.planned)
            yield Event(
                # Not the record's own id: what a calendar shares leads nowhere else.
                uid=uuid5(session.id, "calendar"),
                title=title if told else language.t(NEUTRAL),
                starts=session.starts_at,
                minutes=_MINUTES,
                alarms=self._alarms(session.starts_at) if session.is_open else (),
                changed_at=datetime.fromisoformat(changed_at),
                cancelled=bool(removed) or not _stands(course, session),
                where=where,
            )

    def _check_ins(self, course: Course, told: bool, language: Language) -> Iterator[Event]:
        """One event a week: when the patient chooses another weekday, the next file moves it."""
        from app.share.to_ics import Event  # noqa: PLC0415  (not needed to start)

        days = self._checkins.planned_days()
        if not days:
            return
        weekday = self._settings.preferences().check_in_weekday
        ((changed_at,),) = self._store.db.rows(_CHANGED, (str(course.id),))
        for day in days:
            # Weeks that begin on the patient's day: what an infusion moved on by a day stays in its week.
            week = (day.toordinal() - 1 - weekday) // _WEEK
            yield Event(
                uid=uuid5(course.id, f"check-in {week}"),
                title=language.t("Check-in") if told else language.t(NEUTRAL_DAY),
                starts=day,
                alarms=(_MORNING,),
                changed_at=datetime.fromisoformat(changed_at),
            )

    def _alarms(self, starts: datetime) -> tuple[timedelta, ...]:
        """How long before a start to ring: the evening before by the clock on the wall, and two hours."""
        evening = self._clock.at(starts.date() - timedelta(days=1), _EVENING)
        return starts - evening, _TWO_HOURS


def _stands(course: Course, session: Session) -> bool:
    """Whether an infusion took place or still is to."""
    return session.status is not Status.SKIPPED and not (course.ended_at is not None and session.is_open)
