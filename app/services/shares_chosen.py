"""Chosen: the one place where what goes into a shared summary is taken out of the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from app.care.checklist import Part as ListPart
from app.care.checklist import asked
from app.care.course import Session
from app.care.moment import local_day
from app.care.questionnaires import QUESTIONNAIRES
from app.care.score import score
from app.care.summary import (
    ChecklistState,
    Escort,
    Part,
    Share,
    SharedMark,
    SharedMood,
    SharedSession,
    SharedTotal,
    Summary,
)
from app.services.checkins import CheckInService
from app.services.checklists import ChecklistService
from app.services.clock import Clock
from app.services.courses import CourseService
from app.services.settings import SettingsService
from app.services.store import Store

_ALONE: Final = 90  # days that a summary of the whole course tells of while there is no course
_DAYS: Final = "local_day BETWEEN ? AND ?"


class Chosen:
    """Takes what was chosen, from one look at the store."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        courses: CourseService,
        checklists: ChecklistService,
        checkins: CheckInService,
        settings: SettingsService,
    ) -> None:
        self._store = store
        self._clock = clock
        self._courses = courses
        self._checklists = checklists
        self._checkins = checkins
        self._settings = settings

    def summary(self, share: Share) -> Summary:
        """What was chosen, and nothing else.

        Args:
            share: what was chosen.
        """
        with self._store.db.snapshot():
            first, last = self.days(share.days)
            view = self._courses.current() if Part.SCHEDULE in share.parts else None
            clinic = self._settings.clinic()
            return Summary(
                id=share.id,
                called=share.called,
                made_at=share.made_at,
                ends_at=share.ends_at,
                parts=share.parts,
                first=first,
                last=last,
                planned=view.course.planned if view else None,
                clinic=clinic.name.strip(),
                clinic_phone=clinic.phone.strip(),
                emergency_number=clinic.emergency_number.strip(),
                country=self._settings.preferences().country,
                sessions=tuple(self._session(one, share.parts, first) for one in view.sessions)
                if view
                else (),
                moods=tuple(self._moods(share, first, last)) if Part.MOODS in share.parts else (),
                totals=self._totals(first, last) if Part.CHECK_INS in share.parts else (),
            )

    def _session(self, one: Session, parts: Sequence[Part], first: date) -> SharedSession:
        recent = one.day is not None and one.day >= first
        pressure = Part.BLOOD_PRESSURE in parts and recent
        return SharedSession(
            number=one.number,
            status=one.status,
            starts_at=one.starts_at,
            began_at=one.began_at,
            ended_at=one.ended_at,
            escort=_escort(one) if Part.ESCORT in parts else None,
            checklist=self._checklist(one.number) if Part.CHECKLIST in parts else None,
            marks=tuple(self._marks(one.number)) if Part.MARKS in parts and recent else (),
            systolic=one.systolic if pressure else None,
            diastolic=one.diastolic if pressure else None,
        )

    def _checklist(self, number: int) -> ChecklistState | None:
        saved = self._checklists.saved(ListPart.DAY_OF, number)
        if saved is None:
            return None
        questions = {item.id for item in asked(ListPart.DAY_OF, saved)}
        answered = sum(given.item in questions for given in saved.answers)
        return ChecklistState(answered=answered, asked=len(questions), finished_at=saved.finished_at)

    def _marks(self, number: int) -> Iterator[SharedMark]:
        for one in self._courses.marks(number):
            yield SharedMark(at=one.at, kind=one.kind)

    def _moods(self, share: Share, first: date, last: date) -> Iterator[SharedMood]:
        feelings, words = Part.FEELINGS in share.parts, frozenset(share.entries)
        for one in self._store.entries.where(_DAYS, (first.isoformat(), last.isoformat()), order_by="at, id"):
            yield SharedMood(
                at=one.at,
                mood=one.mood,
                feelings=one.feelings if feelings else (),
                words=one.words if one.id in words else "",
            )

    def _totals(self, first: date, last: date) -> tuple[SharedTotal, ...]:
        found = [
            SharedTotal(questionnaire=name, taken_at=one.taken_at, value=round(told.value, 1))
            for name in QUESTIONNAIRES
            for one in self._checkins.history(name)
            if first <= local_day(one.taken_at) <= last and (told := score(one)) is not None
        ]
        return tuple(sorted(found, key=lambda one: (one.taken_at, one.questionnaire)))

    def days(self, days: int | None) -> tuple[date, date]:
        """The first and the last day that a summary tells of.

        Args:
            days: how many days back, None for the whole course.
        """
        last = self._clock.today()
        if days is not None:
            return last - timedelta(days=days - 1), last
        view = self._courses.current()
        held = [one.day for one in view.sessions if one.day is not None] if view else []
        # Two weeks before the first infusion are what everything after it is held against.
        first = min(held) - timedelta(days=14) if held else last - timedelta(days=_ALONE)
        return min(first, last), last


def _escort(one: Session) -> Escort:
    return Escort(
        name=one.escort,
        phone=one.escort_phone,
        confirmed_at=one.escort_confirmed_at,
        backup=one.backup_escort,
        backup_phone=one.backup_escort_phone,
    )
