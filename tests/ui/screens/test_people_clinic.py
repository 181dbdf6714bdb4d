"""Following somebody at a clinic: whose server it is, the own sign-in, and each refusal in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from app.care.summary import Followed, Origin
from app.clinic.answers import Capabilities
from app.clinic.discovery import ClinicServer, SignInPlace
from app.errors import Offline, SignInNeeded
from app.services import Services
from tests.headless import Stage

Open = Callable[..., Stage]
URL = "https://clinic.example/fhir"
PLACE = SignInPlace(authorize="https://clinic.example/a", token="https://clinic.example/t")
SERVER = ClinicServer(
    base_url=URL, host="clinic.example", capabilities=Capabilities(software="Test FHIR"), sign_in=PLACE
)


@pytest.fixture
def signed(services: Services, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """A clinic in memory; gives who signed in, and whether by the app's link."""
    came: list[tuple[str, bool]] = []

    def sign_in(server: ClinicServer, name: str, *_: Any, by_link: bool, **__: Any) -> tuple[Followed, bool]:
        came.append((name, by_link))
        now = services.now()
        person = Followed(
            id=UUID(int=7 + (4 << 76) + (8 << 60)),
            name=name,
            origin=Origin.CLINIC,
            content="",
            received_at=now,
            made_at=now,
            server=server.base_url,
            patient_id="p1",
        )
        services.store.followed.put(person)
        return person, False

    monkeypatch.setattr(services.following_clinic, "look", lambda url: SERVER)
    monkeypatch.setattr(services.following_clinic, "sign_in", sign_in)
    return came


def looked(stage: Open) -> Stage:
    shown = stage("/people/clinic")
    shown.type("How you call them", "Alex")
    shown.type("Address", URL)
    shown.press("Look whose it is")
    return shown


def test_whose_server_it_is_is_shown_before_the_sign_in_and_then_the_person(
    stage: Open, signed: list[tuple[str, bool]]
) -> None:
    shown = looked(stage)
    assert shown.shows("clinic.example")
    assert shown.shows("Test FHIR")
    assert shown.shows("This app only reads there.")
    assert signed == []
    shown.press("Sign in with your own account")
    assert signed == [("Alex", False)]
    assert shown.route.startswith("/people/")
    assert shown.shows("it lasts until you close the app")


def test_a_server_without_a_sign_in_leads_no_further(
    stage: Open, services: Services, signed: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.following_clinic, "look", lambda url: replace(SERVER, sign_in=None))
    shown = looked(stage)
    assert shown.shows("This server has no sign-in for this app")
    assert "Sign in with your own account" not in shown.buttons()


def test_what_was_refused_is_told_and_follows_nobody(
    stage: Open, services: Services, signed: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise SignInNeeded("The sign-in was not finished; try again.")

    def nobody(url: str) -> Any:
        raise Offline("The clinic's server was not reached.")

    monkeypatch.setattr(services.following_clinic, "sign_in", refuse)
    shown = looked(stage)
    shown.press("Sign in with your own account")
    assert shown.shows("The sign-in was not finished; try again.")
    monkeypatch.setattr(services.following_clinic, "look", nobody)
    assert looked(stage).shows("The clinic's server was not reached.")
    assert services.following.all() == []


def test_what_is_new_is_read_on_request_and_a_refusal_keeps_what_was_there(
    stage: Open, services: Services, signed: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked(stage).press("Sign in with your own account")
    (person,) = services.following.all()
    asked: list[UUID] = []

    def refresh(followed_id: UUID) -> Followed:
        asked.append(followed_id)
        raise Offline("The clinic's server was not reached.")

    monkeypatch.setattr(services.following_clinic, "refresh", refresh)
    shown = stage(f"/people/{person.id}")
    shown.press("Read what is new")
    assert asked == [person.id]
    assert shown.shows("The clinic's server was not reached.")
    assert services.following.all() == [person]
