"""The sync as the screens and the command line see it, with a server in memory."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from app.care.invalid import Invalid
from app.clinic.answers import Capabilities, Page
from app.clinic.discovery import ClinicServer, SignInPlace
from app.clinic.synchronizer import Connection, Progress
from app.clinic.tokens import InMemory, SignIn
from app.errors import NotGiven, Offline
from app.services import Services, sync_connecting
from app.services.sync import Offer, SyncService
from tests.clinic.simulator.client import Client
from tests.clinic.simulator.kinds import Kinds
from tests.clinic.simulator.server import Server
from tests.services.conftest import Now

URL = "https://clinic.example/fhir"
PLACE = SignInPlace(authorize="https://clinic.example/authorize", token="https://clinic.example/token")
FOUND = SignIn(access="abc-token", refresh="def-token", patient="p1")


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def sync(services: Services, server: Server, monkeypatch: pytest.MonkeyPatch) -> SyncService:
    """A service whose clinic is in memory; nobody is connected yet."""
    service = services.sync
    service.place = InMemory()
    service.make_client = lambda made, stop: Client(server, random.Random(1))  # type: ignore[assignment,return-value]
    service.make_kinds = lambda made: Kinds()
    monkeypatch.setattr(sync_connecting, "sign_in", lambda *args, **more: FOUND)
    return service


def offer(sync: SyncService) -> Offer:
    known = Capabilities(software="Test FHIR", publisher="Test Clinic")
    return Offer(
        ClinicServer(base_url=URL, host="clinic.example", capabilities=known, sign_in=PLACE), sync.shares()
    )


def connect(sync: SyncService, **more: object) -> None:
    sync.sign_in(offer(sync), lambda url: None, **more)  # type: ignore[arg-type]


def test_nothing_is_asked_unless_the_patient_connected(services: Services) -> None:
    asked: list[Connection] = []
    services.sync.make_client = lambda made, stop: asked.append(made)  # type: ignore[assignment,return-value,func-returns-value]
    services.journal.add(5)
    services.sync.start()
    with pytest.raises(Invalid, match="No clinic is connected"):
        services.sync.run()
    assert asked == []
    assert services.sync._background is None


def test_the_sample_is_never_sent(services: Services) -> None:
    sample = services.open_sample()
    for ask in (lambda: sample.sync.look(URL), sample.sync.run):
        with pytest.raises(Invalid, match="the sample"):
            ask()
    assert sample.sync.connection is None


def test_what_would_be_sent_is_told_kind_by_kind_before(services: Services, sync: SyncService) -> None:
    services.journal.add(5)
    found = offer(sync)
    assert [(one.id, one.count, one.on) for one in found.sends] == [
        ("course", 0, True),
        ("checklist", 0, True),
        ("check_in", 0, True),
        ("journal", 1, True),
    ]
    assert found.software == "Test Clinic · Test FHIR"


def test_a_run_sends_what_waits_and_says_so_in_words(
    services: Services, sync: SyncService, server: Server, now: Now
) -> None:
    for mood in (3, 5, 7):
        services.journal.add(mood)
    connect(sync)
    assert str(sync.words()) == "3 wait here"
    told: list[Progress] = []
    sync.run(told.append)
    assert str(sync.words()) == "All 3 entries are at the clinic · 12:00"
    assert told
    assert sync.status().settled


def test_the_words_of_the_journal_are_off_unless_switched_on(sync: SyncService) -> None:
    connect(sync)
    assert sync.connection is not None
    assert not sync.connection.share_words
    sync.change(words=True)
    assert sync.connection.share_words


def test_a_kind_that_is_switched_off_is_not_sent_and_does_not_count_as_waiting(
    services: Services, sync: SyncService
) -> None:
    services.journal.add(5)
    connect(sync, off={"journal"})
    assert sync.run().at_clinic == 0
    assert sync.status().waiting == 0
    assert sync.waiting() == []
    sync.change(off=())
    assert sync.status().waiting == 1
    assert sync.run().at_clinic == 1


def test_without_a_connection_the_words_say_how_many_wait(
    services: Services, sync: SyncService, server: Server
) -> None:
    services.journal.add(5)
    connect(sync)

    class Away(Client):
        def search_many(self, *asked: object) -> tuple[list[Page | None], bool]:
            raise Offline("Nobody was reached.")

    sync.make_client = lambda made, stop: Away(server, random.Random(1))  # type: ignore[assignment,return-value]
    sync.run()
    assert str(sync.words()) == "1 waits here; no connection"


def test_disconnecting_forgets_the_sign_in_and_keeps_the_records(
    services: Services, sync: SyncService
) -> None:
    services.journal.add(5)
    connect(sync)
    place = sync.place
    assert place is not None
    assert "abc-token" in (place.load() or "")
    sync.run()
    sync.disconnect()
    assert place.load() is None
    assert sync.connection is None
    assert services.journal.count() == 1


def test_taking_back_marks_it_at_the_clinic_and_disconnects(
    services: Services, sync: SyncService, server: Server
) -> None:
    services.journal.add(5)
    connect(sync)
    sync.run()
    sync.take_back()
    sync.run()
    assert sync.connection is None
    assert services.journal.count() == 1
    (resource,) = server.search("Observation", None)
    assert resource["status"] == "entered-in-error"


def test_a_token_is_read_from_the_environment_and_kept_nowhere(
    services: Services, sync: SyncService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLINIC_TOKEN", raising=False)
    with pytest.raises(NotGiven, match="CLINIC_TOKEN"):
        sync.connect_with_token(offer(sync), "p1", "CLINIC_TOKEN")
    monkeypatch.setenv("CLINIC_TOKEN", "secret-of-automation")
    monkeypatch.setattr(sync_connecting, "look_at_patient", lambda client, patient: None)
    sync.connect_with_token(offer(sync), "p1", "CLINIC_TOKEN")
    services.db.close()
    assert b"secret-of-automation" not in services.db.path.read_bytes()


def test_a_sign_in_is_in_no_file_of_the_store(services: Services, sync: SyncService) -> None:
    connect(sync)
    sync.run()
    services.close()
    for file in services.data_dir.rglob("*"):
        if file.is_file():
            assert b"abc-token" not in file.read_bytes()
            assert b"def-token" not in file.read_bytes()


def test_a_refused_record_can_wait_again_or_stay_here(services: Services, sync: SyncService) -> None:
    services.journal.add(5)
    connect(sync)
    from storage.outbox import Outbox

    outbox = Outbox(services.db)
    (row,) = outbox.pending()
    outbox.refuse(row, "The code is not known.")
    assert str(sync.words()) == "1 was refused: The code is not known."
    sync.try_again(row.kind, row.record_id)
    assert sync.status().waiting == 1
    sync.keep_here_only(row.kind, row.record_id)
    assert sync.status().waiting == 0
    assert sync.run().at_clinic == 0


def test_two_runs_at_once_are_one(services: Services, sync: SyncService) -> None:
    connect(sync)
    inner: list[bool] = []

    def make(made: Connection, stop: Callable[[], bool]) -> Client:
        inner.append(True)
        sync.run()
        return Client(Server(), random.Random(1))

    sync.make_client = make  # type: ignore[assignment]
    sync.run()
    assert inner == [True]


def test_deleting_everything_forgets_the_clinic_and_the_sign_in(
    services: Services, sync: SyncService
) -> None:
    connect(sync)
    sync.run()
    place = sync.place
    assert place is not None
    fresh = services.delete_everything("DELETE")
    assert place.load() is None
    assert fresh.sync.connection is None
    assert not list(services.data_dir.glob("*.sync.lock"))


def test_looking_sends_nothing_of_the_patient_and_no_token(services: Services) -> None:
    import httpx

    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if request.url.path.endswith("/metadata"):
            known = {"resourceType": "CapabilityStatement", "status": "active", "kind": "instance"}
            more = {"fhirVersion": "4.0.1", "format": ["json"], "software": {"name": "Test FHIR"}}
            body = {**known, **more, "rest": [{"mode": "server"}]}
            return httpx.Response(200, json=body, headers={"Content-Type": "application/fhir+json"})
        return httpx.Response(404)

    services.journal.add(5, words="zebra")
    services.sync.transport = httpx.MockTransport(answer)
    found = services.sync.look(f" {URL} ")
    assert (found.host, found.software) == ("clinic.example", "Test FHIR")
    assert [request.method for request in asked] == ["GET"] * len(asked)
    assert not any("authorization" in request.headers or request.content for request in asked)


def test_another_process_that_syncs_is_left_alone(services: Services, sync: SyncService) -> None:
    from filelock import FileLock

    services.journal.add(5)
    connect(sync)
    with FileLock(services.db.path.with_suffix(".sync.lock"), timeout=0):
        assert sync.run().at_clinic == 0
    assert sync.run().at_clinic == 1


def test_a_closed_store_ends_the_sync_in_the_background(services: Services, sync: SyncService) -> None:
    connect(sync)
    sync.start()
    running = sync._background
    assert running is not None
    services.close()
    assert running._thread is not None
    running._thread.join(30)
    assert not running._thread.is_alive()


def test_while_a_run_goes_on_what_is_sent_is_not_changed_behind_it(
    services: Services, sync: SyncService, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services import sync_connected

    monkeypatch.setattr(sync_connected, "PATIENCE", 0)
    connect(sync)
    refused: list[str] = []

    def make(made: Connection, stop: Callable[[], bool]) -> Client:
        try:
            sync.change(words=True)
        except Invalid as why:
            refused.append(str(why))
        assert stop()  # it is asked to end, so that the patient's choice counts soon
        return Client(Server(), random.Random(1))

    sync.make_client = make  # type: ignore[assignment]
    sync.run()
    assert refused == ["The sync is still at work, so nothing was changed; try again in a moment."]
    assert sync.connection is not None
    assert not sync.connection.share_words
