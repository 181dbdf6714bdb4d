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
# What a record belongs to is named by a reference alone, which a server with ids of its own has to know.
_BELONGS: Final = {
    "session": ("basedOn", "CarePlan", "course_id"),
    "mark": ("partOf", "Procedure", "session_id"),
}
_SYSTEM: Final = "urn:companion:"
_SCORE: Final = UUID("0f2a3d80-5f0e-4a43-9d9c-6a5f0c5f7f01")


class Kinds:
    """See `app.clinic.synchronizer.needs.Kinds`."""

    names = tuple(_TYPES)
    types = ("CarePlan", "Procedure", "QuestionnaireResponse", "Observation")

    def __init__(self) -> None:
        self._codecs = {name: Codec(RECORDS[name]) for name in self.names}
        self._fields = {name: [one.name for one in fields(RECORDS[name])] for name in self.names}

    def identify(self, resource: Resource) -> tuple[str, UUID] | None:
        kind = resource.get("kind")
        if not kind:
            return None
        stated = resource["identifier"]
        return kind, UUID((stated if isinstance(stated, Mapping) else stated[0])["value"])

    def to_fhir(self, kind: str, record: Any) -> list[Resource]:
        row = [plain(value) for value in self._codecs[kind].encode(record)]
        type_, id_ = _TYPES[kind], str(record.id)
        stated = {"system": _SYSTEM + kind, "value": id_}
        own: dict[str, Any] = {
            "resourceType": type_,
            "id": id_,
            "identifier": stated if type_ == "QuestionnaireResponse" else [stated],
            "kind": kind,
            "status": "final",
            "row": row,
        }
        if kind in _BELONGS:
            element, to, name = _BELONGS[kind]
            own[element] = [{"reference": f"{to}/{getattr(record, name)}"}]
        if isinstance(record, CheckIn) and record.is_finished:
            score = {
                "resourceType": "Observation",
                "id": str(uuid5(_SCORE, id_)),
                "status": "final",
                "derivedFrom": [{"reference": f"{type_}/{id_}"}],
            }
            return [own, score]
        return [own]

    def from_fhir(self, kind: str, resource: Resource, here: Any = None) -> dict[str, Any]:
        record = self._codecs[kind].decode(resource["row"])
        values = {name: getattr(record, name) for name in self._fields[kind] if name != "id"}
        if kind in _BELONGS:
            element, to, name = _BELONGS[kind]
            values[name] = UUID(resource[element][0]["reference"].removeprefix(f"{to}/"))
        return values

    def record(self, kind: str, id_: UUID, values: Mapping[str, Any]) -> Any:
        return RECORDS[kind](id=id_, **values)

    def withdrawn(self, resource: Resource) -> Resource:
        return {**resource, "status": "entered-in-error"}

    def is_withdrawn(self, resource: Resource) -> bool:
        return bool(resource["status"] == "entered-in-error")

    def equal(self, one: Resource, other: Resource) -> bool:
        return {**one, "meta": None} == {**other, "meta": None}
