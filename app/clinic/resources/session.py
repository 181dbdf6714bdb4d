"""A session as a Procedure, with the blood pressure told of it as an Observation of its own."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID, uuid5

from app.care.course import Session, Status
from app.clinic.resources import names
from app.clinic.resources.parts import (
    Context,
    Resource,
    coding,
    extensions,
    first,
    is_withheld,
    known,
    moment,
    own,
    read_moment,
    read_reference,
    read_words,
    reference,
    said,
    withheld,
    words,
)

TYPE: Final = "Procedure"
# http://hl7.org/fhir/event-status
STATUS: Final = {
    Status.PLANNED: "preparation",
    Status.MOVED: "preparation",
    Status.IN_PROGRESS: "in-progress",
    Status.COMPLETED: "completed",
    Status.SKIPPED: "not-done",
    Status.STOPPED_EARLY: "stopped",
}
_PRESSURE: Final = UUID("6b1c1a52-5a8e-4f0e-8d0c-3a7f0c9a1d01")
# LOINC's names of a blood pressure and its two numbers, as in the vital signs of FHIR R4.
_PANEL: Final = ("85354-9", "Blood pressure panel with all children optional")
_UPPER: Final = ("8480-6", "Systolic blood pressure")
_LOWER: Final = ("8462-4", "Diastolic blood pressure")


def to_fhir(session: Session, context: Context) -> list[Resource]:
    """The resources of a session. Raises ValueError for a time that FHIR cannot write."""
    main = said(
        {
            **own(context, TYPE, "session", session.id, STATUS[session.status]),
            "extension": extensions(
                session_number__valuePositiveInt=session.number,
                session_status__valueCode=session.status.replace(" ", "-"),
                booked_for__valueDateTime=moment(session.starts_at),
                moved_from__valueDateTime=moment(session.moved_from),
                systolic__valueInteger=session.systolic,
                diastolic__valueInteger=session.diastolic,
                escort__valueString=_words(session.escort, context),
                escort_phone__valueString=_words(session.escort_phone, context),
                escort_confirmed__valueDateTime=moment(session.escort_confirmed_at),
                backup_escort__valueString=_words(session.backup_escort, context),
                backup_escort_phone__valueString=_words(session.backup_escort_phone, context),
                words_withheld__valueBoolean=withheld(context),
            ),
            "basedOn": [reference("CarePlan", session.course_id)],
            "statusReason": said({"text": _words(session.reason, context)}),
            "code": {"text": f"Ketamine infusion {session.number}"},
            "subject": context.patient,
            "performedPeriod": said({"start": moment(session.began_at), "end": moment(session.ended_at)}),
            "recorder": context.patient,
            "note": words(session.notes) if context.share_words else None,
        }
    )
    pressure = _pressure(session, context)
    return [main, pressure] if pressure else [main]


def from_fhir(resource: Resource, here: Session | None) -> dict[str, Any]:
    """The fields that a resource carries. Raises ValueError, TypeError or KeyError when it cannot be read."""
    del here
    performed = resource.get("performedPeriod", {})
    fields = {
        "course_id": read_reference(resource.get("basedOn"), "CarePlan"),
        "number": first(resource, "session-number", "valuePositiveInt"),
        "status": _status(resource),
        "starts_at": read_moment(first(resource, "booked-for", "valueDateTime")),
        "moved_from": read_moment(first(resource, "moved-from", "valueDateTime")),
        "began_at": read_moment(performed.get("start")),
        "ended_at": read_moment(performed.get("end")),
        "systolic": first(resource, "systolic", "valueInteger"),
        "diastolic": first(resource, "diastolic", "valueInteger"),
        "escort_confirmed_at": read_moment(first(resource, "escort-confirmed", "valueDateTime")),
    }
    if is_withheld(resource):
        return fields
    return {
        **fields,
        "notes": read_words(resource),
        "reason": resource.get("statusReason", {}).get("text", ""),
        "escort": first(resource, "escort", "valueString") or "",
        "escort_phone": first(resource, "escort-phone", "valueString") or "",
        "backup_escort": first(resource, "backup-escort", "valueString") or "",
        "backup_escort_phone": first(resource, "backup-escort-phone", "valueString") or "",
    }


def _status(resource: Resource) -> Status:
    """Where it stands: as we wrote it, unless its FHIR status was changed by who does not know ours."""
    stated, ours = resource["status"], first(resource, "session-status", "valueCode")
    if ours is not None:
        status = Status(ours.replace("-", " "))
        if STATUS[status] == stated:
            return status
    return known(status for status, name in STATUS.items() if name == stated)


def _words(text: str, context: Context) -> str | None:
    return text if context.share_words and text.strip() else None


def _pressure(session: Session, context: Context) -> Resource | None:
    at = session.ended_at or session.began_at
    if at is None or (session.systolic is None and session.diastolic is None):
        return None
    return {
        "resourceType": "Observation",
        "id": str(uuid5(_PRESSURE, str(session.id))),
        "partOf": [reference(TYPE, session.id)],
        "status": "final",
        "category": [{"coding": [coding(names.CATEGORY, "vital-signs", "Vital Signs")]}],
        "code": {"coding": [coding(names.LOINC, *_PANEL)]},
        "subject": context.patient,
        "effectiveDateTime": moment(at),
        "performer": [context.patient],
        "component": [_number(_UPPER, session.systolic), _number(_LOWER, session.diastolic)],
    }


def _number(what: tuple[str, str], value: int | None) -> dict[str, Any]:
    code = {"code": {"coding": [coding(names.LOINC, *what)]}}
    if value is None:  # the profile of a blood pressure wants both
        return {**code, "dataAbsentReason": {"coding": [coding(names.ABSENT, "unknown", "Unknown")]}}
    quantity = {"value": value, "unit": "mmHg", "system": names.UCUM, "code": "mm[Hg]"}
    return {**code, "valueQuantity": quantity}
