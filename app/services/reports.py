"""The report for a visit: what the patient chose of the store, as one piece of plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from app.care import checklist as lists
from app.care import course as rules
from app.care.checklist import Filled, Part
from app.care.course import MARK_KINDS, Course, Mark, Session
from app.care.invalid import Invalid
from app.care.journal import FEELING_LABELS, LEAST_FOR_AVERAGE
from app.care.moment import local_day
from app.language import ENGLISH, Language
from app.services import report_check_ins
from app.services.checkins import CheckInService
from app.services.checklists import ChecklistService
from app.services.clock import Clock
from app.services.courses import CourseService
from app.services.journal import JournalService
from app.services.settings import SettingsService
from app.services.store import Store
from app.share.report import (
    AnswerPart,
    CoursePart,
    MarkPart,
    Period,
    QuestionPart,
    Report,
    Scale,
    SessionPart,
    Wanted,
    WordsPart,
)
from app.share.stopped import Progress
from app.share.to_csv import report_tables, zipped

# Where printers hold sheets of letter size.
_LETTER: Final = frozenset(["US", "CA", "MX", "PH", "CO", "CL", "CR", "DO", "GT", "PA", "PR", "SV", "VE"])
# What came before the first infusion is what all else is held against.
_BEFORE_COURSE: Final = timedelta(days=14)
_SCALES: Final = (("sleep", "Sleep"), ("anxiety", "Anxiety"), ("energy", "Energy"), ("pain", "Pain"))
_SCALE = """
    SELECT local_day, count({0}), min({0}), max({0}), sum({0}) FROM journal_entry
    WHERE removed_at IS NULL AND {0} IS NOT NULL AND local_day BETWEEN ? AND ?
    GROUP BY local_day ORDER BY local_day
"""
_FEELINGS = """
    SELECT value, count(*) FROM journal_entry, json_each(feelings)
    WHERE removed_at IS NULL AND local_day BETWEEN ? AND ? GROUP BY value ORDER BY count(*) DESC, value
"""
_WITH_WORDS = "local_day BETWEEN ? AND ? AND trim(words) != ''"
_OWN: Final = "Own words"


class ReportService:
    """Gathers what a report says; app.share turns it into files."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        journal: JournalService,
        courses: CourseService,
        checklists: ChecklistService,
        checkins: CheckInService,
        settings: SettingsService,
    ) -> None:
        self._store = store
        self._clock = clock
        self._journal = journal
        self._courses = courses
        self._checklists = checklists
        self._checkins = checkins
        self._settings = settings

    def build(self, wanted: Wanted, language: str = "en") -> Report:
        """The report as the patient wants it, from one look at the store.

        Args:
            wanted: of which time, and whether the patient's own words and name go with it.
            language: a short code; what a questionnaire asks is told in it where it is published in it.

        Raises:
            Invalid: the whole course is asked for and there is none.
        """
        with self._store.db.snapshot():
            now = self._clock.now()
            view = self._courses.current()
            sessions = view.sessions if view else ()
            first, last = _days(wanted.period, now.date(), view.course if view else None, sessions)
            moods = tuple(self._journal.days(first, last))
            held = rules.held_days(sessions)
            infusions = tuple((day, number) for day, number in held.items() if first <= day <= last)
            screening = self._checklists.saved(Part.SCREENING)
            said = self._checklists.readiness() if screening else None
            preferences = self._settings.preferences()
            return Report(
                made_at=now,
                period=wanted.period,
                first=first,
                last=last,
                name=wanted.name.strip(),
                clinic=self._settings.clinic().name,
                language=preferences.language,
                letter=preferences.country in _LETTER,
                course=self._course(view.course, sessions, first, last, wanted) if view else None,
                moods=moods,
                infusions=infusions,
                scales=tuple(self._scales(first, last)),
                feelings=tuple(self._feelings(first, last, own=wanted.words)),
                check_ins=tuple(report_check_ins.parts(self._checkins, first, last, language)),
                screening=_answers(screening, wanted) if screening else None,
                screening_level=said.level if said else None,
                screening_reasons=said.reasons if said else (),
                questions=tuple(self._questions()),
                words=tuple(self._words(first, last)) if wanted.words else (),
                words_chosen=wanted.words,
            )

    def pdf_bytes(
        self, wanted: Wanted, language: Language = ENGLISH, progress: Progress = lambda _: True
    ) -> bytes:
        """The report as a PDF; takes about half a second, or more where there are many words.

        Args:
            wanted: of which time, and whether the patient's own words and name go with it.
            language: of its texts, days and numbers.
            progress: is told how much is done, 0 to 1; False from it stops the work.

        Raises:
            Invalid: the whole course is asked for and there is none.
            app.share.stopped.Stopped: progress said so.
        """
        from app.share.to_pdf import to_pdf  # noqa: PLC0415  (not needed to start)

        return to_pdf(self.build(wanted, language.code), language, progress)

    def tables(self, wanted: Wanted) -> dict[str, bytes]:
        """The report as one table a kind, by the name of its file.

        Args:
            wanted: of which time, and whether the patient's own words go with it.

        Raises:
            Invalid: the whole course is asked for and there is none.
        """
        return report_tables(self.build(wanted))

    def csv_zip_bytes(self, wanted: Wanted) -> bytes:
        """The same tables, together in a ZIP file."""
        return zipped(self.tables(wanted), self._clock.now())

    def _course(
        self, course: Course, sessions: Sequence[Session], first: date, last: date, wanted: Wanted
    ) -> CoursePart:
        return CoursePart(
            planned=course.planned,
            done=rules.done(sessions),
            day=rules.course_day(sessions, last),
            stopped_at=course.ended_at,
            sessions=tuple(self._session(s, first, last, wanted) for s in sessions),
        )

    def _session(self, session: Session, first: date, last: date, wanted: Wanted) -> SessionPart:
        day = session.day
        within = session.was_held and day is not None and first <= day <= last
        answered = self._checklists.saved(Part.DAY_OF, session.number) is not None
        said = self._checklists.readiness(session.number) if answered else None
        return SessionPart(
            number=session.number,
            status=session.status,
            at=session.began_at or session.starts_at,
            ended_at=session.ended_at,
            within=within,
            systolic=session.systolic,
            diastolic=session.diastolic,
            marks=tuple(
                _mark(mark, session.began_at or mark.at, words=wanted.words)
                for mark in self._courses.marks(session.number)
            ),
            level=said.level if said else None,
            reasons=said.reasons if said else (),
            notes=session.notes if wanted.words else "",
            reason=session.reason if wanted.words else "",
        )

    def _scales(self, first: date, last: date) -> Iterator[Scale]:
        for column, label in _SCALES:
            days = self._store.db.rows(_SCALE.format(column), (first.isoformat(), last.isoformat()))
            if not days:
                continue
            count, total = sum(row[1] for row in days), sum(row[4] for row in days)
            yield Scale(
                label=label,
                count=count,
                low=min(row[2] for row in days),
                high=max(row[3] for row in days),
                average=total / count if count >= LEAST_FOR_AVERAGE else None,
                days=tuple((date.fromisoformat(row[0]), row[4] / row[1]) for row in days),
            )

    def _feelings(self, first: date, last: date, *, own: bool) -> Iterator[tuple[str, int]]:
        """The feelings with their counts; the patient's own are words, too, and go only where those go."""
        hidden = 0
        for feeling, count in self._store.db.rows(_FEELINGS, (first.isoformat(), last.isoformat())):
            label = FEELING_LABELS.get(feeling) or (feeling if own else None)
            if label is None:
                hidden += count
            else:
                yield label, count
        if hidden:
            yield _OWN, hidden

    def _questions(self) -> Iterator[QuestionPart]:
        for asked in self._store.questions.all(order_by="answered_at IS NOT NULL, made_at, id"):
            yield QuestionPart(text=asked.text, answer=asked.answer)

    def _words(self, first: date, last: date) -> Iterator[WordsPart]:
        for entry in self._store.entries.where(
            _WITH_WORDS, (first.isoformat(), last.isoformat()), order_by="at, id"
        ):
            yield WordsPart(at=entry.at, mood=entry.mood, words=entry.words)


def _days(
    period: Period, today: date, course: Course | None, sessions: Sequence[Session]
) -> tuple[date, date]:
    if period.days is not None:
        return today - timedelta(days=period.days - 1), today
    if course is None:
        raise Invalid("There is no course yet to report on; choose the last 14, 30 or 90 days.")
    booked = [day for session in sessions if (day := session.day) is not None]
    first = min(booked) - _BEFORE_COURSE if booked else local_day(course.made_at)
    return min(first, today), today


def _mark(mark: Mark, began_at: datetime, *, words: bool) -> MarkPart:
    return MarkPart(
        minute=int((mark.at - began_at) / timedelta(minutes=1)),
        label=_OWN if mark.kind == "own" else dict(MARK_KINDS)[mark.kind],
        words=mark.words if words else "",
    )


def _answers(filled: Filled, wanted: Wanted) -> tuple[AnswerPart, ...]:
    found = []
    for item in lists.asked(filled.part, filled):
        given = filled.given(item.id)
        found.append(
            AnswerPart(
                question=item.question,
                answer=given.value.value if given else "",
                note=given.note if given and wanted.words else "",
            )
        )
    return tuple(found)
