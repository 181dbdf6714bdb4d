"""The client against a real FHIR server, whose habits are not ours: each verb that a sync needs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.clinic.answers import Entry
from app.clinic.client import FhirClient
from app.clinic.tokens import fixed
from app.errors import Conflict, NotAccepted, NotThere, SignInNeeded


def mood(patient: str, value: int = 5, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation", "id": str(uuid4()), "status": "final", "code": {"text": "mood"},
        "subject": {"reference": f"Patient/{patient}"}, "valueInteger": value, **more,
    }  # fmt: skip


@pytest.fixture
def nobody(clinic: FhirClient) -> str:
    """A patient of this test alone."""
    found = str(uuid4())
    clinic.put({"resourceType": "Patient", "id": found})
    return found


def test_the_server_says_what_it_can(clinic: FhirClient) -> None:
    known = clinic.capabilities()
    assert known.fhir.startswith("4.")
    assert (clinic.can_create(), clinic.can_create("Observation"), clinic.can_create("Nothing")) == (
        True, True, False,
    )  # fmt: skip
    assert clinic.can_transact()
    assert known.history


def test_a_first_write_creates_under_our_id_and_is_read_back(clinic: FhirClient, nobody: str) -> None:
    sent = mood(nobody)
    wrote = clinic.put(sent)
    assert (wrote.id, wrote.created) == (sent["id"], True)
    found = clinic.read("Observation", sent["id"])
    assert found.version == wrote.version
    assert found.resource["valueInteger"] == 5
    assert found.last_updated is not None


def test_a_stale_version_is_a_conflict_and_changes_nothing(clinic: FhirClient, nobody: str) -> None:
    sent = mood(nobody)
    first = clinic.put(sent)
    second = clinic.put({**sent, "valueInteger": 6}, first.version)
    assert (second.created, second.version == first.version) == (False, False)
    with pytest.raises(Conflict):
        clinic.put({**sent, "valueInteger": 7}, first.version)
    assert clinic.read("Observation", sent["id"]).resource["valueInteger"] == 6


def test_creating_twice_under_one_identifier_makes_one(clinic: FhirClient, nobody: str) -> None:
    name = {"system": "urn:example:mood", "value": str(uuid4())}
    sent = mood(nobody, identifier=[name])
    first = clinic.create(sent, f"{name['system']}|{name['value']}")
    again = clinic.create(sent, f"{name['system']}|{name['value']}")
    assert first.id == again.id
    assert (first.created, again.created) == (True, False)


def test_fifty_go_in_one_transaction_and_page_by_page_back(clinic: FhirClient, nobody: str) -> None:
    sent = [mood(nobody, at % 11) for at in range(50)]
    answers = clinic.send(sent, whole=True)
    assert [one.status for one in answers] == [201] * 50
    assert [one.id for one in answers] == [one["id"] for one in sent]
    asked = {"patient": nobody, "_sort": "_lastUpdated", "_count": "20"}
    pages = list(clinic.search("Observation", asked))
    assert [len(one.resources) for one in pages] == [20, 20, 10]
    assert {one["id"] for page in pages for one in page.resources} == {one["id"] for one in sent}
    assert pages[0].at is not None
    with pytest.raises(ValueError, match="50"):
        clinic.send([*sent, mood(nobody)], whole=True)


def test_a_transaction_is_done_whole_or_not_at_all(clinic: FhirClient, nobody: str) -> None:
    good, bad = mood(nobody), mood(nobody, status=7)
    with pytest.raises(NotAccepted):
        clinic.send([good, bad], whole=True)
    with pytest.raises(NotThere):
        clinic.read("Observation", good["id"])
    done, refused = clinic.send([good, bad], whole=False)
    assert (done.done, refused.done) == (True, False)
    assert refused.outcome


def test_a_version_inside_a_bundle_is_looked_at(clinic: FhirClient, nobody: str) -> None:
    sent = mood(nobody)
    first = clinic.put(sent)
    clinic.put({**sent, "valueInteger": 6}, first.version)
    (answer,) = clinic.bundle([Entry({**sent, "valueInteger": 7}, first.version)])
    assert answer.status in (409, 412)


def test_several_searches_are_one_request(clinic: FhirClient, nobody: str) -> None:
    clinic.put(mood(nobody))
    (moods, procedures), _ = clinic.search_many(
        [("Observation", {"patient": nobody, "_count": "50"}), ("Procedure", {"patient": nobody})]
    )
    assert moods
    assert procedures
    assert (len(moods.resources), len(procedures.resources)) == (1, 0)


def test_only_what_changed_since_is_found(clinic: FhirClient, nobody: str) -> None:
    sent = mood(nobody)
    wrote = clinic.put(sent)
    assert wrote.last_updated
    asked = {"patient": nobody, "_lastUpdated": f"ge{wrote.last_updated.isoformat()}"}
    assert [one["id"] for page in clinic.search("Observation", asked) for one in page.resources] == [
        sent["id"]
    ]
    asked["_lastUpdated"] = f"ge{(wrote.last_updated + timedelta(hours=1)).isoformat()}"
    assert not [one for page in clinic.search("Observation", asked) for one in page.resources]


def test_the_history_tells_of_each_version(clinic: FhirClient, nobody: str) -> None:
    before = datetime.now(UTC) - timedelta(minutes=1)
    sent = mood(nobody)
    clinic.put({**sent, "valueInteger": 6}, clinic.put(sent).version)
    told = [one for page in clinic.history("Observation", before) for one in page.resources]
    assert [one["valueInteger"] for one in told if one["id"] == sent["id"]] == [6, 5]


def test_what_is_no_valid_resource_is_refused_with_a_reason(clinic: FhirClient, nobody: str) -> None:
    with pytest.raises(NotAccepted) as told:
        clinic.put(mood(nobody, status="no such status", unknown="field"))
    assert told.value.reason
    assert nobody not in str(told.value)


def test_a_wrong_token_needs_a_sign_in(fhir: str) -> None:
    with FhirClient(fhir, token=fixed("wrong")) as client, pytest.raises(SignInNeeded):
        client.read("Patient", "1")
