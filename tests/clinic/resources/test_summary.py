"""A shared summary as a Bundle: exact both ways, valid FHIR R4, and a hostile one is one sentence."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import fhirkit
import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given, settings
from hypothesis import strategies as st

from app.care.course import MARK_KINDS, Status
from app.care.questionnaires import QUESTIONNAIRES
from app.care.summary import (
    ChecklistState,
    Escort,
    Part,
    SharedMark,
    SharedMood,
    SharedSession,
    SharedTotal,
    Summary,
)
from app.clinic.resources.summary import to_bundle
from app.clinic.resources.summary_read import from_bundle
from app.errors import BadSummary
from tests.clinic.resources.records import FEELING, PHONES, TIMES, WORDS

NAMES = WORDS.map(lambda text: text.strip()[:60])
ESCORTS = st.builds(
    Escort, name=NAMES, phone=PHONES, confirmed_at=st.none() | TIMES, backup=NAMES, backup_phone=PHONES
)
LISTS = st.builds(
    ChecklistState, answered=st.integers(0, 9), asked=st.integers(0, 9), finished_at=st.none() | TIMES
)
MARKS = st.builds(SharedMark, at=TIMES, kind=st.sampled_from([kind for kind, _ in MARK_KINDS]))
MOODS = st.builds(
    SharedMood,
    at=TIMES,
    mood=st.integers(0, 10),
    feelings=st.lists(FEELING, unique=True, max_size=4).map(tuple),
    words=WORDS,
)
TOTALS = st.builds(
    SharedTotal,
    questionnaire=st.sampled_from(sorted(QUESTIONNAIRES)),
    taken_at=TIMES,
    value=st.integers(0, 270).map(lambda tenths: tenths / 10),
)


@st.composite
def summaries(draw: st.DrawFn) -> Summary:
    numbers = draw(st.lists(st.integers(1, 24), unique=True, max_size=4).map(sorted))
    sessions = [
        SharedSession(
            number=number,
            status=draw(st.sampled_from(list(Status))),
            starts_at=draw(st.none() | TIMES),
            began_at=draw(st.none() | TIMES),
            ended_at=draw(st.none() | TIMES),
            escort=draw(st.none() | ESCORTS),
            checklist=draw(st.none() | LISTS),
            marks=tuple(sorted(draw(st.lists(MARKS, max_size=2)), key=lambda one: one.at)),
            systolic=draw(st.none() | st.integers(40, 300)),
            diastolic=draw(st.none() | st.integers(20, 200)),
        )
        for number in numbers
    ]
    first = draw(st.dates(date(2000, 1, 1), date(2080, 1, 1)))
    moods = sorted(draw(st.lists(MOODS, max_size=3)), key=lambda one: one.at)
    totals = sorted(draw(st.lists(TOTALS, max_size=3)), key=lambda one: (one.taken_at, one.questionnaire))
    return Summary(
        id=draw(st.uuids()),
        called=draw(NAMES),
        made_at=draw(TIMES),
        ends_at=draw(st.none() | TIMES),
        parts=tuple(draw(st.lists(st.sampled_from(list(Part)), unique=True))),
        first=first,
        last=first + timedelta(days=draw(st.integers(0, 366))),
        planned=draw(st.none() | st.integers(1, 24)),
        clinic=draw(NAMES),
        clinic_phone=draw(PHONES),
        emergency_number=draw(PHONES),
        country=draw(st.sampled_from(["", "US", "DE"])),
        sessions=tuple(sessions),
        moods=tuple(moods),
        totals=tuple(totals),
    )


@settings(deadline=None)
@given(summaries())
def test_what_the_other_person_reads_is_what_was_put_in(summary: Summary) -> None:
    assert from_bundle(json.loads(json.dumps(to_bundle(summary)))) == summary


@settings(deadline=None, max_examples=50)
@given(summaries())
def test_it_is_valid_for_two_validators(summary: Summary) -> None:
    text = json.dumps(to_bundle(summary))
    assert [str(issue) for issue in fhirkit.validate(text)] == []
    Bundle.model_validate_json(text)


AT = datetime(2026, 11, 26, 10, tzinfo=UTC)


def example(**more: Any) -> Any:
    found = Summary(
        id=UUID(int=7),
        made_at=AT,
        first=AT.date(),
        last=AT.date(),
        moods=(SharedMood(at=AT, mood=5),),
        **more,
    )
    return json.loads(json.dumps(to_bundle(found)))


def refused(bundle: Any) -> str:
    with pytest.raises(BadSummary) as found:
        from_bundle(bundle)
    assert found.value.__cause__ is None
    return str(found.value)


@pytest.mark.parametrize(
    "shape", [None, 1, "x", [], {}, {"resourceType": "Bundle"}, {"resourceType": "Patient"}, {"entry": 1}]
)
def test_what_is_no_bundle_of_ours_holds_no_summary(shape: Any) -> None:
    assert "no summary" in refused(shape)


def test_a_newer_form_asks_for_an_update() -> None:
    newer = example()
    newer["meta"]["tag"][0]["code"] = "2"
    assert "newer version" in refused(newer)


@pytest.mark.parametrize("missing", ["Composition", "Patient"])
def test_without_whose_it_is_and_when_it_was_made_it_is_none(missing: str) -> None:
    bundle = example()
    bundle["entry"] = [one for one in bundle["entry"] if one["resource"]["resourceType"] != missing]
    assert "no summary" in refused(bundle)


def test_a_summary_of_two_people_is_none() -> None:
    bundle = example()
    bundle["entry"] *= 2
    assert "no summary" in refused(bundle)


def test_more_than_any_summary_holds_is_none() -> None:
    bundle = example()
    bundle["entry"] += [bundle["entry"][-1]] * 20_000
    assert "no summary" in refused(bundle)


@settings(deadline=None)
@given(st.data())
def test_whatever_is_changed_in_it_gives_a_summary_or_one_sentence(data: st.DataObject) -> None:
    bundle = data.draw(summaries().map(lambda one: json.loads(json.dumps(to_bundle(one)))))
    junk = (
        st.none()
        | st.integers()
        | st.text(max_size=5)
        | st.just([])
        | st.just({})
        | st.just([{}])
        | st.booleans()
    )
    for _ in range(3):
        part = bundle
        while isinstance(part, (dict, list)) and part:
            keys = list(part) if isinstance(part, dict) else list(range(len(part)))
            key = data.draw(st.sampled_from(keys))
            if not isinstance(part[key], (dict, list)) or data.draw(st.integers(0, 4)) == 0:
                part[key] = data.draw(junk)
                break
            part = part[key]
    with suppress(BadSummary):
        assert isinstance(from_bundle(bundle), Summary)
