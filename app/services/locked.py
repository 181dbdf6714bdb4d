"""A locked store, as one visitor sees it before the passcode."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.care.guide import Source
    from app.services.card import Card
    from app.services.door import Door
    from app.services.opening import Services
    from app.services.trouble import StoreProblem

_DEVICE: Final = b"infusion-companion device key\0"


def telling(key: bytes) -> str:
    """What tells a store's key from another one without giving anything of it away; for the card.

    Args:
        key: 32 random bytes.
    """
    import hashlib  # noqa: PLC0415  (not needed while there is no passcode)

    return hashlib.sha256(_DEVICE + key).hexdigest()


@dataclass(frozen=True, slots=True)
class Locked:
    """The store is there, and this visitor has not given the passcode yet.

    What takes a passcode takes up to a second: call it in a thread.

    Attributes:
        card: what may be shown without the passcode.
    """

    card: Card
    _door: Door = field(repr=False)
    _visitor: object = field(repr=False)

    def sources(self) -> Mapping[str, Source]:
        """Where the statements of Help now come from, by id."""
        from app.services.guide import sources  # noqa: PLC0415  (only when Help is opened)

        return sources(self.card.look.language)

    def wait(self) -> timedelta:
        """How long the next try has to wait; zero when it need not."""
        return self._door.wait()

    def unlock(self, passcode: str) -> Services | StoreProblem:
        """Open the store with the passcode.

        Args:
            passcode: as typed.

        Raises:
            WrongPasscode: it is another one. TooManyTries: wait first.
            StoreError: the store cannot be opened now (busy, full, not writable); try again.
        """
        return self._door.unlock(self._visitor, passcode)

    def recover(self, code: str, passcode: str) -> tuple[Services | StoreProblem, str]:
        """Open the store with the recovery code and choose a new passcode.

        Args:
            code: as typed from paper.
            passcode: the new one, 4 to 200 characters.

        Returns:
            The store, and a new recovery code: the one before opens nothing more.

        Raises:
            Invalid: the new passcode cannot be accepted.
            WrongCode: it is another one. TooManyTries: wait first.
            StoreError: the store cannot be opened now; try again.
        """
        return self._door.recover(self._visitor, code, passcode)

    def unlock_with(self, key: bytes) -> Services | StoreProblem:
        """Open the store with the key that this device's own lock kept.

        Args:
            key: what it kept.

        Raises:
            Invalid: it is not the key any more.
            StoreError: the store cannot be opened now; try again.
        """
        return self._door.unlock_with(self._visitor, key)
