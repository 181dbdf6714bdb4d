"""A collection: all records of one patient as one Bundle, to be kept or given to another health app.

Inside, resources point at each other by `urn:uuid:`, the names that they have in the file
(hl7.org/fhir/R4/bundle.html#references). `collected.py` reads it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from app.clinic.resources import names
from app.clinic.resources.kinds import WITHDRAWN, PatientKinds
from app.clinic.resources.parts import Context, Resource, extensions, moment

FORMAT: Final = 1
FORMATS: Final = names.codes("file-format")
LOCAL: Final = "urn:uuid:"


def head(id_: UUID, made_at: datetime) -> dict[str, Any]:
    """The Bundle without its entries. made_at: aware."""
    return {
        "resourceType": "Bundle",
        "id": str(id_),
        "meta": {"tag": [{"system": FORMATS, "code": str(FORMAT)}]},
        "type": "collection",
        "timestamp": made_at.isoformat(timespec="seconds"),
    }


def patient(context: Context) -> dict[str, Any]:
    """The entry of whom all of it is about: a number of this file alone, and no name."""
    return _entry({"resourceType": "Patient", "id": context.patient_id})


def entries(
    kind: str, record: Any, context: Context, changed_at: datetime, removed_at: datetime | None = None
) -> Iterator[dict[str, Any]]:
    """The entries of one record: its own resource, then what is derived from it.

    kind: the table's name. changed_at: when it was last changed. removed_at: when it was removed; it goes
    along where another one belongs to it, and says that it does not count.
    """
    resource, *derived = _made(kind, record, context)
    last = {"lastUpdated": changed_at.astimezone(UTC).isoformat()}
    said = {**resource, "meta": {**resource["meta"], **last}}
    if removed_at is None:
        yield from (_entry(pointing(one)) for one in (said, *derived))
        return
    gone = extensions(removed__valueDateTime=moment(removed_at), removed_status__valueCode=said["status"])
    said = {**said, "extension": [*said.get("extension", ()), *gone], "status": WITHDRAWN}
    yield _entry(pointing(said))


def _made(kind: str, record: Any, context: Context) -> Sequence[Resource]:
    kinds = PatientKinds(context)
    try:
        return kinds.to_fhir(kind, record)
    except ValueError:
        return kinds.to_fhir(kind, _in_utc(record))  # a time zone that FHIR has not


def _in_utc(record: Any) -> Any:
    """The record with each time in UTC: the moments stay."""
    changes: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, datetime):
            changes[field.name] = value.astimezone(UTC)
        elif isinstance(value, tuple):
            changes[field.name] = tuple(_in_utc(one) if is_dataclass(one) else one for one in value)
    return replace(record, **changes)


def _entry(resource: dict[str, Any]) -> dict[str, Any]:
    return {"fullUrl": f"{LOCAL}{resource['id']}", "resource": resource}


def pointing(part: Any) -> Any:
    """Return a part of a resource in which references name what is in the same file."""
    if isinstance(part, list):
        return [pointing(one) for one in part]
    if not isinstance(part, dict):
        return part
    if isinstance(named := part.get("reference"), str):
        type_, _, id_ = named.partition("/")
        return {"reference": f"{LOCAL}{id_}", "type": type_}
    return {key: pointing(value) for key, value in part.items()}
