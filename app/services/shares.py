"""Shares: the summaries that a patient gives to someone who cares for them, each made of what was chosen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid4

from app import config
from app.care.checklist import Part as ListPart
from app.care.checklist import asked
from app.care.course import Session
from app.care.invalid import Invalid
from app.care.journal import JournalEntry
from app.care.moment import local_day
from app.care.questionnaires import QUESTIONNAIRES
from app.care.score import score
from app.care.summary import (
    MOST_ENTRIES,
    USUAL,
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
from app.services.backup import checked_passphrase
from app.services.checkins import CheckInService
from app.services.checklists import ChecklistService
from app.services.clock import Clock
from app.services.courses import CourseService
from app.services.done import Done, changing
from app.services.settings import SettingsService
from app.services.store import Store

_ALONE: Final = 90  # days that a summary of the whole course tells of while there is no course
_DAYS: Final = "local_day BETWEEN ? AND ?"
_WITH_WORDS: Final = f"{_DAYS} AND trim(words) != ''"


class ShareService:
    """Makes summaries. Building one takes a moment, sealing it half a second: call it in a thread.

    Attributes:
        cost: what one guess at a passphrase costs, or None for what app.share.sealed says; for tests.
    """

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
        self.cost: int | None = None

    def new(
        self,
        recipient: str,
        *,
        called: str = "",
        parts: Sequence[Part] = USUAL,
        entries: Sequence[UUID] = (),
        days: int | None = 30,
        ends_on: date,
        share_id: UUID | None = None,
    ) -> Share:
        """What a person chose, not kept before it is sealed.

        Args:
            recipient: for whom. called: how the patient is called in it. parts: what goes in.
            entries: whose words go along. days: how many days back, None for the whole course.
            ends_on: the last day on which it can be read. share_id: of one that is made again.

        Raises:
            Invalid: something cannot be accepted, such as an end that is over.
        """
        now = self._clock.now()
        return Share(
            id=share_id or uuid4(),
            recipient=recipient.strip(),
            called=called.strip(),
            parts=tuple(part for part in Part if part in parts),
            entries=tuple(entries),
            days=days,
            made_at=now,
            ends_at=self._end(ends_on),
        )

    def payload(self, share: Share) -> bytes:
        """What a file of this share holds, as it is now.

        Args:
            share: what was chosen.
        """
        from app.clinic.resources import summary  # noqa: PLC0415  (not needed to start)

        bundle = summary.to_bundle(self._built(share))
        return json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode()

    def seen(self, payload: bytes) -> Summary:
        """Exactly what the other person will see of a payload.

        Args:
            payload: of `payload`.
        """
        from app.clinic.resources import summary_read  # noqa: PLC0415  (not needed to start)

        return summary_read.from_bundle(json.loads(payload))

    def summary(self, share: Share) -> Summary:
        """What the other person would see of a share now.

        Args:
            share: what was chosen.
        """
        return self.seen(self.payload(share))

    def sealed(self, share: Share, payload: bytes, passphrase: str) -> bytes:
        """A file that only the passphrase opens, with what was looked at and nothing that came after it.

        Args:
            share: what was chosen. payload: of it, as it was seen.
            passphrase: 8 to 200 characters, spaces at the ends not counted.

        Raises:
            Invalid: the passphrase cannot be accepted, or the end is over by now.
            BadSummary: there is more in it than one file holds.
        """
        from app.share import sealed  # noqa: PLC0415  (not needed to start)

        given = checked_passphrase(passphrase)
        if self._clock.now() >= share.ends_at:
            raise Invalid("This summary would have ended already; choose a later day.")
        return sealed.seal(payload, given, cost=self.cost or sealed.COST)

    def keep(self, share: Share) -> None:
        """List a share, once its file was handed over.

        Args:
            share: what was chosen.
        """
        with changing(self._store.db) as change:
            change.put(self._store.shares, share)

    def seal(self, share: Share, passphrase: str) -> bytes:
        """Make and list the file of a share as it is now, without a look at it.

        Args:
            share: what was chosen. passphrase: as for `sealed`.

        Raises:
            Invalid, BadSummary: as `sealed`.
        """
        made = replace(share, made_at=self._clock.now())
        content = self.sealed(made, self.payload(made), passphrase)
        self.keep(made)
        return content

    def all(self) -> list[Share]:
        """Every share, the one that was made last first."""
        return self._store.shares.all(order_by="made_at DESC, id")

    def get(self, share_id: UUID) -> Share | None:
        """One share, or None."""
        return self._store.shares.get(share_id)

    def remove(self, share_id: UUID) -> Done[None]:
        """Take a share off the list; the file that was given away stays readable until it ends.

        Args:
            share_id: of the share.
        """
        with changing(self._store.db) as change:
            change.remove(self._store.shares, share_id)
            return change.done(None, "Taken off the list")

    def file_name(self, share: Share) -> str:
        """A name for the file, which names nobody, such as "infusion-companion-summary-2026-11-26.icsummary".

        Args:
            share: what was chosen.
        """
        from app.share.sealed import SUFFIX  # noqa: PLC0415

        return f"{config.NAME}-summary-{local_day(share.made_at).isoformat()}{SUFFIX}"

    def entries_with_words(self, days: int | None) -> list[JournalEntry]:
        """The entries whose words could be chosen, newest first.

        Args:
            days: how many days back, None for the whole course.
        """
        first, last = self._days(days)
        return self._store.entries.where(
            _WITH_WORDS, (first.isoformat(), last.isoformat()), order_by="at DESC, id", limit=MOST_ENTRIES
        )

    def _built(self, share: Share) -> Summary:
        """The one place where what was chosen is taken, and nothing else."""
        with self._store.db.snapshot():
            first, last = self._days(share.days)
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

    def _days(self, days: int | None) -> tuple[date, date]:
        last = self._clock.today()
        if days is not None:
            return last - timedelta(days=days - 1), last
        view = self._courses.current()
        held = [one.day for one in view.sessions if one.day is not None] if view else []
        # Two weeks before the first infusion are what everything after it is held against.
        first = min(held) - timedelta(days=14) if held else last - timedelta(days=_ALONE)
        return min(first, last), last

    def _end(self, day: date) -> datetime:
        """The first moment after a day, by the clock on the wall here."""
        at = datetime.combine(day + timedelta(days=1), time(), tzinfo=self._clock.zone)
        return config.fixed(at)


def _escort(one: Session) -> Escort:
    return Escort(
        name=one.escort,
        phone=one.escort_phone,
        confirmed_at=one.escort_confirmed_at,
        backup=one.backup_escort,
        backup_phone=one.backup_escort_phone,
    )
