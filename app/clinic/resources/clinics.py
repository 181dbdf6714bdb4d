"""The clinic's own resources, read only: Appointment, CarePlan, MedicationAdministration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from app.care.clinic_dates import MOST_WORDS, Booking, GivenDrug, is_infusion, numbers_in
from app.clinic.resources.parts import Resource, must, read_moment, read_reference

TYPES: Final = ("Appointment", "MedicationAdministration")
# http://hl7.org/fhir/appointmentstatus; one that is only proposed or waited for is no date yet.
_BOOKED: Final = ("booked", "arrived", "checked-in", "fulfilled")
_CANCELLED: Final = ("cancelled", "noshow", "entered-in-error")
_GIVEN: Final = ("in-progress", "completed")
_UNREADABLE: Final = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError)


def bookings(resource: Resource) -> tuple[Booking, ...]:
    """The infusions that an Appointment or a plan books or cancels, as far as they can be read."""
    read = {"Appointment": _appointment, "CarePlan": _plan}.get(str(resource.get("resourceType")))
    return tuple(_readable(read(resource))) if read else ()


def given(resource: Resource) -> GivenDrug | None:
    """What a MedicationAdministration says was given; None when it says none, or cannot be read."""
    try:
        if resource["resourceType"] != "MedicationAdministration" or resource["status"] not in _GIVEN:
            return None
        at = resource.get("effectiveDateTime") or resource["effectivePeriod"]["start"]
        return GivenDrug(
            id=f"MedicationAdministration/{resource['id']}",
            at=must(read_moment(at)),
            what=_words(resource["medicationCodeableConcept"]),
            dose=_dose(resource.get("dosage", {})),
            session_id=_session(resource.get("partOf")),
        )
    except _UNREADABLE:
        return None


def _readable(found: Iterator[Booking]) -> Iterator[Booking]:
    while True:
        try:
            yield next(found)
        except StopIteration:
            return
        except _UNREADABLE:
            return


def _appointment(resource: Resource) -> Iterator[Booking]:
    status = resource["status"]
    concepts = [*resource.get("serviceType", ()), *resource.get("reasonCode", ())]
    parts = [resource.get("description"), *map(_words, concepts), _words(resource.get("appointmentType", {}))]
    words = " · ".join(part for part in parts if part)
    if status in (*_BOOKED, *_CANCELLED) and is_infusion(words):
        related = [*resource.get("basedOn", ()), *resource.get("supportingInformation", ())]
        yield _booking(
            f"Appointment/{resource['id']}",
            resource["start"],
            words,
            session=_session(related),
            cancelled=status in _CANCELLED,
        )


def _plan(resource: Resource) -> Iterator[Booking]:
    if resource["status"] not in ("active", "completed", "on-hold"):
        return
    for number, activity in enumerate(resource.get("activity", ())):
        detail: dict[str, Any] = activity.get("detail", {})
        words = _words(detail.get("code", {})) or str(detail.get("description", ""))
        start = detail.get("scheduledPeriod", {}).get("start")
        if start and is_infusion(words):
            cancelled = detail.get("status") in ("cancelled", "entered-in-error")
            yield _booking(f"CarePlan/{resource['id']}#{number}", start, words, cancelled=cancelled)


def _booking(id_: str, start: str, words: str, *, cancelled: bool, session: UUID | None = None) -> Booking:
    number, of = numbers_in(words)
    return Booking(
        id=id_,
        starts_at=must(read_moment(start)),
        number=number,
        of=of,
        session_id=session,
        words=words[:MOST_WORDS],
        cancelled=cancelled,
    )


def _session(related: Any) -> UUID | None:
    try:
        return read_reference(related, "Procedure")
    except ValueError:
        return None  # the clinic's own Procedure, whose id is no UUID


def _words(concept: Resource) -> str:
    said = [concept.get("text"), *(one.get("display") for one in concept.get("coding", ()))]
    return next((str(one) for one in said if one), "")[:MOST_WORDS]


def _dose(dosage: Resource) -> str:
    if dosage.get("text"):
        return str(dosage["text"])[:MOST_WORDS]
    dose = dosage.get("dose", {})
    return f"{dose['value']} {dose.get('unit') or dose.get('code', '')}".strip() if "value" in dose else ""
