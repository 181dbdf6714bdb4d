"""Deletion: nothing of a store stays on the disk that could be read back; an interrupted one is gone on with.

First the store gets another name, so that a half deleted one is never taken for whole; that file goes last.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from storage import files
from storage.conversion import exchanging
from storage.errors import StoreError, UnwritableStore

# What the store, its key, its copies, a conversion, a repair and an interrupted write leave behind.
_BESIDE = ("{stem}{suffix}*", "{stem}.key*", "{stem}.tries*", "{stem}.card*", "{stem}.damaged-*")
_COPIES = ("{stem}-*",)


def delete_all(path: Path, *others: Path) -> list[Path]:
    """Delete the store at path with its key, its copies and everything that was set aside of it.

    Nobody in this process may have it open. What can be overwritten is, before it goes.

    others: stores in other folders that go too, such as the sample.
    Returns the files that could not be deleted.
    Raises UnwritableStore when the store itself cannot be; then nothing was changed. StoreBusy.
    """
    gone = files.gone(path)
    with exchanging(path):
        try:
            if path.exists():
                path.replace(gone)
            else:
                gone.touch(mode=0o600)
            files.settle(path.parent)
        except OSError:
            raise UnwritableStore(path) from None
        stuck = [file for file in _all(path, others) if file != gone and not _wiped(file)]
        for folder in (files.copies(path), *(other.parent for other in others)):
            with suppress(OSError):
                folder.rmdir()  # unless somebody else keeps something there
        if not _wiped(gone):
            stuck.append(gone)
    with suppress(OSError):
        path.with_suffix(".lock").unlink(missing_ok=True)
    return stuck


def finish(path: Path, *others: Path) -> None:
    """Go on with a deletion that was interrupted; do nothing where there was none.

    Raises StoreBusy, UnwritableStore.
    """
    gone = files.gone(path)
    if not gone.exists():
        return
    if not path.exists():
        delete_all(path, *others)
        return
    # A new store was begun since, and only the old one could not be deleted then.
    with suppress(StoreError):
        files.wipe(gone)


def _all(path: Path, others: tuple[Path, ...]) -> Iterator[Path]:
    for store in (path, *others):
        yield from _found(store.parent, _BESIDE, store)
        yield from _found(files.copies(store), _COPIES, store)


def _found(folder: Path, patterns: tuple[str, ...], store: Path) -> list[Path]:
    names = [pattern.format(stem=store.stem, suffix=store.suffix) for pattern in patterns]
    return sorted({file for name in names for file in folder.glob(name) if file.is_file()})


def _wiped(file: Path) -> bool:
    """Overwrite a file and delete it. The shared memory holds no words, and others may still look at it."""
    try:
        if file.name.endswith("-shm"):
            file.unlink()
        else:
            files.wipe(file)
    except (OSError, StoreError):
        return False
    return True
