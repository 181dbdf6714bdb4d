"""Two devices of one patient and a real FHIR server: what one writes the other has, no more is sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.care.kept import Source
from app.clinic.client import FhirClient
from app.errors import Forbidden
from app.services import Services
from app.services.sample import fill
from app.services.sync_words import SHARED
from tests.clinic.conftest import Device, settle

NAMES = tuple(name for names in SHARED.values() for name in names)
MARKER = "Zwiebelkuchen"


def with_a_course(services: Services) -> Services:
    """Fill a store with the records of the sample: four infusions over, a journal, lists and check-ins."""
    sample = services.open_sample()
    fill(sample, 4)
    with services.store.db.transaction():
        for table, filled in zip(services.store.tables, sample.store.tables, strict=True):
            if table.name in NAMES:
                for one in filled.all():
                    table.add(one)
    sample.close()
    return services


def records(services: Services) -> dict[str, list[Any]]:
    tables = (table for table in services.store.tables if table.name in NAMES)
    return {table.name: sorted(table.all(), key=lambda one: one.id) for table in tables}


def test_a_whole_course_comes_to_the_other_device_as_it_is(device: Device) -> None:
    phone, desktop = with_a_course(device()), device()
    (mine, theirs) = settle(phone, desktop)
    assert mine.at_clinic == theirs.at_clinic > 60
    assert records(desktop) == records(phone)
    assert all(records(phone).values())


def test_without_the_words_all_numbers_come_and_no_word_is_at_the_server(
    device: Device, folder: Path, fhir: str
) -> None:
    phone, desktop = with_a_course(device(words=False)), device(words=False)
    entry = phone.journal.add(6, words=MARKER, feelings=("calm", MARKER)).record
    (session, *_) = [one for one in phone.store.sessions.all() if one.was_held]
    phone.store.sessions.put(replace(session, notes=MARKER, reason=MARKER, escort=MARKER))
    settle(phone, desktop)
    there = desktop.store.entries.get(entry.id)
    assert there is not None
    assert (there.mood, there.feelings, there.words) == (6, ("calm",), "")
    # What a device does not tell stays on it when the other one writes.
    desktop.store.entries.put(replace(there, mood=7))
    settle(desktop, phone)
    here = phone.store.entries.get(entry.id)
    assert here == replace(entry, mood=7)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    assert not any(MARKER.encode() in path.read_bytes() for path in files)


def test_where_both_wrote_both_have_both(device: Device) -> None:
    phone, desktop = device(), device()
    entry = phone.journal.add(5, words="slept").record
    settle(phone, desktop)
    phone.store.entries.put(replace(entry, words="slept well", mood=6))
    desktop.store.entries.put(replace(entry, words="slept badly", pain=3))
    settle(phone, desktop)
    assert records(phone) == records(desktop)
    (merged,) = records(phone)["journal_entry"]
    assert (merged.mood, merged.pain) == (6, 3)
    # The second one to come kept the first one's words beside its own.
    beside = [kept for kept in desktop.store.kept.all() if kept.record_id == entry.id]
    assert {merged.words, *(kept.text for kept in beside)} == {"slept well", "slept badly"}
    assert {kept.source for kept in beside} == {Source.CLINIC}


def test_what_one_removes_goes_from_the_other_and_says_nothing_at_the_clinic(
    device: Device, clinic: FhirClient
) -> None:
    phone, desktop = device(), device()
    entry = phone.journal.add(5, words="slept").record
    settle(phone, desktop)
    desktop.journal.remove(entry.id)
    settle(desktop, phone)
    assert records(phone)["journal_entry"] == []
    left = clinic.read("Observation", str(entry.id)).resource
    assert left["status"] == "entered-in-error"
    assert not {"valueInteger", "note", "component"} & set(left)


def test_a_blood_pressure_that_was_wrong_does_not_stay_at_the_clinic(
    device: Device, clinic: FhirClient, someone: str
) -> None:
    def pressures() -> list[str]:
        asked = {"patient": someone, "code": "85354-9", "_count": "100"}
        return [str(one["status"]) for page in clinic.search("Observation", asked) for one in page.resources]

    phone, desktop = with_a_course(device()), device()
    told = [one for one in phone.store.sessions.all() if one.systolic is not None]
    settle(phone, desktop)
    before = pressures().count("final")
    assert before == len(told) > 1
    # Whoever clears it need not be the device that sent it.
    first, second, *_ = told
    desktop.store.sessions.put(replace(first, systolic=None, diastolic=None))
    phone.courses.change_session(replace(second, systolic=None, diastolic=None))
    settle(desktop, phone)
    assert records(phone) == records(desktop)
    assert (pressures().count("final"), pressures().count("entered-in-error")) == (before - 2, 2)


def test_what_was_sent_can_be_taken_back_and_stays_here(
    device: Device, clinic: FhirClient, someone: str
) -> None:
    phone = with_a_course(device())
    settle(phone)
    before = records(phone)
    phone.sync.take_back()
    phone.sync.run()
    assert phone.sync.connection is None
    assert records(phone) == before
    for type_ in ("Observation", "Procedure", "CarePlan"):
        asked = {"patient": someone, "_count": "100"}
        stated = {one["status"] for page in clinic.search(type_, asked) for one in page.resources}
        assert stated == {"entered-in-error"}


def test_a_server_that_takes_no_bundles_from_a_patient_gets_each_record_alone(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise Forbidden("The sign-in does not cover this.")

    monkeypatch.setattr(FhirClient, "bundle", refuse)
    phone, desktop = device(), device()
    for mood in (3, 5, 8):
        phone.journal.add(mood)
    settle(phone, desktop)
    assert records(desktop) == records(phone)
    assert len(records(phone)["journal_entry"]) == 3
