"""Pages by key: newest first, each record once, and as quick at 100,000 as at 1,000."""

from __future__ import annotations

import re
import tempfile
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.database import Database, open_database
from storage.table import Table
from tests.storage.records import NOW, Entry, entry


@settings(max_examples=25)
@given(st.lists(st.integers(0, 5), max_size=25), st.integers(1, 6))
def test_pages_hold_each_record_once_and_in_order(minutes: list[int], limit: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(Path(folder) / "a.db")
        entries = Table(db, Entry, "journal_entry")
        with db.transaction():
            made = [entries.add(entry("word", minutes=minute)) for minute in minutes]
        expected = sorted(made, key=lambda one: (one.at, str(one.id)), reverse=True)
        assert _all_pages(entries, limit) == expected
        found = _all_found(entries, limit)
        assert [one.at for one in found] == [one.at for one in expected]
        assert {one.id for one in found} == {one.id for one in made}
        assert len(found) == len(made)
        db.close()


def _all_pages(entries: Table[Entry], limit: int) -> list[Entry]:
    pages: list[Entry] = []
    while page := entries.page(before=(pages[-1].at, pages[-1].id) if pages else None, limit=limit):
        assert len(page) <= limit
        pages += page
    return pages


def _all_found(entries: Table[Entry], limit: int) -> list[Entry]:
    found: list[Entry] = []
    while page := entries.search("word", before=(found[-1].at, found[-1].id) if found else None, limit=limit):
        found += page
    return found


def test_a_record_added_above_does_not_move_the_page_below(entries: Table[Entry]) -> None:
    made = [entries.add(entry(minutes=minute)) for minute in range(6)][::-1]
    first = entries.page(limit=3)
    entries.add(entry(minutes=60))
    assert first + entries.page(before=(first[-1].at, first[-1].id), limit=3) == made


def test_a_page_goes_on_after_its_last_record_was_erased(entries: Table[Entry]) -> None:
    made = [entries.add(entry("w", minutes=minute)) for minute in range(4)][::-1]
    before = (made[1].at, made[1].id)
    entries.erase(made[1].id)
    assert entries.page(before=before) == entries.search("w", before=before) == made[2:]


def test_a_filter_narrows_the_page(entries: Table[Entry]) -> None:
    entries.add(entry(feelings=("tired",)))
    calm = [entries.add(entry(minutes=n, feelings=("calm", "tired"))) for n in (1, 2)][::-1]
    narrow = "EXISTS (SELECT 1 FROM json_each(feelings) WHERE value = ?)"
    assert entries.page(where=narrow, params=["calm"]) == calm
    assert entries.page(where=narrow, params=["calm"], before=(calm[0].at, calm[0].id)) == calm[1:]


def test_other_columns_can_be_paged_by(db: Database) -> None:
    entries = Table(db, Entry, "journal_entry")
    first, second = entries.add(entry(minutes=5)), entries.add(entry(minutes=1))
    assert entries.page(column="changed_at", before=(NOW + timedelta(days=1), uuid4())) != []
    assert {one.id for one in entries.page(column="changed_at")} == {first.id, second.id}


def test_neither_pages_nor_days_nor_search_read_or_sort_the_whole_table(db: Database) -> None:
    queries: list[str] = []
    entries = Table(db, Entry, "journal_entry")
    db.connection.set_trace_callback(queries.append)
    entries.page(limit=50)
    entries.page(before=(NOW, uuid4()), limit=50)
    entries.search("word", limit=50)
    entries.search("word", before=(NOW, uuid4()), limit=50)
    db.rows(
        "SELECT local_day, avg(mood) FROM journal_entry WHERE removed_at IS NULL "
        "AND local_day BETWEEN '2026-01-01' AND '2026-02-01' GROUP BY local_day"
    )
    db.connection.set_trace_callback(None)
    asked = [query for query in queries if re.match("SELECT .*(LIMIT|GROUP)", query)]
    assert len(asked) == 5
    plans = [" / ".join(row[3] for row in db.rows(f"EXPLAIN QUERY PLAN {query}")) for query in asked]
    for plan in plans:
        assert "TEMP B-TREE" not in plan
    assert "USING INDEX journal_entry_newest" in plans[0]
    assert plans[1].startswith("SEARCH journal_entry USING INDEX journal_entry_newest ((at,id)<(?,?))")
    assert plans[2].startswith("SCAN journal_entry_fts VIRTUAL TABLE INDEX")
    assert plans[2].endswith("SEARCH record USING INTEGER PRIMARY KEY (rowid=?)")
    assert plans[4].startswith("SEARCH journal_entry USING INDEX journal_entry_day")
