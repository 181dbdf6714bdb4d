"""FHIR over HTTP before the server in memory: what a request asks, and the bytes of the answer.

HL7 FHIR R4, 3.1 RESTful API (hl7.org/fhir/R4/http.html).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote

from tests.clinic.simulator.server import Resource, Server, known_by, version

BASE = "https://fhir.example.org/fhir"
TYPES = ("CarePlan", "Procedure", "QuestionnaireResponse", "Observation")
_OWNED = ("Appointment", "MedicationAdministration")
_MOST = 50
Headers = Mapping[str, str]
# Status, headers, body.
Said = tuple[int, dict[str, str], bytes]


class Fhir:
    """Answers requests to one server.

    with_versions: whether a bundle's answers name versions. can_whole: whether it offers transactions.
    knows_patient: whether it can search by patient, else by tag alone.
    says: what the answer to a single write holds.
    odd: the status of a batch's entry that is not done, or 0.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.with_versions = True
        self.can_whole = True
        self.knows_patient = True
        self.says: Literal["", "outcome", "all"] = ""
        self.odd: Callable[[], int] = lambda: 0
        self._rest: dict[str, list[Resource]] = {}

    def answer(self, method: str, path: str, query: str, headers: Headers, body: bytes) -> Said:
        """Answer one request. path: behind the base, without slashes around."""
        said = json.loads(body) if body else None
        match method, path.split("/"):
            case "GET", ["metadata"]:
                return 200, {}, _bytes(self._able())
            case "POST", [""]:
                return self._bundle(said)
            case "POST", [_]:
                return self._create(said, headers.get("if-none-exist", ""))
            case "GET", [type_]:
                status, found = self.search(type_, query)
                return status, {}, _bytes(found)
            case "GET", [type_, id_]:
                one = self.server.resources.get((type_, id_))
                return (200, {"ETag": version(one) or ""}, _bytes(one)) if one else no(404)
            case "PUT", [type_, id_]:
                assert (said["resourceType"], said["id"]) == (type_, id_), "it goes where it does not belong"
                status, new = self.server.put(said, headers.get("if-match"), headers.get("if-none-match"))
                return (status, {"ETag": new}, self._said(type_, id_)) if status < 300 else no(status)
        return no(405)

    def search(self, type_: str, query: str) -> tuple[int, Resource]:
        """Status and Bundle of a search, which may be one for a further page."""
        asked, page = dict(parse_qsl(query)), self.server.page
        links = [{"relation": "self", "url": f"{BASE}/{type_}?{query}"}]
        if token := asked.get("page"):
            if token not in self._rest:
                return 410, outcome("The pages are gone.")
            found = self._rest[token]
            return 200, _searchset(found[:page], [*links, *self._next(type_, found[page:])], len(found))
        if "patient" in asked and not self.knows_patient:
            return 400, outcome("There is no such parameter.")
        assert "patient" in asked or "_tag" in asked or "identifier" in asked, "it asks for everybody's"
        if wanted := asked.get("identifier"):
            found = [one for one in self.server.shown(type_, None) if known_by(one).endswith(f"|{wanted}")]
            return 200, _searchset(found, links, len(found))
        since = asked.get("_lastUpdated", "")
        found = self.server.shown(type_, since[2:] or None)
        if since.startswith("gt"):
            found = [one for one in found if one["meta"]["lastUpdated"] != since[2:]]
        if asked.get("_summary") == "count":
            return 200, _searchset([], links, len(found))
        return 200, _searchset(found[:page], [*links, *self._next(type_, found[page:])], len(found))

    def _next(self, type_: str, rest: list[Resource]) -> list[dict[str, str]]:
        if not rest:
            return []
        token = f"{len(self._rest) + 1}"
        self._rest[token] = rest
        return [{"relation": "next", "url": f"{BASE}/{type_}?page={token}"}]

    def _create(self, resource: Resource, condition: str) -> Said:
        assert "id" not in resource, "a new resource has no id yet"
        status, id_, new = self.server.create(resource, _identifier(condition))
        if status >= 300:
            return no(status)
        where = f"{BASE}/{resource['resourceType']}/{id_}/_history/{new[3:-1]}"
        return status, {"ETag": new, "Location": where}, self._said(resource["resourceType"], id_)

    def _said(self, type_: str, id_: str) -> bytes:
        """The body of an answer to a write."""
        one = self.server.resources[type_, id_]
        return {"": b"", "outcome": _bytes(outcome("It is done.")), "all": _bytes(one)}[self.says]

    def _bundle(self, bundle: Resource) -> Said:
        entries = bundle["entry"]
        assert len(entries) <= _MOST, "more than fifty at once"
        if bundle["type"] == "transaction":
            if not self.can_whole:
                return no(400)
            if status := self._refused_whole(entries):
                return no(status)
            self._resolve(entries)
        answers = [self._entry(one, whole=bundle["type"] == "transaction") for one in entries]
        made = {"resourceType": "Bundle", "type": f"{bundle['type']}-response", "entry": answers}
        return 200, {}, _bytes(made)

    def _refused_whole(self, entries: list[Resource]) -> int:
        """The status for a transaction that is not done at all, or 0."""
        for one in entries:
            resource, asked = one["resource"], one["request"]
            stated = _identifier(asked.get("ifNoneExist", "")) or known_by(resource)
            if stated in self.server.refuses:
                return 422
            there = (resource["resourceType"], resource.get("id", "")) in self.server.resources
            if asked["method"] == "PUT" and not there and self.server.ids != "ours":
                return 400
        return 0

    def _resolve(self, entries: list[Resource]) -> None:
        """Give what is made together the addresses by which it names each other."""
        given = {}
        for one in entries:
            if one["request"]["method"] == "POST" and (name := one.get("fullUrl")):
                type_ = one["resource"]["resourceType"]
                there = self.server.find(type_, _identifier(one["request"]["ifNoneExist"]))
                one["given"] = there["id"] if there else self.server.next_id()
                given[name] = f"{type_}/{one['given']}"
        for one in entries:
            text = json.dumps(one["resource"])
            for name, where in given.items():
                text = text.replace(f'"reference": "{name}"', f'"reference": "{where}"')
            assert '"reference": "urn:' not in text, "it refers to what is not in the bundle"
            one["resource"] = json.loads(text)

    def _entry(self, one: Resource, *, whole: bool) -> dict[str, Any]:
        asked = one["request"]
        path, _, query = asked["url"].partition("?")
        if asked["method"] == "GET":
            return self._got(path, query, asked.get("ifNoneMatch"))
        if not whole and (status := self.odd()):
            return {"response": {"status": str(status), "outcome": outcome("Not now.")}}
        if asked["method"] == "POST":
            type_ = one["resource"]["resourceType"]
            identifier = _identifier(asked["ifNoneExist"])
            status, id_, new = self.server.create(one["resource"], identifier, one.get("given"))
            where = {"location": f"{type_}/{id_}/_history/{new[3:-1]}"} if id_ else {}
        else:
            status, new = self.server.put(one["resource"], asked.get("ifMatch"), None)
            where = {}
        said = {"status": str(status), **where}
        if new and self.with_versions:
            said["etag"] = new
        return {"response": said if status < 300 else {**said, "outcome": outcome("Not like this.")}}

    def _got(self, path: str, query: str, known: str | None) -> dict[str, Any]:
        if query:
            status, found = self.search(path, query)
            return {"resource": found, "response": {"status": str(status)}}
        type_, id_ = path.split("/")
        one = self.server.resources.get((type_, id_))
        if one is None:
            return {"response": {"status": "404 Not Found"}}
        if known == version(one):
            return {"response": {"status": "304 Not Modified"}}
        return {"resource": one, "response": {"status": "200 OK", "etag": version(one)}}

    def _able(self) -> Resource:
        update = {"says": {"updateCreate": False}, "ours": {"updateCreate": True}}.get(self.server.ids, {})
        types = [{"type": name, **update} for name in (*TYPES, *_OWNED)]
        offers = [{"code": "batch"}, *([{"code": "transaction"}] if self.can_whole else [])]
        rest = [{"mode": "server", "resource": types, "interaction": offers}]
        return {"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1", "rest": rest}


def no(status: int) -> Said:
    """A refusal with its OperationOutcome."""
    return status, {}, _bytes(outcome("Not like this."))


def outcome(words: str) -> Resource:
    issue = {"severity": "error", "code": "processing", "diagnostics": words}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def _searchset(found: list[Resource], links: list[dict[str, str]], total: int) -> Resource:
    entries = [{"resource": one} for one in found]
    return {"resourceType": "Bundle", "type": "searchset", "total": total, "link": links, "entry": entries}


def _identifier(condition: str) -> str:
    """The identifier that a condition of If-None-Exist names, "system|value"."""
    return unquote(condition.removeprefix("identifier="))


def _bytes(resource: Mapping[str, Any] | None) -> bytes:
    return json.dumps(resource, separators=(",", ":")).encode()
