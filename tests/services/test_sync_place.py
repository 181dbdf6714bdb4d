"""The sign-in at a clinic is in the store only while that is encrypted, and in no file in clear, ever."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.clinic.synchronizer import Connection, connect
from app.clinic.tokens import InMemory, SignIn, TokenStore
from app.services import Services, sync_connecting
from app.services.sync_place import SIGNED_OUT, InStore, place_of
from storage import image
from storage.vault import Cost

MARKER = "marker-token-7f3a9c"
FOUND = SignIn(access=MARKER, refresh=f"{MARKER}-refresh", patient="p1")
CODE = "a quiet lake"
CHEAP = Cost(2)


class Keystore(InMemory):
    """Stands for the system's keystore, which lasts."""


@pytest.fixture
def keystore(monkeypatch: pytest.MonkeyPatch) -> Keystore:
    kept = Keystore()
    monkeypatch.setattr(sync_connecting, "safe_place", lambda path: kept)
    monkeypatch.setattr(sync_connecting, "lasts", lambda place: type(place) is not InMemory)
    return kept


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> InMemory:
    kept = InMemory()
    monkeypatch.setattr(sync_connecting, "safe_place", lambda path: kept)
    return kept


@pytest.fixture
def connected(services: Services) -> Iterator[Services]:
    services.lock.cost = CHEAP
    connect(services.db, Connection(server="https://clinic.example/fhir", patient_id="p1"))
    yield services
    assert in_files(services.data_dir) == []


def in_files(folder: Path) -> list[str]:
    """The files in which the sign-in can be read."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if MARKER.encode() in file.read_bytes()]


def kept_in(place: TokenStore) -> bool:
    return MARKER in (place.load() or "")


def test_with_the_passcode_the_sign_in_moves_into_the_store_and_back(
    keystore: Keystore, connected: Services
) -> None:
    sync_connecting.keep(connected.store.path, connected.sync._place(), FOUND)
    connected.lock.turn_on(CODE)
    assert keystore.load() is None
    assert isinstance(connected.sync._place(), InStore)
    assert kept_in(connected.sync._place())
    assert in_files(connected.data_dir) == []
    connected.backup.make_copy()
    assert connected.lock.turn_off(CODE) is None
    assert kept_in(keystore)
    assert connected.sync._place() is keystore


def test_without_a_safe_place_taking_off_the_passcode_signs_out_and_says_so(
    memory: InMemory, connected: Services
) -> None:
    connected.lock.turn_on(CODE)
    place = connected.sync._place()
    sync_connecting.keep(connected.store.path, place, FOUND)
    assert kept_in(place)
    connected.backup.make_copy()
    assert connected.lock.turn_off(CODE) == SIGNED_OUT
    assert memory.load() is None
    assert place_of(connected.store) is memory


def test_a_passcode_that_cannot_be_set_leaves_the_sign_in_where_it_was(
    keystore: Keystore, connected: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    keystore.save(FOUND.to_text())

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("storage.protection.turn_on", fail)
    with pytest.raises(RuntimeError):
        connected.lock.turn_on(CODE)
    assert kept_in(keystore)


def test_neither_a_backup_nor_an_export_has_the_sign_in(keystore: Keystore, connected: Services) -> None:
    connected.backup.cost = CHEAP
    connected.lock.turn_on(CODE)
    sync_connecting.keep(connected.store.path, connected.sync._place(), FOUND)
    connected.journal.add(5)
    assert MARKER.encode() not in connected.export.json_bytes()
    # What a backup seals, before it is sealed.
    assert MARKER.encode() not in image.write(connected.db.connection)


def test_deleting_everything_forgets_a_sign_in_in_the_store(keystore: Keystore, connected: Services) -> None:
    connected.lock.turn_on(CODE)
    sync_connecting.keep(connected.store.path, connected.sync._place(), FOUND)
    fresh = connected.delete_everything("DELETE")
    assert not kept_in(place_of(fresh.store))
    assert keystore.load() is None
    assert fresh.sync.connection is None
