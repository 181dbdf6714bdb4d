"""Sealed: a shared summary as one file that only its passphrase opens, in a form that other programs know.

JSON Web Encryption, compact (RFC 7516), with a key from the passphrase (PBES2, RFC 7518, 4.8) and
AES-256-GCM: the payload form of SMART Health Links but for where the key comes from, so that a clinic can
host it later.
It is not packed: what is small anyway cannot unpack to something large.
"""

from __future__ import annotations

import json
import warnings
from base64 import urlsafe_b64decode
from typing import Any, Final

from app.errors import BadSummary

SUFFIX: Final = ".icsummary"
TYPE: Final = "application/fhir+json"
# What a file of ours may hold; a whole year with several moods a day has a fifth of it.
MOST: Final = 5_000_000
# OWASP's Password Storage Cheat Sheet (2023): 210,000 rounds of PBKDF2 with HMAC-SHA-512.
COST: Final = 210_000
_MOST_COST: Final = 300_000
_LEAST_COST: Final = 1_000
_ALG: Final = "PBES2-HS512+A256KW"
_ENC: Final = "A256GCM"
_VERSION: Final = 1
# What our files say of themselves beside the algorithms; nothing of anybody.
_KIND: Final = "infusion-companion-summary"
_MOST_FILE: Final = MOST * 4 // 3 + 4_096
_FOREIGN: Final = "This file is not a summary of this app, so nothing was opened; choose one that it saved."
_NEWER: Final = "This summary was made by a newer version of the app, so it was not opened; update the app."
_DAMAGED: Final = "This file is damaged or not whole, so nothing was opened; ask for it to be sent once more."
_WRONG: Final = "This passphrase does not open the file, or the file was changed; try again, or ask for it."
_LARGE: Final = "This file is larger than any summary, so it was not opened; choose one that this app saved."


def seal(payload: bytes, passphrase: str, *, cost: int = COST) -> bytes:
    """Return a payload as a file that only the passphrase opens.

    Args:
        payload: up to 5,000,000 bytes. passphrase: any text. cost: rounds of PBKDF2, 1,000 to 300,000.

    Raises:
        BadSummary: there is more in it than one file holds.
    """
    from joserfc import jwe  # noqa: PLC0415  (only for who shares)

    if len(payload) > MOST:
        raise BadSummary("There is more in this summary than one file holds; choose fewer days.")
    header = {"alg": _ALG, "enc": _ENC, "cty": TYPE, "typ": f"{_KIND}+{_VERSION}", "p2c": cost}
    sealed = jwe.encrypt_compact(header, payload, _key(passphrase), registry=_registry())
    return sealed.encode("ascii")


def open_sealed(content: bytes, passphrase: str) -> bytes:
    """Return what is in a file.

    Args:
        content: of the file. passphrase: the one that it was sealed with.

    Raises:
        BadSummary: a wrong passphrase, or a damaged, foreign, newer or too large file; one sentence each.
    """
    from joserfc import jwe  # noqa: PLC0415
    from joserfc.errors import JoseError  # noqa: PLC0415

    if len(content) > _MOST_FILE:
        raise BadSummary(_LARGE)
    try:
        text = content.strip().decode("ascii")
    except UnicodeDecodeError:
        raise BadSummary(_FOREIGN) from None
    parts = text.split(".")
    _check(_header(parts[0]))
    if len(parts) != 5 or not all(parts):
        raise BadSummary(_DAMAGED)
    try:
        return bytes(jwe.decrypt_compact(text, _key(passphrase), registry=_registry()).plaintext or b"")
    except (JoseError, ValueError, TypeError, KeyError, OverflowError):
        # Without its cause, which may hold what was opened. A wrong key and a changed file look the same.
        raise BadSummary(_WRONG) from None
    except Exception as refused:
        # cryptography tells a key that does not fit by exceptions of its own.
        if type(refused).__module__.startswith("cryptography"):
            raise BadSummary(_WRONG) from None
        raise


def _header(part: str) -> dict[str, Any]:
    try:
        found = json.loads(urlsafe_b64decode(part[:4_096] + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError):
        raise BadSummary(_FOREIGN) from None
    if not isinstance(found, dict):
        raise BadSummary(_FOREIGN)
    return found


def _check(header: dict[str, Any]) -> None:
    """Look at what the file says of itself before anything is computed for it."""
    kind, _, version = str(header.get("typ", "")).partition("+")
    if kind != _KIND:
        raise BadSummary(_FOREIGN)
    if version.isdigit() and len(version) < 9 and int(version) > _VERSION:
        raise BadSummary(_NEWER)
    cost = header.get("p2c")
    stated = (header.get("alg"), header.get("enc"), header.get("cty"))
    if stated != (_ALG, _ENC, TYPE) or set(header) - {"alg", "enc", "cty", "typ", "p2c", "p2s"}:
        raise BadSummary(_DAMAGED)
    if not isinstance(cost, int) or isinstance(cost, bool) or not _LEAST_COST <= cost <= _MOST_COST:
        raise BadSummary(_DAMAGED)


def _key(passphrase: str) -> Any:
    from joserfc.errors import SecurityWarning  # noqa: PLC0415
    from joserfc.jwk import OctKey  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)  # it is no key yet: PBES2 makes one of it
        return OctKey.import_key(passphrase.encode())


def _registry() -> Any:
    from joserfc.jwe import JWERegistry  # noqa: PLC0415

    registry = JWERegistry(algorithms=[_ALG, _ENC])
    registry.max_ciphertext_length = _MOST_FILE
    return registry
