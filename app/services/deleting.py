"""Delete everything: no file of ours stays in the data folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app import config
from storage import files
from storage.errors import StoreError

if TYPE_CHECKING:
    from app.services.store import Store


def delete_all(store: Store) -> None:
    """Delete the store with passcode and copies, its sample and what was set aside; begin with an empty one.

    Args:
        store: it is closed, and open on an empty file afterwards, also when something could not be deleted.

    Raises:
        StoreError: a file could not be deleted, and the sentence says where; or the empty store not be made.
    """
    from storage import deletion  # noqa: PLC0415  (not needed to start)

    path, key = store.path, store.db.key
    stuck: list[Path] = []
    store.close()
    try:
        stuck = deletion.delete_all(path, _sample(path))
    finally:
        store.open(key if path.exists() else None)
    store.changes.tell(frozenset(table.name for table in store.tables))
    if stuck:
        raise StoreError(
            "Your data are deleted, but {name} could not be; delete {parent} by hand.",
            path,
            name=stuck[0].name,
            parent=path.parent,
        )


def finish_deleting(path: Path) -> None:
    """Go on with a deletion that was interrupted, before anything is opened.

    Args:
        path: the store's file.

    Raises:
        StoreError: it cannot be gone on with now.
    """
    if files.gone(path).exists():
        from storage import deletion  # noqa: PLC0415  (hardly ever needed)

        deletion.finish(path, _sample(path))


def _sample(path: Path) -> Path:
    return path.parent / config.SAMPLE / config.STORE
