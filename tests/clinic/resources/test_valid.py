"""Whatever the app sends is valid FHIR R4: two validators of different makers and a strict server say so."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import fhirkit
from hypothesis import given, settings
from hypothesis import strategies as st

from app.clinic import resources
from app.clinic.client import FhirClient
from app.clinic.tokens import fixed
from tests.clinic import processes
from tests.clinic.resources.records import ANY

BOTH = st.booleans()


def sent(kind: str, record: Any, words: bool, patient: str = "p-1") -> list[Any]:
    """All resources of a record, and what is left of them when it is removed."""
    kinds = resources.kinds(patient, share_words=words)
    made = kinds.to_fhir(kind, record)
    return [*made, *(kinds.withdrawn(one) for one in made)]


@given(ANY, BOTH)
def test_fhirkit_finds_no_problem(drawn: tuple[str, Any], words: bool) -> None:
    for one in sent(*drawn, words):
        assert [str(issue) for issue in fhirkit.validate(json.dumps(one))] == []


@given(ANY, BOTH)
def test_fhir_resources_takes_it_and_gives_the_same_back(drawn: tuple[str, Any], words: bool) -> None:
    for one in sent(*drawn, words):
        type_ = one["resourceType"]
        model = getattr(import_module(f"fhir.resources.R4B.{type_.lower()}"), type_)
        back = json.loads(model.model_validate_json(json.dumps(one)).model_dump_json())
        assert back.keys() == one.keys()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(ANY, BOTH), min_size=1, max_size=12))
def test_a_strict_server_takes_it_and_gives_it_back_equal(
    fhir: str, patient: str, drawn: list[tuple[tuple[str, Any], bool]]
) -> None:
    kinds = resources.kinds(patient, share_words=True)
    each = {one["id"]: one for record, words in drawn for one in sent(*record, words, patient)[::-1]}
    with FhirClient(fhir, token=fixed(processes.TOKEN)) as client:
        answers = client.send(list(each.values()), whole=False)
        assert [(one.status // 100, one.outcome) for one in answers] == [(2, "")] * len(each)
        last = list(each.values())[-1]
        assert kinds.equal(client.read(last["resourceType"], last["id"]).resource, last)
