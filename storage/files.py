"""The files of one store: the database and what SQLite keeps beside it."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from storage.errors import FullStore, LostStore, StoreError, UnwritableStore

_BLOCK = 1 << 20
_BESIDE = ("-wal", "-shm", "-journal")


def beside(path: Path) -> tuple[Path, ...]:
    """Return the files SQLite may keep beside the database: write-ahead log, shared memory, journal."""
    return tuple(path.with_name(path.name + suffix) for suffix in _BESIDE)


def vault(path: Path) -> Path:
    """Return the file that holds a store's key, wrapped by the passcode."""
    return path.with_suffix(".key")


def vaults(path: Path) -> tuple[Path, Path]:
    """Return the two files of a vault: the same twice, so that a dead sector does not cost the diary."""
    first = vault(path)
    return first, first.with_name(f"{first.name}.copy")


def has_vault(path: Path) -> bool:
    """Return whether the store at path has a passcode; reads nothing, so that an open start costs nothing."""
    return any(file.exists() for file in vaults(path))


def tries(path: Path) -> Path:
    """Return the file that counts wrong passcodes."""
    return path.with_suffix(".tries")


def card(path: Path) -> Path:
    """Return the file of what the lock screen may show."""
    return path.with_suffix(".card")


def copies(path: Path) -> Path:
    """Return the folder of a store's automatic copies."""
    return path.parent / "copies"


def new(path: Path) -> Path:
    """Return where another version of the store is written, before it takes its place."""
    return path.with_name(path.name + ".new")


def damaged(path: Path) -> Path:
    """Return where a damaged store is copied to while it is repaired."""
    return path.with_name(path.name + ".aside")


def gone(path: Path) -> Path:
    """Return the name of a store while it is deleted."""
    return path.with_name(path.name + ".gone")


def size(path: Path) -> int:
    """Return a file's size in bytes, 0 when there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def identity(path: Path) -> tuple[int, int]:
    """Return what tells this very file from another one of the same name. Raises LostStore."""
    try:
        status = path.stat()
    except OSError:
        raise LostStore(path) from None
    return status.st_dev, status.st_ino


def prepare(path: Path) -> None:
    """Make the folder and an empty file that only this user can read, where they are missing.

    A folder that exists keeps its permissions: it may be shared with other things.
    Raises UnwritableStore when the folder or the file cannot be made or written.
    """
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made before SQLite does, which would give it the permissions of the umask; -wal and -shm copy it.
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        writable = path.is_file() and os.access(path, os.R_OK | os.W_OK) and os.access(path.parent, os.W_OK)
    except OSError:
        raise UnwritableStore(path) from None
    if not writable:
        raise UnwritableStore(path)


def close_to_others(path: Path) -> None:
    """Let only this user read the database, as far as the system allows."""
    with suppress(OSError):
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)


def delete(path: Path) -> None:
    """Delete the database and what lies beside it.

    The database goes first: what an interruption leaves behind is then never taken for a whole store.
    Raises UnwritableStore when a file cannot be deleted.
    """
    try:
        for file in (path, *beside(path)):
            file.unlink(missing_ok=True)
    except OSError:
        raise UnwritableStore(path) from None


def write(path: Path, content: bytes) -> None:
    """Write a small file whole or not at all, for this user's eyes; it is on the disk when this returns.

    Raises UnwritableStore, FullStore.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        settle(path.parent)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise full_or_unwritable(error, path) from None


def settle(folder: Path) -> None:
    """Wait until what was renamed or deleted in a folder is on the disk, where the system can say so."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def wipe(path: Path) -> None:
    """Overwrite a file and delete it, so that its blocks hold nothing more of it.

    What a flash drive or a file system keeps of older versions of a block is out of reach.
    Raises UnwritableStore when it cannot be deleted.
    """
    try:
        with suppress(OSError), path.open("r+b") as file:
            left = os.fstat(file.fileno()).st_size
            while left > 0:
                left -= file.write(bytes(min(left, _BLOCK)))
            file.flush()
            os.fsync(file.fileno())
        path.unlink(missing_ok=True)
    except OSError:
        raise UnwritableStore(path) from None


def full_or_unwritable(error: OSError, path: Path) -> StoreError:
    """Return what an error of the system means for the patient."""
    full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    return FullStore(path) if full else UnwritableStore(path)
