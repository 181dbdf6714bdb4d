"""Signing in, from the first address to a record that is read, at a real provider and FHIR server."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.clinic import smart
from app.clinic.client import FhirClient
from app.clinic.discovery import ClinicServer, discover
from app.clinic.loopback import Loopback
from app.clinic.tokens import InMemory, SignIn, Tokens
from app.errors import NotFhir, Offline, SignInNeeded


@pytest.fixture
def server(fhir: str, issuer: str) -> ClinicServer:
    return discover(fhir, issuer=issuer)


def browser(url: str) -> None:
    """Do what a browser does: open the page, and follow where it sends."""
    httpx.get(url, trust_env=False, follow_redirects=True).raise_for_status()


def went(server: ClinicServer, client_id: str = "app", more: str = "") -> tuple[smart.Request, str]:
    """Begin a sign-in, let the browser come back through the loopback; gives it and the address."""
    assert server.sign_in
    with Loopback() as back:
        request = smart.begin(server.sign_in, server.base_url, client_id, back.redirect)
        thread = Thread(target=browser, args=(request.url + more,))
        thread.start()
        came = back.wait(30)
        thread.join()
    return request, came


def signed_in(server: ClinicServer, client_id: str = "app") -> SignIn:
    return smart.finish(*went(server, client_id))


def kept(found: SignIn) -> InMemory:
    store = InMemory()
    store.save(found.to_text())
    return store


def test_a_sign_in_leads_to_the_patients_own_record(server: ClinicServer, patient: str) -> None:
    found = signed_in(server)
    assert (found.patient, bool(found.refresh), found.scope) == (patient, True, smart.scopes(frozenset()))
    assert found.ends_at is not None
    with FhirClient(server.base_url, token=Tokens(kept(found), smart.renew)) as client:
        assert client.read("Patient", patient).resource["id"] == patient
        mood = {"resourceType": "Observation", "id": f"mood-{patient[:8]}", "status": "final",
                "code": {"text": "mood"}, "subject": {"reference": f"Patient/{patient}"}}  # fmt: skip
        assert client.put(mood).created


def test_the_address_for_the_browser_asks_for_this_server_and_holds_no_secret(server: ClinicServer) -> None:
    assert server.sign_in
    request = smart.begin(server.sign_in, server.base_url, "app", "http://127.0.0.1:1/signed-in")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}
    assert asked["aud"] == server.base_url
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert len(asked["code_challenge"]) == 43
    assert request.verifier not in request.url + repr(request)
    assert request.state not in repr(request).replace(request.url, "")


@pytest.mark.parametrize("change", ["another state", "no state", "no code", "another issuer"])
def test_an_answer_to_another_request_gives_no_token(server: ClinicServer, change: str) -> None:
    request, came = went(server)
    state, code = (parse_qs(urlsplit(came).query)[name][0] for name in ("state", "code"))
    back = {
        "another state": f"?code={code}&state={state}x",
        "no state": f"?code={code}",
        "no code": f"?state={state}",
        "another issuer": f"?code={code}&state={state}&iss=https://evil.example",
    }[change]
    with pytest.raises(SignInNeeded, match="not finished"):
        smart.finish(request, request.redirect + back)


def test_a_person_who_says_no_is_not_connected(server: ClinicServer) -> None:
    request, came = went(server, more="&says=no")
    assert "access_denied" in came
    with pytest.raises(SignInNeeded, match="try again"):
        smart.finish(request, came)


def test_a_code_is_worth_nothing_twice_or_without_its_verifier(server: ClinicServer) -> None:
    request, came = went(server)
    other, _ = went(server)
    code = parse_qs(urlsplit(came).query)["code"][0]
    with pytest.raises(SignInNeeded):
        smart.finish(other, f"{other.redirect}?code={code}&state={other.state}")
    smart.finish(request, came)
    with pytest.raises(SignInNeeded):
        smart.finish(request, came)


def test_a_token_that_the_server_takes_no_more_is_renewed_once(server: ClinicServer, patient: str) -> None:
    renewed: list[SignIn] = []

    def renew(before: SignIn) -> SignIn:
        renewed.append(smart.renew(before))
        return renewed[-1]

    store = kept(signed_in(server, "ends-early"))
    with FhirClient(server.base_url, token=Tokens(store, renew)) as client:
        client.read("Patient", patient)
        client.read("Patient", patient)
    assert len(renewed) == 1
    assert store.load() == renewed[0].to_text()


def test_a_token_that_ends_soon_is_renewed_before_it_is_sent(server: ClinicServer) -> None:
    found = signed_in(server)

    def later() -> datetime:
        return datetime.now(UTC) + timedelta(hours=2)

    tokens = Tokens(kept(found), lambda before: smart.renew(before, clock=later), later)
    first = tokens(None)
    assert first != found.access
    assert tokens(None) == first


def test_a_refresh_token_is_taken_once_and_its_return_ends_the_sign_in(server: ClinicServer) -> None:
    found = signed_in(server)
    newer = smart.renew(found)
    assert newer.refresh != found.refresh
    assert (newer.patient, newer.client_id) == (found.patient, found.client_id)
    with pytest.raises(SignInNeeded, match="sign in again"):
        smart.renew(found)
    with pytest.raises(SignInNeeded) as told:
        smart.renew(newer)
    assert newer.refresh not in str(told.value)
    assert told.value.__suppress_context__


def test_a_sign_in_that_is_not_there_is_offline_and_one_that_is_a_page_is_told_so(
    server: ClinicServer,
) -> None:
    found = signed_in(server)

    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(Offline):
        smart.renew(found, transport=httpx.MockTransport(broken))
    with pytest.raises(NotFhir):
        smart.renew(found, transport=httpx.MockTransport(lambda _: httpx.Response(200, html="<p>Welcome")))


def test_the_sign_in_warns_nobody_and_is_not_loaded_at_the_start() -> None:
    said = (
        "import sys, app.clinic.smart as smart, app.clinic.discovery as discovery\n"
        "assert not any(name.startswith('authlib') for name in sys.modules)\n"
        "place = discovery.SignInPlace(authorize='https://a.example', token='https://a.example')\n"
        "smart.begin(place, 'https://a.example', 'app', smart.APP_LINK)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "always::DeprecationWarning:authlib", "-c", said],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_only_what_the_app_needs_is_asked_for_and_nothing_may_be_deleted() -> None:
    asked = smart.scopes(frozenset()).split()
    assert "patient/Observation.crus" in asked
    assert "patient/Appointment.rs" in asked
    assert not [one for one in asked if "*" in one or "d" in one.partition(".")[2]]
    older = smart.scopes(frozenset({"permission-v1"})).split()
    assert {"patient/Observation.read", "patient/Observation.write", "patient/Appointment.read"} <= set(older)
    assert "patient/Appointment.write" not in older
