"""Backup: one sealed file with everything, the copies of this device, and bringing either back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.care.kept import Source
from app.services.clock import Clock
from app.services.done import Done
from app.services.store import Store

if TYPE_CHECKING:
    from storage.vault import Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What is in a backup or a copy, before anything is changed.

    Attributes:
        made_at: when it was made.
        entries: how many journal entries are in it.
        sessions: how many infusions that took place.
        records: how many records of any kind.
        missing: how many of those are not in the store now, so that they would come (back).
        source: whether it is a backup or a copy of this device.
        image: its content, in memory.
    """

    made_at: datetime
    entries: int
    sessions: int
    records: int
    missing: int
    source: Source
    image: Any = field(repr=False, compare=False)

    @property
    def sentence(self) -> str:
        """What it holds, in English: "312 entries, 4 sessions, made on Thu 26 Nov 2026, 10:00"."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What bringing something back has done.

    Attributes:
        added: records that this store did not have.
        brought_back: records that had been deleted here.
        changed: records of which the version in the backup is the newer one, or adds something.
        same: records that needed nothing.
        texts: texts of which the other version was kept beside the record.
    """

    added: int = 0
    brought_back: int = 0
    changed: int = 0
    same: int = 0
    texts: int = 0

    @property
    def sentence(self) -> str:
        """What was done, in English."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalCopy:
    """One of the copies that this device keeps of the store.

    Attributes:
        path: its file.
        made_at: when it was made.
        size: in bytes.
        entries: how many journal entries are in it, or None when it cannot be read.
        sessions: how many infusions that took place, or None.
    """

    path: Path
    made_at: datetime
    size: int
    entries: int | None
    sessions: int | None


class BackupService:
    """Everything takes a moment up to some seconds: call it in a thread (asyncio.to_thread).

    Attributes:
        cost: what one guess at a passphrase costs, or None for what storage.vault says; tests make it cheap.
    """

    def __init__(self, store: Store, clock: Clock, *, is_sample: bool = False) -> None:
        self._store = store
        self._clock = clock
        self._is_sample = is_sample
        self.cost: Cost | None = None

    def file_name(self) -> str:
        """A name for a backup made now, such as "infusion-companion-2026-11-26.icbackup"."""
        raise NotImplementedError

    def weakness(self, passphrase: str) -> str:
        """What makes a new passphrase easy to guess, as one sentence, or "".

        Args:
            passphrase: as typed so far.
        """
        raise NotImplementedError

    def seal(self, passphrase: str) -> bytes:
        """Everything in one file that only the passphrase opens.

        Args:
            passphrase: 8 to 200 characters, spaces at the ends not counted.

        Raises:
            Invalid: the passphrase cannot be accepted.
            StoreError: the store could not be read.
        """
        raise NotImplementedError

    def preview(self, content: bytes, passphrase: str) -> Preview:
        """What is in a backup; nothing is changed.

        Args:
            content: of the file.
            passphrase: the one that was given when it was made.

        Raises:
            BadBackup: a wrong passphrase, or a damaged, foreign or newer file; each a sentence of its own.
        """
        raise NotImplementedError

    def restore(self, preview: Preview) -> Done[Restored]:
        """Bring everything back that is in a backup or a copy, all of it or nothing.

        What is only in the store stays. Of what is in both, the version that was changed last is used, and
        words of the other one are kept beside it. What was deleted here comes back. A copy of the store is
        made first.

        Args:
            preview: of what is to be brought back.

        Returns:
            What was done; its undo restores exactly what was before.

        Raises:
            StoreError: something could not be written; nothing was changed then.
        """
        raise NotImplementedError

    def copies(self) -> list[LocalCopy]:
        """The copies that this device keeps, newest first."""
        raise NotImplementedError

    def make_copy(self) -> LocalCopy:
        """Make a copy of the store now, while the app runs; the ninth oldest goes.

        Raises:
            StoreError: it could not be made (no room, folder not writable).
        """
        raise NotImplementedError

    def preview_copy(self, copy: LocalCopy) -> Preview:
        """What is in a copy; nothing is changed.

        Args:
            copy: as listed by copies().

        Raises:
            StoreError: it cannot be read, or is not there any more.
        """
        raise NotImplementedError

    def restore_copy(self, copy: LocalCopy) -> Done[Restored]:
        """Bring back what is in a copy, as restore() does.

        Args:
            copy: as listed by copies().

        Raises:
            StoreError: it cannot be read, or something could not be written; nothing was changed then.
        """
        return self.restore(self.preview_copy(copy))

    def tend(self) -> bool:
        """Once a week: make a copy, and let go for good what was deleted more than 30 days ago.

        Returns:
            Whether it was time; a full disk or the like puts it off and disturbs nobody.
        """
        raise NotImplementedError
