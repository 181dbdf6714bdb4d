"""Single stories of the sync, each one that the simulator would only meet by chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.care.course import Course, Session
from app.care.journal import JournalEntry
from app.care.kept import Source
from app.clinic import synchronizer as sync
from app.clinic.synchronizer.border import Border
from app.errors import Busy, ClinicError, NotAccepted, NotThere, Offline, SignInNeeded
from storage.links import State
from tests.clinic.simulator.server import START, Server
from tests.clinic.simulator.world import KINDS, MADE, Device


def _entries(device: Device, count: int = 1) -> list[JournalEntry]:
    made = [JournalEntry(id=uuid4(), at=START, mood=5, words=f"entry {n}") for n in range(count)]
    for one in made:
        device.store.entries.add(one)
    return made


def _fails(monkeypatch: pytest.MonkeyPatch, device: Device, name: str, error: ClinicError) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    monkeypatch.setattr(device.client, name, fail)


def test_what_one_device_writes_the_other_one_reads(phone: Device, desktop: Device) -> None:
    made = _entries(phone, 3)
    assert phone.sync().settled
    stand = desktop.sync()
    assert (stand.at_clinic, stand.waiting, stand.settled) == (3, 0, True)
    assert {one.id: one for one in made} == desktop.live()["journal_entry"]


def test_a_first_sync_sends_fifty_at_once(phone: Device) -> None:
    course = Course(id=uuid4(), made_at=START)
    with phone.store.db.transaction():
        phone.store.courses.add(course)
        for number in range(1, 21):
            phone.store.sessions.add(Session(id=uuid4(), course_id=course.id, number=number))
        _entries(phone, 979)
    assert phone.sync().at_clinic == 1_000
    assert phone.client.requests <= 1_000 / 50 + 5


def test_two_edits_of_one_text_are_both_kept(phone: Device, desktop: Device) -> None:
    (one,) = _entries(phone)
    phone.sync()
    desktop.sync()
    phone.store.entries.change(replace(one, words="from the phone", mood=7))
    desktop.store.entries.change(replace(one, words="from the desktop", sleep=3))
    phone.sync()
    desktop.sync()
    phone.sync()
    merged = replace(one, words="from the desktop", mood=7, sleep=3)
    assert desktop.store.entries.get(one.id) == phone.store.entries.get(one.id) == merged
    (kept,) = desktop.store.kept.all()
    assert (kept.text, kept.field, kept.source) == ("from the phone", "words", Source.CLINIC)


def test_a_removal_does_not_beat_an_edit_that_it_has_not_seen(phone: Device, desktop: Device) -> None:
    (one,) = _entries(phone)
    phone.sync()
    desktop.sync()
    edited = replace(one, words="more to say")
    phone.store.entries.change(edited)
    phone.sync()
    desktop.store.entries.remove(one.id)
    desktop.sync()
    assert desktop.store.entries.get(one.id) == phone.store.entries.get(one.id) == edited


def test_a_removal_reaches_the_other_device(phone: Device, desktop: Device) -> None:
    (one,) = _entries(phone)
    phone.sync()
    desktop.sync()
    desktop.store.entries.remove(one.id)
    desktop.sync()
    phone.sync()
    assert phone.store.entries.get(one.id) is None
    assert phone.store.entries.get(one.id, removed=True) == one


@pytest.mark.parametrize("yes", [True, False])
def test_many_removals_are_asked_about_before_any_is_done(phone: Device, desktop: Device, yes: bool) -> None:
    made = _entries(phone, 8)
    phone.sync()
    desktop.sync()
    for one in made[:6]:
        desktop.store.entries.remove(one.id)
    desktop.sync()
    stand = phone.sync()
    assert stand.asks == sync.Ask(kind="removals", count=6, of=8)
    assert phone.store.entries.count() == 8
    sync.answer(phone.store.db, yes=yes)
    assert phone.sync().settled
    desktop.sync()
    assert phone.store.entries.count() == desktop.store.entries.count() == (2 if yes else 8)


def test_an_empty_server_removes_nothing_and_gets_all_again_only_on_a_word(
    phone: Device, server: Server
) -> None:
    _entries(phone, 8)
    phone.sync()
    server.empty()
    stand = phone.sync()
    assert (stand.asks, phone.store.entries.count()) == (sync.Ask(kind="emptied", count=8, of=8), 8)
    assert phone.sync().asks is not None
    assert server.resources == {}
    sync.answer(phone.store.db, yes=True)
    assert phone.sync().settled
    assert len(server.resources) == 8


def test_another_server_gets_everything_and_takes_nothing(phone: Device, server: Server) -> None:
    _entries(phone, 2)
    phone.sync()
    server.empty()
    sync.connect(phone.store.db, replace(MADE, server="https://other.example.org/fhir"))
    assert phone.sync().settled
    assert len(server.resources) == 2


def test_what_is_refused_says_why_and_waits_for_the_patient(
    phone: Device, monkeypatch: pytest.MonkeyPatch, server: Server
) -> None:
    one, other = _entries(phone, 2)
    with monkeypatch.context() as refusing:
        for name in ("send", "put", "create"):
            _fails(refusing, phone, name, NotAccepted("The clinic does not take this entry.", "Too blue."))
        stand = phone.sync()
    assert (stand.waiting, stand.refused, stand.settled) == (0, 2, False)
    assert [row.refused for row in sync.refused(phone.store.db)] == [
        "The clinic does not take this entry. Too blue."
    ] * 2
    sync.keep_here_only(phone.store.db, "journal_entry", one.id)
    assert sync.try_again(phone.store.db) == 1
    assert phone.sync().settled
    assert [id_ for _, id_ in server.resources] == [str(other.id)]
    phone.store.entries.change(replace(one, mood=1))
    phone.sync()
    assert [id_ for _, id_ in server.resources] == [str(other.id)]


def test_one_entry_that_is_refused_holds_back_no_other(
    phone: Device, monkeypatch: pytest.MonkeyPatch, server: Server
) -> None:
    made = _entries(phone, 5)
    bad = str(made[2].id)
    put = phone.client.put

    def refuse(*_: Any, **__: Any) -> Any:
        raise NotAccepted("The clinic does not take this bundle.", "")

    def picky(resource: Any, *rest: Any, **more: Any) -> Any:
        if resource["id"] == bad:
            raise NotAccepted("The clinic does not take this entry.", "Too blue.")
        return put(resource, *rest, **more)

    monkeypatch.setattr(phone.client, "send", refuse)
    monkeypatch.setattr(phone.client, "put", picky)
    monkeypatch.setattr(phone.client, "create", refuse)
    stand = phone.sync()
    assert (stand.waiting, stand.refused) == (0, 1)
    assert {id_ for _, id_ in server.resources} == {str(one.id) for one in made} - {bad}
    # It is not sent again and again, and what comes later goes out.
    later = _entries(phone)
    phone.sync()
    assert ("Observation", str(later[0].id)) in server.resources
    assert [str(row.record_id) for row in sync.refused(phone.store.db)] == [bad]


@pytest.mark.parametrize("error", [Offline("No connection."), Busy("Busy.", timedelta(hours=2))])
def test_trouble_is_told_and_waited_out_also_after_a_restart(
    phone: Device, monkeypatch: pytest.MonkeyPatch, error: ClinicError
) -> None:
    _entries(phone)
    with monkeypatch.context() as away:
        _fails(away, phone, "search_many", error)
        phone.sync()
    phone.restart()
    stand = sync.status(phone.store.db)
    assert (stand.problem, stand.waiting) == (str(error), 1)
    assert stand.next_try is not None
    wait = stand.next_try - phone.now()
    assert wait == timedelta(hours=2) if isinstance(error, Busy) else wait <= timedelta(seconds=30)
    assert phone.sync().problem == ""


def test_a_sign_in_that_ended_is_asked_for(phone: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    _fails(monkeypatch, phone, "search_many", SignInNeeded("Sign in again."))
    assert phone.sync().needs_sign_in


def test_what_is_taken_back_stays_here_also_after_a_new_connection(phone: Device, server: Server) -> None:
    (one,) = _entries(phone)
    phone.sync()
    sync.take_back(phone.store.db)
    phone.sync()
    assert [found["status"] for found in server.resources.values()] == ["entered-in-error"]
    assert (phone.store.entries.get(one.id), sync.connection(phone.store.db)) == (one, None)
    sync.connect(phone.store.db, MADE)
    assert phone.sync().settled
    assert phone.store.entries.get(one.id) == one
    assert [found["status"] for found in server.resources.values()] == ["final"]


def test_a_run_that_is_stopped_goes_on_the_next_time(phone: Device, server: Server) -> None:
    _entries(phone, 3)
    phone.stop = lambda: True
    assert phone.sync().waiting == 3
    phone.stop = lambda: False
    assert phone.sync().settled


def test_what_is_edited_while_it_waits_for_its_bundle_goes_out_once_as_it_is(
    phone: Device, server: Server
) -> None:
    made = _entries(phone, 60)
    waits = made[55]
    send = phone.client.send

    def edit_meanwhile(resources: Any, *, whole: bool) -> Any:
        if phone.store.entries.get(waits.id) == waits:
            phone.store.entries.change(replace(waits, mood=9))
        assert len({one["id"] for one in resources}) == len(resources)
        return send(resources, whole=whole)

    phone.client.send = edit_meanwhile  # type: ignore[method-assign]
    assert phone.sync().settled
    assert server.writes == 60
    assert len(server.resources) == 60


def test_a_server_that_gives_its_ids_again_gets_back_what_it_lost(
    phone: Device, desktop: Device, server: Server
) -> None:
    server.ids, server.again = "says", True
    (mine,) = _entries(phone)
    phone.sync()
    server.empty()
    (theirs,) = _entries(desktop)
    desktop.sync()
    # What it has under the id of the phone's entry is the desktop's.
    assert phone.sync().refused == 1
    sync.try_again(phone.store.db)
    phone.sync()
    desktop.sync()
    assert phone.live() == desktop.live()
    assert set(phone.live()["journal_entry"]) == {mine.id, theirs.id}
    assert len(server.resources) == 2


def test_what_came_back_edited_while_a_server_is_read_anew_is_not_taken_for_old(
    phone: Device, desktop: Device, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = _entries(phone)
    phone.sync()
    desktop.sync()
    server.empty()
    desktop.store.entries.remove(one.id)
    edited = replace(one, words="more to say")
    read = desktop.client.read

    def read_late(type_: str, id_: str) -> Any:
        # The desktop has read everything without meeting the entry; now the phone sends it anew.
        phone.store.entries.change(edited)
        for _ in range(2):
            phone.sync()
            sync.try_again(phone.store.db)
        return read(type_, id_)

    monkeypatch.setattr(desktop.client, "read", read_late)
    desktop.sync()
    monkeypatch.undo()
    desktop.sync()
    phone.sync()
    assert desktop.store.entries.get(one.id) == phone.store.entries.get(one.id) == edited


def test_what_a_server_put_in_the_place_of_an_entry_is_not_read_for_it(phone: Device, server: Server) -> None:
    server.ids, server.again = "says", True
    (one,) = _entries(phone)
    phone.sync()
    server.empty()
    server.create({"resourceType": "Observation", "status": "final"}, "")
    with pytest.raises(NotThere):
        Border(phone.client, KINDS, State(phone.store.db)).read("Observation", str(one.id))
