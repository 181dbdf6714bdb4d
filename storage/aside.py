"""A damaged store is set aside under another name, never overwritten, so that it can still be rescued."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from storage import files
from storage.errors import UnwritableStore


def set_aside(path: Path, *, at: datetime | None = None, with_key: bool = False) -> Path:
    """Rename a store and what lies beside it to `<stem>.damaged-YYYYMMDD-HHMMSS.db`; return the new path.

    at: the time in the new name; the present on this device when left out.
    with_key: what is left of its key file goes along, so that the next store needs no passcode.
    Raises UnwritableStore when there is no such file or it cannot be renamed.
    """
    target = place(path, at=at)
    pairs = list(zip(files.beside(path), files.beside(target), strict=True))
    try:
        # The write-ahead log goes first: left behind alone, it would lie beside the next store.
        for source, aim in pairs:
            if source.exists():
                source.rename(aim)
        path.rename(target)
        if with_key:
            for name in ("", ".copy"):
                source = path.with_name(files.vault(path).name + name)
                if source.exists():
                    source.rename(target.with_name(f"{target.name}.key{name}"))
    except OSError:
        raise UnwritableStore(path) from None
    return target


def place(path: Path, *, at: datetime | None = None) -> Path:
    """Return a free name for a store that is set aside: `<stem>.damaged-YYYYMMDD-HHMMSS.db`.

    at: the time in the name; the present on this device when left out.
    """
    moment = (at or datetime.now().astimezone()).strftime("%Y%m%d-%H%M%S")
    attempt = 1
    while True:
        name = f"{path.stem}.damaged-{moment}{'' if attempt == 1 else f'-{attempt}'}{path.suffix}"
        target = path.with_name(name)
        if not any(path.parent.glob(f"{name}*")):
            return target
        attempt += 1


def kept(path: Path) -> list[Path]:
    """Return the stores that were set aside from this one, with what lies beside them."""
    return sorted(path.parent.glob(f"{path.stem}.damaged-*{path.suffix}*"))
