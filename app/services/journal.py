"""The journal: write, read by page, by day and by word."""

from __future__ import annotations

import calendar
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from app.care.journal import DayMood, JournalEntry
from app.services.clock import Clock
from app.services.done import SAVED, Done, changing
from app.services.store import Store

PAGE = 50
_WITH_FEELING = "EXISTS (SELECT 1 FROM json_each(feelings) WHERE value = ?)"
_BY_DAY = """
    SELECT local_day, avg(mood), min(mood), max(mood), count(*) FROM journal_entry
    WHERE removed_at IS NULL AND local_day BETWEEN ? AND ? GROUP BY local_day ORDER BY local_day
"""


class JournalService:
    """Everything that is done with journal entries."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def add(self, mood: int, at: datetime | None = None, **details: Any) -> Done[JournalEntry]:
        """Write down a mood.

        Args:
            mood: 0 to 10.
            at: when it was so, not in the future; now where it is left out.
            details: other fields of JournalEntry.

        Raises:
            Invalid: something is out of range.
        """
        at = self._clock.past(at)
        return self._keep(JournalEntry(id=uuid4(), at=at, mood=mood, **details))

    def add_entry(self, entry: JournalEntry) -> Done[JournalEntry]:
        """Keep a new entry.

        Raises:
            Invalid: it is in the future.
        """
        self._clock.past(entry.at)
        return self._keep(entry)

    def _keep(self, entry: JournalEntry) -> Done[JournalEntry]:
        with changing(self._store.db) as change:
            return change.done(change.add(self._store.entries, entry))

    def change(self, entry: JournalEntry) -> Done[JournalEntry]:
        """Keep an entry as it reads now.

        Raises:
            Invalid: it is moved into the future.
        """
        with changing(self._store.db) as change:
            before = self.get(entry.id)
            # A clock that was set back must not keep anyone from the words of an entry written before.
            if before is None or before.at != entry.at:
                self._clock.past(entry.at)
            return change.done(change.change(self._store.entries, entry), SAVED)

    def remove(self, entry_id: UUID) -> Done[None]:
        """Delete an entry."""
        with changing(self._store.db) as change:
            change.remove(self._store.entries, entry_id)
            return change.done(None, "Entry deleted")

    def get(self, entry_id: UUID) -> JournalEntry | None:
        """One entry, or None where there is none (any more)."""
        return self._store.entries.get(entry_id)

    def page(
        self, before: tuple[datetime, UUID] | None = None, limit: int = PAGE, feeling: str | None = None
    ) -> list[JournalEntry]:
        """Entries, newest first.

        Args:
            before: time and id of the last entry of the page before, or None for the newest.
            limit: at most so many.
            feeling: only entries with this feeling.
        """
        if feeling is None:
            return self._store.entries.page(before=before, limit=limit)
        return self._store.entries.page(before=before, limit=limit, where=_WITH_FEELING, params=(feeling,))

    def on(self, day: date) -> list[JournalEntry]:
        """The entries of one day, newest first.

        Args:
            day: as it was lived, where the entry was written.
        """
        return self._store.entries.where("local_day = ?", (day,), order_by="at DESC, id DESC")

    def recent(self, limit: int = 10) -> list[JournalEntry]:
        """The newest entries.

        Args:
            limit: at most so many.
        """
        return self.page(limit=limit)

    def search(
        self, text: str, before: tuple[datetime, UUID] | None = None, limit: int = PAGE
    ) -> list[JournalEntry]:
        """Entries that hold all these words, newest first; every entry where no word is given.

        Args:
            text: words as typed; the last may be unfinished.
            before: time and id of the last entry of the page before.
            limit: at most so many.
        """
        if not text.strip():
            return self.page(before, limit)
        return self._store.entries.search(text, before=before, limit=limit)

    def days(self, start: date, end: date) -> list[DayMood]:
        """The mood of each day that has an entry, oldest first.

        Args:
            start: the first day, as it was lived.
            end: the last day, included.
        """
        rows = self._store.db.rows(_BY_DAY, (start.isoformat(), end.isoformat()))
        return [
            DayMood(day=date.fromisoformat(day), mean=mean, low=low, high=high, count=count)
            for day, mean, low, high, count in rows
        ]

    def month(self, year: int, month: int) -> dict[date, DayMood]:
        """The mood of each day of a month that has an entry.

        Args:
            year: 1 to 9999.
            month: 1 to 12.
        """
        last = calendar.monthrange(year, month)[1]
        return {d.day: d for d in self.days(date(year, month, 1), date(year, month, last))}

    def count(self) -> int:
        """How many entries there are."""
        return self._store.entries.count()
