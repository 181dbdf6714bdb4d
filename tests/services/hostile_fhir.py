"""FHIR files that somebody else made, by mistake or to do harm: what is refused, and what is read in part."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from app.clinic.resources import names

Make = Callable[[bytes], bytes]


def _same(given: bytes) -> Make:
    return lambda _: given


def _other(change: Callable[[Any], Any]) -> Make:
    """The file with a change; what it gives is used instead, unless that is None."""

    def make(content: bytes) -> bytes:
        bundle = json.loads(content)
        given = change(bundle)
        return json.dumps(bundle if given is None else given).encode()

    return make


def _ours(bundle: Any, type_: str) -> list[Any]:
    """The entries of a type that are records."""
    return [
        one
        for one in bundle["entry"]
        if one["resource"]["resourceType"] == type_ and "identifier" in one["resource"]
    ]


def _set(**values: Any) -> Make:
    return _other(lambda bundle: bundle.update(values))


def _in_first(type_: str, **values: Any) -> Make:
    return _other(lambda bundle: _ours(bundle, type_)[0]["resource"].update(values))


def _lines(content: bytes) -> bytes:
    return b"\n".join(json.dumps(one["resource"]).encode() for one in json.loads(content)["entry"])


def _add(*entries: Any) -> Make:
    return _other(lambda bundle: bundle["entry"].extend(entries))


def _other_patient(bundle: Any) -> None:
    _ours(bundle, "Observation")[0]["resource"]["subject"] = {"reference": "Patient/somebody-else"}


def _two_files(content: bytes) -> bytes:
    one = json.loads(content)
    other = json.loads(content.replace(_patient(one).encode(), str(uuid4()).encode()))
    return json.dumps({**one, "entry": [*one["entry"], *other["entry"]]}).encode()


def _patient(bundle: Any) -> str:
    id_: str = bundle["entry"][0]["resource"]["id"]
    return id_


def _newer(code: Any) -> Make:
    return _set(meta={"tag": [None, {"system": names.codes("file-format"), "code": code}]})


def _foreign(bundle: Any) -> None:
    for one in bundle["entry"]:
        one["resource"].pop("identifier", None)


_PAGE = b"<!DOCTYPE html><html><body>Please sign in</body></html>"
_XML = b'<?xml version="1.0"?>\n<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/></Bundle>'

# By name: how the file is made out of a good one, and what the refusal says.
HOSTILE: dict[str, tuple[Make, str]] = {
    "empty": (_same(b""), "is empty"),
    "spaces": (_same(b" \n\t"), "is empty"),
    "web-page": (_same(_PAGE), "is a web page"),
    "xml": (_same(_XML), "is written in XML"),
    "lines": (_lines, "one resource in each line"),
    "backup": (_same(b"\x89ICB\r\n\x1a\n" + bytes(80)), "is a sealed backup"),
    "packed": (gzip.compress, "no FHIR file in JSON"),
    "picture": (_same(b"\x89PNG\r\n\x1a\n"), "no FHIR file in JSON"),
    "half": (lambda content: content[: len(content) // 2], "no FHIR file in JSON"),
    "utf-16": (lambda content: content.decode().encode("utf-16"), "no FHIR file in JSON"),
    "no-number": (_same(b'{"resourceType": "Bundle", "total": NaN}'), "no FHIR file in JSON"),
    "long-number": (
        _same(b'{"resourceType": "Bundle", "total": ' + b"9" * 5000 + b"}"),
        "no FHIR file in JSON",
    ),
    "own-json": (_same(b'{"format": "infusion-companion", "version": 1}'), "for other programs"),
    "deep": (_same(b"[" * 100_000 + b"]" * 100_000), "nested deeper"),
    "a-list": (_same(b"[]"), "holds no FHIR Bundle"),
    "null": (_same(b"null"), "holds no FHIR Bundle"),
    "resource": (_same(b'{"resourceType": "Patient", "id": "1"}'), "holds no FHIR Bundle"),
    "type-is-a-list": (_set(type=["collection"]), "no collection of records"),
    "history": (_set(type="history"), "no collection of records"),
    "no-type": (_set(type=None), "no collection of records"),
    "newer": (_newer("2"), "made by a newer version"),
    "newer-words": (_newer("later"), "made by a newer version"),
    "newer-number": (_newer(2), "made by a newer version"),
    "nothing": (_set(entry=[]), "no record of this app"),
    "entry-is-text": (_set(entry="none"), "no record of this app"),
    "entry-is-a-map": (_set(entry={"resource": {}}), "no record of this app"),
    "entries-are-numbers": (_set(entry=[1, None, [], "x", {"resource": 3}]), "no record of this app"),
    "foreign": (_other(_foreign), "no record of this app"),
    "other-patient": (_other(_other_patient), "more than one person"),
    "two-patients": (_add({"resource": {"resourceType": "Patient", "id": "2"}}), "more than one person"),
    "two-files": (_two_files, "more than one person"),
}


def _again(bundle: Any) -> None:
    one = _ours(bundle, "Observation")[-1]
    later = json.loads(json.dumps(one))
    later["resource"]["valueInteger"] = 1
    bundle["entry"] += [one, later]


def _same_number(bundle: Any) -> None:
    first, second = _ours(bundle, "Procedure")[-2:]
    second["resource"]["extension"][0] = first["resource"]["extension"][0]


def _in_a_circle(bundle: Any) -> None:
    one, other = _ours(bundle, "QuestionnaireResponse")[:2]
    for here, there in ((one, other), (other, one), (one, one)):
        here["resource"]["extension"] = [
            {"url": names.extension("version"), "valuePositiveInt": 2},
            {"url": names.extension("replaces"), "valueReference": {"reference": there["fullUrl"]}},
            *(e for e in here["resource"]["extension"] if e["url"] == names.extension("begun")),
        ]


def _dangling(bundle: Any) -> None:
    mark = next(one for one in _ours(bundle, "Observation") if "partOf" in one["resource"])
    mark["resource"]["partOf"] = [{"reference": f"urn:uuid:{uuid4()}", "type": "Procedure"}]


def _deep(bundle: Any) -> None:
    deep: Any = []
    for _ in range(400):
        deep = [{"reference": deep}]
    _ours(bundle, "Observation")[-1]["resource"]["component"] = deep


def _deep_id(content: bytes) -> bytes:
    deep = b'"Patient","id":' + b"[" * 400 + b"1" + b"]" * 400 + b',"x":'
    return content.replace(b'"Patient","id":', deep, 1)


def _huge(content: bytes) -> bytes:
    before, _, after = content.rpartition(b'"valueInteger":')
    return before + b'"valueInteger":1e400' + after.lstrip(b"0123456789")


_DRUG = {"resource": {"resourceType": "MedicationAdministration", "id": "1", "status": "completed"}}
_OUTCOME = {"resource": {"resourceType": "OperationOutcome", "issue": []}}

# By name: how the file is made, and how many of its entries stay out.
READ: dict[str, tuple[Make, int]] = {
    "with-a-mark-of-its-coding": (lambda content: b"\xef\xbb\xbf" + content, 0),
    "of-other-kinds": (_add(_DRUG, _OUTCOME, {"fullUrl": "x"}, None, 7), 4),
    "twice": (_other(_again), 2),
    "dangling": (_other(_dangling), 1),
    "no-subject": (_in_first("Observation", subject=None), 1),
    "subject-is-text": (_in_first("Observation", subject="Patient"), 1),
    "withdrawn": (_in_first("Observation", status="entered-in-error"), 1),
    "mood-is-text": (_other(lambda b: _ours(b, "Observation")[-1]["resource"].update(valueInteger="7")), 1),
    "mood-of-eleven": (_other(lambda b: _ours(b, "Observation")[-1]["resource"].update(valueInteger=11)), 1),
    "mood-is-huge": (_huge, 1),
    "deep-id": (_deep_id, 0),
    "half-a-letter": (
        _other(lambda b: _ours(b, "Observation")[-1]["resource"].update(note=[{"text": "\ud800"}])),
        1,
    ),
    "nul": (_other(lambda b: _ours(b, "Observation")[-1]["resource"].update(note=[{"text": "\0"}])), 1),
    "long-words": (
        _other(lambda b: _ours(b, "Observation")[-1]["resource"].update(note=[{"text": "x" * 20_001}])),
        1,
    ),
    "deep-component": (_other(_deep), 1),
    "one-number-twice": (_other(_same_number), 1),
    "replaces-itself-and-another": (_other(_in_a_circle), 2),
    "tags-of-others": (_set(meta={"tag": [None, 3, {"system": "x", "code": "9"}, {}]}), 0),
    "a-batch": (_set(type="batch"), 0),
}
