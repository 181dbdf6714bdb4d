"""Replace: another version takes a damaged store's place, and every byte of the damaged one is kept.

It is copied first, byte for byte, to where it will be kept; the store itself stays as it is until the other
version is whole. A kill at any step leaves either the damaged store or the good one, and `conversion.tidy`
wipes what was not finished.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from storage import aside, files
from storage.anew import compare_anew, count_on
from storage.connections import connect, in_use
from storage.conversion import exchanging, tidy
from storage.engine import errors, is_plain
from storage.errors import DamagedStore, RepairFailed, StoreBusy, StoreError, UnwritableStore
from storage.gate import sound
from storage.told import told

_ATTEMPTS = 3


class Replacing:
    """A damaged store of which nobody can write meanwhile.

    Attributes:
        damaged: a copy of it with its write-ahead log, byte for byte, to read from.
        new: where to write what takes its place; it is not there yet.
    """

    def __init__(self, path: Path, lock: sqlite3.Connection | None) -> None:
        self._path = path
        self._lock = lock
        self.damaged = files.damaged(path)
        self.new = files.new(path)

    def finish(self, *, at: datetime | None = None) -> Path:
        """Put `new` into the store's place; return where the damaged one is kept.

        at: the time in its name; the present on this device when left out.
        """
        path = self._path
        kept = aside.place(path, at=at)
        _settle_file(self.new)
        for source, target in zip(files.beside(self.damaged), files.beside(kept), strict=True):
            if source.name.endswith("-shm") or files.size(source) == 0:
                source.unlink(missing_ok=True)
            else:
                source.rename(target)
        self.damaged.rename(kept)
        files.settle(path.parent)
        if self._lock is not None:
            # What is in the log goes into the damaged file: left behind it would be taken for the new one's.
            with suppress(*errors()):
                self._lock.execute("PRAGMA journal_mode = DELETE")
            if os.name == "nt" or any(file.exists() for file in files.beside(path)):
                self._lock.close()
        for file in files.beside(path):
            file.unlink(missing_ok=True)
        self.new.replace(path)
        files.settle(path.parent)
        return kept


@contextmanager
def replacing(path: Path, key: bytes | None) -> Iterator[Replacing]:
    """Keep everybody from the store at path, and wipe what was not finished at the end.

    key: of an encrypted store.
    Raises StoreBusy when somebody has it open, FullStore, UnwritableStore; then it is as it was.
    """
    with exchanging(path):
        if in_use(path):
            raise StoreBusy(path)
        try:
            tidy(path)
            with _copied_and_held(path, key) as lock:
                yield Replacing(path, lock)
        except errors() as error:
            raise _meant(error, path) from None
        except OSError as error:
            raise files.full_or_unwritable(error, path) from None
        finally:
            tidy(path)


def take_copy(path: Path, copy: Path, *, key: bytes | None = None, at: datetime | None = None) -> Path:
    """Put a copy of the store into its place; return where the damaged one is kept.

    copy: one of this store's own copies, which stays. key: as for the store. at: the present, for the name.
    Raises DamagedStore when the copy is not whole, StoreBusy, FullStore, UnwritableStore.
    """
    with replacing(path, key) as work:
        # Through SQLite, so that a log beside it comes along; a copy from before the passcode is plain.
        plain = is_plain(copy)
        if plain is None:
            raise DamagedStore(copy)
        if plain is (key is not None):
            raise RepairFailed(path)
        _touch(work.new)
        with closing(connect(copy, key, read_only=True)) as source, closing(connect(work.new, key)) as made:
            source.backup(made)
            made.execute("PRAGMA journal_mode = DELETE")
            if not sound(made):
                raise DamagedStore(copy)
            _not_as_new(made, work.damaged, key)
        return work.finish(at=at)


def _not_as_new(made: sqlite3.Connection, damaged: Path, key: bytes | None) -> None:
    """A copy is older than what the clinic was told last: nothing that it remembers counts as the newest."""
    before: sqlite3.Connection | None = None
    with suppress(*errors()):
        before = connect(damaged, key)
    made.execute("BEGIN")
    try:
        count_on(made, before)
        compare_anew(made)
    finally:
        if before is not None:
            before.close()
    made.execute("COMMIT")


@contextmanager
def _copied_and_held(path: Path, key: bytes | None) -> Iterator[sqlite3.Connection | None]:
    """Copy the store, with nobody writing to it from before the copy until the end."""
    for _ in range(_ATTEMPTS):
        # The copy first: a file that is opened and closed here would end the locks of this process.
        before = _state(path)
        for file in (path, *files.beside(path)):
            if file.exists() and not file.name.endswith("-shm"):
                target = files.damaged(path)
                _copy(file, target.with_name(target.name + file.name.removeprefix(path.name)))
        lock = _hold(path, key)
        try:
            if _state(path) == before:
                yield lock
                return
        finally:
            if lock is not None:
                lock.close()
        tidy(path)
    raise StoreBusy(path)


def _hold(path: Path, key: bytes | None) -> sqlite3.Connection | None:
    """Hold the store alone, as long as the connection is open; None where it is too damaged for anybody."""
    connection: sqlite3.Connection | None = None
    try:
        connection = connect(path, key)
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except errors() as error:
        if connection is not None:
            connection.close()
        if isinstance(told(error, path), StoreBusy | UnwritableStore):
            raise
        return None
    return connection


def _state(path: Path) -> list[tuple[int, int]]:
    """What changes when somebody writes. An empty log says no more than none."""
    found = [file.stat() for file in (path, files.beside(path)[0]) if files.size(file)]
    return [(status.st_size, status.st_mtime_ns) for status in found]


def _copy(source: Path, target: Path) -> None:
    _touch(target)
    with source.open("rb") as from_, target.open("rb+") as to:
        shutil.copyfileobj(from_, to, 1 << 20)
        to.flush()
        os.fsync(to.fileno())


def _touch(path: Path) -> None:
    # Made by us first, or it would have the permissions of the umask.
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _settle_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _meant(error: Exception, path: Path) -> Exception:
    meant = told(error, path)
    return meant if isinstance(meant, StoreError) else RepairFailed(path)
