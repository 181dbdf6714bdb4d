"""Backup: one file that holds everything and that only a passphrase opens.

    magic · version · cost of scrypt · salt · nonce     the header, 44 bytes
    AES-256-GCM over zlib over (length, about, image)   the header is authenticated with it
    SHA-256 of all before                               tells a damaged file from a wrong passphrase

The image is a SQLite file that is never written to the disk (see image.py); `about` is a little JSON.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage import image
from storage.bad_backup import DamagedBackup, ForeignBackup, NewerBackup, WrongPassphrase
from storage.database import Database
from storage.engine import errors
from storage.image import MOST_BYTES, Image
from storage.told import told
from storage.vault import COST, Cost, sealer, typed

SUFFIX = ".icbackup"
# The sign above 127 and the two ends of line show what a transfer as text does to a file.
MAGIC = b"\x89ICB\r\n\x1a\n"
VERSION = 1
_LETTERS = 4

_HEADER = struct.Struct(">8sHBBB3x16s12s")
_DIGEST = hashlib.sha256().digest_size
_TAG = 16
_ABOUT = struct.Struct(">I")
_MOST_ABOUT = 4096
MOST_FILE = MOST_BYTES + 1024 * 1024  # what cannot be compressed grows a little
# A file that asks for more than this asks for the memory of the device, not for a guess at a passphrase.
_MOST_LOG, _BLOCK, _MOST_LANES = 18, 8, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What was in a backup. made_at: aware, by the clock of the device that made it."""

    made_at: datetime
    image: Image


def seal(db: Database, passphrase: str, *, now: datetime, cost: Cost = COST) -> bytes:
    """Return everything in the store as a backup; takes as long as the cost says, and some seconds for much.

    now: when it is made, aware.
    Raises DamagedStore, ClosedStore, LargeBackup.
    """
    with db.snapshot():
        try:
            content = image.write(db.connection)
        except errors() as error:
            raise told(error, db.path) from None
    about = json.dumps({"made_at": now.isoformat(timespec="seconds")}).encode("ascii")
    packed = zlib.compress(_ABOUT.pack(len(about)) + about + content, 3)
    return _sealed(packed, passphrase, cost)


def open_sealed(content: bytes, passphrase: str) -> Opened:
    """Return what is in a backup; takes as long as its cost says.

    Raises ForeignBackup, NewerBackup, DamagedBackup, WrongPassphrase.
    """
    packed = _unsealed(content, passphrase)
    unpacker = zlib.decompressobj()
    try:
        whole = unpacker.decompress(packed, MOST_BYTES + _MOST_ABOUT)
    except zlib.error:
        raise DamagedBackup from None
    if not unpacker.eof or unpacker.unused_data or len(whole) < _ABOUT.size:
        raise DamagedBackup
    (length,) = _ABOUT.unpack_from(whole)
    end = _ABOUT.size + length
    if length > _MOST_ABOUT or end > len(whole):
        raise DamagedBackup
    return Opened(made_at=_made_at(whole[_ABOUT.size : end]), image=image.read(whole[end:]))


def _sealed(packed: bytes, passphrase: str, cost: Cost) -> bytes:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    header = _HEADER.pack(MAGIC, VERSION, cost.n.bit_length() - 1, cost.r, cost.p, salt, nonce)
    sealed: bytes = header + sealer(typed(passphrase), salt, cost).encrypt(nonce, packed, header)
    return sealed + hashlib.sha256(sealed).digest()


def _unsealed(content: bytes, passphrase: str) -> bytes:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415

    if not content.startswith(MAGIC):
        # Its first letters are there: cut off, or changed by a transfer as text.
        begun = content and (MAGIC.startswith(content) or content.startswith(MAGIC[:_LETTERS]))
        raise DamagedBackup if begun else ForeignBackup
    if len(content) < _HEADER.size:
        raise DamagedBackup
    _, version, log, r, p, salt, nonce = _HEADER.unpack_from(content)
    if version > VERSION:
        raise NewerBackup
    header, sealed, digest = content[: _HEADER.size], content[_HEADER.size : -_DIGEST], content[-_DIGEST:]
    right = version == VERSION and 0 < log <= _MOST_LOG and r == _BLOCK and 0 < p <= _MOST_LANES
    if not right or not _TAG < len(sealed) <= MOST_FILE:
        raise DamagedBackup
    if hashlib.sha256(content[:-_DIGEST]).digest() != digest:
        raise DamagedBackup
    try:
        packed: bytes = sealer(typed(passphrase), salt, Cost(2**log, r, p)).decrypt(nonce, sealed, header)
    except InvalidTag:
        raise WrongPassphrase from None
    return packed


def _made_at(about: bytes) -> datetime:
    try:
        given: Any = json.loads(about)
        made_at = datetime.fromisoformat(given["made_at"])
        if made_at.utcoffset() is None:
            raise ValueError
    except (ValueError, TypeError, KeyError, RecursionError):
        raise DamagedBackup from None
    return made_at
