"""Discovery: whose server it is and where one signs in, from documents that nobody has checked."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.care.invalid import Invalid
from app.clinic.discovery import ClinicServer, discover
from app.errors import Busy, ClinicError, NotFhir

BASE = "https://fhir.clinic.example/r4"
STATEMENT = {
    "resourceType": "CapabilityStatement",
    "fhirVersion": "4.0.1",
    "software": {"name": "Some server"},
}
SMART: dict[str, Any] = {
    "authorization_endpoint": "https://login.clinic.example/authorize",
    "token_endpoint": "https://login.clinic.example/token",
    "issuer": "https://login.clinic.example",
    "revocation_endpoint": "https://login.clinic.example/revoke",
    "code_challenge_methods_supported": ["S256"],
    "capabilities": ["launch-standalone", "permission-patient"],
}


def found(smart: Any, **more: Any) -> ClinicServer:
    """Discover a server whose configuration is a document, or whole answer, of the test."""

    def answer(request: httpx.Request) -> httpx.Response:
        assert "authorization" not in request.headers
        if request.url.path.endswith("/metadata"):
            return httpx.Response(200, json=STATEMENT)
        return smart if isinstance(smart, httpx.Response) else httpx.Response(200, json=smart)

    return discover(BASE, transport=httpx.MockTransport(answer), **more)


def test_a_server_says_who_it_is_and_where_one_signs_in() -> None:
    server = found(SMART)
    assert (server.base_url, server.host) == (BASE, "fhir.clinic.example")
    assert server.capabilities.software == "Some server"
    place = server.sign_in
    assert place
    assert (place.authorize, place.token) == (SMART["authorization_endpoint"], SMART["token_endpoint"])
    assert (place.issuer, place.revoke) == (SMART["issuer"], SMART["revocation_endpoint"])
    assert "launch-standalone" in place.capabilities


def test_a_server_without_a_configuration_has_no_sign_in() -> None:
    assert found(httpx.Response(404)).sign_in is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_challenge_methods_supported": ["plain"]},
        {"token_endpoint": "http://login.clinic.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "ftp://login.clinic.example"},
        {"token_endpoint": None},
        {"revocation_endpoint": "http://login.clinic.example/revoke"},
    ],
)
def test_a_sign_in_that_is_not_safe_is_none(wrong: dict[str, Any]) -> None:
    with pytest.raises(ClinicError, match="no safe way to sign in"):
        found({**SMART, **wrong})


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"7", b"[" * 100_000, b"\xff\xfe"])
def test_a_configuration_that_is_none_is_told_so(body: bytes) -> None:
    with pytest.raises(NotFhir):
        found(httpx.Response(200, content=body))


def test_a_configuration_that_could_not_be_had_is_not_taken_for_none() -> None:
    with pytest.raises(Busy):
        found(httpx.Response(503))


def test_another_issuer_is_asked_only_when_it_is_safe() -> None:
    place = found(SMART, issuer="https://login.clinic.example/").sign_in
    assert place
    assert place.token == SMART["token_endpoint"]
    with pytest.raises(Invalid):
        found(SMART, issuer="http://login.clinic.example")


def test_a_real_server_and_a_real_provider_are_found(fhir: str, issuer: str) -> None:
    server = discover(fhir, issuer=issuer)
    assert server.host == "127.0.0.1"
    assert server.sign_in
    assert (server.sign_in.issuer, server.sign_in.token) == (issuer, f"{issuer}/token")
