"""After a restore, a repair or an older copy nothing counts as sent that the clinic lacks."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.clinic.answers import Capabilities
from app.clinic.discovery import ClinicServer
from app.clinic.tokens import InMemory, SignIn
from app.services import Services, sync_connecting
from app.services.recovery import Recovery
from app.services.sync import Offer, SyncService
from storage.outbox import Outbox
from storage.vault import Cost
from tests.clinic.simulator.client import Client
from tests.clinic.simulator.kinds import Kinds
from tests.clinic.simulator.server import Server
from tests.services.conftest import Now

MARKER = "marker-token-7f3a"
PASSPHRASE = "four quiet lake words"
CHEAP = Cost(2**4)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def open_again(
    folder: Path, now: Now, server: Server, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Services]:
    """Opens the store as at a start of the app, with a clinic in memory."""
    found = SignIn(access=MARKER, refresh=f"{MARKER}-refresh", patient="p1")
    monkeypatch.setattr(sync_connecting, "sign_in", lambda *args, **more: found)

    def open_() -> Services:
        services = Services.open(folder, now=now)
        sync = services.sync
        sync.place = InMemory()
        sync.make_client = lambda made, stop: Client(server, random.Random(1))  # type: ignore[assignment,return-value]
        sync.make_kinds = lambda made: Kinds()
        return services

    return open_


def connect(sync: SyncService) -> None:
    place = ClinicServer(
        base_url="https://clinic.example/fhir",
        host="clinic.example",
        capabilities=Capabilities(),
        sign_in=None,
    )
    sync.sign_in(Offer(place, sync.shares()), lambda url: None)


def lacking(services: Services, server: Server) -> list[int]:
    """The moods of entries that simply count as sent, and that the clinic does not have as they are."""
    kinds, outbox, found = Kinds(), Outbox(services.db), []
    for record in services.store.entries.all():
        (own,) = kinds.to_fhir("journal_entry", record)
        there = server.read("Observation", str(record.id))[1]
        same = there is not None and kinds.equal(there, own)
        if not same and outbox.waits("journal_entry", record.id) is None:
            found.append(record.mood)
    return found


def moods(services: Services) -> list[int]:
    return sorted(one.mood for one in services.store.entries.all())


def test_after_a_restore_nothing_counts_as_sent_that_the_clinic_lacks(
    open_again: Callable[[], Services], server: Server, now: Now
) -> None:
    services = open_again()
    services.backup.cost = CHEAP
    for mood in (1, 2, 3):
        services.journal.add(mood)
    connect(services.sync)
    services.sync.run()
    sealed = services.backup.seal(PASSPHRASE)
    now.move(hours=1)
    gone = services.store.entries.all()[1]
    services.journal.remove(gone.id)
    services.journal.add(4)
    services.sync.run()
    server.empty()
    services.backup.restore(services.backup.preview(sealed, PASSPHRASE))
    assert gone.mood in moods(services)
    # What came back waits; the clinic lost the rest, which the next sync finds by itself.
    waits = {row.record_id for row in Outbox(services.db).pending()}
    assert gone.id in waits
    services.sync.run()
    assert lacking(services, server) == []
    services.sync.try_again()  # what the clinic lost is sent again at the patient's word
    services.sync.run()
    assert lacking(services, server) == []
    assert services.sync.status().settled
    services.close()


def test_a_backup_on_a_new_device_is_compared_with_all_that_the_clinic_has(
    open_again: Callable[[], Services], server: Server, now: Now, tmp_path: Path
) -> None:
    services = open_again()
    services.backup.cost = CHEAP
    services.journal.add(1)
    connect(services.sync)
    services.sync.run()
    sealed = services.backup.seal(PASSPHRASE)
    now.move(hours=1)
    services.journal.add(2)
    services.sync.run()
    services.delete_everything("DELETE")
    services.close()
    other = open_again()
    other.journal.add(3)
    other.backup.restore(other.backup.preview(sealed, PASSPHRASE))
    assert other.sync.connection is None
    assert lacking(other, server) == []
    connect(other.sync)
    other.sync.run()
    assert moods(other) == [1, 2, 3]
    assert lacking(other, server) == []
    assert other.sync.status().settled
    other.close()


@pytest.mark.parametrize("emptied", [False, True], ids=["the clinic has all", "the clinic lost all"])
def test_an_older_copy_in_the_place_of_the_store_meets_all_that_the_clinic_has(
    open_again: Callable[[], Services], server: Server, now: Now, folder: Path, emptied: bool
) -> None:
    services = open_again()
    services.journal.add(1, words="first")
    kept = services.journal.add(2).record
    connect(services.sync)
    services.sync.run()
    services.journal.add(3)
    services.backup.make_copy()
    now.move(hours=1)
    services.journal.change(replace(kept, mood=9))
    services.journal.add(4)
    services.sync.run()
    path = services.store.path
    services.close()
    if emptied:
        server.empty()
    path.write_bytes(b"no store any more" * 300)
    Recovery(path).take_copy()
    again = open_again()
    assert moods(again) == [1, 2, 3]
    assert again.sync.connection is not None
    again.sync.run()
    if emptied:
        Outbox(again.db).try_again()
        again.sync.answer(yes=True)
        again.sync.run()
    assert moods(again) == ([1, 2, 3] if emptied else [1, 3, 4, 9])
    assert lacking(again, server) == []
    assert again.sync.status().settled
    again.close()


def test_a_repaired_store_says_that_everything_is_compared_again(
    open_again: Callable[[], Services], server: Server
) -> None:
    services = open_again()
    services.journal.add(1)
    connect(services.sync)
    services.sync.run()
    path = services.store.path
    services.close()
    rescued = Recovery(path).repair()
    assert "At the next sync" in " ".join(str(one) for one in rescued.sentences)
    again = open_again()
    again.sync.run()
    assert (again.sync.status().at_clinic, server.writes) == (1, 1)
    assert lacking(again, server) == []
    again.close()
