"""The outbox: a record and the note of it are saved together or not at all."""

from __future__ import annotations

import dataclasses
from uuid import uuid4

import pytest

from storage.database import Database
from storage.errors import Duplicate, Refused
from storage.outbox import Outbox
from storage.table import Table
from tests.storage.records import NOW, Entry, Session, Stop, entry


def test_each_verb_notes_its_record(entries: Table[Entry], outbox: Outbox) -> None:
    one = entry()
    for verb in (
        lambda: entries.add(one),
        lambda: entries.change(dataclasses.replace(one, mood=1)),
        lambda: entries.put(one),
        lambda: entries.remove(one.id),
        lambda: entries.restore(one.id),
        lambda: entries.erase(one.id),
    ):
        verb()
        rows = outbox.pending()
        assert [(row.kind, row.record_id, row.changed_at) for row in rows] == [("journal_entry", one.id, NOW)]
        assert outbox.acknowledge(rows[0].sequence) == 1
    assert rows[0].erased
    assert outbox.count() == 0


def test_a_later_write_folds_in_behind_what_was_read(entries: Table[Entry], outbox: Outbox) -> None:
    one, other = entries.add(entry()), entries.add(entry())
    read = outbox.pending()
    entries.change(dataclasses.replace(one, mood=1))
    assert [row.record_id for row in outbox.pending()] == [other.id, one.id]
    assert outbox.acknowledge(read[-1].sequence) == 1
    assert [row.record_id for row in outbox.pending()] == [one.id]


def test_a_sequence_is_never_used_twice(entries: Table[Entry], outbox: Outbox) -> None:
    entries.add(entry())
    last = outbox.pending()[-1].sequence
    outbox.acknowledge(last)
    entries.add(entry())
    assert outbox.acknowledge(last) == 0
    assert outbox.pending()[0].sequence > last


def test_one_record_can_be_confirmed_alone(entries: Table[Entry], outbox: Outbox) -> None:
    one, other = entries.add(entry()), entries.add(entry())
    last = outbox.pending()[-1].sequence
    assert outbox.acknowledge(last, kind="journal_entry", record_id=one.id) == 1
    assert outbox.acknowledge(last, kind="session") == 0
    assert [row.record_id for row in outbox.pending(limit=5)] == [other.id]


def test_added_again_after_it_was_erased_it_is_there(entries: Table[Entry], outbox: Outbox) -> None:
    one = entries.add(entry())
    entries.erase(one.id)
    entries.add(one)
    assert [row.erased for row in outbox.pending()] == [False]


def test_a_transaction_that_fails_leaves_neither_record_nor_note(
    db: Database, entries: Table[Entry], outbox: Outbox
) -> None:
    def write() -> None:
        with db.transaction():
            entries.add(entry())
            assert outbox.count() == 1
            raise Stop

    with pytest.raises(Stop):
        write()
    assert (entries.count(), outbox.count()) == (0, 0)


def test_what_was_refused_is_not_noted(
    entries: Table[Entry], sessions: Table[Session], outbox: Outbox
) -> None:
    one = entries.add(entry())
    outbox.acknowledge(outbox.pending()[-1].sequence)
    with pytest.raises(Duplicate):
        entries.add(one)
    with pytest.raises(Refused):
        sessions.add(Session(id=uuid4(), course_id=uuid4(), number=1))
    assert outbox.count() == 0


def test_a_record_is_not_saved_when_its_note_cannot_be(
    db: Database, entries: Table[Entry], outbox: Outbox
) -> None:
    db.connection.execute(
        "CREATE TEMP TRIGGER no BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    with pytest.raises(Refused):
        entries.add(entry())
    assert (entries.count(), outbox.count()) == (0, 0)
