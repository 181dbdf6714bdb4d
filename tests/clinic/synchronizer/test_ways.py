"""What an idle sync costs: of a server that has nothing new only numbers are asked, in one request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.care.journal import JournalEntry
from app.clinic import synchronizer as sync
from app.clinic.answers import Page
from app.errors import Forbidden
from tests.clinic.simulator.server import START, Server
from tests.clinic.simulator.world import Device


def _write(device: Device, count: int) -> None:
    for _ in range(count):
        device.store.entries.add(JournalEntry(id=uuid4(), at=START, mood=5))


def _cost(device: Device) -> int:
    before = device.client.requests
    assert device.sync().settled
    return device.client.requests - before


def _quiet(device: Device, server: Server) -> None:
    """Let a device read back what it sent, and the server's clock go on."""
    server.wait(600)
    device.sync()
    device.sync()


def test_an_idle_sync_is_one_request_and_writes_nothing(phone: Device, server: Server) -> None:
    _write(phone, 30)
    phone.sync()
    _quiet(phone, server)
    writes = server.writes
    assert _cost(phone) == 1
    assert server.writes == writes


def test_one_new_entry_is_two_requests(phone: Device, desktop: Device, server: Server) -> None:
    _write(phone, 3)
    phone.sync()
    _quiet(phone, server)
    _write(phone, 1)
    assert _cost(phone) == 2
    _quiet(desktop, server)
    _write(phone, 1)
    phone.sync()
    assert _cost(desktop) == 2
    assert desktop.store.entries.count() == 5


def test_an_edit_of_the_newest_is_seen_by_a_quiet_device(
    phone: Device, desktop: Device, server: Server
) -> None:
    _write(phone, 1)
    phone.sync()
    _quiet(phone, server)
    _quiet(desktop, server)
    (one,) = desktop.store.entries.all()
    desktop.store.entries.remove(one.id)
    desktop.sync()
    phone.sync()
    assert phone.store.entries.count() == 0


def test_what_comes_late_with_an_earlier_time_is_seen(phone: Device, desktop: Device, server: Server) -> None:
    _write(phone, 1)
    phone.sync()
    phone.sync()
    _write(desktop, 1)
    desktop.sync()
    # It shows only now, as of half a minute before what the phone has read.
    late = max(server.resources.values(), key=lambda one: one["meta"]["lastUpdated"])
    late["meta"]["lastUpdated"] = (server.now - timedelta(seconds=30)).isoformat()
    phone.sync()
    assert phone.store.entries.count() == 2


def test_a_quiet_device_sees_that_the_server_was_set_back(phone: Device, server: Server) -> None:
    _write(phone, 8)
    phone.sync()
    _quiet(phone, server)
    server.empty()
    assert phone.sync().asks == sync.Ask(kind="emptied", count=8, of=8)


def test_a_type_that_the_server_refuses_is_not_asked_for_at_each_sync(
    phone: Device, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, asked = phone.client.search, []

    def refuse(type_: str, params: Mapping[str, str]) -> Iterator[Page]:
        asked.append(type_)
        if type_ == "Appointment":
            raise Forbidden("Not for this sign-in.")
        return search(type_, params)

    def one_by_one(searches: Sequence[Any], still: Any = None) -> Any:
        asked.extend(type_ for type_, _ in searches)
        return [None] * len(searches), False

    monkeypatch.setattr(phone.client, "search", refuse)
    monkeypatch.setattr(phone.client, "search_many", one_by_one)
    assert phone.sync().settled
    assert asked.count("Appointment") == 2
    assert phone.sync().settled
    assert asked.count("Appointment") == 2
    server.wait(timedelta(hours=25).total_seconds())
    assert phone.sync().settled
    assert asked.count("Appointment") == 4
