"""docs/clinic-api.md shows what the app really sends, and names all that it sends."""

from __future__ import annotations

import json
import re

import fhirkit
import pytest

from app.clinic import smart
from tests.clinic.resources import examples


def page() -> str:
    return examples.PAGE.read_text(encoding="utf-8")


def test_the_examples_and_sizes_of_the_page_are_made_by_the_code() -> None:
    again = examples.renewed(page())
    assert page() == again, "run python -m tests.clinic.resources.examples"


@pytest.mark.parametrize("name", examples.records())
def test_each_kind_of_record_has_its_example_and_each_example_is_valid(name: str) -> None:
    assert f"<!-- example: {name} -->" in page()
    for one in examples.made(name):
        assert [str(issue) for issue in fhirkit.validate(json.dumps(one))] == []


def test_every_extension_that_is_sent_is_in_the_table() -> None:
    sent = json.dumps(
        [examples.made(name, words=words) for name in examples.records() for words in (True, False)]
    )
    known = set(re.findall(r"`([a-z-]+)`", page()))
    assert set(re.findall(r"/StructureDefinition/([a-z-]+)\"", sent)) - {"ordinalValue"} <= known


def test_the_scopes_of_the_page_are_those_that_are_asked_for() -> None:
    said = " ".join(page().split())
    assert smart.scopes(frozenset()) in said
