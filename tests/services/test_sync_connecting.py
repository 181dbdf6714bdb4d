"""The sign-in end to end but for the clinic: the browser comes back, the tokens are kept where it is safe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.clinic.answers import Capabilities
from app.clinic.discovery import ClinicServer, SignInPlace
from app.clinic.tokens import InMemory, SignIn
from app.errors import Cancelled, ClinicError, NotKept, SignInNeeded
from app.services import sync_connecting as connecting
from app.services.sync_connecting import How

PLACE = SignInPlace(authorize="https://clinic.example/authorize", token="https://clinic.example/token")


def server(place: SignInPlace | None = PLACE) -> ClinicServer:
    return ClinicServer(
        base_url="https://clinic.example/fhir",
        host="clinic.example",
        capabilities=Capabilities(),
        sign_in=place,
    )


def gives(**more: str) -> httpx.MockTransport:
    token = {"access_token": "abc", "refresh_token": "def", "token_type": "Bearer", **more}
    return httpx.MockTransport(lambda request: httpx.Response(200, json=token))


@pytest.fixture
def browser() -> Callable[[str], None]:
    """Signs in at once and comes back; the answer is read by who waits, so the request is only sent here."""
    import threading

    def visit(address: str) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["code_challenge_method"] == "S256"
        assert asked["aud"] == "https://clinic.example/fhir"
        back = f"{asked['redirect_uri']}?code=one-time&state={asked['state']}"
        threading.Thread(target=lambda: httpx.get(back, trust_env=False), daemon=True).start()

    return visit


def test_the_browser_comes_back_and_the_clinic_says_whose_record_it_is(browser: Any) -> None:
    found = connecting.sign_in(server(), browser, lambda: False, transport=gives(patient="p1"))
    assert (found.access, found.refresh, found.patient) == ("abc", "def", "p1")


def test_a_clinic_that_does_not_say_whose_record_it_is_connects_nothing(browser: Any) -> None:
    with pytest.raises(SignInNeeded, match="did not say which record is yours"):
        connecting.sign_in(server(), browser, lambda: False, transport=gives())


def test_a_sign_in_that_is_stopped_ends(browser: Any) -> None:
    with pytest.raises(Cancelled):
        connecting.sign_in(server(), lambda url: None, lambda: True, transport=gives(patient="p1"))


def test_a_server_without_a_sign_in_is_refused_in_a_sentence(browser: Any) -> None:
    with pytest.raises(ClinicError, match="no sign-in"):
        connecting.sign_in(server(None), browser, lambda: False)


def test_a_keystore_that_takes_nothing_leaves_it_in_memory_alone(tmp_path: Path) -> None:
    class Full(InMemory):
        def save(self, text: str, /) -> None:
            raise NotKept("It was not kept.")

    path = tmp_path / "companion.db"
    place = connecting.keep(path, Full(), SignIn(access="abc"))
    assert not connecting.lasts(place)
    assert place.load() is not None
    connecting.forget(path, place)
    assert place.load() is None
    assert list(tmp_path.iterdir()) == []


def test_a_token_of_the_environment_is_asked_for_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINIC_TOKEN", "first")
    how = How(way="token", token_env="CLINIC_TOKEN")
    first = connecting.token_for(how, InMemory(), None)
    monkeypatch.setenv("CLINIC_TOKEN", "second")
    second = connecting.token_for(how, InMemory(), None)
    assert first is not None
    assert second is not None
    assert (first(None), second(None)) == ("first", "second")
    assert connecting.token_for(How(way="none"), InMemory(), None) is None
