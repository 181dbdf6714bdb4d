"""A caregiver follows a patient at a real clinic: signs in, reads, and can write nothing on either side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.care.summary import Origin
from app.clinic import synchronizer
from app.clinic.client import FhirClient
from app.clinic.discovery import ClinicServer, discover
from app.clinic.synchronizer import Connection
from app.clinic.tokens import SignIn, fixed
from app.errors import Forbidden, SignInNeeded
from app.services import Services, sync_connecting
from tests.clinic import processes
from tests.clinic.test_two_devices import with_a_course

MOOD = {"resourceType": "Observation", "id": "not-ours", "status": "final", "code": {"text": "mood"}}


@pytest.fixture(scope="module")
def patient(fhir: str) -> str:
    """A patient whom no other test writes about."""
    found = str(uuid4())
    with FhirClient(fhir, token=fixed(processes.TOKEN)) as client:
        client.put({"resourceType": "Patient", "id": found})
    return found


@pytest.fixture(scope="module")
def server(
    fhir: str, folder: Path, patient: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ClinicServer]:
    """The clinic, at whose sign-in one may read this patient."""
    secret = processes.secret_of(folder, fhir)
    with processes.provider(tmp_path_factory.mktemp("provider"), fhir, secret, patient) as issuer:
        yield discover(fhir, issuer=issuer)


@pytest.fixture
def patients(fhir: str, patient: str, tmp_path: Path) -> Iterator[Services]:
    """The patient's own device, which has sent a course with its numbers and none of its words."""
    services = with_a_course(Services.open(tmp_path / "patient"))
    synchronizer.connect(services.store.db, Connection(server=fhir, patient_id=patient, share_words=False))
    services.sync.make_client = lambda _, stop: FhirClient(  # type: ignore[assignment,return-value]
        fhir, token=fixed(processes.TOKEN), stop=stop
    )
    assert services.sync.run().settled
    yield services
    services.sync.take_back()
    services.sync.run()
    services.close()


@pytest.fixture
def caregivers(tmp_path: Path) -> Iterator[Services]:
    services = Services.open(tmp_path / "caregiver")
    yield services
    services.close()


def browser(url: str) -> None:
    httpx.get(url, trust_env=False, follow_redirects=True).raise_for_status()


def follow(
    services: Services, server: ClinicServer, name: str = "Alex", browse: Callable[[str], Any] = browser
) -> Any:
    return services.following_clinic.sign_in(server, name, browse)


def test_a_caregiver_sees_what_the_patient_has_sent_and_news_after_it(
    patients: Services, caregivers: Services, server: ClinicServer
) -> None:
    person, _ = follow(caregivers, server)
    assert (person.name, person.origin) == ("Alex", Origin.CLINIC)
    seen = caregivers.following.summary(person)
    here = patients.courses.current()
    assert here is not None
    assert seen.planned == here.course.planned
    assert [(one.number, one.status, one.starts_at) for one in seen.sessions] == [
        (one.number, one.status, one.starts_at) for one in here.sessions
    ]
    assert len(seen.moods) > 10
    assert seen.totals
    count = len(seen.moods)
    patients.journal.add(9)
    assert patients.sync.run().settled
    newer = caregivers.following.summary(caregivers.following_clinic.refresh(person.id))
    assert len(newer.moods) == count + 1
    assert newer.moods[-1].mood == 9
    assert [one.id for one in caregivers.following.all()] == [person.id]


def test_nothing_is_written_by_a_caregiver_nor_could_it_be(
    patients: Services, caregivers: Services, server: ClinicServer, fhir: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    methods: set[str] = set()
    send = httpx.Client.send

    def watched(self: httpx.Client, request: httpx.Request, **more: Any) -> httpx.Response:
        if str(request.url).startswith(fhir):
            methods.add(request.method)
        return send(self, request, **more)

    monkeypatch.setattr(httpx.Client, "send", watched)
    person, _ = follow(caregivers, server)
    caregivers.following_clinic.refresh(person.id)
    assert methods == {"GET"}
    found = sync_connecting.safe_place(caregivers.store.path, str(person.id)).load()
    assert found is not None
    signed_in = SignIn.from_text(found)
    assert signed_in is not None
    assert {scope.rpartition(".")[2] for scope in signed_in.scope.split() if "/" in scope} == {
        "rs",
        "launch/patient",
    }
    with FhirClient(fhir, token=fixed(signed_in.access)) as client:
        assert client.read("Patient", person.patient_id)
        with pytest.raises((Forbidden, SignInNeeded)):  # the clinic's side
            client.put({**MOOD, "subject": {"reference": f"Patient/{person.patient_id}"}})
    methods.clear()
    with FhirClient(fhir, token=fixed(processes.TOKEN), read_only=True) as client:
        for write in (
            lambda: client.put(MOOD),
            lambda: client.create(MOOD),
            lambda: client.send([MOOD], whole=True),
        ):
            with pytest.raises(Forbidden):  # ours
                write()
    assert methods == set()


def test_who_is_not_followed_any_more_leaves_no_sign_in(
    patients: Services, caregivers: Services, server: ClinicServer
) -> None:
    person, _ = follow(caregivers, server)
    place = sync_connecting.safe_place(caregivers.store.path, str(person.id))
    assert place.load()
    caregivers.following.remove(person.id)
    assert sync_connecting.safe_place(caregivers.store.path, str(person.id)).load() is None
    assert caregivers.following.all() == []
    assert person.patient_id.encode() not in b"".join(
        path.read_bytes() for path in caregivers.data_dir.rglob("*") if path.is_file()
    )


def test_a_sign_in_that_is_refused_follows_nobody(caregivers: Services, server: ClinicServer) -> None:
    with pytest.raises(SignInNeeded):
        follow(caregivers, server, browse=lambda url: browser(f"{url}&says=no"))
    assert caregivers.following.all() == []


def test_the_name_a_caregiver_gave_stays_when_they_sign_in_again(
    patients: Services, caregivers: Services, server: ClinicServer
) -> None:
    person, _ = follow(caregivers, server)
    caregivers.following.rename(person.id, "Brother")
    again, _ = follow(caregivers, server, name="Alex")
    assert again.id == person.id
    assert [one.name for one in caregivers.following.all()] == ["Brother"]
