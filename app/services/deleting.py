"""Delete everything: no file of ours stays in the data folder."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from app import config
from storage.aside import kept
from storage.errors import StoreError

if TYPE_CHECKING:
    from app.services.store import Store


def delete_all(store: Store) -> None:
    """Delete the store, its sample and what was set aside, and open an empty store in its place.

    Args:
        store: it is closed, and open on an empty file afterwards, also when something could not be deleted.

    Raises:
        StoreError: a file could not be deleted, and the sentence says where; or the empty store not be made.
    """
    sample = store.path.parent / config.SAMPLE
    stuck: OSError | None = None
    store.close()
    try:
        store.db.delete_everything()
        for file in kept(store.path):
            file.unlink(missing_ok=True)
        if sample.exists():
            shutil.rmtree(sample)
    except OSError as problem:
        stuck = problem
    finally:
        store.open()
    store.changes.tell(frozenset(table.name for table in store.tables))
    if stuck is not None:
        raise StoreError(
            f"Your data are deleted, but a copy could not be; delete {store.path.parent} by hand.", store.path
        ) from stuck
