"""Shares: the summaries that a patient gives to someone who cares for them, each made of what was chosen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid4

from app import config
from app.care.invalid import Invalid
from app.care.journal import JournalEntry
from app.care.moment import local_day
from app.care.summary import (
    MOST_ENTRIES,
    USUAL,
    Part,
    Share,
    Summary,
)
from app.services.backup import checked_passphrase
from app.services.checkins import CheckInService
from app.services.checklists import ChecklistService
from app.services.clock import Clock
from app.services.courses import CourseService
from app.services.done import Done, changing
from app.services.settings import SettingsService
from app.services.shares_chosen import Chosen
from app.services.store import Store

_WITH_WORDS: Final = "local_day BETWEEN ? AND ? AND trim(words) != ''"


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
        self._chosen = Chosen(store, clock, courses, checklists, checkins, settings)
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

        bundle = summary.to_bundle(self._chosen.summary(share))
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
        first, last = self._chosen.days(days)
        return self._store.entries.where(
            _WITH_WORDS, (first.isoformat(), last.isoformat()), order_by="at DESC, id", limit=MOST_ENTRIES
        )

    def _end(self, day: date) -> datetime:
        """The first moment after a day, by the clock on the wall here."""
        at = datetime.combine(day + timedelta(days=1), time(), tzinfo=self._clock.zone)
        return config.fixed(at)
