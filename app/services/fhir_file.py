"""The FHIR file: every record of the patient for another health app, and bringing such a file in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from app import config
from app.care.invalid import Invalid
from app.care.kept import Source
from app.clinic.resources import collection, kinds
from app.clinic.resources.collected import Collected, Found
from app.clinic.resources.parts import Context
from app.services.backup import BackupService
from app.services.clock import Clock
from app.services.done import Done
from app.services.fhir_reading import MOST_FILE, open_fhir
from app.services.previews import Preview, Restored
from app.services.store import Store
from app.share.stopped import Progress, Stopped
from storage.errors import UnreadableRecord
from storage.gathering import everything, gathered
from storage.table import Table
from storage.versions import Version, Versions

__all__ = ["SUFFIX", "FhirFileService", "open_fhir"]

SUFFIX: Final = ".fhir.json"
# When nobody says when a record was last changed, the version that is here counts as the newer one.
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
_UNREADABLE: Final = (ValueError, TypeError, KeyError, RecursionError)


class FhirFileService:
    """Everything takes a moment up to some seconds: call it in a thread (asyncio.to_thread)."""

    def __init__(self, store: Store, clock: Clock, backup: BackupService) -> None:
        self._store = store
        self._clock = clock
        self._backup = backup
        self._tables: dict[str, Table[Any]] = {table.name: table for table in store.tables}

    def file_name(self) -> str:
        """A name for a file made now, such as "infusion-companion-2026-11-26.fhir.json"."""
        return f"{config.NAME}-{self._clock.today().isoformat()}{SUFFIX}"

    def write(self, progress: Progress = lambda _: True) -> bytes:
        """Every course, infusion, mark, checklist, check-in and journal entry with its words, as one Bundle.

        Args:
            progress: is told how much is done, and says whether to go on.

        Raises:
            Invalid: there is nothing to write, or more than one file can hold.
            StoreError: the store could not be read.
            Stopped: progress said so.
        """
        made = bytearray()
        for part in self._written(progress):
            made += part
            if len(made) > MOST_FILE:
                raise Invalid("There is more than one FHIR file can hold, so none was made; make a backup.")
        return bytes(made)

    def preview(self, content: bytes) -> Preview:
        """What is in a FHIR file; nothing is changed.

        Args:
            content: of the file.

        Raises:
            BadFhirFile: it is too large, damaged, newer or something else; each a sentence of its own.
        """
        return self.preview_of(open_fhir(content))

    def preview_of(self, opened: Collected) -> Preview:
        """What is in a FHIR file that was opened before there was a store; nothing is changed.

        Args:
            opened: by open_fhir.
        """
        read = kinds("", share_words=True)
        parts: list[tuple[Table[Any], list[Version[Any]]]] = []
        left_out = opened.left_out
        newest = _LONG_AGO
        for kind in read.names:
            some = [one for one in opened.found if one.kind == kind]
            here = Versions(self._store.db, self._tables[kind]).here([one.id for one in some])
            versions: list[Version[Any]] = []
            for one in some:
                try:
                    there = here.get(one.id)
                    versions.append(self._version(one, opened.made_at, there.record if there else None))
                except _UNREADABLE:
                    left_out += 1
                else:
                    newest = max(newest, versions[-1].changed_at)
            # A version comes after the one that it replaces.
            versions.sort(key=lambda one: getattr(one.record, "version", 1))
            parts.append((self._tables[kind], versions))
        image = gathered(self._store.db, parts, left_out)
        return self._backup.preview_image(image, opened.made_at or newest, Source.BACKUP, is_fhir=True)

    def bring_in(self, preview: Preview) -> Done[Restored]:
        """Bring in what is in a FHIR file, as a backup is brought back: all of it or nothing.

        Args:
            preview: of what is to be brought in.

        Returns:
            What was done; its undo restores exactly what was before.

        Raises:
            Invalid: this is the sample.
            StoreError: something could not be written; nothing was changed then.
        """
        return self._backup.restore(preview)

    def _written(self, progress: Progress) -> Iterator[bytes]:
        context = Context(patient_id=str(uuid4()), share_words=True)
        with closing(everything(self._store.db)) as image:
            names = kinds(context.patient_id, share_words=True).names
            total = sum(image.rows(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names)  # noqa: S608
            if not total:
                raise Invalid("There is nothing to write yet: no course, no check-in and no journal entry.")
            head = json.dumps(collection.head(uuid4(), self._clock.now()))
            yield f'{head[:-1]}, "entry": [\n'.encode()
            yield _line(collection.patient(context))
            done = 0
            for name in names:
                for some in Versions(self._store.db, self._tables[name]).inside(image):
                    for one in some:
                        if one is None:
                            raise UnreadableRecord(name)
                        for entry in collection.entries(
                            name, one.record, context, one.changed_at, one.removed_at
                        ):
                            yield b",\n" + _line(entry)
                    done += len(some)
                    if not progress(done / total):
                        raise Stopped
            yield b"\n]}\n"

    def _version(self, one: Found, made_at: datetime | None, here: Any) -> Version[Any]:
        """A record as the file has it. here: as the store has it, for words that were withheld."""
        read = kinds("", share_words=True)
        known = {field.name: getattr(here, field.name) for field in fields(here)} if here else {}
        known.pop("id", None)
        record = read.record(one.kind, one.id, {**known, **read.from_fhir(one.kind, one.resource, here)})
        now = self._clock.now()
        # A clock that was ahead must not make a version newer than all that is still to be written.
        changed_at = min(now, max(_LONG_AGO, one.at or made_at or _LONG_AGO))
        removed_at = None if one.removed_at is None else min(now, max(_LONG_AGO, one.removed_at))
        return Version(record, changed_at.astimezone(UTC), removed_at)


def _line(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
