"""What the clinic says of an infusion stands on its page, as the clinic's words, and never without asking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.care.clinic_dates import Booking, GivenDrug
from app.care.course import Session
from app.clinic import synchronizer
from app.clinic.clinic_book import ClinicBook
from app.clinic.synchronizer import Connection
from app.services import Services
from tests.headless import Stage

Open = Callable[..., Stage]
# Eleven o'clock where the patient is; the clinic's server writes UTC.
AT = datetime(2026, 11, 26, 10, tzinfo=UTC)


@pytest.fixture
def services(services: Services) -> Services:
    """A store that is connected with a clinic."""
    made = Connection(server="https://clinic.example/fhir", patient_id="p1")
    synchronizer.connect(services.store.db, made)
    return services


def book(services: Services, *booked: Booking, given: GivenDrug | None = None) -> None:
    for one in booked:
        with services.store.db.transaction():
            ClinicBook(services.store.db).take(one.id, [one], None)
    if given:
        with services.store.db.transaction():
            ClinicBook(services.store.db).take(given.id, [], given)


def booking(number: int, at: datetime = AT) -> Booking:
    return Booking(id=f"Appointment/{number}", starts_at=at, number=number, of=6)


def first(services: Services) -> Session:
    view = services.courses.current()
    assert view is not None
    return view.sessions[0]


def test_where_the_clinic_says_nothing_nothing_is_shown(stage: Open, services: Services) -> None:
    services.courses.start()
    assert not stage("/course/1").shows("From your clinic")


def test_another_date_than_the_clinics_is_told_and_the_clinics_can_be_taken(
    stage: Open, services: Services
) -> None:
    services.courses.start()
    services.courses.set_date(1, AT + timedelta(days=1))
    book(services, booking(1))
    shown = stage("/course/1")
    assert shown.shows("Your clinic has booked Thu 26 Nov, 11:00.")
    shown.press("Use the clinic’s date")
    at = first(services).starts_at
    assert at == AT
    assert at is not None
    assert at.utcoffset() == timedelta(hours=1)
    assert not shown.shows("From your clinic")


def test_what_was_given_stands_there_as_the_clinics_words(stage: Open, services: Services) -> None:
    services.courses.start()
    services.courses.set_date(1, AT)
    drug = GivenDrug(id="MedicationAdministration/1", at=AT, what="Ketamine", dose="0.5 mg/kg over 40 min")
    shown = stage("/course/1")
    book(services, given=drug)
    shown.settle()
    assert shown.shows("Ketamine, 0.5 mg/kg over 40 min, on Thu 26 Nov, 11:00")
    assert shown.shows("This is what your clinic wrote down. Ask them about it.")


def test_a_course_can_be_made_of_what_the_clinic_has_booked(stage: Open, services: Services) -> None:
    book(services, booking(1), booking(2, AT + timedelta(days=3)))
    shown = stage("/course")
    assert shown.shows("Your clinic has booked 2 infusions")
    shown.press("Use these dates")
    view = services.courses.current()
    assert view is not None
    assert [one.starts_at for one in view.sessions] == [AT, AT + timedelta(days=3), None, None, None, None]
    assert not shown.shows("Your clinic has booked")


def test_what_is_over_or_cancelled_makes_no_course(stage: Open, services: Services) -> None:
    gone = Booking(id="Appointment/9", starts_at=AT, number=2, cancelled=True)
    book(services, booking(1, AT - timedelta(days=30)), gone)
    assert not stage("/course").shows("Your clinic has booked")
