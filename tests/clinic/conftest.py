"""A clinic for the tests: a FHIR server, a sign-in and a proxy, real ones; `make servers` installs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from app.clinic import synchronizer
from app.clinic.client import FhirClient
from app.clinic.synchronizer import Connection, Status
from app.clinic.tokens import fixed
from app.services import Services
from tests.clinic import processes

Device = Callable[..., Services]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the FHIR server of this run keeps its data."""
    return tmp_path_factory.mktemp("fhir")


@pytest.fixture(scope="session")
def fhir(folder: Path) -> Iterator[str]:
    """The base of a FHIR R4 server that takes processes.TOKEN."""
    with processes.sekmet(folder) as base:
        yield base


@pytest.fixture(scope="session")
def issuer(fhir: str, folder: Path, patient: str) -> Iterator[str]:
    """A sign-in at which one becomes this patient; the FHIR server takes its tokens."""
    with processes.provider(folder, fhir, processes.secret_of(folder, fhir), patient) as found:
        yield found


@pytest.fixture(scope="session")
def proxy(fhir: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """nginx before the FHIR server: /fhir is whole, the others each have one fault (processes.NGINX)."""
    with processes.nginx(tmp_path_factory.mktemp("nginx"), fhir) as found:
        yield found


@pytest.fixture(scope="session")
def patient(fhir: str) -> str:
    """The id of a patient at this server."""
    found = str(uuid4())
    with FhirClient(fhir, token=fixed(processes.TOKEN)) as client:
        client.put({"resourceType": "Patient", "id": found})
    return found


@pytest.fixture
def clinic(fhir: str) -> Iterator[FhirClient]:
    """A client of this server."""
    with FhirClient(fhir, token=fixed(processes.TOKEN)) as client:
        yield client


@pytest.fixture
def someone(clinic: FhirClient) -> str:
    """A patient of this test alone."""
    found = str(uuid4())
    clinic.put({"resourceType": "Patient", "id": found})
    return found


@pytest.fixture
def device(fhir: str, someone: str, tmp_path: Path) -> Iterator[Device]:
    """Make devices that are connected with the server, with or without the words."""
    made: list[Services] = []

    def make(*, words: bool = True) -> Services:
        services = Services.open(tmp_path / str(len(made)))
        made.append(services)
        synchronizer.connect(
            services.store.db, Connection(server=fhir, patient_id=someone, share_words=words)
        )
        services.sync.make_client = lambda _, stop: FhirClient(  # type: ignore[assignment,return-value]
            fhir, token=fixed(processes.TOKEN), stop=stop
        )
        return services

    yield make
    for services in made:
        services.close()


def settle(*devices: Services) -> list[Status]:
    """Sync in turn until nothing changes any more."""
    for _ in range(3):
        found = [one.sync.run() for one in devices]
    assert [(one.problem, one.waiting, one.refused, one.unreadable) for one in found] == [
        ("", 0, 0, 0)
    ] * len(devices)
    return found
