"""Protection: a store with a passcode, from the first one to the day it is taken off again.

Where SQLCipher is installed the passcode encrypts the store. On a phone it is not: there the passcode guards
the app, and the system encrypts the app's folder.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from storage import conversion, files, vault
from storage.engine import can_encrypt, is_plain
from storage.errors import DamagedVault, NoCipher, StoreError
from storage.tries import Tries
from storage.vault import COST, Cost, Vault


def turn_on(path: Path, passcode: str, *, cost: Cost = COST) -> tuple[bytes | None, str]:
    """Give the store at path a passcode; return its key (None where it stays plain) and the recovery code.

    Nobody may have the store open.
    Raises StoreBusy, FullStore, UnwritableStore, DamagedStore; then the store is as it was.
    """
    made, key, code = Vault.create(passcode, cost=cost)
    try:
        # The vault first: a store that is encrypted must never be without it.
        made.save(path)
        if can_encrypt():
            conversion.encrypt(path, key)
    except BaseException:
        # Where this fails too, the vault stays, and the next start asks for this passcode and goes on.
        with suppress(StoreError):
            if can_encrypt():
                conversion.decrypt(path, key)
            vault.delete(path)
        raise
    Tries(path).clear()
    return (key if can_encrypt() else None), code


def turn_off(path: Path, key: bytes) -> None:
    """Make the store at path a plain one without a passcode; its card goes too.

    key: as `check` gave it. Nobody may have the store open.
    Raises StoreBusy, FullStore, UnwritableStore, DamagedStore; then the passcode stays.
    """
    if can_encrypt():
        try:
            conversion.decrypt(path, key)
        except BaseException:
            with suppress(StoreError):  # where this fails too, the next unlocking does it
                conversion.encrypt(path, key)
            raise
    forget(path)


def unlock(path: Path, passcode: str, now: datetime) -> bytes | None:
    """Return the key that opens the store, after half a second of work; None where it is a plain one.

    Nobody in this process may have it open: see `check`.

    now: aware, for the wait after wrong tries.
    Raises WrongPasscode, TooManyTries, DamagedVault, NewerVault, NoCipher and what finishing an interrupted
    encryption raises.
    """
    return ready(path, check(path, passcode, now))


def unlock_with_code(path: Path, code: str, now: datetime) -> bytes | None:
    """Return the key that opens the store, by the recovery code.

    Raises WrongCode, and what `unlock` raises.
    """
    known = _counted(path, now)
    key = known.open_with_code(code)
    Tries(path).clear()
    return ready(path, key)


def check(path: Path, passcode: str, now: datetime) -> bytes:
    """Return the key behind the passcode, and look at nothing but the vault; takes half a second.

    Raises WrongPasscode, TooManyTries, DamagedVault, NewerVault.
    """
    known = _counted(path, now)
    key = known.open(passcode)
    Tries(path).clear()
    return key


def change(path: Path, passcode: str, new: str, now: datetime, *, cost: Cost = COST) -> None:
    """Take another passcode; the store stays as it is. Raises what `check` raises, UnwritableStore."""
    known, key = _known(path), check(path, passcode, now)
    known.with_passcode(key, new, cost=cost).save(path)


def recover(path: Path, code: str, new: str, now: datetime, *, cost: Cost = COST) -> tuple[bytes, str]:
    """Take another passcode by the recovery code; return the key, and the next code, for this one is used up.

    Raises WrongCode, TooManyTries, DamagedVault, NewerVault, UnwritableStore.
    """
    known = _counted(path, now)
    key = known.open_with_code(code)
    Tries(path).clear()
    made, next_code = known.with_passcode(key, new, cost=cost).with_new_code(key, cost=cost)
    made.save(path)
    return key, next_code


def renew_code(path: Path, passcode: str, now: datetime, *, cost: Cost = COST) -> str:
    """Return another recovery code; the one before opens nothing more.

    Raises what `check` raises, UnwritableStore.
    """
    known, key = _known(path), check(path, passcode, now)
    made, code = known.with_new_code(key, cost=cost)
    made.save(path)
    return code


def forget(path: Path) -> None:
    """Delete the vault, the count of tries and the lock screen's card: what was encrypted stays so for good.

    Raises UnwritableStore.
    """
    vault.delete(path)
    for file in (files.tries(path), files.card(path)):
        if file.exists():
            files.wipe(file)


def _known(path: Path) -> Vault:
    known = vault.load(path)
    if known is None:
        raise DamagedVault(path)
    return known


def _counted(path: Path, now: datetime) -> Vault:
    """The vault, for one try at it."""
    known = _known(path)
    Tries(path).begin(now)
    return known


def ready(path: Path, key: bytes) -> bytes | None:
    """Return what opens the store, once it is as encrypted as it can be here; None where it stays plain.

    key: as `check` gave it. Nobody in this process may have the store open.
    Raises NoCipher, and what finishing an interrupted encryption raises.
    """
    if not can_encrypt():
        if is_plain(path) is False:
            raise NoCipher(path)
        return None
    if is_plain(path) or conversion.unfinished(path):
        conversion.encrypt(path, key)  # turning it on was interrupted, or turning it off
    return key
