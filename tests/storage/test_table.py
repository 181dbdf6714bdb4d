"""Each verb: what it does, what it refuses, and that what was refused changed nothing."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from storage.database import Database
from storage.errors import Duplicate, Missing, Refused, UnreadableRecord
from storage.outbox import Outbox
from storage.table import Table
from tests.storage.records import KATHMANDU, NOW, Course, Entry, Mark, Person, Session, Status, entry


def test_what_was_added_is_read_back_equal(entries: Table[Entry]) -> None:
    one = Entry(
        id=uuid4(), at=NOW.astimezone(KATHMANDU), mood=0, feelings=("müde",), sleep=None, words="ß\n«»"
    )
    assert entries.add(one) == one
    assert entries.get(one.id) == one
    assert entries.get(uuid4()) is None


def test_an_id_is_added_once(entries: Table[Entry]) -> None:
    one = entries.add(entry("first"))
    with pytest.raises(Duplicate, match="journal entry"):
        entries.add(dataclasses.replace(one, words="second"))
    entries.remove(one.id)
    with pytest.raises(Duplicate):
        entries.add(one)
    assert entries.get(one.id, removed=True) == one


def test_a_change_replaces_the_record(entries: Table[Entry]) -> None:
    one, other = entries.add(entry("one")), entries.add(entry("other"))
    changed = entries.change(dataclasses.replace(one, mood=9, at=one.at - timedelta(days=400)))
    assert entries.get(one.id) == changed
    assert entries.get(other.id) == other


def test_what_is_not_there_cannot_be_changed_removed_restored_or_erased(entries: Table[Entry]) -> None:
    one = entry()
    with pytest.raises(Missing):
        entries.change(one)
    for verb in (entries.remove, entries.restore, entries.erase):
        with pytest.raises(Missing):
            verb(one.id)
    entries.add(one)
    with pytest.raises(Missing):
        entries.restore(one.id)
    entries.remove(one.id)
    with pytest.raises(Missing):
        entries.change(one)
    with pytest.raises(Missing):
        entries.remove(one.id)


def test_a_removed_record_is_nowhere_until_it_is_restored(entries: Table[Entry]) -> None:
    one = entries.add(entry("lake"))
    entries.remove(one.id)
    assert (entries.get(one.id), entries.all(), entries.count(), entries.page()) == (None, [], 0, [])
    assert (entries.search("lake"), entries.where("mood = ?", [5])) == ([], [])
    assert entries.get(one.id, removed=True) == one
    entries.restore(one.id)
    assert (entries.get(one.id), entries.count(), entries.search("lake")) == (one, 1, [one])


def test_erased_is_gone_for_good(entries: Table[Entry]) -> None:
    one = entries.add(entry("lake"))
    entries.erase(one.id)
    assert entries.get(one.id, removed=True) is None
    assert entries.search("lake") == []
    assert entries.add(one) == one


def test_put_adds_changes_and_brings_back(entries: Table[Entry]) -> None:
    one = entries.put(entry("first"))
    assert entries.all() == [one]
    two = entries.put(dataclasses.replace(one, words="second", at=NOW - timedelta(days=3)))
    assert entries.all() == [two]
    entries.remove(one.id)
    assert entries.put(one) == one
    assert entries.all() == [one]
    assert (entries.search("first"), entries.search("second")) == ([one], [])


def test_a_local_table_stays_out_of_the_outbox(db: Database, outbox: Outbox) -> None:
    people = Table(db, Person, "person", outbox=False)
    one = people.put(Person(id=uuid4(), name="A"))
    people.put(dataclasses.replace(one, phone="1"))
    people.remove(one.id)
    people.erase(one.id)
    assert outbox.count() == 0


def test_queries_take_values_as_they_are(sessions: Table[Session], courses: Table[Course]) -> None:
    course = courses.add(Course(id=uuid4(), weekdays=(0, 3), first_day=NOW.date()))
    assert courses.where("first_day = ?", [NOW.date()]) == [course]
    made = [
        sessions.add(Session(id=uuid4(), course_id=course.id, number=n, starts_at=NOW + timedelta(days=n)))
        for n in (3, 1, 2)
    ]
    sessions.change(dataclasses.replace(made[0], status=Status.SKIPPED))
    open_ones = sessions.where("course_id = ? AND status = ?", [course.id, Status.PLANNED], order_by="number")
    assert [session.number for session in open_ones] == [1, 2]
    assert [session.number for session in sessions.all(order_by="number")] == [1, 2, 3]
    assert [s.number for s in sessions.where("1", order_by="number", limit=1, offset=1)] == [2]
    assert sessions.count("number > ?", [1]) == 2


def test_an_or_in_a_query_never_lets_a_removed_record_in(entries: Table[Entry]) -> None:
    gone, one = entries.add(entry(mood=1)), entries.add(entry(mood=2))
    entries.remove(gone.id)
    assert entries.where("mood = 1 OR mood = 2") == [one]
    assert entries.count("mood = 1 OR mood = 2") == 1
    assert entries.page(where="mood = 1 OR mood = 2") == [one]


def test_between_has_its_start_and_not_its_end(entries: Table[Entry]) -> None:
    made = [entries.add(entry(minutes=minutes)) for minutes in (3, 1, 2, 4)]
    assert entries.between("at", made[1].at, made[3].at) == [made[1], made[2], made[0]]
    assert entries.between("at", made[1].at, made[3].at, order_by="at DESC", limit=1) == [made[0]]
    assert len(entries.between("local_day", NOW.date(), NOW.date() + timedelta(days=1))) == 4


def test_what_belongs_to_nothing_is_refused(sessions: Table[Session], marks: Table[Mark]) -> None:
    with pytest.raises(Refused):
        sessions.add(Session(id=uuid4(), course_id=uuid4(), number=1))
    with pytest.raises(Refused):
        marks.add(Mark(id=uuid4(), session_id=uuid4()))


def test_what_others_belong_to_cannot_be_erased(courses: Table[Course], sessions: Table[Session]) -> None:
    course = courses.add(Course(id=uuid4()))
    session = sessions.add(Session(id=uuid4(), course_id=course.id, number=1))
    with pytest.raises(Refused):
        courses.erase(course.id)
    sessions.erase(session.id)
    courses.erase(course.id)
    assert courses.count() == 0


def test_a_number_is_free_again_after_its_session_was_removed(
    courses: Table[Course], sessions: Table[Session]
) -> None:
    course = courses.add(Course(id=uuid4()))
    one = sessions.add(Session(id=uuid4(), course_id=course.id, number=1))
    two = Session(id=uuid4(), course_id=course.id, number=1)
    with pytest.raises(Refused):
        sessions.add(two)
    sessions.remove(one.id)
    sessions.add(two)
    with pytest.raises(Refused):
        sessions.restore(one.id)
    assert sessions.all() == [two]


def test_more_records_of_one_moment_than_it_has_places(entries: Table[Entry], db: Database) -> None:
    with db.transaction():
        made = {entries.add(entry("same", minutes=0)).id for _ in range(70)}
    other = entries.add(entry("same", minutes=1))
    found = entries.search("same", limit=100)
    assert found[0] == other
    assert {one.id for one in found[1:]} == made
    assert len(found) == 71


def test_a_row_that_cannot_be_read_is_told_without_its_content(db: Database, entries: Table[Entry]) -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Strict:
        id: UUID
        words: str

        def __post_init__(self) -> None:
            raise ValueError(f"refused: {self.words}")

    entries.add(entry("secret"))
    with pytest.raises(UnreadableRecord, match="journal entry") as error:
        Table(db, Strict, "journal_entry").all()
    assert "secret" not in str(error.value)
    assert error.value.__suppress_context__


def test_a_field_without_its_column_is_found_when_the_table_is_made(db: Database) -> None:
    with pytest.raises(LookupError, match="mood"):
        Table(db, Entry, "person")
