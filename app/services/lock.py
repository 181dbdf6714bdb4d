"""The passcode of an open store: turn it on and off, change it, make a new recovery code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from app.care.invalid import Invalid
from app.care.passcode import checked, weakness
from storage import files
from storage.engine import can_encrypt, is_plain

if TYPE_CHECKING:
    from app.services.card import Card
    from app.services.clock import Clock
    from app.services.settings import SettingsService
    from app.services.store import Store
    from storage.vault import Cost

# What the change feed says when the passcode was turned on, off or changed.
PASSCODE: Final = "passcode"
# Minutes after leaving the app until it asks again.
LOCK_AFTER: Final = (0, 1, 5, 15)
# What the card shows.
_ON_THE_CARD = frozenset({"preferences", "clinic_profile", "person"})


class LockService:
    """The passcode of one open store. What takes a passcode takes up to a second: call it in a thread.

    Attributes:
        cost: what one guess costs, or None for what storage.vault says; tests make it cheap.
        is_busy: whether the store is being encrypted, decrypted or deleted, and closed meanwhile.
    """

    def __init__(
        self, store: Store, clock: Clock, settings: SettingsService, *, is_sample: bool = False
    ) -> None:
        self._store = store
        self._clock = clock
        self._settings = settings
        self._is_sample = is_sample
        self.cost: Cost | None = None
        self.is_busy = False
        if not is_sample:
            store.changes.subscribe(self._told)

    @property
    def is_on(self) -> bool:
        """Whether the app asks for a passcode."""
        return not self._is_sample and files.has_vault(self._store.path)

    @property
    def encrypts(self) -> bool:
        """Whether the file of the open store is encrypted."""
        return self._store.db.key is not None

    @property
    def can_encrypt(self) -> bool:
        """Whether turning a passcode on encrypts the file here; on a phone the system does that."""
        return can_encrypt()

    @property
    def card(self) -> Card:
        """What the lock screen shows without the passcode."""
        from app.services import card  # noqa: PLC0415  (not needed while there is no passcode)

        return card.read(self._store.path)

    def weakness(self, passcode: str) -> str:
        """What makes a new passcode easy to guess, as one sentence, or "".

        Args:
            passcode: as typed so far.
        """
        return weakness(passcode)

    def turn_on(self, passcode: str) -> str:
        """Ask for a passcode from now on, and encrypt the store with its copies where that can be had here.

        Args:
            passcode: 4 to 200 characters.

        Returns:
            The recovery code, which is kept nowhere: show it once.

        Raises:
            Invalid: the passcode cannot be accepted, or there is one already.
            StoreError: the store could not be encrypted (full, busy …), and is as it was, without a passcode.
        """
        from app.services import sync_place  # noqa: PLC0415
        from storage import protection  # noqa: PLC0415  (not needed while there is no passcode)

        self._refuse_sample()
        passcode = checked(passcode)
        if self.is_on:
            raise Invalid("There is a passcode already, so nothing was changed; change that one.")
        sign_in = sync_place.take_out(self._store)
        try:
            with self._closed(passcode):
                _, code = protection.turn_on(self._store.path, passcode, cost=self._cost())
        finally:
            sync_place.put_back(self._store, sign_in)
        self._card_anew()
        self._tell()
        return code

    def turn_off(self, passcode: str) -> str | None:
        """Ask for no passcode any more; the store and its copies are not encrypted then.

        Args:
            passcode: the present one.

        Returns:
            One sentence where the sign-in at the clinic ended with it, else None.

        Raises:
            WrongPasscode: it is another one. TooManyTries: wait first.
            StoreError: the store could not be decrypted, and is as it was, with its passcode.
        """
        from app.services import sync_place  # noqa: PLC0415
        from storage import protection  # noqa: PLC0415

        key = self.key_for(passcode)
        kept = True
        sign_in = sync_place.take_out(self._store)
        try:
            with self._closed(passcode):
                protection.turn_off(self._store.path, key)
        finally:
            kept = sync_place.put_back(self._store, sign_in)
        self._tell()
        return None if kept else sync_place.SIGNED_OUT

    def change(self, old: str, new: str) -> None:
        """Choose another passcode; the recovery code stays the same.

        Args:
            old: the present one.
            new: 4 to 200 characters.

        Raises:
            Invalid: the new one cannot be accepted.
            WrongPasscode: the old one is another. TooManyTries: wait first.
            StoreError: the key file could not be written; the old one goes on.
        """
        from storage import protection  # noqa: PLC0415

        self._refuse_sample()
        protection.change(self._store.path, old, checked(new), self._clock.now(), cost=self._cost())
        self._tell()

    def new_code(self, passcode: str) -> str:
        """Make another recovery code; the one before opens nothing more.

        Args:
            passcode: the present one.

        Raises:
            WrongPasscode: it is another one. TooManyTries: wait first.
            StoreError: the key file could not be written; the code before goes on.
        """
        from storage import protection  # noqa: PLC0415

        self._refuse_sample()
        return protection.renew_code(self._store.path, passcode, self._clock.now(), cost=self._cost())

    def key_for(self, passcode: str) -> bytes:
        """The store's key for the passcode.

        Args:
            passcode: the present one.

        Raises:
            WrongPasscode: it is another one. TooManyTries: wait first.
        """
        from storage import protection  # noqa: PLC0415

        self._refuse_sample()
        return protection.check(self._store.path, passcode, self._clock.now())

    def wait(self) -> timedelta:
        """How long the next try at the passcode has to wait; zero when it need not."""
        from storage.tries import Tries  # noqa: PLC0415  (not needed while there is no passcode)

        return Tries(self._store.path).wait(self._clock.now())

    def show_numbers(self, shown: bool) -> None:
        """Let the lock screen show the phone numbers of the clinic and of the patient's person, or not.

        Args:
            shown: whether it may.

        Raises:
            StoreError: it could not be noted.
        """
        self._write_card(numbers=shown)
        self._tell()

    def trust_device(self, tells: str) -> None:
        """Note what tells the key that this device's own lock keeps from another one.

        Args:
            tells: made by app.services.door.telling, or "" to trust the device no more.

        Raises:
            StoreError: it could not be noted.
        """
        self._write_card(device=tells)
        self._tell()

    def _write_card(self, **changed: bool | str) -> None:
        from app.services import card  # noqa: PLC0415  (not needed while there is no passcode)

        card.write(self._store.path, self._settings, **changed)

    def _told(self, tables: frozenset[str]) -> None:
        if tables & _ON_THE_CARD and self.is_on:
            self._card_anew()

    def _card_anew(self) -> None:
        from app.services import card  # noqa: PLC0415  (not needed while there is no passcode)

        card.refresh(self._store.path, self._settings)

    def _tell(self) -> None:
        self._store.changes.tell(frozenset({PASSCODE, *(table.name for table in self._store.tables)}))

    def _cost(self) -> Cost:
        from storage import vault  # noqa: PLC0415

        return self.cost or vault.COST

    @contextmanager
    def _closed(self, passcode: str) -> Iterator[None]:
        """The store closed, for what exchanges its file; it is open afterwards, whatever happens."""
        from storage import protection  # noqa: PLC0415

        store = self._store
        self.is_busy = True
        store.close()
        try:
            yield
        finally:
            try:
                # Only while it is closed may the file be looked at beside SQLite.
                encrypted = is_plain(store.path) is False
                # Half a second, for which the store is still closed.
                store.open(protection.check(store.path, passcode, self._clock.now()) if encrypted else None)
            finally:
                self.is_busy = False

    def _refuse_sample(self) -> None:
        if self._is_sample:
            raise Invalid("This is the sample, which needs no passcode. Leave it first.")
