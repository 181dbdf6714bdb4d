"""The client: one origin, bounded answers, each no as an error of its own."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.care.invalid import Invalid
from app.clinic.answers import Limits
from app.clinic.client import FhirClient
from app.errors import (
    Busy,
    Cancelled,
    ClinicError,
    Conflict,
    Forbidden,
    ForeignRedirect,
    Gone,
    NotAccepted,
    NotFhir,
    NotThere,
    Offline,
    SignInNeeded,
    TooLarge,
)

BASE = "https://fhir.clinic.example/r4"
MOOD = {"resourceType": "Observation", "id": "a1", "valueInteger": 7}
Handler = Callable[[httpx.Request], httpx.Response]


def client(handler: Handler, **more: Any) -> FhirClient:
    return FhirClient(BASE, transport=httpx.MockTransport(handler), **more)


def page(*resources: object, **links: str) -> dict[str, Any]:
    link = [{"relation": relation.rstrip("_"), "url": url} for relation, url in links.items()]
    entry = [{"resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "searchset", "link": link, "entry": entry}


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, NotAccepted), (401, SignInNeeded), (403, Forbidden), (404, NotThere), (409, Conflict),
        (410, Gone), (412, Conflict), (413, TooLarge), (422, NotAccepted), (429, Busy), (500, Busy),
        (503, Busy), (302, NotFhir),
    ],
)  # fmt: skip
def test_each_no_is_an_error_of_its_own_also_when_it_is_a_page(status: int, error: type[ClinicError]) -> None:
    with pytest.raises(ClinicError) as told:
        client(lambda _: httpx.Response(status, html="<h1>valueInteger 7</h1>")).put(MOOD, 'W/"1"')
    assert type(told.value) is error
    assert "7" not in str(told.value)


@pytest.mark.parametrize(
    ("said", "wait"),
    [("120", 120), ("Sun, 06 Nov 1994 08:50:37 GMT", 60), ("soon", None), ("9" * 30, 86_400)],
)
def test_the_server_says_how_long_to_wait(said: str, wait: float | None) -> None:
    headers = {"Retry-After": said, "Date": "Sun, 06 Nov 1994 08:49:37 GMT"}
    with pytest.raises(Busy) as told:
        client(lambda _: httpx.Response(503, headers=headers)).read("Observation", "a1")
    assert told.value.retry_after == (None if wait is None else timedelta(seconds=wait))


def test_a_refusal_keeps_the_servers_reason_apart_from_its_own_words() -> None:
    issue = {"severity": "error", "diagnostics": "bad\n\x1b[2J" + "x" * 900}
    outcome = {"resourceType": "OperationOutcome", "issue": [issue]}
    with pytest.raises(NotAccepted) as told:
        client(lambda _: httpx.Response(422, json=outcome)).put(MOOD)
    assert told.value.reason.startswith("bad [2J" + "x")
    assert len(told.value.reason) == 300
    assert "xx" not in str(told.value)


def test_a_token_is_renewed_once_and_never_told() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers["authorization"])
        return httpx.Response(200 if len(asked) == 2 else 401, json=MOOD)

    def token(refused: str | None) -> str:
        return "second" if refused == "first" else "first"

    assert client(answer, token=token).read("Observation", "a1").resource == MOOD
    assert asked == ["Bearer first", "Bearer second"]
    with pytest.raises(SignInNeeded) as told:
        client(lambda _: httpx.Response(401), token=token).read("Observation", "a1")
    assert "first" not in repr(told.value) + repr(told.value.__cause__)


@pytest.mark.parametrize(
    "where", ["https://evil.example/r4/x", "http://fhir.clinic.example/r4/x", "//evil.example"]
)
def test_nothing_goes_to_another_origin(where: str) -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(307, headers={"Location": where})

    with pytest.raises(ForeignRedirect):
        client(answer, token=lambda _: "secret").put(MOOD)
    with pytest.raises(ForeignRedirect):
        list(client(lambda _: httpx.Response(200, json=page(next=where))).search("Observation", {}))
    assert seen == ["fhir.clinic.example"]


def test_pages_are_followed_to_their_end_and_no_further() -> None:
    pages = {"": page(MOOD, next=f"{BASE}?page=2"), "page=2": page({**MOOD, "id": "a2"})}
    found = client(lambda request: httpx.Response(200, json=pages[request.url.query.decode()]))
    assert [one["id"] for got in found.search("Observation", {}) for one in got.resources] == ["a1", "a2"]
    endless = client(lambda _: httpx.Response(200, json=page(next=f"{BASE}?page=2")))
    with pytest.raises(NotFhir, match="without end"):
        list(endless.search("Observation", {}))


def test_a_search_that_left_out_the_patient_is_not_used() -> None:
    told = page(MOOD, self=f"{BASE}/Observation?_count=100")
    with pytest.raises(NotAccepted):
        list(client(lambda _: httpx.Response(200, json=told)).search("Observation", {"patient": "1"}))


@pytest.mark.parametrize("body", [b"<html>", b"[" * 100_000, b"{}", b"\xff", b'{"resourceType": NaN}', b""])
def test_what_is_no_fhir_is_told_so(body: bytes) -> None:
    with pytest.raises(NotFhir):
        client(lambda _: httpx.Response(200, content=body)).read("Observation", "a1")


@pytest.mark.parametrize("body", [b"<html>", b'{"resourceType": "Obs', b"{}"])
def test_a_write_counts_as_done_only_when_no_page_of_a_guest_network_answers(body: bytes) -> None:
    line = client(lambda _: httpx.Response(200, content=body))
    with pytest.raises(NotFhir):
        line.put(MOOD, 'W/"1"')
    with pytest.raises(NotFhir):
        line.create(MOOD)
    said = {"resourceType": "OperationOutcome", "issue": []}
    for answer in (httpx.Response(200), httpx.Response(200, json=said)):
        assert client(lambda _, answer=answer: answer).put(MOOD, 'W/"1"').resource is None


def test_an_answer_that_unpacks_without_end_is_cut() -> None:
    bomb = gzip.compress(bytes(4_000_000))
    packed = httpx.Response(200, stream=httpx.ByteStream(bomb), headers={"content-encoding": "gzip"})
    with pytest.raises(NotFhir, match="more than"):
        client(lambda _: packed, limits=Limits(answer=100_000)).read("Observation", "a1")


def test_a_broken_connection_tells_nothing_of_what_was_sent() -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("secret", request=request)

    with pytest.raises(Offline) as told:
        client(broken, token=lambda _: "secret").put(MOOD)
    assert told.value.__suppress_context__
    assert "secret" not in str(told.value)


def test_who_cancels_is_asked_no_more() -> None:
    asked = client(lambda _: pytest.fail("a request was sent"))
    asked.cancel()
    with pytest.raises(Cancelled):
        asked.read("Observation", "a1")


def test_a_bundle_tells_of_each_entry_in_order() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        sent = json.loads(request.content)
        assert [one["request"]["url"] for one in sent["entry"]] == ["Observation/a1", "Observation/a2"]
        outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "diagnostics": "no"}]}
        entry = [
            {"response": {"status": "201 Created", "etag": 'W/"1"'}},
            {"response": {"status": "422", "outcome": outcome}},
        ]
        return httpx.Response(200, json={"resourceType": "Bundle", "type": "batch-response", "entry": entry})

    first, second = client(answer).send([MOOD, {**MOOD, "id": "a2"}], whole=False)
    assert (first.done, first.version, second.done, second.outcome) == (True, 'W/"1"', False, "no")


@pytest.mark.parametrize(
    "url",
    [
        "http://clinic.example/r4",
        "ftp://a",
        "https://me:pw@a.example",
        "https://a.example/?x",
        "",
        "https://",
    ],
)
def test_only_a_safe_address_is_connected_to(url: str) -> None:
    with pytest.raises(Invalid):
        FhirClient(url)
    assert FhirClient("http://127.0.0.1:8080/fhir/").base_url == "http://127.0.0.1:8080/fhir"


def test_what_a_server_can_do_is_not_asked_again_by_who_recalls_it() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        said = {"mode": "server", "interaction": [{"code": "batch"}], "resource": [{"type": "Observation"}]}
        return httpx.Response(
            200, json={"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1", "rest": [said]}
        )

    first, second = client(answer), client(answer)
    assert first.learned() is None
    assert not first.can_create("Observation")
    learned = first.learned()
    assert learned
    second.recall(learned)
    assert (second.can_create("Observation"), second.can_transact(), second.learned()) == (False, False, None)
    assert asked == ["/r4/metadata"]


def test_a_server_that_offers_batches_and_refuses_them_is_not_asked_for_one_again() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        return httpx.Response(400)

    one = client(answer)
    one.recall({"types": [], "update_create": [], "gives_ids": [], "transaction": False, "batch": True})
    searches = [("Observation", {"patient": "p1"}), ("Procedure", {"patient": "p1"})]
    assert one.search_many(searches) == one.search_many(searches) == ([None, None], False)
    assert asked == ["POST"]
    assert one.learned() is not None


@pytest.mark.parametrize(
    ("status", "version", "same"), [("304", None, True), ("200", "3", True), ("200", "4", False)]
)
def test_a_resource_that_is_the_same_is_known_also_where_a_server_sends_it_again(
    status: str, version: str | None, same: bool
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        (*_, still) = json.loads(request.content)["entry"]
        assert still["request"] == {"method": "GET", "url": "Observation/a1", "ifNoneMatch": 'W/"3"'}
        empty = {"response": {"status": "200"}, "resource": {**page(), "total": 0}}
        last: dict[str, Any] = {"response": {"status": status}}
        if version:
            last["resource"] = {**MOOD, "meta": {"versionId": version}}
        found = {"resourceType": "Bundle", "type": "batch-response", "entry": [empty, empty, last]}
        return httpx.Response(200, json=found)

    one = client(answer)
    one.recall({"types": [], "update_create": [], "gives_ids": [], "transaction": False, "batch": True})
    pages, is_same = one.search_many([("Observation", {}), ("Procedure", {})], ("Observation", "a1", 'W/"3"'))
    assert [found and found.total for found in pages] == [0, 0]
    assert is_same is same
