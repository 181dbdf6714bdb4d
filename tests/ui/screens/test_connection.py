"""The clinic connection on screen: shown before, switched kind by kind, told in words, taken back."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import flet as ft
import pytest

from app.clinic.answers import Capabilities
from app.clinic.app_link import AppLink
from app.clinic.discovery import ClinicServer, SignInPlace
from app.clinic.refusals import REFUSED
from app.clinic.smart import APP_LINK
from app.clinic.tokens import InMemory, SignIn
from app.device import phone
from app.device.errand import on_errand
from app.errors import Offline, SignInNeeded
from app.services import Services, sync_connecting
from app.services.sync import Offer, SyncService
from storage.outbox import Outbox
from tests.clinic.simulator.client import Client
from tests.clinic.simulator.kinds import Kinds
from tests.clinic.simulator.server import Server
from tests.headless import Stage

URL = "https://clinic.example/fhir"
Open = Callable[..., Stage]


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def sync(services: Services, server: Server, monkeypatch: pytest.MonkeyPatch) -> SyncService:
    """A service whose clinic is in memory, and which does nothing unasked."""
    service = services.sync
    service.place = InMemory()
    service.make_client = lambda made, stop: Client(server, random.Random(1))  # type: ignore[assignment,return-value]
    service.make_kinds = lambda made: Kinds()
    monkeypatch.setattr(service, "start", lambda: None)
    monkeypatch.setattr(service, "look", lambda url: offer(service))
    found = SignIn(access="abc", patient="p1")
    monkeypatch.setattr(sync_connecting, "sign_in", lambda *args, **more: found)
    return service


def offer(sync: SyncService, place: SignInPlace | None = None) -> Offer:
    usual = SignInPlace(authorize="https://clinic.example/a", token="https://clinic.example/t")
    known = Capabilities(software="Test FHIR")
    return Offer(
        ClinicServer(base_url=URL, host="clinic.example", capabilities=known, sign_in=place or usual),
        sync.shares(),
    )


def connect(sync: SyncService, **more: Any) -> None:
    sync.sign_in(offer(sync), lambda url: None, **more)


def press(shown: Stage, name: str) -> None:
    """Press something that is slow, and wait for it."""
    shown.press(name)
    shown.until(lambda: not any(isinstance(one, ft.ProgressBar) for one in shown.controls()))


def looked(stage: Open) -> Stage:
    shown = stage("/settings/connection")
    shown.type("Address", URL)
    press(shown, "Look whose it is")
    return shown


def test_settings_says_that_nothing_is_connected_and_leads_there(stage: Open, sync: SyncService) -> None:
    shown = stage("/settings")
    assert shown.shows("Not connected. Nothing leaves this device unless you send it")
    shown.press("Clinic connection.")
    assert shown.route == "/settings/connection"


def test_whose_server_it_is_and_what_would_be_sent_is_shown_before_the_sign_in(
    stage: Open, services: Services, sync: SyncService
) -> None:
    services.journal.add(5)
    shown = looked(stage)
    assert shown.shows("clinic.example")
    assert shown.shows("Test FHIR")
    assert shown.shows("Check-ins · 0")
    assert shown.shows("Mood, sleep and the other numbers of the journal · 1")
    assert sync.connection is None


def test_the_words_are_off_and_a_kind_can_be_switched_off_before_anything_is_sent(
    stage: Open, sync: SyncService
) -> None:
    shown = looked(stage)
    shown.press("Check-ins · 0")
    press(shown, "Sign in and connect")
    assert sync.connection is not None
    assert sync.connection.held == ("check_in",)
    assert not sync.connection.share_words
    assert shown.shows("How it stands")


def test_a_kind_that_was_switched_off_just_before_the_sign_in_is_not_sent(
    stage: Open, sync: SyncService
) -> None:
    shown = looked(stage)
    chips = {shown.names(c): c for c in shown.controls() if getattr(c, "on_click", None)}
    two = [chip for name, chip in chips.items() if name.startswith(("Check-ins", "Checklists"))]
    # Two taps and the sign-in, all before the screen could show the first of them.
    shown.at_once(
        *((chip, "click", None) for chip in two),
        (shown.find(ft.FilledButton, "Sign in and connect"), "click", None),
    )
    shown.until(lambda: sync.connection is not None)
    assert sync.connection is not None
    assert set(sync.connection.held) == {"check_in", "checklist"}


def test_a_sign_in_that_ends_with_the_app_is_said(stage: Open, sync: SyncService) -> None:
    shown = looked(stage)
    press(shown, "Sign in and connect")
    assert shown.shows("it lasts until you close the app")


def test_a_server_that_is_not_reached_is_told_in_one_sentence(
    stage: Open, sync: SyncService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(url: str) -> Offer:
        raise Offline("The clinic's server was not reached.")

    monkeypatch.setattr(sync, "look", nobody)
    shown = looked(stage)
    assert shown.shows("The clinic's server was not reached.")


def test_a_refused_sign_in_connects_nothing(
    stage: Open, sync: SyncService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> SignIn:
        raise SignInNeeded("The sign-in was not finished; try again.")

    monkeypatch.setattr(sync_connecting, "sign_in", refuse)
    shown = looked(stage)
    press(shown, "Sign in and connect")
    assert shown.shows("The sign-in was not finished; try again.")
    assert sync.connection is None


def test_how_it_stands_is_told_in_words_before_and_after_a_sync(
    stage: Open, services: Services, sync: SyncService
) -> None:
    services.journal.add(5)
    services.journal.add(6)
    connect(sync)
    shown = stage("/settings/connection")
    assert shown.shows("2 wait here")
    press(shown, "Sync now")
    assert shown.shows("All 2 entries are at the clinic · ")
    shown.open("/settings")
    assert shown.shows("All 2 entries are at the clinic · ")


def test_what_is_sent_can_be_changed_later(stage: Open, sync: SyncService) -> None:
    connect(sync)
    shown = stage("/settings/connection")
    shown.press("The words that I write")
    assert sync.connection is not None
    assert sync.connection.share_words
    shown.press("Course and infusions · 0")
    assert sync.connection.held == ("course", "session", "mark")
    assert sync.connection.share_words


def test_disconnecting_asks_first_and_keeps_the_data(
    stage: Open, services: Services, sync: SyncService
) -> None:
    services.journal.add(5)
    connect(sync)
    shown = stage("/settings/connection")
    shown.press("Disconnect")
    assert sync.connection is not None
    dialog = next(one for one in shown.dialogs if isinstance(one, ft.AlertDialog))
    shown.fire(dialog.actions[1], "click")
    assert sync.connection is None
    assert services.journal.count() == 1
    assert shown.shows("The address")


def test_what_was_sent_can_be_taken_back(
    stage: Open, services: Services, sync: SyncService, server: Server
) -> None:
    services.journal.add(5)
    connect(sync)
    sync.run()
    shown = stage("/settings/connection")
    shown.press("Take back what I sent")
    dialog = next(one for one in shown.dialogs if isinstance(one, ft.AlertDialog))
    shown.fire(dialog.actions[1], "click")
    shown.until(lambda: sync.connection is None)
    (resource,) = server.search("Observation", None)
    assert resource["status"] == "entered-in-error"
    assert services.journal.count() == 1


def test_the_one_question_is_asked_and_answered(stage: Open, services: Services, sync: SyncService) -> None:
    from storage.links import State

    services.journal.add(5)
    connect(sync)
    State(services.db).set("ask", {"kind": "removals", "count": 12, "of": 40})
    shown = stage("/settings/connection")
    assert shown.shows("would remove 12 of the 40 records here")
    assert "Sync now" not in shown.buttons()
    shown.press("Keep them, and send them again")
    shown.until(lambda: sync.status().asks is None)


def test_a_sign_in_that_ended_is_asked_for_again(stage: Open, services: Services, sync: SyncService) -> None:
    from storage.links import State

    connect(sync)
    State(services.db).set("run", {"needs_sign_in": True, "problem": "It has ended."})
    shown = stage("/settings/connection")
    assert shown.shows("Sign in at the clinic again.")
    press(shown, "Sign in again")
    assert shown.shows("Sign in and connect")


def test_the_sample_is_never_connected(stage: Open, sync: SyncService) -> None:
    shown = stage("/settings")
    shown.press("Look around with sample data")
    shown.open("/settings/connection")
    assert shown.shows("The sample is never sent anywhere.")
    assert "Look whose it is" not in shown.buttons()


def test_every_waiting_and_refused_record_is_listed_with_its_reason(
    stage: Open, services: Services, sync: SyncService
) -> None:
    services.journal.add(5)
    services.journal.add(6)
    connect(sync)
    outbox = Outbox(services.db)
    first, _ = outbox.pending()
    outbox.refuse(first, "The code is not known.")
    shown = stage("/sync")
    assert shown.shows("1 was refused")
    assert shown.shows("The code is not known.")
    assert shown.shows("1 waits")
    assert shown.shows("Entry · Sun 22 Nov, 12:00")
    shown.press("Try again: Entry")
    assert shown.shows("2 wait")
    assert not shown.shows("The code is not known.")


@pytest.mark.parametrize("reason", ["", " Code {x} is not known."])
def test_a_refusal_is_told_in_the_patients_language_and_the_servers_own_words_as_they_are(
    stage: Open, services: Services, sync: SyncService, reason: str
) -> None:
    services.settings.change_preferences(language="es")
    services.journal.add(5)
    connect(sync)
    outbox = Outbox(services.db)
    outbox.refuse(outbox.pending()[0], REFUSED + reason)
    for address in ("/sync", "/settings/connection"):
        shown = stage(address)
        assert shown.shows("El servidor de la clínica no aceptó esto;")
        assert shown.shows(reason)
        assert not shown.shows("did not accept")


def test_a_waiting_and_a_refused_record_can_be_opened(
    stage: Open, services: Services, sync: SyncService
) -> None:
    entry = services.journal.add(5).record
    connect(sync)
    shown = stage("/sync")
    shown.press("Open it: Entry")
    assert shown.route == f"/journal/{entry.id}"
    outbox = Outbox(services.db)
    outbox.refuse(outbox.pending()[0], "The code is not known.")
    shown.open("/sync")
    shown.press("Open it: Entry")
    assert shown.route == f"/journal/{entry.id}"


def test_before_everything_is_deleted_it_is_said_that_the_clinic_keeps_what_it_has(
    stage: Open, sync: SyncService
) -> None:
    shown = stage("/settings/delete")
    assert not shown.shows("What your clinic has received stays there.")
    connect(sync)
    shown.settle()
    assert shown.shows("What your clinic has received stays there.")
    shown.press("Clinic connection")
    assert shown.route == "/settings/connection"


def test_a_refused_record_can_stay_here_only(stage: Open, services: Services, sync: SyncService) -> None:
    services.journal.add(5)
    connect(sync)
    outbox = Outbox(services.db)
    outbox.refuse(outbox.pending()[0], "The code is not known.")
    shown = stage("/sync")
    shown.press("Keep here only: Entry")
    assert shown.shows("It stays on this device and is not sent any more.")
    assert sync.status().refused == 0
    assert services.journal.count() == 1


def test_without_a_clinic_the_page_leads_to_the_connection(stage: Open, sync: SyncService) -> None:
    shown = stage("/sync")
    assert shown.shows("No clinic is connected")
    shown.press("Clinic connection")
    assert shown.route == "/settings/connection"


def test_today_says_nothing_of_the_sync_unless_it_needs_the_patient(
    stage: Open, services: Services, sync: SyncService
) -> None:
    services.journal.add(5)
    connect(sync)
    shown = stage("/")
    assert not shown.shows("waits here")
    outbox = Outbox(services.db)
    outbox.refuse(outbox.pending()[0], "The code is not known.")
    shown.settle()
    assert shown.shows("1 was refused: The code is not known.")
    shown.press("Look at it")
    assert shown.route == "/sync"


def test_on_a_phone_the_clinics_sign_in_comes_back_by_the_apps_link_and_the_sign_in_goes_on(
    stage: Open, sync: SyncService, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[str] = []
    shown = looked(stage)

    def link_opens() -> None:
        """What the phone does when the browser leads to the app's link."""
        shown.page.route = route = "/signed-in?code=x&state=y"
        shown.loop.create_task(shown.session.dispatch_event(shown.page._i, "route_change", {"route": route}))

    def sign_in(_: Any, __: Any, stop: Any, *, by_link: bool, **___: Any) -> SignIn:
        assert by_link
        assert on_errand(shown.page)
        with AppLink() as link:
            shown.loop.call_soon_threadsafe(link_opens)
            came.append(link.wait(20, stop))
        return SignIn(access="abc", patient="p1")

    monkeypatch.setattr(sync_connecting, "sign_in", sign_in)
    monkeypatch.setattr(phone, "here", lambda: True)
    shown.press("Sign in and connect")
    assert came == [f"{APP_LINK}?code=x&state=y"]
    assert sync.connection is not None
    assert shown.route == "/settings/connection"
    assert shown.shows("How it stands")
    assert not on_errand(shown.page)


def test_a_link_that_nobody_waits_for_says_where_to_begin_again(stage: Open, sync: SyncService) -> None:
    shown = stage("/signed-in?code=x&state=y")
    assert shown.route == "/settings/connection"
    assert shown.shows("Begin again in Settings")
    assert sync.connection is None
