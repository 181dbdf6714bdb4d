"""A record that went to a clinic comes back as it was: to the second device of the same patient."""

from __future__ import annotations

import contextlib
import json
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.checklist import Filled
from app.care.journal import FEELING_LABELS
from app.care.merge import texts
from app.clinic import resources
from app.clinic.resources.parts import WITHHELD, moment, read_moment
from tests.clinic.resources.records import ANY, RECORDS, TIMES

OPENLY = resources.kinds("p-1", share_words=True)
CLOSELY = resources.kinds("p-1", share_words=False)
TYPED = (
    "words", "notes", "reason", "end_reason",
    "escort", "escort_phone", "backup_escort", "backup_escort_phone",
)  # fmt: skip


def wire(resource: Any) -> Any:
    """As a server gives it back: through JSON, with what servers add."""
    return {**json.loads(json.dumps(resource)), "meta": {"versionId": "1"}, "text": {"status": "generated"}}


@given(ANY)
def test_with_the_words_a_record_comes_back_exactly(drawn: tuple[str, Any]) -> None:
    kind, record = drawn
    own = wire(OPENLY.to_fhir(kind, record)[0])
    assert OPENLY.identify(own) == (kind, record.id)
    back = OPENLY.record(kind, record.id, OPENLY.from_fhir(kind, own))
    # Zones come back as offsets, so the same moment is written the same way.
    assert back == record
    again = OPENLY.to_fhir(kind, back)
    assert [dict(one) for one in again] == [dict(one) for one in OPENLY.to_fhir(kind, record)]


@given(ANY)
def test_without_the_words_everything_else_comes_back_and_no_typed_word_is_sent(
    drawn: tuple[str, Any],
) -> None:
    kind, record = drawn
    sent = CLOSELY.to_fhir(kind, record)
    assert sent == CLOSELY.to_fhir(kind, wordless(record))
    own = wire(sent[0])
    here = CLOSELY.record(kind, record.id, {**values(record), **CLOSELY.from_fhir(kind, own, record)})
    assert here == record


@given(ANY)
def test_on_a_new_device_a_record_without_its_words_is_a_record(drawn: tuple[str, Any]) -> None:
    kind, record = drawn
    back = CLOSELY.record(kind, record.id, CLOSELY.from_fhir(kind, wire(CLOSELY.to_fhir(kind, record)[0])))
    assert all(words == WITHHELD for words in texts(back).values())
    bare = {"feelings", "answers", *TYPED}
    assert {n: v for n, v in values(back).items() if n not in bare} == {
        n: v for n, v in values(record).items() if n not in bare
    }


@given(RECORDS["journal_entry"], st.booleans())
def test_own_feelings_stay_where_they_are_and_the_clinics_others_are_added(entry: Any, less: bool) -> None:
    told = [one for one in entry.feelings if one in FEELING_LABELS]
    changed = replace(entry, feelings=tuple(told[less:] + [one for one in ("calm",) if one not in told]))
    there = wire(CLOSELY.to_fhir("journal_entry", changed)[0])
    came = CLOSELY.from_fhir("journal_entry", there, entry)["feelings"]
    assert [one for one in came if one not in FEELING_LABELS] == [
        one for one in entry.feelings if one not in FEELING_LABELS
    ]
    assert {one for one in came if one in FEELING_LABELS} == set(changed.feelings)


@given(ANY)
def test_what_is_withdrawn_says_nothing_but_that(drawn: tuple[str, Any]) -> None:
    kind, record = drawn
    for one in OPENLY.to_fhir(kind, record):
        gone = OPENLY.withdrawn(one)
        assert OPENLY.is_withdrawn(gone)
        assert not OPENLY.is_withdrawn(one)
        assert OPENLY.identify(gone) == OPENLY.identify(one)
        assert not {"valueInteger", "item", "component", "note", "extension", "valueQuantity"} & set(gone)


@given(ANY, ANY)
def test_resources_are_equal_but_for_what_servers_add(one: tuple[str, Any], other: tuple[str, Any]) -> None:
    mine = OPENLY.to_fhir(*one)[0]
    assert OPENLY.equal(mine, wire(mine))
    assert not OPENLY.equal(mine, OPENLY.to_fhir(*other)[0]) or one[1].id == other[1].id


@given(ANY)
def test_another_patients_resource_is_none_of_ours(drawn: tuple[str, Any]) -> None:
    kind, record = drawn
    theirs = resources.kinds("p-2", share_words=True).to_fhir(kind, record)[0]
    assert OPENLY.identify(theirs) is None


@pytest.mark.parametrize(
    "identifier",
    [None, "x", [], [None], {}, {"value": "1"}, [{"system": 3, "value": "x"}], {"system": [], "value": {}}],
)
def test_a_foreign_identifier_is_none_of_ours(identifier: Any) -> None:
    found = {"resourceType": "Observation", "subject": {"reference": "Patient/p-1"}, "identifier": identifier}
    assert OPENLY.identify(found) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(ANY, st.data())
def test_a_resource_that_makes_no_sense_is_refused_in_one_way(
    drawn: tuple[str, Any], data: st.DataObject
) -> None:
    kind, record = drawn
    own = json.loads(json.dumps(OPENLY.to_fhir(kind, record)[0]))
    where: Any = own
    for _ in range(data.draw(st.integers(0, 4))):
        inner = [
            one
            for one in (where if isinstance(where, list) else where.values())
            if isinstance(one, dict | list)
        ]
        if not inner:
            break
        where = data.draw(st.sampled_from(inner))
    if not where:
        return
    key = data.draw(st.sampled_from(range(len(where)) if isinstance(where, list) else sorted(where)))
    where[key] = data.draw(JSON)
    OPENLY.identify(own)
    with contextlib.suppress(ValueError, TypeError, KeyError):
        OPENLY.record(kind, record.id, OPENLY.from_fhir(kind, own))


@given(TIMES)
def test_a_time_keeps_its_own_clock(at: datetime) -> None:
    back = read_moment(moment(at))
    assert back is not None
    assert back.isoformat() == at.isoformat()


def wordless(record: Any) -> Any:
    """The record with none of the words that a person typed but where it cannot be without."""
    changed = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name in TYPED:
            changed[field.name] = "other" if getattr(record, "kind", "") == "own" else ""
        elif field.name == "feelings":
            changed[field.name] = tuple(one for one in value if one in FEELING_LABELS)
        elif isinstance(record, Filled) and field.name == "answers":
            changed[field.name] = tuple(replace(one, note="") for one in value)
    return replace(record, **changed)


def values(record: Any) -> dict[str, Any]:
    """A record's fields but its id."""
    return {field.name: getattr(record, field.name) for field in fields(record) if field.name != "id"}
