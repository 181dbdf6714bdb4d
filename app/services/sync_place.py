"""Place: where the sign-in at a clinic is kept, and how it moves when a passcode is set or taken off.

In the store while that is encrypted; else in the system's keystore, or the memory of this process where there
is none. A copy of the store never takes it along (storage/copies.py), and no backup or export has it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from app.errors import NotKept
from storage.errors import StoreError
from storage.links import SIGN_IN, State

if TYPE_CHECKING:
    from app.clinic.tokens import TokenStore
    from app.services.store import Store

SIGNED_OUT: Final = (
    "Without the passcode there is no safe place for the sign-in at your clinic, so it ended; "
    "sign in again in Settings when you want to sync."
)
_NOT_HERE: Final = "The sign-in was not kept, because the data are not encrypted any more; sign in again."


class InStore:
    """Keeps a sign-in inside an encrypted store; see `app.clinic.tokens.TokenStore`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def load(self) -> str | None:
        """The text, or None."""
        found = State(self._store.db).get(SIGN_IN)
        return found if isinstance(found, str) else None

    def save(self, text: str, /) -> None:
        """Keep a text in place of the one before.

        Raises:
            NotKept: the store is not encrypted.
        """
        if self._store.db.key is None:
            raise NotKept(_NOT_HERE)
        State(self._store.db).set(SIGN_IN, text)

    def forget(self) -> None:
        """Keep none."""
        State(self._store.db).forget(SIGN_IN)


def place_of(store: Store) -> TokenStore:
    """Where the sign-in of an open store belongs now.

    Args:
        store: the open store.
    """
    from app.services import sync_connecting  # noqa: PLC0415  (only once a clinic is connected)

    return InStore(store) if store.db.key is not None else sync_connecting.safe_place(store.path)


def take_out(store: Store) -> str:
    """Before the passcode is set or taken off: the sign-in, which is nowhere in the store afterwards; or "".

    Args:
        store: the open store.

    Raises:
        StoreError: the store could not be written.
    """
    from app.clinic.synchronizer import connection  # noqa: PLC0415  (not needed to start)

    if connection(store.db) is None:
        return ""
    place, text = place_of(store), None
    with suppress(NotKept):
        text = place.load()
    if isinstance(place, InStore):
        place.forget()  # what is decrypted must not hold it
    return text or ""


def put_back(store: Store, text: str) -> bool:
    """Afterwards: keep the sign-in where it belongs now; return whether there is such a place.

    Args:
        store: the open store. text: what `take_out` gave.
    """
    from app.services import sync_connecting as connecting  # noqa: PLC0415

    if not text:
        return True
    place = place_of(store)
    if not connecting.lasts(place):
        return False
    try:
        place.save(text)
    except (NotKept, StoreError):
        return False
    if isinstance(place, InStore):
        # It is in one place alone.
        connecting.forget(store.path, connecting.safe_place(store.path))
    return True
