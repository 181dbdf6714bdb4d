"""Fingerprint or face in place of the passcode, on phones that have it; everywhere else there is none.

The store's key lies in the phone's own safe (Keychain, Keystore). The two Flet extensions are packaged for
phones alone, so both may be missing; and they raise in a browser and on Linux.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any, Final

from app.device.errand import errand
from app.device.service import FAILED, on_phone

_NAME: Final = "org.infusioncompanion.key"


def _services() -> tuple[Any, Any] | None:
    """The phone's prompt and its safe, or None where there is no phone."""
    if not on_phone():
        return None
    try:
        from flet_local_auth import LocalAuthentication  # noqa: PLC0415  (packaged for phones alone)
        from flet_secure_storage import SecureStorage  # noqa: PLC0415

        return LocalAuthentication(), SecureStorage()
    except (ImportError, *FAILED):
        return None


async def available() -> bool:
    """Whether this device can tell its owner by fingerprint or face, and somebody has set that up."""
    found = _services()
    if found is None:
        return False
    try:
        return bool(await found[0].can_check_biometrics() and await found[0].get_available_biometrics())
    except FAILED:
        return False


async def keep(key: bytes) -> bool:
    """Let the phone's safe keep the store's key.

    Args:
        key: 32 bytes.

    Returns:
        Whether it keeps it.
    """
    found = _services()
    if found is None:
        return False
    try:
        await found[1].set(_NAME, b64encode(key).decode("ascii"))
    except FAILED:
        return False
    return True


async def give(reason: str) -> bytes | None:
    """Ask for fingerprint or face, and give the key that the safe keeps.

    Args:
        reason: shown in the phone's own prompt, already translated.

    Returns:
        The key, or None when it was not given: cancelled, not recognised, or none is kept.
    """
    found = _services()
    if found is None:
        return None
    try:
        with errand():
            # Not the phone's own code: others in the family may know that one.
            if not await found[0].authenticate(reason, biometric_only=True):
                return None
        kept = await found[1].get(_NAME)
        return b64decode(kept, validate=True) if kept else None
    except FAILED:
        return None


async def forget() -> None:
    """Let the safe forget the key; one that it keeps all the same opens nothing without the card."""
    found = _services()
    if found is None:
        return
    try:
        await found[1].remove(_NAME)
    except FAILED:
        return
