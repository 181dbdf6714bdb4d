"""The door: the store of this device, shared by all pages of a process, and who has given the passcode."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app import config
from app.care.invalid import Invalid
from app.care.passcode import checked
from app.services.clock import Clock
from app.services.deleting import finish_deleting
from app.services.lock import PASSCODE
from app.services.locked import Locked, telling
from app.services.opening import Services, open_or_problem
from app.services.trouble import StoreProblem, problem_of
from storage import files
from storage.engine import can_encrypt, is_plain
from storage.errors import (
    DamagedStore,
    DamagedVault,
    ForeignStore,
    NewerStore,
    NewerVault,
    NoCipher,
    StoreError,
)

if TYPE_CHECKING:
    from storage.vault import Cost

# What another try at the passcode cannot mend: the screen for a store in trouble tells it.
_TROUBLE: Final = (DamagedStore, ForeignStore, NewerStore, NoCipher)


State = Services | StoreProblem | Locked


class Door:
    """Gives each visitor (a page, the command line) the store, what is wrong with it, or a lock.

    Without a passcode everybody walks in and the store stays open. With one, each visitor gives it, and the
    last that leaves closes the store and forgets its key.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        now: config.Clock | None = None,
        cost: Cost | None = None,
        opened: Services | StoreProblem | None = None,
        reopen: Callable[[], Services | StoreProblem] | None = None,
    ) -> None:
        """Stand before the store in a folder.

        Args:
            data_dir: the folder.
            now: tells the time; the system's clock where it is left out.
            cost: what one guess at a new passcode costs, or what storage.vault says; tests make it cheap.
            opened: the store that is open already, or what is wrong with it.
            reopen: opens the store without a passcode, in place of the usual way.
        """
        self.path = data_dir / config.STORE
        with suppress(StoreError):  # opening it will tell what is wrong
            finish_deleting(self.path)
        self._now = now
        self._clock = Clock(now)
        self._cost = cost
        self._services: Services | None = None
        self._trouble: StoreProblem | None = None
        self._reopen = reopen or (lambda: open_or_problem(data_dir, now=now))
        self._inside: set[object] = set()
        # Who was let in and has not left: asked again, a page first saves what is being typed there.
        self._holding: set[object] = set()
        self._lock = threading.RLock()
        self._listeners: dict[int, Callable[[], None]] = {}
        self._next = 0
        if isinstance(opened, Services):
            self.adopt(opened)

    def now(self) -> datetime:
        """This moment, by the clock of the store."""
        return self._clock.now()

    @classmethod
    def around(
        cls, opened: Services | StoreProblem, reopen: Callable[[], Services | StoreProblem] | None = None
    ) -> Door:
        """A door to a store that was opened before, or could not be.

        Args:
            opened: the store, or what is wrong with it.
            reopen: tries again to open it.
        """
        if isinstance(opened, Services):
            return cls(opened.data_dir, now=opened.clock.now, opened=opened, reopen=reopen)
        return cls(opened.path.parent, reopen=reopen or (lambda: opened))

    def start(self) -> State:
        """Open the store, where it needs no passcode, before anybody is there; what a visitor will find."""
        visitor = object()
        state = self.look(visitor)
        self._inside.discard(visitor)
        self._holding.discard(visitor)
        return state

    def look(self, visitor: object) -> State:
        """What this visitor may have.

        Args:
            visitor: the same object each time.
        """
        with self._lock:
            if self._trouble is not None and (visitor in self._inside or not files.has_vault(self.path)):
                return self._trouble
            if not files.has_vault(self.path):
                state = self._services or self._reopen()
                if isinstance(state, Services):
                    self.adopt(state)
                    self._enter(visitor)
                return state
            if self._services is not None and visitor in self._inside:
                return self._services
            return self._problem() or self._locked(visitor)

    def unlock(self, visitor: object, passcode: str) -> Services | StoreProblem:
        """Let a visitor in for the passcode. Raises as Locked.unlock does."""
        from storage import protection  # noqa: PLC0415  (not needed while there is no passcode)

        return self._let_in(visitor, protection.check(self.path, passcode, self._clock.now()))

    def recover(self, visitor: object, code: str, passcode: str) -> tuple[Services | StoreProblem, str]:
        """Let a visitor in for the recovery code. Raises as Locked.recover does."""
        from storage import protection, vault  # noqa: PLC0415  (not needed while there is no passcode)

        cost, now = self._cost or vault.COST, self._clock.now()
        key, new_code = protection.recover(self.path, code, checked(passcode), now, cost=cost)
        return self._let_in(visitor, key), new_code

    def unlock_with(self, visitor: object, key: bytes) -> Services | StoreProblem:
        """Let a visitor in for the key that the device kept. Raises as Locked.unlock_with does."""
        import hmac  # noqa: PLC0415  (not needed while there is no passcode)

        from app.services import card  # noqa: PLC0415

        if not hmac.compare_digest(telling(key), card.read(self.path).device):
            raise Invalid("This device cannot open your data any more; give the passcode.")
        return self._let_in(visitor, key)

    def wait(self) -> timedelta:
        """How long the next try at the passcode has to wait; zero when it need not."""
        from storage.tries import Tries  # noqa: PLC0415  (not needed while there is no passcode)

        return Tries(self.path).wait(self._clock.now())

    def leave(self, visitor: object) -> None:
        """A visitor has gone or wants to be asked again; the last one closes a store with a passcode.

        Args:
            visitor: who.
        """
        with self._lock:
            self._inside.discard(visitor)
            self._holding.discard(visitor)
            if not self._holding and files.has_vault(self.path):
                self._shut()

    def only(self, *visitors: object) -> None:
        """Ask everybody else again: who listens leaves, and the last closes a store with a passcode.

        Args:
            visitors: who may stay.
        """
        with self._lock:
            self._inside &= set(visitors)
        self._tell()

    def adopt(self, services: Services) -> None:
        """Go on with this open store, after everything was deleted or at the first look.

        Args:
            services: on the store of this folder.
        """
        with self._lock:
            if services is self._services:
                return
            services.lock.cost = self._cost = self._cost or services.lock.cost
            services.changes.subscribe(self._told)
            self._services = services
        self._tell()

    def report(self, problem: StoreProblem) -> None:
        """Close the store, so that it can be repaired; who is inside sees what is wrong until it is settled.

        Args:
            problem: what is wrong.
        """
        with self._lock:
            self._shut()
            self._trouble = problem
        self._tell()

    def settle(self) -> None:
        """What was reported is repaired, or is lived with: the next look opens the store again."""
        with self._lock:
            self._trouble = None
        self._tell()

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back, on any thread, when visitors should look again; returns what ends it."""
        key, self._next = self._next, self._next + 1
        self._listeners[key] = callback

        def end() -> None:
            self._listeners.pop(key, None)

        return end

    def close(self) -> None:
        """Close the store, at the end of the process."""
        with self._lock:
            self._inside.clear()
            self._holding.clear()
            self._shut()

    def _enter(self, visitor: object) -> None:
        self._inside.add(visitor)
        self._holding.add(visitor)

    def _shut(self) -> None:
        self._trouble = None  # it may have the key
        if self._services is not None:
            self._services.close()
            self._services = None

    def _told(self, tables: frozenset[str]) -> None:
        if PASSCODE in tables:
            self._tell()

    def _tell(self) -> None:
        for callback in list(self._listeners.values()):
            callback()

    def _locked(self, visitor: object) -> Locked:
        from app.services import card  # noqa: PLC0415  (not needed while there is no passcode)

        return Locked(card.read(self.path), self, visitor)

    def _problem(self) -> StoreProblem | None:
        """What no passcode could mend."""
        from storage import vault  # noqa: PLC0415  (not needed while there is no passcode)

        try:
            vault.load(self.path)
        except (DamagedVault, NewerVault) as problem:
            return problem_of(self.path, problem)
        # A file that this process holds open must not be opened beside SQLite.
        if self._services is None and not can_encrypt() and is_plain(self.path) is False:
            return problem_of(self.path, NoCipher(self.path))
        return None

    def _let_in(self, visitor: object, key: bytes) -> Services | StoreProblem:
        with self._lock:
            if self._trouble is not None:
                self._enter(visitor)
                return self._trouble
            if self._services is None:
                try:
                    self.adopt(self._opened(key))
                except _TROUBLE as problem:
                    return problem_of(self.path, problem, key)
            self._enter(visitor)
            assert self._services is not None
            return self._services

    def _opened(self, key: bytes) -> Services:
        """The store, opened with its key; finishes what an interruption left of turning the passcode on."""
        from storage import protection  # noqa: PLC0415  (not needed while there is no passcode)

        ready = protection.ready(self.path, key)
        return Services.open(self.path.parent, now=self._now, key=ready)
