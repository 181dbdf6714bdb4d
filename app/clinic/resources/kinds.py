"""Kinds: which record becomes which resource, and how a resource is known again as one of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from app.care.checkin import CheckIn
from app.care.checklist import Filled
from app.care.course import Course, Mark, Session
from app.care.journal import JournalEntry
from app.clinic.resources import check_in, checklist, course, journal_entry, mark, names, response, session
from app.clinic.resources.parts import Context, Resource

WITHDRAWN: Final = "entered-in-error"
# What a server adds.
_ADDED: Final = ("meta", "text")
# What FHIR requires of one that does not count, and what says whose and what it was.
_STAYS: Final = (
    "resourceType", "id", "identifier", "status", "intent", "code", "category", "questionnaire", "subject",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record. to_fhir: its own resource first. from_fhir: also given what is known of it here."""

    record: type[Any]
    type: str
    to_fhir: Callable[[Any, Context], Sequence[Resource]]
    from_fhir: Callable[[Resource, Any], dict[str, Any]]


# Those that others refer to come first.
KINDS: Final[Mapping[str, Kind]] = {
    "course": Kind(Course, course.TYPE, course.to_fhir, course.from_fhir),
    "session": Kind(Session, session.TYPE, session.to_fhir, session.from_fhir),
    "mark": Kind(Mark, mark.TYPE, mark.to_fhir, mark.from_fhir),
    "checklist": Kind(Filled, response.TYPE, checklist.to_fhir, checklist.from_fhir),
    "check_in": Kind(CheckIn, response.TYPE, check_in.to_fhir, check_in.from_fhir),
    "journal_entry": Kind(JournalEntry, journal_entry.TYPE, journal_entry.to_fhir, journal_entry.from_fhir),
}
_BY_IDENTIFIER: Final = {names.identifier(name): name for name in KINDS}


class PatientKinds:
    """The records of one patient as resources; see `app.clinic.synchronizer.needs.Kinds`."""

    names: Sequence[str] = tuple(KINDS)
    types: Sequence[str] = tuple(dict.fromkeys(kind.type for kind in KINDS.values()))

    def __init__(self, context: Context) -> None:
        self._context = context

    def identify(self, resource: Resource) -> tuple[str, UUID] | None:
        """Which record a resource is, or None: a score, the clinic's own, or another patient's."""
        return identified(resource) if subject(resource) == self._context.patient_id else None

    def to_fhir(self, kind: str, record: Any) -> Sequence[Resource]:
        """A record's own resource, then what is derived from it. Raises ValueError when it cannot be."""
        return KINDS[kind].to_fhir(record, self._context)

    def from_fhir(self, kind: str, resource: Resource, here: Any = None) -> dict[str, Any]:
        """The fields of a record that a resource carries.

        Args:
            here: the record as this device knows it: what was withheld there is taken from it.

        Raises:
            ValueError, TypeError, KeyError: this version cannot read it.
        """
        try:
            return KINDS[kind].from_fhir(resource, here)
        except (AttributeError, IndexError, OverflowError):
            raise ValueError("not a resource of this kind") from None

    def record(self, kind: str, id_: UUID, fields: Mapping[str, Any]) -> Any:
        """A record out of what a resource carries. Raises Invalid (a ValueError), TypeError."""
        return KINDS[kind].record(id=id_, **fields)

    def withdrawn(self, resource: Resource) -> Resource:
        """The resource as entered in error, without what it said: whoever removes something wants it gone."""
        left = {key: resource[key] for key in _STAYS if key in resource}
        if known_by := resource.get("meta", {}).get("tag"):
            left["meta"] = {"tag": known_by}
        return {**left, "status": WITHDRAWN}

    def is_withdrawn(self, resource: Resource) -> bool:
        """Whether a resource says that it does not count."""
        return resource.get("status") == WITHDRAWN

    def equal(self, one: Resource, other: Resource) -> bool:
        """Whether two resources say the same, but for what servers add."""
        return _own_part(one) == _own_part(other)


def identified(resource: Resource) -> tuple[str, UUID] | None:
    """Which record of whichever patient a resource is, by our identifier; None for anything else."""
    stated = resource.get("identifier")
    for one in stated if isinstance(stated, list) else [stated]:
        if not isinstance(one, Mapping):
            continue
        name = _BY_IDENTIFIER.get(str(one.get("system")))
        if name is not None and KINDS[name].type == resource.get("resourceType"):
            id_ = _uuid(one.get("value"))
            return None if id_ is None else (name, id_)
    return None


def subject(resource: Resource) -> str:
    """The id of the patient that a resource is about, "" for none."""
    return _last(resource.get("subject"))


def _own_part(resource: Resource) -> dict[str, Any]:
    return {key: value for key, value in resource.items() if key not in _ADDED}


def _last(reference: Any) -> str:
    """The id in a reference, also in one with a whole address; "" for none."""
    said = reference.get("reference") if isinstance(reference, Mapping) else None
    return said.split("/_history/")[0].rpartition("/")[2] if isinstance(said, str) else ""


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
