"""Saving, reading a page, searching: against plain sqlite3 on the same kind of file."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from app.care.journal import JournalEntry
from app.main import page_main
from app.services import Services
from tests.bench.measure import Figure, in_turn, timed
from tests.headless import Stage

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SAVES, READS, RENDERS = 300, 200, 7
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "cell_size_check = ON",
)
_ROW = (
    "INSERT INTO journal_entry (place, id, at, at_offset, mood, feelings, words, changed_at) "
    "VALUES (?, ?, ?, 0, ?, '[]', ?, ?)"
)
_OUTBOX = (
    "INSERT OR REPLACE INTO outbox (kind, record_id, erased, changed_at) VALUES ('journal_entry', ?, 0, ?)"
)
_FOUND = ("id", "at", "feelings", "mood", "sleep", "anxiety", "energy", "pain", "words")
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


def opened(folder: Path) -> Services:
    """A store whose clock moves on by a second each time it is asked, as no two entries are of one moment."""
    ticks = count()
    return Services.open(folder, now=lambda: NOW + timedelta(seconds=next(ticks)))


def plain(folder: Path) -> sqlite3.Connection:
    """The same file by sqlite3 alone, with the pragmas of the app."""
    connection = sqlite3.connect(folder / "companion.db", isolation_level=None)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def fill(services: Services, many: int) -> None:
    """So many entries, oldest first, with common words and one rare one in each thousand."""
    chance = random.Random(7)
    with services.db.transaction():
        for at in range(many):
            words = " ".join(chance.choices(_WORDS, k=6)) + (" heron" if at % 1000 == 0 else "")
            when = NOW - timedelta(minutes=(many - at) * 20)
            entry = JournalEntry(id=uuid4(), at=when, mood=chance.randrange(11), words=words)
            services.store.entries.add(entry)


def saving(folder: Path) -> Iterator[Figure]:
    """One entry through the services, and through its table, against the same two inserts by hand."""
    services, bare = opened(folder / "ours"), opened(folder / "bare")
    by_hand = plain(folder / "bare")
    ticks, taps = count(), count()

    def insert() -> None:
        place = next(ticks)
        key, at = str(uuid4()), (NOW + timedelta(seconds=place)).isoformat(timespec="microseconds")
        by_hand.execute("BEGIN IMMEDIATE")
        by_hand.execute(_ROW, (place, key, at, 7, "A slow walk", at))
        by_hand.execute(_OUTBOX, (key, at))
        by_hand.execute("COMMIT")

    def through_table() -> None:
        at = NOW - timedelta(days=9) + timedelta(seconds=next(taps))
        services.store.entries.add(JournalEntry(id=uuid4(), at=at, mood=7, words="A slow walk"))

    note = "sqlite3: the same two inserts, schema and pragmas (WAL, synchronous=FULL)"
    for name, ours in (
        ("save an entry (services.journal.add)", lambda: services.journal.add(7, words="A slow walk")),
        ("save an entry (Table.add)", through_table),
    ):
        mine, theirs = in_turn(lambda ours=ours: timed(ours), lambda: timed(insert), SAVES, 20)  # type: ignore[misc]
        yield Figure(name, mine, theirs, "ms", 1.5, note)
    by_hand.close()
    services.close()
    bare.close()


def reading(folder: Path) -> Iterator[Figure]:
    """The first page at 1,000 and 100,000 entries, and searches in the larger one."""
    small, large = opened(folder / "small"), opened(folder / "large")
    fill(small, 1_000)
    fill(large, 100_000)
    mine, theirs = in_turn(
        lambda: timed(lambda: large.journal.page(limit=30)),
        lambda: timed(lambda: small.journal.page(limit=30)),
        READS,
        10,
    )
    yield Figure("first journal page at 100,000 entries", mine, theirs, "ms", 1.3, "the same at 1,000")
    for services in (small, large):
        services.settings.change_preferences(welcomed_at=NOW)
    mine, theirs = in_turn(lambda: _rendered(large), lambda: _rendered(small), RENDERS)
    yield Figure("… with the app and the screen around it", mine, theirs, "ms", 1.3, "the same at 1,000")
    yield from _searches(large, plain(folder / "large"))
    small.close()
    large.close()


def _rendered(services: Services) -> float:
    """Milliseconds until a page without a browser shows the journal."""
    stages: list[Stage] = []
    took = timed(lambda: stages.append(Stage(page_main(services), route="/journal")))
    stages[0].close()
    return took


def _searches(services: Services, by_hand: sqlite3.Connection) -> Iterator[Figure]:
    columns = ", ".join(f"record.{name}" for name in _FOUND)
    fts = (
        f"SELECT {columns} FROM journal_entry_fts AS found CROSS JOIN journal_entry AS record "
        "ON record.place = found.rowid WHERE journal_entry_fts MATCH ? ORDER BY found.rowid DESC LIMIT 30"
    )

    def record(row: tuple[Any, ...]) -> JournalEntry:
        key, at, feelings, *numbers, words = row
        names = ("mood", "sleep", "anxiety", "energy", "pain")
        return JournalEntry(
            id=UUID(key),
            at=datetime.fromisoformat(at),
            feelings=tuple(json.loads(feelings)),
            words=words,
            **dict(zip(names, numbers, strict=True)),
        )

    for kind, word in (("a common word", "garden"), ("a rare word", "heron")):
        search: Callable[[], object] = partial(services.journal.search, word, limit=30)
        match = f'"{word}"*'

        def rows(match: str = match) -> list[Any]:
            return by_hand.execute(fts, (match,)).fetchall()

        def records(rows: Callable[[], list[Any]] = rows) -> list[JournalEntry]:
            return [record(row) for row in rows()]

        for bare, note in (
            (rows, "bare FTS5: the newest 30 rows as tuples"),
            (records, "bare FTS5: the newest 30 rows as records, made by hand"),
        ):
            mine, theirs = in_turn(partial(timed, search), partial(timed, bare), READS, 10)
            yield Figure(f"search {kind} in 100,000", mine, theirs, "ms", 1.5, note)
