"""What the clinic writes is read as far as it is about infusions, and nothing it writes can stop the app."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import fhirkit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.clinic_dates import Booking
from app.clinic.resources import clinics
from tests.clinic.resources.test_round_trip import JSON

SESSION = UUID(int=7)
APPOINTMENT: dict[str, Any] = {
    "resourceType": "Appointment",
    "id": "a-2",
    "status": "booked",
    "start": "2026-11-22T10:00:00+01:00",
    "end": "2026-11-22T11:30:00+01:00",
    "description": "Infusion session 2 of 6",
    "participant": [{"actor": {"reference": "Patient/p-1"}, "status": "accepted"}],
}
PLAN: dict[str, Any] = {
    "resourceType": "CarePlan",
    "id": "c-1",
    "status": "active",
    "intent": "plan",
    "subject": {"reference": "Patient/p-1"},
    "activity": [
        {
            "detail": {
                "status": status,
                "code": {"text": f"Infusion session {number} of 6"},
                "scheduledPeriod": {"start": f"2026-11-2{number}T10:00:00+01:00"},
            }
        }
        for number, status in ((1, "completed"), (2, "cancelled"), (3, "scheduled"))
    ],
}
GIVEN: dict[str, Any] = {
    "resourceType": "MedicationAdministration",
    "id": "m-2",
    "status": "completed",
    "partOf": [{"reference": f"Procedure/{SESSION}"}],
    "medicationCodeableConcept": {"text": "Ketamine"},
    "subject": {"reference": "Patient/p-1"},
    "effectivePeriod": {"start": "2026-11-22T10:05:00+01:00"},
    "dosage": {"text": "0.5 mg/kg over 40 min"},
}


@pytest.mark.parametrize("resource", [APPOINTMENT, PLAN, GIVEN])
def test_the_examples_are_fhir(resource: dict[str, Any]) -> None:
    assert [str(issue) for issue in fhirkit.validate(json.dumps(resource))] == []


def test_an_appointment_for_an_infusion_is_a_booking() -> None:
    assert clinics.bookings(APPOINTMENT) == (
        Booking(
            id="Appointment/a-2",
            starts_at=datetime.fromisoformat("2026-11-22T10:00+01:00"),
            number=2,
            of=6,
            words="Infusion session 2 of 6",
        ),
    )


@pytest.mark.parametrize(
    "more",
    [
        {"basedOn": [{"reference": f"Procedure/{SESSION}"}]},
        {"supportingInformation": [{"reference": f"https://clinic.example/fhir/Procedure/{SESSION}"}]},
    ],
)
def test_an_appointment_can_name_the_infusion(more: dict[str, Any]) -> None:
    (found,) = clinics.bookings({**APPOINTMENT, "description": "Ketamine", **more})
    assert (found.session_id, found.number) == (SESSION, None)


def test_a_concept_says_what_it_is_where_no_description_does() -> None:
    coded = {key: value for key, value in APPOINTMENT.items() if key != "description"}
    (found,) = clinics.bookings({**coded, "serviceType": [{"coding": [{"display": "Infusion therapy"}]}]})
    assert found.words == "Infusion therapy"


@pytest.mark.parametrize("status", ["cancelled", "noshow", "entered-in-error"])
def test_a_cancelled_appointment_is_told(status: str) -> None:
    assert [one.cancelled for one in clinics.bookings({**APPOINTMENT, "status": status})] == [True]


@pytest.mark.parametrize(
    "change",
    [
        {"status": "proposed"},
        {"status": "waitlist"},
        {"description": "Dentist, session 2 of 3"},
        {"start": "2026-11-22"},
        {"start": None},
        {"description": 7},
    ],
)
def test_what_is_no_booking_of_an_infusion_is_left_alone(change: dict[str, Any]) -> None:
    assert clinics.bookings({**APPOINTMENT, **change}) == ()


def test_a_plan_of_the_clinic_books_each_of_its_infusions() -> None:
    found = clinics.bookings(PLAN)
    assert [(one.id, one.number, one.cancelled) for one in found] == [
        ("CarePlan/c-1#0", 1, False),
        ("CarePlan/c-1#1", 2, True),
        ("CarePlan/c-1#2", 3, False),
    ]
    assert clinics.bookings({**PLAN, "status": "draft"}) == ()


def test_what_was_given_is_told_in_the_clinics_words() -> None:
    found = clinics.given(GIVEN)
    assert found is not None
    assert (found.what, found.dose, found.session_id) == ("Ketamine", "0.5 mg/kg over 40 min", SESSION)
    exact = clinics.given({**GIVEN, "dosage": {"dose": {"value": 40, "unit": "mg"}}, "partOf": []})
    assert exact is not None
    assert (exact.dose, exact.session_id) == ("40 mg", None)


@pytest.mark.parametrize("status", ["not-done", "entered-in-error", "stopped", "unknown"])
def test_what_was_not_given_is_not_told(status: str) -> None:
    assert clinics.given({**GIVEN, "status": status}) is None


@given(st.sampled_from([APPOINTMENT, PLAN, GIVEN]), st.data())
def test_nonsense_of_a_clinic_stops_nothing(resource: dict[str, Any], data: st.DataObject) -> None:
    broken = json.loads(json.dumps(resource))
    key = data.draw(st.sampled_from(sorted(set(broken) - {"resourceType"})))
    broken[key] = data.draw(JSON)
    clinics.bookings(broken)
    clinics.given(broken)
