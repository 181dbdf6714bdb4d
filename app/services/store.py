"""The open store with its tables, which every service shares."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.care.checkin import CheckIn
from app.care.checklist import Filled
from app.care.course import Course, Mark, Session
from app.care.journal import JournalEntry
from app.care.profile import ClinicProfile, Person, Preferences
from storage.changes import ChangeFeed
from storage.database import Database, open_database
from storage.table import Table

if TYPE_CHECKING:
    from app.care.guide import ClinicQuestion
    from app.care.kept import KeptText
    from app.care.summary import Followed, Share

_SELDOM: Final = ("questions", "kept", "shares", "followed")


class Store:
    """One store on the disk. Its change feed outlives a fresh start after "delete everything".

    Attributes:
        path: the store's file.
        db: the database behind it.
        changes: tells after each commit which tables changed, and "passcode" when that has changed.
    """

    def __init__(self, path: Path, now: Callable[[], datetime], key: bytes | None = None) -> None:
        self.path = path
        self._now = now
        self.changes = ChangeFeed()
        self.open(key)

    def open(self, key: bytes | None = None) -> None:
        """Open the store, or open it anew.

        Args:
            key: of an encrypted store, from its vault; None for a plain one.

        Raises:
            StoreError: the store cannot be opened.
        """
        self.db: Database = open_database(self.path, clock=self._now, key=key)
        self._forget = self.db.changes.subscribe(self.changes.tell)
        for name in _SELDOM:
            self.__dict__.pop(name, None)
        db = self.db
        self.entries = Table(db, JournalEntry, "journal_entry")
        self.courses = Table(db, Course, "course")
        self.sessions = Table(db, Session, "session")
        self.marks = Table(db, Mark, "mark")
        self.checklists = Table(db, Filled, "checklist")
        self.checkins = Table(db, CheckIn, "check_in")
        # What only this device needs to know never waits for a clinic.
        self.clinic = Table(db, ClinicProfile, "clinic_profile", outbox=False)
        self.people = Table(db, Person, "person", outbox=False)
        self.preferences = Table(db, Preferences, "preferences", outbox=False)

    # The first screen shows none of these, and their records take long to read.
    @cached_property
    def questions(self) -> Table[ClinicQuestion]:
        """The questions for the clinic."""
        from app.care.guide import ClinicQuestion  # noqa: PLC0415

        return Table(self.db, ClinicQuestion, "clinic_question", outbox=False)

    @cached_property
    def kept(self) -> Table[KeptText]:
        """The words of records' other versions."""
        from app.care.kept import KeptText  # noqa: PLC0415

        return Table(self.db, KeptText, "kept_text", outbox=False)

    @cached_property
    def shares(self) -> Table[Share]:
        """The summaries that were given to somebody."""
        from app.care.summary import Share  # noqa: PLC0415

        return Table(self.db, Share, "share", outbox=False)

    @cached_property
    def followed(self) -> Table[Followed]:
        """The people whom a caregiver follows."""
        from app.care.summary import Followed  # noqa: PLC0415

        return Table(self.db, Followed, "followed", outbox=False)

    @property
    def tables(self) -> tuple[Table[Any], ...]:
        """Every table, those that others refer to first."""
        return (
            self.courses,
            self.sessions,
            self.marks,
            self.checklists,
            self.checkins,
            self.entries,
            self.clinic,
            self.people,
            self.preferences,
            self.questions,
            self.kept,
            self.shares,
            self.followed,
        )

    def close(self) -> None:
        """Close the store; safe to call again."""
        self._forget()
        self.db.close()
