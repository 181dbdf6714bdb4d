"""Links: what the clinic's server has of each record is known exactly, and forgotten with its server."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from storage.database import Database
from storage.links import Link, Links, State
from storage.outbox import Outbox
from storage.purge import AFTER, purge
from storage.table import Table
from tests.storage.records import NOW, Entry, entry


def _link(one: Entry, **more: object) -> Link:
    link = Link(kind="journal_entry", record_id=one.id, server_type="Observation", server_id=str(one.id))
    return dataclasses.replace(link, **more)  # type: ignore[arg-type]


def test_a_link_comes_back_as_it_was_saved(db: Database) -> None:
    links, one = Links(db), entry()
    link = _link(one, version='W/"3"', agreed={"id": "a", "words": "Müde"}, sent={"id": "b"}, whole=2)
    with db.transaction():
        links.put(link)
    assert links.get("journal_entry", one.id) == link
    assert links.at("Observation", str(one.id)) == link
    assert links.count() == 1
    with db.transaction():
        links.forget("journal_entry", one.id)
    assert (links.get("journal_entry", one.id), links.count()) == (None, 0)


def test_another_server_knows_of_nothing_but_what_stays_here_stays_here(db: Database) -> None:
    links, one, other = Links(db), entry(), entry()
    with db.transaction():
        links.put(_link(one, version="1", agreed={}))
        links.put(_link(other, version="1", agreed={}, here_only=True))
        links.forget_all()
    assert links.get("journal_entry", one.id) is None
    assert links.get("journal_entry", other.id) == _link(other, here_only=True)


def test_what_a_reading_of_everything_did_not_meet_is_known(db: Database, entries: Table[Entry]) -> None:
    links, met, unmet, unknown = Links(db), entries.add(entry()), entries.add(entry()), entries.add(entry())
    with db.transaction():
        links.put(_link(met, agreed={}))
        links.put(_link(unmet, agreed={}))
        links.met("journal_entry", met.id, 1)
    assert [link.record_id for link in links.unmet(1)] == [unmet.id]
    assert links.without("journal_entry") == [unknown.id]


def test_what_is_remembered_is_forgotten_by_its_beginning(db: Database) -> None:
    state = State(db)
    state.set("cursor/a", {"since": "now"})
    state.set("cursor/b", 1)
    state.set("run", [1])
    state.forget("cursor/")
    assert (state.get("cursor/a"), state.get("cursor/b", 7), state.get("run")) == (None, 7, [1])
    state.forget()
    assert state.get("run") is None


def test_a_refused_record_waits_for_a_decision_or_for_the_next_write(
    entries: Table[Entry], outbox: Outbox
) -> None:
    one, other = entries.add(entry()), entries.add(entry())
    row = outbox.pending()[0]
    outbox.refuse(row, "The clinic does not take it.")
    assert [waiting.record_id for waiting in outbox.pending()] == [other.id]
    assert [(kept.record_id, kept.refused) for kept in outbox.refused()] == [
        (one.id, "The clinic does not take it.")
    ]
    assert (outbox.count(), outbox.count(refused=True), outbox.count(refused=False)) == (2, 1, 1)
    assert outbox.try_again() == 1
    assert outbox.refused() == []
    outbox.refuse(outbox.pending()[0], "No.")
    entries.change(dataclasses.replace(one, mood=1))
    assert outbox.refused() == []


def test_refusing_a_row_does_not_touch_what_was_written_since(entries: Table[Entry], outbox: Outbox) -> None:
    one = entries.add(entry())
    read = outbox.pending()[0]
    entries.change(dataclasses.replace(one, mood=1))
    outbox.refuse(read, "No.")
    assert outbox.refused() == []
    assert len(outbox.pending()) == 1


def test_words_that_are_purged_leave_the_copy_of_the_clinic_s_resource_too(
    db: Database, entries: Table[Entry]
) -> None:
    one = entries.add(entry())
    with db.transaction():
        Links(db).put(_link(one, version="1", agreed={"words": "secret"}, sent={"words": "secret"}))
    entries.remove(one.id)
    assert purge(db, NOW + AFTER + timedelta(days=1)) == 1
    assert Links(db).get("journal_entry", one.id) == _link(one, version="1")


def test_names_are_known_by_their_beginning(db: Database) -> None:
    state = State(db)
    assert not state.knows("id/")
    state.set("id/Observation/1", "77")
    assert state.knows("id/")
    assert not state.knows("id of/")


def test_what_is_to_be_looked_at_comes_some_at_a_time(db: Database, entries: Table[Entry]) -> None:
    links, made = Links(db), sorted((entries.add(entry()) for _ in range(5)), key=lambda one: str(one.id))
    assert links.without("journal_entry", 2) == [one.id for one in made[:2]]
    assert links.without("journal_entry", 9, after=made[1].id) == [one.id for one in made[2:]]
    with db.transaction():
        for one in made:
            links.put(_link(one, agreed={}))
    first = links.unmet(1, 2)
    assert [one.record_id for one in first + links.unmet(1, 9, after=first[-1])] == [one.id for one in made]
