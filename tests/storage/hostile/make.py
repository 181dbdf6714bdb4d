"""Makes the files beside it, which somebody who knows the passphrase could have made to do harm.

`python -m tests.storage.hostile.make` writes them anew. The first word of a name says what the app is to make
of it: damaged, foreign and newer are refused, read is brought back as far as it can be.
"""

from __future__ import annotations

import hashlib
import sqlite3
import struct
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from storage import backup, image
from storage.migrations import APPLICATION_ID, NAMES
from storage.vault import Cost

HERE = Path(__file__).parent
PHRASE = "correct horse battery staple"
CHEAP = Cost(2)
ABOUT = b'{"made_at": "2026-11-22T12:00:00-08:00"}'
AT = "2026-11-22T12:00:00.000000+00:00"
ID = "00000000-0000-4000-8000-00000000000"
COURSE = (
    "INSERT INTO course (id, made_at, made_at_offset, planned, weekdays, changed_at) "
    f"VALUES ('{ID}2', '{AT}', 0, 6, '[]', '{AT}')"
)
ENTRY = (
    "INSERT INTO journal_entry (id, at, at_offset, mood, words, changed_at) "
    f"VALUES ('{ID}%s', '{AT}', 0, %s, %s, '{AT}')"
)
CHECKLIST = (
    "INSERT INTO checklist (id, part, course_id, version, started_at, started_at_offset, answers, "
    f"changed_at) VALUES ('{ID}1', 'screening', '{ID}2', 1, '{AT}', 0, '%s', '{AT}')"
)


def content(*lines: str) -> bytes:
    """An image with one good entry, changed by some lines of SQL; no check is made."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        with closing(image._fresh(len(NAMES))) as fresh:
            made.deserialize(image.write(fresh))
        for line in ("PRAGMA ignore_check_constraints = ON", "PRAGMA writable_schema = ON", *lines):
            made.execute(line)
        made.execute("PRAGMA user_version")
        return made.serialize()


def sealed(whole: bytes, about: bytes = ABOUT) -> bytes:
    """A backup around any content, right in every other way."""
    packed = zlib.compress(struct.pack(">I", len(about)) + about + whole, 9)
    return backup._sealed(packed, PHRASE, CHEAP)


def resealed(whole: bytes) -> bytes:
    """The same with the right digest at its end."""
    return whole[:-32] + hashlib.sha256(whole[:-32]).digest()


def patched(whole: bytes, at: int, wrong: bytes) -> bytes:
    """The same with other bytes at one place."""
    return whole[:at] + wrong + whole[at + len(wrong) :]


def looping() -> bytes:
    """An image whose last tables are one page, which is an inner page that leads back to itself."""
    whole = content(ENTRY % (1, 5, "'words'"))
    page = len(whole) // 4096
    inner = struct.pack(">BHHHBI", 5, 0, 0, 4096, 0, page)
    return patched(whole, (page - 1) * 4096, inner)


def files() -> Iterator[tuple[str, bytes]]:
    """Each file's name and content."""
    good = content(ENTRY % (1, 5, "'words'"))
    whole = sealed(good)
    yield "foreign-empty", b""
    yield "foreign-text", b"Dear diary,\n"
    yield "foreign-store", good[:100]
    yield "damaged-header-alone", whole[:44]
    yield "damaged-half", whole[: len(whole) // 2]
    yield "damaged-two-in-one", whole + whole
    yield "damaged-as-text", whole.replace(b"\r\n", b"\n", 1)
    yield "damaged-costs-all-memory", resealed(patched(whole, 10, bytes((255, 8, 1))))
    yield "damaged-costs-nothing", resealed(patched(whole, 10, bytes((0, 8, 1))))
    yield "newer-format", patched(whole, 8, struct.pack(">H", 999))
    yield "newer-schema", sealed(content("PRAGMA user_version = 999"))
    yield "damaged-negative-schema", sealed(content("PRAGMA user_version = -1"))
    yield "damaged-not-packed", backup._sealed(b"x" * 100, PHRASE, CHEAP)
    yield "damaged-packed-half", backup._sealed(zlib.compress(bytes(9000))[:-5], PHRASE, CHEAP)
    yield "damaged-deep-about", sealed(good, b"[" * 4000)
    yield "damaged-no-zone", sealed(good, b'{"made_at": "2026-11-22T12:00:00"}')
    yield "damaged-other-program", sealed(content(f"PRAGMA application_id = {APPLICATION_ID + 1}"))
    yield (
        "damaged-trigger",
        sealed(content("CREATE TRIGGER t AFTER INSERT ON person BEGIN DELETE FROM journal_entry; END")),
    )
    yield (
        "damaged-view-for-a-table",
        sealed(
            content(
                "DROP TABLE person",
                "CREATE VIEW person AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                "SELECT i AS id, '' AS name, '' AS phone, '' AS changed_at, NULL AS removed_at FROM n",
            )
        ),
    )
    yield (
        "damaged-another-column",
        sealed(content("ALTER TABLE person ADD COLUMN more AS (zeroblob(1000000000))")),
    )
    yield "damaged-pages-in-a-circle", sealed(looping())
    yield "damaged-pages-that-are-none", sealed(patched(good, 28, struct.pack(">I", 2**31)))
    yield "damaged-page-size", sealed(patched(good, 16, struct.pack(">H", 3)))
    yield "damaged-roots", sealed(content("UPDATE sqlite_master SET rootpage = 1 WHERE type = 'table'"))
    yield (
        "damaged-other-words-in-the-schema",
        sealed(content("UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', 'NOT NULL /* */')")),
    )
    yield "damaged-no-text", sealed(content(ENTRY % (1, 5, "CAST(X'ff00fe' AS TEXT)")))
    yield "damaged-mood", sealed(content(ENTRY % (1, 99, "'words'")))
    yield "read-nothing", sealed(content())
    yield "read-id-is-none", sealed(content(ENTRY % ("z", 5, "'words'")))
    yield "read-deep-answers", sealed(content(COURSE, CHECKLIST % ("[" * 990 + "]" * 990)))
    yield (
        "read-answers-of-another-shape",
        sealed(content(COURSE, CHECKLIST % '[1e999, null, {"item": 5}, []]')),
    )
    yield "read-control-signs", sealed(content(ENTRY % (1, 5, "char(27) || '[2J' || char(8238) || char(7)")))


if __name__ == "__main__":
    for old in HERE.glob("*.icbackup"):
        old.unlink()
    for name, made in files():
        (HERE / f"{name}.icbackup").write_bytes(made)
