"""Ids and references: what goes out and comes in again says the same, and nobody else's is touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from app.clinic.synchronizer.ids import Ids, inward, named, outward
from app.services.store import Store
from storage.links import State
from tests.clinic.simulator.server import START

SESSION, COURSE = str(uuid4()), str(uuid4())
BASED = {
    "resourceType": "Procedure",
    "id": SESSION,
    "basedOn": [{"reference": f"CarePlan/{COURSE}"}],
    "subject": {"reference": "Patient/12"},
    "note": [{"text": f"CarePlan/{COURSE}"}],
}


@pytest.fixture
def ids(tmp_path: Path) -> Iterator[Ids]:
    store = Store(tmp_path / "companion.db", lambda: START)
    yield Ids(State(store.db))
    store.close()


def test_a_reference_goes_out_by_the_servers_id_and_comes_in_by_ours(ids: Ids) -> None:
    ids.learn(("CarePlan", COURSE), "77")
    out = outward(BASED, ids.theirs, ())
    assert out == {**BASED, "basedOn": [{"reference": "CarePlan/77"}]}
    assert inward(out, ids.ours) == BASED
    whole = {**out, "basedOn": [{"reference": "https://fhir.example.org/r4/CarePlan/77/_history/2"}]}
    assert inward(whole, ids.ours) == BASED


def test_what_has_no_address_yet_is_named_and_known_by_its_name(ids: Ids) -> None:
    out = outward(BASED, ids.theirs, ())
    named_by = {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{COURSE}"}
    assert out["basedOn"] == [{"type": "CarePlan", "identifier": named_by}]
    assert inward(out, ids.ours) == BASED


def test_what_is_made_beside_it_is_referred_to_as_in_a_transaction(ids: Ids) -> None:
    out = outward(BASED, ids.theirs, [("CarePlan", COURSE)])
    assert out["basedOn"] == [{"reference": f"urn:uuid:{COURSE}"}]


def test_one_id_of_two_types_is_two(ids: Ids) -> None:
    ids.learn(("CarePlan", COURSE), "1")
    ids.learn(("Procedure", SESSION), "1")
    assert (ids.ours(("CarePlan", "1")), ids.ours(("Procedure", "1"))) == (COURSE, SESSION)
    ids.forget(("CarePlan", COURSE))
    assert ids.theirs(("CarePlan", COURSE)) is None
    assert ids.theirs(("Procedure", SESSION)) == "1"


def test_an_id_that_a_server_gives_again_is_the_later_ones_alone(ids: Ids) -> None:
    ids.learn(("Procedure", SESSION), "1")
    ids.learn(("Procedure", COURSE), "1")
    assert (ids.theirs(("Procedure", SESSION)), ids.theirs(("Procedure", COURSE))) == (None, "1")
    assert ids.ours(("Procedure", "1")) == COURSE


def test_what_has_no_identifier_is_identified_by_its_id() -> None:
    score = {"resourceType": "Observation", "id": SESSION}
    made, identifier = named(score)
    assert identifier == f"urn:ietf:rfc:3986|urn:uuid:{SESSION}"
    assert named({**made, "id": "77"}) == ({**made, "id": "77"}, identifier)
    response = {"resourceType": "QuestionnaireResponse", "identifier": {"system": "s", "value": "v"}}
    assert named(response) == (response, "s|v")
