"""The change feed: told once, after the commit, whatever a listener does."""

from __future__ import annotations

import gc
import logging

import pytest

from storage.changes import ChangeFeed
from storage.database import Database
from storage.outbox import Outbox
from storage.table import Table
from tests.storage.records import Course, Entry, Stop, entry


@pytest.fixture
def heard(db: Database) -> list[frozenset[str]]:
    heard: list[frozenset[str]] = []
    db.changes.subscribe(heard.append)
    return heard


def test_a_listener_hears_after_the_commit(db: Database, entries: Table[Entry]) -> None:
    seen: list[tuple[frozenset[str], bool, int]] = []
    db.changes.subscribe(lambda t: seen.append((t, db.connection.in_transaction, entries.count())))
    entries.add(entry())
    assert seen == [(frozenset({"journal_entry"}), False, 1)]


def test_one_transaction_is_told_once_with_all_its_tables(
    db: Database, entries: Table[Entry], courses: Table[Course], heard: list[frozenset[str]]
) -> None:
    with db.transaction():
        one = entries.add(entry())
        with db.transaction():
            courses.add(Course(id=one.id))
        entries.remove(one.id)
        assert heard == []
    assert heard == [{"journal_entry", "course"}]


def test_nothing_is_told_of_what_was_taken_back(
    db: Database, entries: Table[Entry], courses: Table[Course], heard: list[frozenset[str]]
) -> None:
    def stopped() -> None:
        with db.transaction():
            courses.add(Course(id=entry().id))
            raise Stop

    with pytest.raises(Stop):
        stopped()
    with db.transaction():
        entries.add(entry())
        with pytest.raises(Stop):
            stopped()
    with db.transaction():
        pass
    assert heard == [{"journal_entry"}]


def test_what_was_confirmed_is_told_as_the_outbox(
    entries: Table[Entry], outbox: Outbox, heard: list[frozenset[str]]
) -> None:
    entries.add(entry())
    outbox.acknowledge(99)
    outbox.acknowledge(99)
    assert heard == [{"journal_entry"}, {"outbox"}]


def test_a_listener_that_fails_hurts_nobody(
    db: Database, entries: Table[Entry], caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[frozenset[str]] = []

    def fails(tables: frozenset[str]) -> None:
        raise ValueError("what the patient wrote")

    db.changes.subscribe(fails)
    db.changes.subscribe(heard.append)
    with caplog.at_level(logging.DEBUG):
        entries.add(entry())
    assert (entries.count(), heard) == (1, [{"journal_entry"}])
    assert "ValueError" in caplog.text
    assert "what the patient wrote" not in caplog.text


def test_a_listener_may_write_and_end_itself(db: Database, entries: Table[Entry]) -> None:
    times = []

    def once(tables: frozenset[str]) -> None:
        end()
        times.append(tables)
        entries.add(entry())

    end = db.changes.subscribe(once)
    entries.add(entry())
    end()
    assert (len(times), entries.count()) == (1, 2)


def test_a_listener_is_held_until_it_ends() -> None:
    feed, heard = ChangeFeed(), []

    class Screen:
        def told(self, tables: frozenset[str]) -> None:
            heard.append(tables)

    end = feed.subscribe(Screen().told)
    gc.collect()
    feed.tell(frozenset({"a"}))
    feed.tell(frozenset())
    end()
    feed.tell(frozenset({"b"}))
    assert heard == [{"a"}]
