"""Copies: whole stores beside the store, made while the app runs; as encrypted as the store itself.

They help where the store's own file is lost or damaged. Against a lost device only a backup helps.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage import files, gate, image
from storage.connections import connect
from storage.conversion import exchanging
from storage.database import Database
from storage.engine import errors, is_plain
from storage.errors import ClosedStore, DamagedStore, StoreError, UnwritableStore
from storage.image import FOLLOWED, Image
from storage.links import SIGN_IN
from storage.sync_invariants import has_sync
from storage.told import told

MOST = 8
EVERY = timedelta(days=7)
_STAMP = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"(\d{8}-\d{6})(?:-\d+)?")
_PART = ".part"
# A clock that is a little behind has not seen the future.
_SLACK = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy. made_at: UTC, from its name. size: in bytes."""

    path: Path
    made_at: datetime
    size: int


def make(db: Database, *, now: datetime) -> Copy:
    """Copy the store as it stands, and let the oldest copies go so that MOST stay.

    now: when it is made, aware. Others may go on writing meanwhile; what they write then is not in it.
    Raises StoreBusy when the store is just being encrypted or repaired, FullStore, UnwritableStore,
    DamagedStore, ClosedStore, LostStore.
    """
    db.refuse_lost()  # or the lock would make a folder where somebody has deleted one
    try:
        with exchanging(db.path):
            db.refuse_lost()  # or what was deleted elsewhere would come back as a copy
            folder = files.copies(db.path)
            folder.mkdir(mode=0o700, exist_ok=True)
            for left in folder.glob(f"*{_PART}*"):
                files.wipe(left)  # of one that was interrupted
            made = _free(folder, db.path.stem, now)
            part = made.with_name(made.name + _PART)
            try:
                _copy(db, part)
                part.replace(made)
                files.settle(folder)
            finally:
                for file in (part, *files.beside(part)):
                    file.unlink(missing_ok=True)
            _keep_most(db.path, made)
            return _known(made)
    except OSError as error:
        raise files.full_or_unwritable(error, db.path) from None


def listed(path: Path) -> list[Copy]:
    """Return the copies of the store at path, newest first."""
    found = files.copies(path).glob(f"{path.stem}-*{path.suffix}")
    return sorted((_known(file) for file in found), key=_age, reverse=True)


def due(path: Path, now: datetime) -> bool:
    """Return whether no copy was made in the last week. A clock set back must not put it off for long."""
    return not any(now - EVERY < copy.made_at <= now + _SLACK for copy in listed(path))


def numbers(copy: Copy, key: bytes | None, queries: Mapping[str, str]) -> dict[str, int] | None:
    """Return the number that each query gives in a copy, or None when it cannot be read.

    key: the store's; a copy may be plain all the same, when it was made before there was a passcode.
    """
    try:
        with closing(_opened(copy.path, key)) as connection:
            return {name: int(connection.execute(sql).fetchone()[0]) for name, sql in queries.items()}
    except errors():
        return None
    except (StoreError, OSError, ImportError, TypeError, ValueError):
        return None


def read(copy: Copy, key: bytes | None) -> Image:
    """Return all that is in a copy.

    Raises DamagedStore when it cannot be read as a whole, NewerStore, ForeignStore, UnwritableStore.
    """
    try:
        with closing(_opened(copy.path, key)) as connection:
            if not gate.sound(connection):
                raise DamagedStore(copy.path)
            return image.of(connection)
    except ImportError:
        raise DamagedStore(copy.path) from None
    except errors() as error:
        meant = told(error, copy.path)
        raise (meant if isinstance(meant, StoreError) else DamagedStore(copy.path)) from None


def _opened(copy: Path, key: bytes | None) -> sqlite3.Connection:
    plain = is_plain(copy)
    if plain is None:
        raise UnwritableStore(copy) if not copy.exists() else DamagedStore(copy)
    connection = connect(copy, None if plain else key, read_only=True)
    try:
        gate.refuse(connection, copy)
    except BaseException:
        connection.close()
        raise
    return connection


def _copy(db: Database, part: Path) -> None:
    # Made by us first, or SQLite would give it the permissions of the umask.
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(connect(part, db.key)) as target:
            with db.snapshot():
                if db.key is None and not isinstance(db.connection, sqlite3.Connection):
                    raise ClosedStore(db.path)  # just now, and its key is forgotten
                db.connection.backup(target)
            # One file, without a write-ahead log beside it.
            target.execute("PRAGMA journal_mode = DELETE")
            _leave_out(target)
            if not gate.sound(target):
                raise DamagedStore(db.path)
    except errors() as error:
        raise told(error, db.path) from None
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _leave_out(target: sqlite3.Connection) -> None:
    """What no copy holds: the sign-in, which is older soon, and people who are followed.

    A copy is decrypted with the store when the passcode goes; and whoever is not followed any more, or whose
    summary has ended, stays in no copy.
    """
    target.execute("PRAGMA secure_delete = ON")
    if has_sync(target):
        target.execute("DELETE FROM sync_state WHERE name = ?", (SIGN_IN,))
    if target.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (FOLLOWED,)).fetchone():
        target.execute(f"DELETE FROM {FOLLOWED}")  # noqa: S608  a name of ours


def _free(folder: Path, stem: str, now: datetime) -> Path:
    stamp, attempt = now.astimezone(UTC).strftime(_STAMP), 1
    while (path := folder / f"{stem}-{stamp}{'' if attempt == 1 else f'-{attempt}'}.db").exists():
        attempt += 1
    return path


def _keep_most(path: Path, made: Path) -> None:
    """Delete the oldest copies, and never the one just made, whatever the clock says."""
    older = [copy.path for copy in listed(path) if copy.path != made]
    for copy in older[MOST - 1 :]:
        with suppress(StoreError):  # one that cannot be deleted costs room and nothing else
            files.wipe(copy)


def _age(copy: Copy) -> tuple[datetime, int, str]:
    return copy.made_at, len(copy.path.name), copy.path.name  # "-2" comes after none, and "-10" after "-9"


def _known(file: Path) -> Copy:
    named = _NAME.search(file.stem)
    try:
        made_at = datetime.strptime(named[1] if named else "", _STAMP).replace(tzinfo=UTC)
    except ValueError:
        made_at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return Copy(file, made_at, files.size(file))
