"""Collected: what is in a Bundle of one patient's records; nothing of it is trusted to be as we wrote it.

Other systems give resources ids and addresses of their own, so each is known by our identifier, and
references are resolved by whatever a resource is called in the Bundle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.clinic.reading import instant
from app.clinic.resources.collection import FORMAT, FORMATS, LOCAL
from app.clinic.resources.kinds import WITHDRAWN, identified, subject
from app.clinic.resources.parts import Resource, first
from app.errors import BadFhirFile

MOST_ENTRIES: Final = 200_000
# A server's answer to "everything of this patient" holds the same entries, and so does what others send on.
_TYPES: Final = ("collection", "searchset", "batch", "transaction")
_DERIVED: Final = ("partOf", "derivedFrom")
_NO_RECORDS: Final = ("Patient", "OperationOutcome")


@dataclass(frozen=True, slots=True)
class Found:
    """One record's resource. at: when it was last changed, if said. removed_at: None while it is there."""

    kind: str
    id: UUID
    resource: Resource = field(repr=False)
    at: datetime | None
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What is in a Bundle. made_at: as it says. left_out: how many entries are none of our records."""

    made_at: datetime | None
    found: Sequence[Found] = field(repr=False)
    left_out: int


def read(bundle: Any) -> Collected:
    """What is in a Bundle.

    bundle: as it was in the file; its parts are changed.
    Raises BadFhirFile when it is no Bundle of one patient's records, or a newer version wrote it.
    """
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise BadFhirFile(_NO_BUNDLE)
    _refuse_newer(bundle)
    if bundle.get("type") not in _TYPES:
        raise BadFhirFile(_OTHER_BUNDLE)
    listed = bundle.get("entry")
    listed = listed if isinstance(listed, list) else []
    if len(listed) > MOST_ENTRIES:
        raise BadFhirFile(LARGE)
    pairs = [pair for one in listed if (pair := _parts(one)) is not None]
    known = _known(pairs)
    ours, others = [], []
    for _, resource in pairs:
        _resolve(resource, known)
        name = identified(resource)
        if name is None:
            others.append(resource)
        else:
            ours.append(_found(*name, resource))
    _refuse_two_people(ours, others)
    found = _latest(ours)
    if not found:
        raise BadFhirFile(_NOTHING)
    mine = frozenset(f"{one.resource['resourceType']}/{one.id}" for one in found)
    told_again = sum(_follows(one, mine) for one in others)
    return Collected(
        made_at=_moment(bundle.get("timestamp")),
        found=found,
        left_out=len(listed) - len(found) - told_again,
    )


def _refuse_newer(bundle: Mapping[str, Any]) -> None:
    tags = _dict(bundle.get("meta")).get("tag")
    for one in tags if isinstance(tags, list) else ():
        if _dict(one).get("system") == FORMATS and one.get("code") != str(FORMAT):
            raise BadFhirFile(_NEWER)


def _parts(entry: Any) -> tuple[str, dict[str, Any]] | None:
    """The address and the resource of an entry; None where there is no resource."""
    address, resource = _dict(entry).get("fullUrl"), _dict(entry).get("resource")
    if not isinstance(resource, dict):
        return None
    return address if isinstance(address, str) else "", resource


def _known(pairs: Iterable[tuple[str, Resource]]) -> dict[str, str]:
    """What each resource is called in this Bundle, and what it is to be called here."""
    known = {}
    for address, resource in pairs:
        type_, id_ = resource.get("resourceType"), resource.get("id")
        name = identified(resource)
        here = f"{type_}/{name[1] if name else id_}"
        known.update(dict.fromkeys(filter(None, (address, f"{type_}/{id_}")), here))
    return known


def _resolve(resource: dict[str, Any], known: Mapping[str, str]) -> None:
    """Let references say "Type/id", with our ids; part by part, for they may be of any depth."""
    parts: list[Any] = [resource]
    while parts:
        part = parts.pop()
        if isinstance(part, list):
            parts += part
        elif isinstance(part, dict):
            parts += part.values()
            if isinstance(named := part.get("reference"), str):
                short = "/".join(named.split("/_history/")[0].split("/")[-2:])
                away = named
                if named.startswith(LOCAL) and "type" in part:  # what is not in the file may be in the store
                    away = f"{part['type']}/{named.removeprefix(LOCAL)}"
                part["reference"] = known.get(named) or known.get(short) or away


def _found(kind: str, id_: UUID, resource: dict[str, Any]) -> Found:
    """A record's resource, as it was before it was removed."""
    at = _moment(_dict(resource.get("meta")).get("lastUpdated"))
    removed = None
    if resource.get("status") == WITHDRAWN:
        try:
            removed = _moment(first(resource, "removed", "valueDateTime"))
            status = first(resource, "removed-status", "valueCode")
        except (TypeError, KeyError, AttributeError):
            removed = None
        if removed is not None:
            resource = {**resource, "status": status}
    return Found(kind, id_, resource, at, removed)


def _refuse_two_people(ours: Iterable[Found], others: Iterable[Resource]) -> None:
    people = {str(one.get("id")) for one in others if one.get("resourceType") == "Patient"}
    if len((people | {subject(one.resource) for one in ours}) - {""}) > 1:
        raise BadFhirFile(_TWO_PEOPLE)


def _latest(ours: Iterable[Found]) -> list[Found]:
    """Each record that counts once, as it was changed last."""
    found: dict[tuple[str, UUID], Found] = {}
    for one in ours:
        if one.resource.get("status") == WITHDRAWN or not subject(one.resource):
            continue
        there = found.get((one.kind, one.id))
        if there is None or (one.at is not None and (there.at is None or one.at > there.at)):
            found[one.kind, one.id] = one
    return list(found.values())


def _follows(resource: Resource, mine: frozenset[str]) -> bool:
    """Whether it is the patient, a server's remark, or worked out of a record of ours, such as a score."""
    if resource.get("resourceType") != "Observation" or "identifier" in resource:
        return resource.get("resourceType") in _NO_RECORDS
    named = [one for key in _DERIVED if isinstance(some := resource.get(key), list) for one in some]
    return any(str(_dict(one).get("reference")) in mine for one in named)


def _moment(said: object) -> datetime | None:
    try:
        at = instant(said)
        return at if at is None or at.utcoffset() is not None else None
    except (ValueError, OverflowError):
        return None


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


_UNCHANGED: Final = "so nothing was changed"
LARGE: Final = f"This file is too large to be one of this app's, {_UNCHANGED}; choose another file."
_NO_BUNDLE: Final = (
    f"This file holds no FHIR Bundle, {_UNCHANGED}; choose a file of records that was saved as one Bundle."
)
_OTHER_BUNDLE: Final = (
    f"This FHIR Bundle is no collection of records, {_UNCHANGED}; save the records as a collection."
)
_NEWER: Final = (
    f"This FHIR file was made by a newer version of the app, {_UNCHANGED}; update the app and try again."
)
_TWO_PEOPLE: Final = (
    f"This file holds the records of more than one person, {_UNCHANGED}; choose one with your own alone."
)
_NOTHING: Final = (
    f"There is no record of this app in this FHIR file, {_UNCHANGED}; choose one that this app once wrote."
)
