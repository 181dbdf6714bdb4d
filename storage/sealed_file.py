"""A damaged store that was set aside can still be read in parts: with a passcode it is sealed as it is."""

from __future__ import annotations

import secrets
from pathlib import Path

from storage import files
from storage.errors import UnwritableStore

_MAGIC = b"ICSEALED1\n"
_NONCE_BYTES = 12
SUFFIX = ".sealed"
PART = ".part"


def is_sealed(path: Path) -> bool:
    """Return whether a file is one that `seal` wrote, by its name."""
    return path.suffix == SUFFIX


def seal(path: Path, key: bytes) -> None:
    """Replace a file by `<name>.sealed`, encrypted with AES-256-GCM, and wipe it.

    key: 32 bytes, the store's. Raises UnwritableStore, FullStore.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, _read(path), _MAGIC + path.name.encode())
    files.write(path.with_name(path.name + SUFFIX), _MAGIC + nonce + sealed)
    files.wipe(path)


def unseal(path: Path, key: bytes) -> bool:
    """Undo `seal`; return False, and leave the file, when it is not one of ours or the key is another.

    Raises UnwritableStore, FullStore.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    content, plain = _read(path), path.with_suffix("")
    if not content.startswith(_MAGIC) or len(content) < len(_MAGIC) + _NONCE_BYTES + 16:
        return False
    nonce = content[len(_MAGIC) :][:_NONCE_BYTES]
    try:
        inside = AESGCM(key).decrypt(
            nonce, content[len(_MAGIC) + _NONCE_BYTES :], _MAGIC + plain.name.encode()
        )
    except InvalidTag:
        return False
    files.write(plain, inside)
    path.unlink()
    return True


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise UnwritableStore(path) from None
