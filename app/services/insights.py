"""Insights: what the moods around the infusions show, in sentences and numbers."""

from __future__ import annotations

from datetime import date, timedelta

from app.care import course as rules
from app.care import insight
from app.care.insight import SCALES, Beside, Curves, Feelings, Held, LookBack, MoodLine, Span
from app.care.invalid import Invalid
from app.care.journal import DayMood
from app.services.checkins import CheckInService
from app.services.clock import Clock
from app.services.courses import CourseService
from app.services.journal import JournalService
from app.services.store import Store

_FIRST = "SELECT min(local_day) FROM journal_entry WHERE removed_at IS NULL"
_NOTES = "SELECT count(*) FROM journal_entry WHERE removed_at IS NULL AND local_day BETWEEN ? AND ?"
_FEELINGS = """
    SELECT value, sum(mood <= 3), sum(mood BETWEEN 4 AND 6), sum(mood >= 7)
    FROM journal_entry, json_each(feelings)
    WHERE removed_at IS NULL AND local_day BETWEEN ? AND ? GROUP BY value
"""
_BESIDE = """
    SELECT {0}, mood, count(*) FROM journal_entry
    WHERE removed_at IS NULL AND {0} IS NOT NULL AND local_day BETWEEN ? AND ? GROUP BY {0}, mood
"""
# A baseline may be two weeks older than the first infusion, and a curve goes on two weeks after the last.
_AROUND = timedelta(days=15)


class InsightService:
    """Reads what pictures and sentences need; over years of entries call it in a thread."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        journal: JournalService,
        courses: CourseService,
        checkins: CheckInService,
    ) -> None:
        self._store = store
        self._clock = clock
        self._journal = journal
        self._courses = courses
        self._checkins = checkins

    def mood(self, span: Span = Span.DAYS_30) -> MoodLine:
        """The mood line with the infusions of the newest course.

        Args:
            span: of which time.
        """
        first, today = self._days(span)
        return insight.mood_line(self._journal.days(first, today), self._held(), today, span)

    def curves(self) -> Curves:
        """The days around each infusion of the newest course."""
        held = self._held()
        return insight.curves(self._around(held, list(held)), held)

    def held(self) -> Held:
        """How many days the mood has stayed above the own baseline since the last infusion."""
        held = self._held()
        today = self._clock.today()
        return insight.held(self._around(held, [*held, today]), held, today)

    def feelings(self, span: Span = Span.DAYS_30) -> Feelings:
        """The feelings named in the notes, with their counts.

        Args:
            span: of which time.
        """
        days = tuple(day.isoformat() for day in self._days(span))
        ((notes,),) = self._store.db.rows(_NOTES, days)
        return insight.feelings(
            [(name, low, middle, high) for name, low, middle, high in self._store.db.rows(_FEELINGS, days)],
            notes,
        )

    def beside(self, scale: str, span: Span = Span.DAYS_30) -> Beside:
        """Sleep, pain, anxiety or energy beside the mood, as counts.

        Args:
            scale: "sleep", "pain", "anxiety" or "energy".
            span: of which time.

        Raises:
            Invalid: there is no such scale.
        """
        if scale not in SCALES:
            raise Invalid(
                "There is no scale {scale}; choose {scales}.", scale=repr(scale), scales=", ".join(SCALES)
            )
        days = tuple(day.isoformat() for day in self._days(span))
        rows = self._store.db.rows(_BESIDE.format(scale), days)
        return insight.beside(scale, [(value, mood, notes) for value, mood, notes in rows])

    def look_back(self) -> LookBack | None:
        """What can be said after infusion 3 and before infusion 4; None at any other time."""
        view = self._courses.current()
        if view is None:
            return None
        held, today = self._held(), self._clock.today()
        totals = [self._checkins.totals(one.id) for one in self._checkins.chosen()]
        days = self._around(held, [*held, today])
        return insight.look_back(view.course, view.sessions, days, totals, today)

    def _held(self) -> dict[date, int]:
        """The day and number of each infusion of the newest course that took place."""
        course = self._courses.newest()
        return rules.held_days(self._courses.sessions(course)) if course else {}

    def _around(self, held: dict[date, int], days: list[date]) -> list[DayMood]:
        """The moods from before the first of some days until after the last; none without an infusion."""
        if not held:
            return []
        return self._journal.days(min(days) - _AROUND, max(days) + _AROUND)

    def _days(self, span: Span) -> tuple[date, date]:
        today = self._clock.today()
        if span.days is not None:
            return today - timedelta(days=span.days - 1), today
        ((first,),) = self._store.db.rows(_FIRST)
        return (date.fromisoformat(first) if first else today), today
