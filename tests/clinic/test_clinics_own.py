"""The clinic owns the dates and the plan: what it books and gives reaches the devices of the patient."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.care.course import Course, Session, Status
from app.clinic.client import FhirClient
from app.clinic.clinic_book import ClinicBook
from app.errors import Forbidden
from app.services import Services
from tests.clinic.conftest import Device, settle

START = datetime(2030, 1, 7, 10, tzinfo=UTC)


def appointment(
    patient: str, number: int, at: datetime, status: str = "booked", of: int = 6
) -> dict[str, Any]:
    return {
        "resourceType": "Appointment",
        "id": f"{patient}-{number}",
        "status": status,
        "start": at.isoformat(),
        "end": (at + timedelta(minutes=90)).isoformat(),
        "description": f"Infusion session {number} of {of}",
        "participant": [{"actor": {"reference": f"Patient/{patient}"}, "status": "accepted"}],
    }


def begin(services: Services) -> Course:
    """A course of six infusions without dates."""
    return services.courses.start().record


def sessions(services: Services) -> list[Session]:
    view = services.courses.current()
    assert view is not None
    return list(view.sessions)


def test_the_clinics_dates_come_to_both_devices_and_move_with_it(
    device: Device, clinic: FhirClient, someone: str
) -> None:
    phone, desktop = device(), device()
    begin(phone)
    settle(phone, desktop)
    clinic.put(appointment(someone, 2, START))
    settle(phone, desktop)
    assert [one.starts_at for one in sessions(phone)] == [None, START, None, None, None, None]
    clinic.put(appointment(someone, 2, START + timedelta(days=1)))
    settle(phone, desktop)
    (_, second, *_rest) = sessions(phone)
    assert (second.status, second.starts_at, second.moved_from) == (
        Status.MOVED,
        START + timedelta(days=1),
        START,
    )
    assert sessions(desktop) == sessions(phone)
    clinic.put(appointment(someone, 2, START + timedelta(days=1), "cancelled"))
    settle(phone, desktop)
    assert sessions(phone)[1].starts_at is None
    assert sessions(desktop) == sessions(phone)


def test_a_date_that_the_patient_entered_stays_until_the_clinic_changes_its_own(
    device: Device, clinic: FhirClient, someone: str
) -> None:
    phone = device()
    begin(phone)
    clinic.put(appointment(someone, 1, START))
    settle(phone)
    phone.store.sessions.put(replace(sessions(phone)[0], starts_at=START + timedelta(hours=1)))
    settle(phone)
    assert sessions(phone)[0].starts_at == START + timedelta(hours=1)
    clinic.put(appointment(someone, 1, START + timedelta(hours=2)))
    settle(phone)
    assert sessions(phone)[0].starts_at == START + timedelta(hours=2)


def test_where_the_clinic_plans_more_both_devices_have_the_same_more(
    device: Device, clinic: FhirClient, someone: str
) -> None:
    phone, desktop = device(), device()
    begin(phone)
    settle(phone, desktop)
    clinic.put(appointment(someone, 8, START, of=8))
    settle(desktop, phone)
    assert [one.number for one in sessions(phone)] == list(range(1, 9))
    assert sessions(desktop) == sessions(phone)
    assert sessions(phone)[7].starts_at == START


def test_what_is_booked_waits_for_a_course(device: Device, clinic: FhirClient, someone: str) -> None:
    phone = device()
    clinic.put(appointment(someone, 1, START))
    settle(phone)
    assert [one.number for one in ClinicBook(phone.store.db).bookings()] == [1]
    begin(phone)
    settle(phone)
    assert sessions(phone)[0].starts_at == START


def test_what_was_given_is_known_here(device: Device, clinic: FhirClient, someone: str) -> None:
    phone = device()
    given = {
        "resourceType": "MedicationAdministration",
        "id": f"{someone}-m",
        "status": "completed",
        "medicationCodeableConcept": {"text": "Ketamine"},
        "subject": {"reference": f"Patient/{someone}"},
        "effectiveDateTime": START.isoformat(),
        "dosage": {"text": "0.5 mg/kg over 40 min"},
    }
    clinic.put(given)
    settle(phone)
    (drug,) = ClinicBook(phone.store.db).given()
    assert (drug.what, drug.dose, drug.at) == ("Ketamine", "0.5 mg/kg over 40 min", START)
    clinic.put({**given, "status": "entered-in-error"})
    settle(phone)
    assert ClinicBook(phone.store.db).given() == ()


def test_a_server_that_shows_no_appointments_stops_nothing(
    device: Device, clinic: FhirClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = device()
    phone.journal.add(5)
    search = FhirClient.search

    def refuse(self: FhirClient, type_: str, params: Any) -> Any:
        if type_ in ("Appointment", "MedicationAdministration"):
            raise Forbidden("The sign-in does not cover this.")
        return search(self, type_, params)

    monkeypatch.setattr(FhirClient, "search", refuse)
    monkeypatch.setattr(
        FhirClient, "search_many", lambda self, searches, still=None: ([None] * len(searches), False)
    )
    (found,) = settle(phone)
    assert found.at_clinic == 1
