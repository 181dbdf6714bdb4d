"""A real server that gives ids itself: devices converge through it, and a lost answer makes nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.care.checkin import CheckIn, answer, finish
from app.clinic.client import FhirClient
from app.clinic.tokens import fixed
from app.services import Services
from tests.clinic import processes
from tests.clinic.conftest import Device, settle
from tests.clinic.own_ids import OwnIds
from tests.clinic.test_two_devices import records

TYPES = ("CarePlan", "Procedure", "Observation")


@pytest.fixture
def through(device: Device, fhir: str) -> Iterator[Callable[[OwnIds], Services]]:
    """Make a device whose requests go over a line."""
    lines: list[OwnIds] = []

    def make(line: OwnIds) -> Services:
        services = device()
        lines.append(line)
        services.sync.make_client = lambda _, stop: FhirClient(  # type: ignore[assignment,return-value]
            fhir, token=fixed(processes.TOKEN), transport=line, stop=stop
        )
        return services

    yield make
    for line in lines:
        line.close()


def with_a_little(services: Services) -> Services:
    """A course of six infusions, a check-in with its score, and an entry."""
    course = services.courses.start().record
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    given = CheckIn(id=uuid4(), questionnaire="gad7", course_id=course.id, taken_at=at, begun_at=at)
    for item in given.asked.items:
        given = answer(given, item.id, 1, at)
    services.store.checkins.add(finish(given, at))
    services.journal.add(5, words="slept")
    return services


def there(clinic: FhirClient, patient: str) -> list[dict[str, Any]]:
    """What a patient has at the server."""
    asked = {"patient": patient, "_count": "100"}
    return [dict(one) for type_ in TYPES for page in clinic.search(type_, asked) for one in page.resources]


@pytest.mark.parametrize(("says", "status"), [(True, 405), (False, 405), (False, 404), (False, 422)])
def test_two_devices_have_the_same_whatever_ids_the_server_gives(
    through: Callable[[OwnIds], Services], clinic: FhirClient, someone: str, says: bool, status: int
) -> None:
    phone, desktop = through(OwnIds(says=says, status=status)), through(OwnIds(says=says, status=status))
    with_a_little(phone)
    settle(phone, desktop)
    assert records(desktop) == records(phone)
    ours = {str(one.id) for kind in records(phone).values() for one in kind}
    assert not ours & {one["id"] for one in there(clinic, someone)}


def test_an_edit_on_the_other_device_changes_what_is_there(
    through: Callable[[OwnIds], Services], clinic: FhirClient, someone: str
) -> None:
    phone, desktop = through(OwnIds()), through(OwnIds())
    entry = phone.journal.add(5, words="slept").record
    settle(phone, desktop)
    desktop.store.entries.put(replace(entry, mood=7))
    settle(desktop, phone)
    assert phone.store.entries.get(entry.id) == replace(entry, mood=7)
    (one,) = there(clinic, someone)
    assert one["valueInteger"] == 7
    desktop.journal.remove(entry.id)
    settle(desktop, phone)
    assert records(phone)["journal_entry"] == []
    assert [one["status"] for one in there(clinic, someone)] == ["entered-in-error"]


def test_a_lost_answer_makes_nothing_twice(
    through: Callable[[OwnIds], Services], clinic: FhirClient, someone: str
) -> None:
    line = OwnIds()
    phone = through(line)
    with_a_little(phone)
    line.loses = 1
    assert phone.sync.run().offline
    settle(phone)
    found = there(clinic, someone)
    names = [str(one["identifier"]) for one in found]
    assert len(names) == len(set(names)) == 9


def test_what_belongs_together_names_each_other_by_the_servers_ids(
    through: Callable[[OwnIds], Services], clinic: FhirClient, someone: str
) -> None:
    phone = through(OwnIds())
    with_a_little(phone)
    settle(phone)
    found = there(clinic, someone)
    plans = {f"CarePlan/{one['id']}" for one in found if one["resourceType"] == "CarePlan"}
    sessions = [one for one in found if one["resourceType"] == "Procedure"]
    assert {one["basedOn"][0]["reference"] for one in sessions} == plans
    assert sessions
    scores = [one for one in found if "derivedFrom" in one]
    assert scores
    for one in scores:
        type_, id_ = one["derivedFrom"][0]["reference"].split("/")
        assert clinic.read(type_, id_).resource["status"] == "completed"


def test_all_of_it_can_be_taken_back(
    through: Callable[[OwnIds], Services], clinic: FhirClient, someone: str
) -> None:
    phone = through(OwnIds())
    with_a_little(phone)
    settle(phone)
    phone.sync.take_back()
    phone.sync.run()
    assert {one["status"] for one in there(clinic, someone)} == {"entered-in-error"}


def test_what_the_clinic_deleted_and_the_patient_edits_is_sent_anew(
    through: Callable[[OwnIds], Services], clinic: FhirClient, someone: str, fhir: str
) -> None:
    phone = through(OwnIds())
    entry = phone.journal.add(5, words="slept").record
    settle(phone)
    (before,) = there(clinic, someone)
    headers = {"Authorization": f"Bearer {processes.TOKEN}"}
    httpx.delete(f"{fhir}/Observation/{before['id']}", headers=headers, trust_env=False).raise_for_status()
    phone.store.entries.put(replace(entry, mood=7))
    settle(phone)
    (after,) = there(clinic, someone)
    assert after["valueInteger"] == 7
    assert after["id"] not in (before["id"], str(entry.id))
