"""Asking: the parts of requests; addresses and the entries of bundles (HL7 FHIR R4, 3.1 RESTful API)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from app.clinic.answers import Entry


def path(type_: str, id_: str) -> str:
    """Where a resource is, behind the base."""
    return f"{quote(type_, safe='')}/{quote(id_, safe='')}"


def identified(identifier: str) -> str:
    """The search for an identifier, "system|value"."""
    return urlencode({"identifier": identifier})


def gets(
    searches: Sequence[tuple[str, Mapping[str, str]]], still: tuple[str, str, str] | None
) -> list[dict[str, Any]]:
    """The entries of a batch that searches, and reads a resource unless it has a version yet."""
    asked = [
        {"method": "GET", "url": f"{quote(type_)}?{urlencode(params, safe=':/')}"}
        for type_, params in searches
    ]
    if still:
        asked.append({"method": "GET", "url": path(*still[:2]), "ifNoneMatch": still[2]})
    return [{"request": one} for one in asked]


def entry(one: Entry) -> dict[str, Any]:
    """The entry of a bundle that writes."""
    type_, id_ = one.resource["resourceType"], one.resource.get("id", "")
    if one.method == "POST":
        request = {"method": "POST", "url": type_}
        if one.identifier:
            request["ifNoneExist"] = identified(one.identifier)
        body = {key: value for key, value in one.resource.items() if key != "id"}
        # By this others in the same transaction may refer to it (HL7 FHIR R4, 3.1.0.11.2).
        return {**({"fullUrl": f"urn:uuid:{id_}"} if id_ else {}), "resource": body, "request": request}
    request = {"method": "PUT", "url": path(type_, id_)}
    if one.version:
        request["ifMatch"] = one.version
    return {"resource": one.resource, "request": request}
