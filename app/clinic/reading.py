"""Reading what a server answered: nothing of it is trusted to be there, or to be short."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from app.clinic.answers import Capabilities, EntryAnswer, Page, Resource
from app.errors import NotAccepted, NotFhir

NO_FHIR: Final = "What answers at this address is not a FHIR R4 server; check the address with the clinic."
_LEFT_OUT: Final = "The clinic's server left out part of the question, so its answer cannot be used."
_LONGEST: Final = 300
# How results are sorted or cut into pages; a server may choose that itself.
_SHAPE: Final = frozenset({"_count", "_sort", "_format", "_summary", "_elements", "_total"})
_LOCATION: Final = re.compile(
    r"/?[A-Z][A-Za-z]+/([A-Za-z0-9.-]{1,64})(?:/_history/([A-Za-z0-9.-]{1,64}))?/?$"
)


def capabilities(found: Resource) -> Capabilities:
    """Read a CapabilityStatement (hl7.org/fhir/R4/capabilitystatement.html).

    Raises:
        NotFhir: it is none, or not of R4.
    """
    version = _text(found.get("fhirVersion"))
    if found["resourceType"] != "CapabilityStatement" or not version.startswith("4."):
        raise NotFhir(NO_FHIR)
    rest = next((one for one in _dicts(found.get("rest")) if one.get("mode") != "client"), {})
    types = {_text(one.get("type")): one for one in _dicts(rest.get("resource"))}
    offers = {_text(one.get("code")) for one in _dicts(rest.get("interaction"))}
    per_type = [
        {_text(one.get("code")) for one in _dicts(resource.get("interaction"))} for resource in types.values()
    ]
    software = found.get("software")
    return Capabilities(
        software=_text(software.get("name")) if isinstance(software, dict) else "",
        publisher=_text(found.get("publisher")),
        fhir=version,
        types=frozenset(types),
        update_create=frozenset(name for name, one in types.items() if one.get("updateCreate") is True),
        gives_ids=frozenset(name for name, one in types.items() if one.get("updateCreate") is False),
        search={
            name: frozenset(_text(param.get("name")) for param in _dicts(one.get("searchParam")))
            for name, one in types.items()
        },
        transaction="transaction" in offers,
        batch="batch" in offers,
        history=any("history-type" in one for one in per_type),
    )


def version(etag: str | None, resource: Resource | None) -> str | None:
    """The version for If-Match: the ETag as it came, else made of meta.versionId (R4, 3.1.0.1.3)."""
    if etag:
        return etag
    said = _meta(resource).get("versionId")
    return f'W/"{said}"' if isinstance(said, str) and said else None


def last_updated(resource: Resource | None) -> datetime | None:
    """When the server last changed a resource, by its own clock."""
    return instant(_meta(resource).get("lastUpdated"))


def instant(said: object) -> datetime | None:
    """An instant of FHIR, or None for anything else."""
    try:
        at = datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)


def located(location: str | None) -> tuple[str, str | None]:
    """The id and the version that a Location names; "" and None where it names none."""
    found = _LOCATION.search(urlsplit(location).path) if location else None
    return (found[1], f'W/"{found[2]}"' if found[2] else None) if found else ("", None)


def entries(bundle: Resource, kind: str) -> list[EntryAnswer]:
    """The answers to the entries of a bundle.

    Raises:
        NotFhir: it is no Bundle of this kind, or an entry has no status.
    """
    if bundle["resourceType"] != "Bundle" or bundle.get("type") != kind:
        raise NotFhir(NO_FHIR)
    return [_entry(one) for one in _dicts(bundle.get("entry"))]


def _entry(one: Mapping[str, Any]) -> EntryAnswer:
    response = one.get("response")
    status = re.match(r"\d{3}", _text(response.get("status"))) if isinstance(response, dict) else None
    if not isinstance(response, dict) or status is None:
        raise NotFhir(NO_FHIR)
    resource = one.get("resource")
    if not isinstance(resource, dict):
        resource = None
    where = located(_text(response.get("location")))
    outcome = response.get("outcome") or resource
    return EntryAnswer(
        status=int(status[0]),
        id=_text(resource.get("id")) if resource and "id" in resource else where[0],
        version=version(_text(response.get("etag")), resource) or where[1],
        last_updated=instant(response.get("lastModified")) or last_updated(resource),
        outcome="" if status[0] < "300" else reason(outcome),
        resource=resource,
    )


def is_same(answer: EntryAnswer, known: str) -> bool:
    """Whether an answer to a GET with If-None-Match says that the version is still the known one."""
    return answer.status == 304 or (
        answer.done and (version(None, answer.resource) or answer.version) == known
    )


def page(bundle: Resource, at: datetime | None) -> Page:
    """One page of a search or history.

    Raises:
        NotFhir: it is no such Bundle.
    """
    if bundle["resourceType"] != "Bundle" or bundle.get("type") not in ("searchset", "history"):
        raise NotFhir(NO_FHIR)
    resources, removed = [], []
    for one in _dicts(bundle.get("entry")):
        resource, request = one.get("resource"), one.get("request")
        if isinstance(resource, dict):
            type_, id_ = resource.get("resourceType"), resource.get("id")
            if isinstance(type_, str) and isinstance(id_, str) and type_ != "OperationOutcome":
                resources.append(resource)
        elif isinstance(request, dict) and request.get("method") == "DELETE":
            named = _text(request.get("url")).split("?")[0].rstrip("/").split("/")
            if len(named) >= 2:
                removed.append((named[-2], named[-1]))
    total = bundle.get("total")
    return Page(tuple(resources), at, tuple(removed), total if type(total) is int else None)


def link(bundle: Resource, relation: str) -> str | None:
    """A link of a Bundle, or None."""
    links = (one for one in _dicts(bundle.get("link")) if one.get("relation") == relation)
    return next((_text(one.get("url")) for one in links), None) or None


def check_self(bundle: Resource, params: Mapping[str, Any]) -> None:
    """Look whether a server searched for all it was asked (R4, 3.1.1.1.4: the self link says what it used).

    Raises:
        NotAccepted: it left out what the search is about.
    """
    said = link(bundle, "self")
    if said is None or "?" not in said:
        return
    try:
        used = {name.split(":")[0] for name in parse_qs(urlsplit(said).query, keep_blank_values=True)}
    except ValueError:
        return
    if {name.split(":")[0] for name in params} - _SHAPE - used:
        raise NotAccepted(_LEFT_OUT)


def reason(outcome: object) -> str:
    """What an OperationOutcome says, as plain text of at most 300 letters; "" for anything else."""
    if not isinstance(outcome, dict) or outcome.get("resourceType") != "OperationOutcome":
        return ""
    for issue in _dicts(outcome.get("issue")):
        details = issue.get("details")
        said = _text(details.get("text")) if isinstance(details, dict) else ""
        words = plain(said or _text(issue.get("diagnostics")))
        if words and issue.get("severity") != "information":
            return words
    return ""


def plain(words: str) -> str:
    """Words of a server without what is no letter, at most 300 of them."""
    clean = "".join(one if one.isprintable() else " " for one in words[: 4 * _LONGEST])
    clean = " ".join(clean.split())
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def _meta(resource: Resource | None) -> Mapping[str, Any]:
    meta = resource.get("meta") if resource else None
    return meta if isinstance(meta, dict) else {}


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
