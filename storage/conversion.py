"""Conversion: encrypt a store in place, or decrypt it; a kill at any step leaves one whole store.

A second file is written whole and looked over, then takes the first one's name in one step. Whatever lies
beside the store afterwards is an older or an unfinished version: `tidy` wipes it, at the next start too.
"""

# ruff: noqa: S608  the names of tables come from the schema

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from storage import aside, files
from storage.connections import BUSY_MILLISECONDS, in_use
from storage.engine import can_encrypt, cipher, errors, give_key, is_plain, literal
from storage.errors import DamagedStore, FullStore, NoCipher, StoreBusy, StoreError
from storage.migrations import APPLICATION_ID
from storage.sealed_file import PART, SUFFIX, is_sealed, seal, unseal
from storage.told import told

# Windows gives no file's name to another while it is open.
_CLOSE_FIRST = os.name == "nt"
_OLD = ".old"
_SHAPE = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
)


def encrypt(path: Path, key: bytes) -> None:
    """Encrypt the store at path, its copies and what was set aside of it; what is encrypted already stays so.

    Nobody may have the store open. The store itself comes last: once it is encrypted, all is done.
    Raises StoreBusy when somebody has it open, FullStore, UnwritableStore, DamagedStore, NoCipher.
    """
    with exchanging(path):
        tidy(path)
        for copy in sorted(files.copies(path).glob("*.db")):
            tidy(copy)
            if is_plain(copy):
                _convert_or_seal(copy, key)
        for kept in aside.kept(path):
            if kept.suffix == PART:
                files.wipe(kept)  # of a sealing that was interrupted
            elif not is_sealed(kept):
                seal(kept, key)
        if is_plain(path):
            _convert(path, None, key)


def decrypt(path: Path, key: bytes) -> None:
    """Make a plain store of the encrypted one at path, and of its copies and what was set aside.

    Nobody may have the store open.
    Raises StoreBusy when somebody has it open, FullStore, UnwritableStore, DamagedStore, NoCipher.
    """
    with exchanging(path):
        tidy(path)
        if is_plain(path) is False:
            _convert(path, key, None)
        for copy in sorted(files.copies(path).glob("*.db")):
            tidy(copy)
            if is_plain(copy) is False:
                # One that cannot be read stays as it is, and the doctor says so.
                with suppress(DamagedStore):
                    _convert(copy, key, None)
        for folder in (path.parent, files.copies(path)):
            for file in sorted(folder.glob(f"*{SUFFIX}")):
                unseal(file, key)


def unfinished(path: Path) -> bool:
    """Return whether an interrupted conversion or repair left something beside the store at path."""
    return any(file.exists() for file in (*_beside(path), files.damaged(path)))


@contextmanager
def exchanging(path: Path) -> Iterator[None]:
    """Keep other processes of ours from putting another file in the store's place meanwhile.

    Raises StoreBusy when one of them does just that for longer than the busy timeout, UnwritableStore.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415

    lock = FileLock(path.with_suffix(".lock"), timeout=BUSY_MILLISECONDS / 1000, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise StoreBusy(path) from None
    except OSError as error:
        raise files.full_or_unwritable(error, path) from None
    try:
        yield
    finally:
        lock.release()


def tidy(path: Path) -> None:
    """Wipe what an interrupted conversion or repair of the store at path left beside it."""
    new, old = _beside(path)
    damaged = files.damaged(path)
    for file in (new, *files.beside(new), *files.beside(damaged), damaged):
        if file.exists():
            files.wipe(file)
    if not old.exists():
        return
    if not path.exists():
        old.rename(path)
    elif old.samefile(path):
        old.unlink()  # two names of the store itself: the interruption came before the exchange
    else:
        files.wipe(old)


def _convert(path: Path, before: bytes | None, after: bytes | None) -> None:
    new, old = _beside(path)
    if not can_encrypt():
        raise NoCipher(path)
    if in_use(path):
        raise StoreBusy(path)
    try:
        with _alone(path, before) as source:
            # Made by us first, or SQLite would give it the permissions of the umask.
            os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            _export(source, new, after)
            _look_over(source, new, after, path)
            with new.open("rb+") as file:
                os.fsync(file.fileno())
            if not _CLOSE_FIRST:
                _exchange(path, new, old)
        if _CLOSE_FIRST:
            if any(file.exists() for file in files.beside(path)):
                raise StoreBusy(path)  # somebody opened it in the moment since it was closed
            _exchange(path, new, old)
        if old.exists():
            files.wipe(old)
        files.settle(path.parent)
    except errors() as error:
        tidy(path)
        raise _told(error, path) from error
    except OSError as error:
        tidy(path)
        raise files.full_or_unwritable(error, path) from None
    except StoreError:
        tidy(path)
        raise


def _told(error: Exception, path: Path) -> Exception:
    meant = told(error, path)
    if isinstance(meant, StoreError):
        return meant
    # What goes wrong inside sqlcipher_export comes without its code.
    return (
        FullStore(path)
        if "full" in str(error)
        else StoreError(
            "The store could not be written anew, so it was left as it is; check the disk and try again.",
            path,
        )
    )


def _exchange(path: Path, new: Path, old: Path) -> None:
    # Without a second name (FAT has none) the older version is deleted without being overwritten.
    with suppress(OSError):
        os.link(path, old)
    new.replace(path)
    files.settle(path.parent)


@contextmanager
def _alone(path: Path, key: bytes | None) -> Iterator[sqlite3.Connection]:
    """A connection that nobody else can write beside; the write-ahead log is in the file, and gone."""
    # Autocommit, and SQLCipher's engine for both ways: it alone exports.
    connection = cipher().connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=BUSY_MILLISECONDS / 1000,
        isolation_level=None,
    )
    with closing(connection):
        give_key(connection, key)
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cell_size_check = ON")
        give_up = time.monotonic() + BUSY_MILLISECONDS / 1000
        while True:
            try:
                mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            except errors() as error:
                # SQLite does not wait for a lock here, whatever the busy timeout.
                if not isinstance(told(error, path), StoreBusy) or time.monotonic() > give_up:
                    raise
                mode = ""
            if mode == "delete":
                break
            if time.monotonic() > give_up:
                raise StoreBusy(path)
            time.sleep(0.01)
        # From here until it is closed the lock stays, through every transaction.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        yield connection


def _export(source: sqlite3.Connection, new: Path, key: bytes | None) -> None:
    version = int(source.execute("PRAGMA user_version").fetchone()[0])
    with_key = "''" if key is None else literal(key)
    source.execute(f"ATTACH DATABASE ? AS made KEY {with_key}", (str(new),))
    try:
        # Nobody reads it before it is whole and on the disk, and a half one is thrown away.
        source.execute("PRAGMA made.journal_mode = OFF")
        source.execute("PRAGMA made.synchronous = OFF")
        source.execute("SELECT sqlcipher_export('made')")
        source.execute(f"PRAGMA made.application_id = {APPLICATION_ID}")
        source.execute(f"PRAGMA made.user_version = {version}")
    except errors():
        with suppress(*errors()):  # it complains of the half file, and would hide what went wrong
            source.execute("DETACH DATABASE made")
        raise
    source.execute("DETACH DATABASE made")


def _look_over(source: sqlite3.Connection, new: Path, key: bytes | None, path: Path) -> None:
    """Refuse a second file that is not whole, or not the same as the first."""
    made = cipher().connect(f"{new.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    with closing(made):
        give_key(made, key)
        whole = [row[0] for row in made.execute("PRAGMA quick_check(1)")] == ["ok"]
        if not whole or source.execute(_SHAPE).fetchall() != made.execute(_SHAPE).fetchall():
            raise DamagedStore(path)
        for (table,) in source.execute(_TABLES).fetchall():
            count = f'SELECT count(*) FROM "{table}"'
            if source.execute(count).fetchone() != made.execute(count).fetchone():
                raise DamagedStore(path)


def _convert_or_seal(copy: Path, key: bytes) -> None:
    try:
        _convert(copy, None, key)
    except DamagedStore:
        seal(copy, key)


def _beside(path: Path) -> tuple[Path, Path]:
    return files.new(path), path.with_name(path.name + _OLD)
