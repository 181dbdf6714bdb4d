"""What a passcode costs: each figure with SQLCipher against the same code on a plain store, in one run."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from uuid import uuid4

from app.care.journal import JournalEntry
from app.services import Services
from storage import protection
from storage.database import Database, open_database
from storage.table import Table
from storage.vault import COST
from tests.bench.measure import Figure, in_turn, timed

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MANY, RUNS = 100_000, 100
_WORDS = (
    "calm",
    "garden",
    "tired",
    "walk",
    "music",
    "rain",
    "tea",
    "friend",
    "slow",
    "light",
    "sleep",
    "quiet",
)
_NOTE = "the same on a plain store"


def _filled(path: Path) -> None:
    chance = random.Random(7)
    db = open_database(path)
    entries = Table(db, JournalEntry, "journal_entry")
    with db.transaction():
        for at in range(MANY):
            words = " ".join(chance.choices(_WORDS, k=6)) + (" heron" if at % 1000 == 0 else "")
            when = NOW - timedelta(minutes=(MANY - at) * 20)
            entries.add(JournalEntry(id=uuid4(), at=when, mood=chance.randrange(11), words=words))
    db.close()


def _pair(folder: Path) -> tuple[Database, Database, float]:
    """The same entries encrypted and plain, and how long encrypting them took, in milliseconds."""
    for name in ("locked", "plain"):
        (folder / name).mkdir(parents=True)
        _filled(folder / name / "companion.db")
    path = folder / "locked" / "companion.db"
    keys: list[bytes | None] = []
    took = timed(lambda: keys.append(protection.turn_on(path, "a phrase of words")[0]))
    return open_database(path, key=keys[0]), open_database(folder / "plain" / "companion.db"), took


def locked(folder: Path) -> Iterator[Figure]:
    """Saving, the first page and searching with SQLCipher; turning it on, and unlocking."""
    secret, plain, took = _pair(folder)
    ticks = count()

    def save(table: Table[JournalEntry]) -> None:
        at = NOW + timedelta(seconds=next(ticks))
        table.add(JournalEntry(id=uuid4(), at=at, mood=7, words="A slow walk"))

    mine, theirs = (Table(db, JournalEntry, "journal_entry") for db in (secret, plain))
    for name, act in (
        ("save an entry, encrypted", save),
        ("first page of 100,000, encrypted", lambda table: table.page(limit=30)),
        ("search a common word, encrypted", lambda table: table.search("garden", limit=30)),
        ("search a rare word, encrypted", lambda table: table.search("heron", limit=30)),
    ):
        ours, bare = in_turn(
            partial(timed, partial(act, mine)), partial(timed, partial(act, theirs)), RUNS, 10
        )
        yield Figure(name, ours, bare, "ms", None, _NOTE)
    secret.close()
    plain.close()
    path = folder / "locked" / "companion.db"

    def copy_bytes() -> None:
        (folder / "copy").write_bytes((folder / "plain" / "companion.db").read_bytes())

    yield Figure("encrypt a store of 100,000", took, timed(copy_bytes), "ms", None, "copying the plain file")
    ours, bare = in_turn(lambda: timed(lambda: protection.check(path, "a phrase of words", NOW)), _scrypt, 5)
    yield Figure("unlock", ours, bare, "ms", None, f"scrypt alone, n={COST.n}, r={COST.r}, p={COST.p}")


def backing_up(folder: Path) -> Iterator[Figure]:
    """A sealed backup of 100,000 entries and bringing it back, against AES-GCM and a copy of the file."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    for name in ("ours", "empty"):
        (folder / name).mkdir(parents=True)
    path = folder / "ours" / "companion.db"
    _filled(path)
    full, empty = (Services.open(folder / name, now=lambda: NOW) for name in ("ours", "empty"))
    content, key, made = path.read_bytes(), bytes(32), list[bytes]()

    def bare() -> None:
        (folder / "sealed").write_bytes(AESGCM(key).encrypt(bytes(12), content, None))

    def opened() -> None:
        (folder / "plain").write_bytes(AESGCM(key).decrypt(bytes(12), (folder / "sealed").read_bytes(), None))

    def bring_back() -> None:
        preview = empty.backup.preview(made[0], "a phrase of words")
        empty.backup.restore(preview)
        preview.close()

    size = len(content) / 1e6
    for name, ours, by_hand in (
        ("back up 100,000 entries", lambda: made.append(full.backup.seal("a phrase of words")), bare),
        ("bring 100,000 entries back", bring_back, opened),
    ):
        took, least = timed(ours), timed(by_hand)
        speed = f"{size * 1000 / took:.1f} MB/s against {size * 1000 / least:.0f} MB/s"
        yield Figure(name, took, least, "ms", None, f"AES-GCM and a copy of the {size:.0f} MB: {speed}")
    full.close()
    empty.close()


def _scrypt() -> float:
    memory = 256 * COST.n * COST.r + 2**20
    return timed(
        lambda: hashlib.scrypt(b"a", salt=bytes(16), n=COST.n, r=COST.r, p=COST.p, maxmem=memory, dklen=32)
    )
