"""A process that writes: `python -m tests.storage.writer PATH COUNT [KEY]`.

Each id is printed after its commit was answered, at once; COUNT 0 goes on until it is killed.
KEY is that of an encrypted store, in hexadecimal digits.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from storage.database import open_database
from storage.table import Table
from tests.storage.records import Entry, entry


def write(path: Path, count: int, key: bytes | None) -> None:
    db = open_database(path, key=key)
    entries = Table(db, Entry, "journal_entry")
    for number in range(count) if count else itertools.count():
        one = entries.add(entry(f"word {number}", minutes=number))
        print(one.id, flush=True)  # noqa: T201
    db.close()


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), bytes.fromhex(sys.argv[3]) if sys.argv[3:] else None)
