"""What a backup or a copy holds, and what bringing it back has done, as screens and command line tell it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.care.kept import Source
from app.care.sentence import counted, join, said, say

if TYPE_CHECKING:
    from storage.image import Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What is in a backup or a copy, before anything is changed.

    Attributes:
        made_at: when it was made, by the clock on the wall here.
        entries: how many journal entries are in it.
        sessions: how many infusions that took place.
        records: how many records of any kind.
        missing: how many of those are not in the store now, so that they would come (back).
        source: whether it is a backup or a copy of this device.
        left_out: how much of it is no record of this app, or belongs to something that is not there.
        is_fhir: whether it is a FHIR file, which counts as a backup.
        image: its content, in memory.
    """

    made_at: datetime
    entries: int
    sessions: int
    records: int
    missing: int
    source: Source
    left_out: int = 0
    is_fhir: bool = False
    image: Image = field(repr=False, compare=False)

    @property
    def sentence(self) -> str:
        """What it holds: "312 entries, 4 sessions, made on Thu 26 Nov 2026, 10:00"."""
        return said(
            "{entries}, {sessions}, made on {at}",
            entries=counted("{n} entry", "{n} entries", self.entries),
            sessions=counted("{n} session", "{n} sessions", self.sessions),
            at=self.made_at,
        )

    def close(self) -> None:
        """Forget its content, once it is brought back or not wanted; safe to call again."""
        self.image.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What bringing something back has done.

    Attributes:
        added: records that this store did not have.
        brought_back: records that had been deleted here.
        changed: records of which the version in the backup is the newer one, or adds something.
        same: records that needed nothing.
        texts: texts of which the other version was kept beside the record.
        left_out: records that this version cannot read, or that belong to something that is not there.
        gave_way: courses that had not begun, and made room for the running one from the backup.
    """

    added: int = 0
    brought_back: int = 0
    changed: int = 0
    same: int = 0
    texts: int = 0
    left_out: int = 0
    gave_way: int = 0

    @property
    def sentence(self) -> str:
        """What was done, one short sentence for each thing."""
        came, told = self.added + self.brought_back, []
        if came:
            told.append(counted("{n} record brought back.", "{n} records brought back.", came))
        if self.changed:
            told.append(say("{n} changed.", n=self.changed))
        if not told:
            told.append(say("Everything was here already."))
        if self.texts:
            told.append(
                counted(
                    "{n} text was kept beside another version.",
                    "{n} texts were kept beside another version.",
                    self.texts,
                )
            )
        if self.gave_way:
            told.append(say("The course that had not begun made room for the one that has."))
        if self.left_out:
            told.append(
                counted("{n} record could not be read.", "{n} records could not be read.", self.left_out)
            )
        return said(join(*told))


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
