"""Search: newest first by the time it was lived, and nothing a patient types is an operator."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from storage.database import Database
from storage.search import match
from storage.table import Table
from tests.storage.records import NOW, Entry, Person, entry


def test_backdated_entries_stand_where_they_were_lived(entries: Table[Entry]) -> None:
    late = entries.add(entry("lake", minutes=10))
    early = entries.add(entry("lake", minutes=-900))
    middle = entries.add(entry("lake", minutes=5))
    assert entries.search("lake") == [late, middle, early]
    moved = entries.change(dataclasses.replace(late, at=NOW - timedelta(days=30)))
    assert entries.search("lake") == [middle, early, moved]
    assert entries.search("lake", limit=1) == [middle]
    assert entries.search("lake", before=(middle.at, middle.id)) == [early, moved]


def test_all_words_must_be_there_and_the_last_may_be_a_beginning(entries: Table[Entry]) -> None:
    one = entries.add(entry("I walked around the lake"))
    for text in ("lake", "la", "walked la", "LAKE I", "  around\tthe\nla "):
        assert entries.search(text) == [one], text
    for text in ("wal lake", "lake sea", "ake"):
        assert entries.search(text) == [], text


def test_accents_and_other_scripts(entries: Table[Entry]) -> None:
    one = entries.add(entry("Müde, aber ruhig. Сегодня легче. naïve"))
    for text in ("mude", "MÜDE", "сегодня", "naive", "ле"):
        assert entries.search(text) == [one], text


def test_feelings_are_found_too(entries: Table[Entry]) -> None:
    one = entries.add(entry(feelings=("hopeful", "müde")))
    assert entries.search("hopef") == entries.search("mude") == [one]


def test_a_change_is_found_by_its_new_words_only(entries: Table[Entry]) -> None:
    one = entries.add(entry("before"))
    two = entries.change(dataclasses.replace(one, words="after"))
    assert (entries.search("before"), entries.search("after")) == ([], [two])


@pytest.mark.parametrize("text", ["", "   ", "***", '"', "'", "🙂", "\0", "()", "-", "\ud800", '" "', "…"])
def test_what_has_no_word_finds_nothing(entries: Table[Entry], text: str) -> None:
    entries.add(entry('all of " * ( ) - it 🙂'))
    assert entries.search(text) == []


@pytest.mark.parametrize(
    "text",
    [
        'say "AND"', "AND", "OR NOT", "NEAR(lake, 2)", "words:lake", "la*ke", "^lake", "lake -sea", "{lake}",
        "lake + sea", "don't", "don’t", "a\0b", "'; DROP TABLE journal_entry; --", '"""', 'x" OR "lake',
    ],
)  # fmt: skip
def test_signs_of_the_query_language_are_only_words(entries: Table[Entry], text: str) -> None:
    other = entries.add(entry("sea lake and or not near words 2"))
    itself = entries.add(entry(f"{text} zebra", minutes=1))
    assert entries.search(f"{text} zebra") in ([itself], [])
    if match(text):
        assert itself in entries.search(text)
        assert other not in entries.search(f"{text} zebra")
    assert entries.count() == 2


@given(st.text(max_size=60))
@given_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_the_search(entries: Table[Entry], text: str) -> None:
    entries.search(text)


def test_a_whole_page_pasted_in_is_cut_not_refused(entries: Table[Entry]) -> None:
    one = entries.add(entry(" ".join(f"w{n}" for n in range(3_000))))
    assert entries.search(one.words) == [one]


def test_rows_survive_a_vacuum(db: Database, entries: Table[Entry]) -> None:
    gone, one = entries.add(entry("lake", minutes=-1)), entries.add(entry("sea"))
    entries.erase(gone.id)
    db.connection.execute("VACUUM")
    assert (entries.search("sea"), entries.search("lake")) == ([one], [])


def test_a_table_without_words_says_so(db: Database) -> None:
    with pytest.raises(LookupError):
        Table(db, Person, "person").search("a")
