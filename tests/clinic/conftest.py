"""A clinic for the tests: a FHIR server, a sign-in and a proxy, real ones; `make servers` installs them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from app.clinic.client import FhirClient
from app.clinic.tokens import fixed
from tests.clinic import processes


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
