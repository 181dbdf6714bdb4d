"""Backup: one sealed file with everything, the copies of this device, and bringing either back."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from app import config
from app.care import passcode
from app.care.invalid import Invalid, text
from app.care.kept import Source
from app.services.clock import Clock
from app.services.done import Done
from app.services.previews import LocalCopy, Preview, Restored
from app.services.store import Store
from storage.errors import StoreError

if TYPE_CHECKING:
    from storage.backup import Opened
    from storage.copies import Copy
    from storage.image import Image
    from storage.vault import Cost

__all__ = [
    "COPIES",
    "LEAST",
    "SUFFIX",
    "BackupService",
    "LocalCopy",
    "Preview",
    "Restored",
    "checked_passphrase",
    "open_backup",
]

LEAST: Final = 8
SUFFIX: Final = ".icbackup"
# What the change feed says when a copy was made.
COPIES: Final = "copies"
_ENTRIES = "SELECT count(*) FROM journal_entry WHERE removed_at IS NULL"
_SESSIONS = (
    "SELECT count(*) FROM session WHERE removed_at IS NULL "
    "AND status IN ('in progress', 'completed', 'stopped early')"
)
_NUMBERS: Final = {"entries": _ENTRIES, "sessions": _SESSIONS}


def checked_passphrase(passphrase: str) -> str:
    """A new passphrase as it counts.

    Args:
        passphrase: 8 to 200 characters, spaces at the ends not counted.

    Raises:
        Invalid: it is anything else.
    """
    given = passcode.typed(passphrase)
    if len(given) < LEAST:
        raise Invalid(
            "A passphrase has at least {least} characters; a few words are best. Add some more.", least=LEAST
        )
    return text("The passphrase", given, passcode.MOST)


def open_backup(content: bytes, passphrase: str) -> Opened:
    """What is in a backup, before there is a store that it could be compared with.

    Args:
        content: of the file.
        passphrase: the one that was given when it was made.

    Raises:
        BadBackup: a wrong passphrase, or a damaged, foreign or newer file; each a sentence of its own.
    """
    from storage import backup  # noqa: PLC0415  (not needed to start)

    return backup.open_sealed(content, passphrase)


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
        self._tending = threading.Lock()

    def file_name(self) -> str:
        """A name for a backup made now, such as "infusion-companion-2026-11-26.icbackup"."""
        return f"{config.NAME}-{self._clock.today().isoformat()}{SUFFIX}"

    def weakness(self, passphrase: str) -> str:
        """What makes a new passphrase easy to guess, as one sentence, or "".

        Args:
            passphrase: as typed so far.
        """
        return passcode.weakness(passphrase)

    def seal(self, passphrase: str) -> bytes:
        """Everything in one file that only the passphrase opens.

        Args:
            passphrase: 8 to 200 characters, spaces at the ends not counted.

        Raises:
            Invalid: the passphrase cannot be accepted.
            StoreError: the store could not be read.
        """
        from storage import backup, vault  # noqa: PLC0415  (not needed to start)

        given = passcode.typed(passphrase)
        if len(given) < LEAST:
            raise Invalid(
                "A passphrase has at least {least} characters; a few words are best. Add some more.",
                least=LEAST,
            )
        text("The passphrase", given, passcode.MOST)
        return backup.seal(self._store.db, given, now=self._clock.now(), cost=self.cost or vault.COST)

    def preview(self, content: bytes, passphrase: str) -> Preview:
        """What is in a backup; nothing is changed.

        Args:
            content: of the file.
            passphrase: the one that was given when it was made.

        Raises:
            BadBackup: a wrong passphrase, or a damaged, foreign or newer file; each a sentence of its own.
        """
        return self.preview_of(open_backup(content, passphrase))

    def preview_of(self, opened: Opened) -> Preview:
        """What is in a backup that was opened before there was a store; nothing is changed.

        Args:
            opened: by open_backup.
        """
        return self.preview_image(opened.image, opened.made_at, Source.BACKUP)

    def preview_image(
        self, image: Image, made_at: datetime, source: Source, *, is_fhir: bool = False
    ) -> Preview:
        """What is in records that were opened already; nothing is changed.

        Args:
            image: the records.
            made_at: when they were written down.
            source: where they come from.
            is_fhir: whether that was a FHIR file.
        """
        numbers = {name: int(image.rows(sql).fetchone()[0]) for name, sql in _NUMBERS.items()}
        records = missing = 0
        for table in self._store.tables:
            there = "removed_at IS NULL"
            inside = {key for (key,) in image.rows(f"SELECT id FROM {table.name} WHERE {there}")}  # noqa: S608
            here = {key for (key,) in self._store.db.rows(f"SELECT id FROM {table.name} WHERE {there}")}  # noqa: S608
            records += len(inside)
            missing += len(inside - here)
        local = config.fixed(made_at.astimezone(self._clock.zone))
        return Preview(
            made_at=local,
            records=records,
            missing=missing,
            source=source,
            image=image,
            left_out=image.left_out,
            is_fhir=is_fhir,
            **numbers,
        )

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
            Invalid: this is the sample.
            StoreError: something could not be written; nothing was changed then.
        """
        from app.services.restoring import Restoring  # noqa: PLC0415  (not needed to start)

        self._refuse_sample()
        if not self._is_empty():
            self.make_copy()
        restoring = Restoring(self._store, preview.source, self._clock.now())
        undo = restoring.run(preview.image)
        counts = restoring.counts
        restored = Restored(
            added=counts.added,
            brought_back=counts.brought_back,
            changed=counts.changed,
            same=counts.same,
            texts=counts.texts,
            left_out=counts.unreadable + preview.image.left_out,
            gave_way=counts.gave_way,
        )
        return Done(record=restored, undo=undo, sentence=restored.sentence)

    def copies(self) -> list[LocalCopy]:
        """The copies that this device keeps, newest first."""
        from storage import copies  # noqa: PLC0415  (not needed to start)

        return [] if self._is_sample else [self._told(copy) for copy in copies.listed(self._store.path)]

    def make_copy(self) -> LocalCopy:
        """Make a copy of the store now, while the app runs; of more than eight the oldest goes.

        Raises:
            Invalid: this is the sample.
            StoreError: it could not be made (no room, folder not writable).
        """
        from storage import copies  # noqa: PLC0415  (not needed to start)

        self._refuse_sample()
        made = copies.make(self._store.db, now=self._clock.now())
        self._store.changes.tell(frozenset({COPIES}))
        return self._told(made)

    def preview_copy(self, copy: LocalCopy) -> Preview:
        """What is in a copy; nothing is changed.

        Args:
            copy: as listed by copies().

        Raises:
            StoreError: it cannot be read, or is not there any more.
        """
        from storage import copies  # noqa: PLC0415  (not needed to start)

        found = copies.Copy(copy.path, copy.made_at, copy.size)
        return self.preview_image(copies.read(found, self._store.db.key), copy.made_at, Source.COPY)

    def restore_copy(self, copy: LocalCopy) -> Done[Restored]:
        """Bring back what is in a copy, as restore() does.

        Args:
            copy: as listed by copies().

        Raises:
            Invalid: this is the sample.
            StoreError: it cannot be read, or something could not be written; nothing was changed then.
        """
        preview = self.preview_copy(copy)
        try:
            return self.restore(preview)
        finally:
            preview.image.close()

    def tend(self) -> bool:
        """Once a week: make a copy, and let go for good what was deleted more than 30 days ago.

        Returns:
            Whether it was done; a full disk or the like puts it off and disturbs nobody.
        """
        from storage import copies, purge  # noqa: PLC0415  (not needed to start)

        now = self._clock.now()
        # Each window asks for it: one that comes while another does it leaves it to that.
        if self._is_sample or not self._tending.acquire(blocking=False):
            return False
        try:
            if copies.due(self._store.path, now) and not self._is_empty():
                self.make_copy()
                purge.purge(self._store.db, now)
                return True
        except StoreError:
            pass
        finally:
            self._tending.release()
        return False

    def _told(self, copy: Copy) -> LocalCopy:
        from storage import copies  # noqa: PLC0415  (not needed to start)

        numbers: Any = copies.numbers(copy, self._store.db.key, _NUMBERS) or dict.fromkeys(_NUMBERS)
        local = config.fixed(copy.made_at.astimezone(self._clock.zone))
        return LocalCopy(path=copy.path, made_at=local, size=copy.size, **numbers)

    def _is_empty(self) -> bool:
        return not any(table.count() for table in self._store.tables)

    def _refuse_sample(self) -> None:
        if self._is_sample:
            raise Invalid("This is the sample. Leave it first, then bring your own data back.")
