"""The key file of a store: whether there is one, what it holds, and the tries at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.care.invalid import Invalid
from storage import files

if TYPE_CHECKING:
    from app.services.clock import Clock
    from storage.vault import Vault


def has_passcode(path: Path) -> bool:
    """Whether the store at a path has a passcode; reads nothing, so that an open start costs nothing.

    Args:
        path: the store's file.
    """
    first = files.vault(path)
    return first.exists() or first.with_name(f"{first.name}.copy").exists()


def its_vault(path: Path) -> Vault:
    """The vault of a store that has a passcode.

    Args:
        path: the store's file.

    Raises:
        Invalid: it has none.
        StoreError: it cannot be read.
    """
    from storage import vault  # noqa: PLC0415  (not needed while there is no passcode)

    found = vault.load(path)
    if found is None:
        raise Invalid("There is no passcode, so nothing was changed; turn it on first.")
    return found


@contextmanager
def trying(path: Path, clock: Clock) -> Iterator[None]:
    """Count a try at the passcode before it is looked at, and forget all tries once it was right.

    Args:
        path: the store's file.
        clock: tells the time.

    Raises:
        TooManyTries: it comes too early.
    """
    from storage.tries import Tries  # noqa: PLC0415  (not needed while there is no passcode)

    tries = Tries(path)
    tries.begin(clock.now())
    yield
    tries.clear()
