"""Vault: a store's key, wrapped once by the passcode and once by the recovery code.

The store is encrypted with 32 random bytes that never change while it has a passcode; the vault holds them
encrypted (AES-256-GCM) under a key that scrypt makes of what the person types. A new passcode wraps the same
bytes anew, so it costs no rewriting of the diary.
"""

from __future__ import annotations

import binascii
import hashlib
import json
import secrets
import unicodedata
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage import files
from storage.engine import KEY_BYTES
from storage.errors import DamagedVault, NewerVault, StoreError, UnwritableStore, WrongCode, WrongPasscode

_FORMAT, _VERSION = "infusion-companion vault", 1
_SALT_BYTES, _NONCE_BYTES = 16, 12
# Crockford's alphabet: no I, L, O, U, so that nothing is misread from paper. 32 signs are 160 bits.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_SIGNS, _CODE_GROUP = 32, 4
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: scrypt (RFC 7914) of n rounds on blocks of r, p times, in 128·n·r bytes."""

    n: int
    r: int = 8
    p: int = 1

    def __post_init__(self) -> None:
        if (
            self.n < 2
            or self.n & (self.n - 1)
            or self.n > 2**20
            or not 0 < self.r <= 16
            or not 0 < self.p <= 8
        ):
            raise ValueError("This cost of scrypt is not one of ours.")


# 128 MiB and half a second on a small machine of 2026; OWASP's password storage sheet names the same figures.
COST = Cost(2**17)


@dataclass(frozen=True, slots=True)
class _Wrapped:
    """The store's key, wrapped by one secret."""

    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes

    @classmethod
    def make(cls, purpose: str, secret: str, key: bytes, cost: Cost) -> _Wrapped:
        salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
        return cls(cost, salt, nonce, sealer(secret, salt, cost).encrypt(nonce, key, _about(purpose, cost)))

    def open(self, purpose: str, secret: str) -> bytes | None:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415

        try:
            cipher = sealer(secret, self.salt, self.cost)
            key: bytes = cipher.decrypt(self.nonce, self.sealed, _about(purpose, self.cost))
        except InvalidTag:
            return None
        return key

    def as_json(self) -> dict[str, Any]:
        cost = self.cost
        bytes_ = {"salt": self.salt, "nonce": self.nonce, "sealed": self.sealed}
        return {
            "kdf": "scrypt",
            "n": cost.n,
            "r": cost.r,
            "p": cost.p,
            **{name: b64encode(value).decode("ascii") for name, value in bytes_.items()},
        }

    @classmethod
    def from_json(cls, given: Any) -> _Wrapped:
        salt, nonce, sealed = (b64decode(given[name], validate=True) for name in ("salt", "nonce", "sealed"))
        right = (len(salt), len(nonce), len(sealed)) == (_SALT_BYTES, _NONCE_BYTES, KEY_BYTES + 16)
        if given["kdf"] != "scrypt" or not right:
            raise ValueError("not one of ours")
        return cls(Cost(int(given["n"]), int(given["r"]), int(given["p"])), salt, nonce, sealed)


@dataclass(frozen=True, slots=True)
class Vault:
    """One store's wrapped key. Frozen: each change gives a new vault, which `save` writes."""

    _passcode: _Wrapped
    _recovery: _Wrapped

    @classmethod
    def create(cls, passcode: str, *, cost: Cost = COST) -> tuple[Vault, bytes, str]:
        """Return a new vault, the store's new key, and the recovery code, which is kept nowhere."""
        key, code = secrets.token_bytes(KEY_BYTES), new_code()
        vault = cls(
            _Wrapped.make("passcode", typed(passcode), key, cost), _Wrapped.make("recovery", code, key, cost)
        )
        return vault, key, grouped(code)

    def open(self, passcode: str) -> bytes:
        """Return the store's key. Takes as long as COST says. Raises WrongPasscode."""
        key = self._passcode.open("passcode", typed(passcode))
        if key is None:
            raise WrongPasscode
        return key

    def open_with_code(self, code: str) -> bytes:
        """Return the store's key. code: as typed, in any case, with or without spaces. Raises WrongCode."""
        signs = plain_code(code)
        key = self._recovery.open("recovery", signs) if len(signs) == _CODE_SIGNS else None
        if key is None:
            raise WrongCode
        return key

    def with_passcode(self, key: bytes, passcode: str, *, cost: Cost = COST) -> Vault:
        """Return the vault with another passcode for the same key."""
        return Vault(_Wrapped.make("passcode", typed(passcode), key, cost), self._recovery)

    def with_new_code(self, key: bytes, *, cost: Cost = COST) -> tuple[Vault, str]:
        """Return the vault with another recovery code, and that code; the one before opens nothing more."""
        code = new_code()
        return Vault(self._passcode, _Wrapped.make("recovery", code, key, cost)), grouped(code)

    def save(self, path: Path) -> None:
        """Write the vault beside the store at path, twice: a dead sector must not cost the diary.

        Raises UnwritableStore, FullStore.
        """
        content = json.dumps(
            {
                "format": _FORMAT,
                "version": _VERSION,
                "passcode": self._passcode.as_json(),
                "recovery": self._recovery.as_json(),
            },
            indent=1,
        ).encode("ascii")
        for file in files.vaults(path):
            files.write(file, content)


def load(path: Path) -> Vault | None:
    """Return the vault of the store at path, or None where it has no passcode.

    A copy that is missing, older or broken is written anew from the other.
    Raises DamagedVault when neither can be read, NewerVault.
    """
    first, second = files.vaults(path)
    found = {file: _read(file) for file in (first, second)}
    if all(content is None for content in found.values()):
        return None
    for content in found.values():
        vault = _parse(content, path)
        if vault is not None:
            if found[first] != found[second]:
                with suppress(StoreError):  # a folder that cannot be written opens all the same
                    vault.save(path)
            return vault
    raise DamagedVault(path)


def delete(path: Path) -> None:
    """Delete the vault for good. Raises UnwritableStore."""
    try:
        # The copy first: what an interruption leaves must be the one that is looked for first. And another
        # name first: a vault that is overwritten in part would pass for a damaged one.
        for file in reversed(files.vaults(path)):
            gone = file.with_name(f"{file.name}.gone")
            if file.exists():
                file.replace(gone)
            if gone.exists():
                files.wipe(gone)
    except OSError:
        raise UnwritableStore(path) from None


def typed(passcode: str) -> str:
    """Return a passcode as it counts: without spaces at its ends, and one way of writing each letter."""
    return unicodedata.normalize("NFC", passcode).strip()


def new_code() -> str:
    """Return 160 random bits as 32 signs."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_SIGNS))


def grouped(code: str) -> str:
    """Return a recovery code as it is shown: in groups of four."""
    return "-".join(code[at : at + _CODE_GROUP] for at in range(0, len(code), _CODE_GROUP))


def plain_code(code: str) -> str:
    """Return a recovery code as it counts, from what was typed; misread letters become what they were."""
    return "".join(sign for sign in code.upper().translate(_MISREAD) if sign in _ALPHABET)


def sealer(secret: str, salt: bytes, cost: Cost) -> Any:
    """Return AES-GCM under the key that scrypt makes of what a person typed; takes as long as cost says."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  not at an open start

    # hashlib's lets other threads work meanwhile, unlike cryptography's own.
    key = hashlib.scrypt(
        secret.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=cost.n,
        r=cost.r,
        p=cost.p,
        maxmem=256 * cost.n * cost.r + 2**20,
        dklen=KEY_BYTES,
    )
    return AESGCM(key)


def _about(purpose: str, cost: Cost) -> bytes:
    return f"{_FORMAT} {_VERSION} {purpose} {cost.n} {cost.r} {cost.p}".encode("ascii")


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        return b""


def _parse(content: bytes | None, path: Path) -> Vault | None:
    if content is None:
        return None
    try:
        given = json.loads(content)
        if given["format"] != _FORMAT:
            return None
        if int(given["version"]) > _VERSION:
            raise NewerVault(path)
        return Vault(_Wrapped.from_json(given["passcode"]), _Wrapped.from_json(given["recovery"]))
    except (ValueError, TypeError, KeyError, AttributeError, binascii.Error, RecursionError):
        return None
