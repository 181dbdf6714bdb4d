"""The records as the simplest resources there can be: each carries its row of the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final
from uuid import UUID, uuid5

from app.care.checkin import CheckIn
from app.services.records import RECORDS
from storage.codec import Codec, plain

Resource = Mapping[str, Any]
_TYPES: Final = {
    "course": "CarePlan",
    "session": "Procedure",
    "mark": "Observation",
    "checklist": "QuestionnaireResponse",
    "check_in": "QuestionnaireResponse",
    "journal_entry": "Observation",
}
_SCORE: Final = UUID("0f2a3d80-5f0e-4a43-9d9c-6a5f0c5f7f01")


class Kinds:
    """See `app.clinic.synchronizer.needs.Kinds`."""

    names = tuple(_TYPES)
    types = ("CarePlan", "Procedure", "QuestionnaireResponse", "Observation")

    def __init__(self) -> None:
        self._codecs = {name: Codec(RECORDS[name]) for name in self.names}

    def identify(self, resource: Resource) -> tuple[str, UUID] | None:
        kind = resource.get("kind")
        return (kind, UUID(resource["id"])) if kind else None

    def to_fhir(self, kind: str, record: Any) -> list[Resource]:
        row = [plain(value) for value in self._codecs[kind].encode(record)]
        own = {
            "resourceType": _TYPES[kind],
            "id": str(record.id),
            "kind": kind,
            "status": "final",
            "row": row,
        }
        if isinstance(record, CheckIn) and record.is_finished:
            score = {
                "resourceType": "Observation",
                "id": str(uuid5(_SCORE, str(record.id))),
                "status": "final",
            }
            return [own, {**score, "derivedFrom": str(record.id)}]
        return [own]

    def from_fhir(self, kind: str, resource: Resource, here: Any = None) -> dict[str, Any]:
        record = self._codecs[kind].decode(resource["row"])
        return {one.name: getattr(record, one.name) for one in fields(record) if one.name != "id"}

    def record(self, kind: str, id_: UUID, values: Mapping[str, Any]) -> Any:
        return RECORDS[kind](id=id_, **values)

    def withdrawn(self, resource: Resource) -> Resource:
        return {**resource, "status": "entered-in-error"}

    def is_withdrawn(self, resource: Resource) -> bool:
        return bool(resource["status"] == "entered-in-error")

    def equal(self, one: Resource, other: Resource) -> bool:
        return {**one, "meta": None} == {**other, "meta": None}
