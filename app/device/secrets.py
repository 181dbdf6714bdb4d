"""Secrets: keeps the sign-in at the clinic in the keystore of a desktop, through `keyring`.

Keychain on macOS, the Credential Locker on Windows, the Secret Service or KWallet on Linux. Other backends
write files in clear or nothing at all, and are not used.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from app.errors import NotKept

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE: Final = "org.infusioncompanion.clinic"
_NAME: Final = "sign-in"
_SAFE: Final = tuple(
    f"keyring.backends.{name}" for name in ("macOS", "Windows", "SecretService", "libsecret", "kwallet")
)
# The Credential Locker takes 2,560 bytes of UTF-16 for one secret; parts are joined again.
_PART: Final = 1_000
_MOST_PARTS: Final = 64
_REFUSED: Final = "The keystore of this computer did not keep the sign-in; it lasts until the app is closed."


class Keystore:
    """One text in the system's keystore. It may ask the person: call it in a thread."""

    def __init__(self, backend: KeyringBackend, account: str = _NAME) -> None:
        self._backend = backend
        self._account = account

    def load(self) -> str | None:
        """The text that was kept, or None.

        Raises:
            NotKept: the keystore was not opened.
        """
        try:
            count = self._backend.get_password(SERVICE, self._account)
            if not count or not count.isdigit() or int(count) > _MOST_PARTS:
                return None
            parts = [self._backend.get_password(SERVICE, self._part(at)) for at in range(int(count))]
        except Exception:  # noqa: BLE001  each raises what it likes, and may name the secret
            raise NotKept(
                "The keystore of this computer was not opened; unlock it, or sign in again."
            ) from None
        return "".join(part or "" for part in parts) if all(parts) else None

    def save(self, text: str, /) -> None:
        """Keep a text in place of the one before.

        Raises:
            NotKept: the keystore did not take it.
        """
        parts = [text[at : at + _PART] for at in range(0, len(text), _PART)]
        if len(parts) > _MOST_PARTS:
            raise NotKept(_REFUSED)
        try:
            # The count last: an interruption leaves no text that is made of two.
            self._remove(self._account)
            for at, part in enumerate(parts):
                self._backend.set_password(SERVICE, self._part(at), part)
            self._backend.set_password(SERVICE, self._account, str(len(parts)))
        except Exception:  # noqa: BLE001  see load
            raise NotKept(_REFUSED) from None

    def forget(self) -> None:
        """Delete the text, as far as the keystore lets us."""
        with suppress(Exception):
            self._remove(self._account)
            for at in range(_MOST_PARTS):
                if self._backend.get_password(SERVICE, self._part(at)) is None:
                    break
                self._remove(self._part(at))

    def _part(self, at: int) -> str:
        return f"{self._account}-{at}"

    def _remove(self, name: str) -> None:
        if self._backend.get_password(SERVICE, name) is not None:
            self._backend.delete_password(SERVICE, name)


def keystore(account: str = _NAME) -> Keystore | None:
    """The keystore of this computer, or None where there is none that is safe, as on a phone.

    Args:
        account: tells the sign-ins of several data folders apart.
    """
    try:
        import keyring  # noqa: PLC0415  (packaged for desktops alone, and slow)

        backend = keyring.get_keyring()
        candidates = getattr(backend, "backends", [backend])  # the chainer holds several
        for one in candidates:
            if type(one).__module__.startswith(_SAFE) and one.priority > 0:
                return Keystore(one, account)
    except Exception:  # noqa: BLE001  a broken keystore is none
        return None
    return None
