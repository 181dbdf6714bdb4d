"""`connect` and `sync`: shown and asked before, no secret as an argument, status 1 while anything waits."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import cli, config
from app.clinic.answers import Capabilities
from app.clinic.discovery import ClinicServer, SignInPlace
from app.clinic.tokens import InMemory, SignIn
from app.errors import Offline
from app.services import Services, sync, sync_connecting
from app.services.sync import Offer, SyncService
from tests.clinic.simulator.client import Client
from tests.clinic.simulator.kinds import Kinds
from tests.clinic.simulator.server import Server

URL = "https://clinic.example/fhir"
TOKEN = "not-to-be-seen"
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv(config.NOW_VARIABLE, "2026-11-22T12:00-08:00")
    monkeypatch.setenv(config.DATA_VARIABLE, str(folder))
    return lambda *args, **more: CliRunner().invoke(cli.main, args, **more)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A clinic in memory."""
    found = Server()
    place = SignInPlace(authorize="https://clinic.example/a", token="https://clinic.example/t")
    known = ClinicServer(
        base_url=URL, host="clinic.example", capabilities=Capabilities(software="Test FHIR"), sign_in=place
    )
    monkeypatch.setattr(SyncService, "look", lambda self, url: Offer(known, self.shares()))
    monkeypatch.setattr(SyncService, "_client", lambda self, made, stop: Client(found, random.Random(1)))
    monkeypatch.setattr(sync, "kinds_for", lambda made: Kinds())
    monkeypatch.setattr(sync_connecting, "look_at_patient", lambda client, patient: None)
    kept = InMemory()
    monkeypatch.setattr(sync_connecting, "safe_place", lambda path: kept)
    monkeypatch.setattr(sync_connecting, "sign_in", lambda *args, **more: SignIn(access=TOKEN, patient="p1"))
    yield found
    kept.forget()


def refused(result: Result) -> str:
    assert result.exit_code == 1, result.output
    (line,) = result.stderr.splitlines()
    assert line.endswith(".")
    return line


def with_token(run: Run, *more: str) -> Result:
    return run(
        *("connect", URL, "--patient", "p1", "--token-env", "CLINIC_TOKEN", "--yes", *more),
        env={"CLINIC_TOKEN": TOKEN},
    )


def test_what_would_be_sent_is_shown_and_nothing_is_connected_unasked(
    run: Run, server: Server, folder: Path
) -> None:
    assert run("mood", "5").exit_code == 0
    result = run("connect", URL)
    assert refused(result) == "Nothing was connected; add --yes to connect without being asked."
    assert "Server: clinic.example (Test FHIR)" in result.stdout
    assert "Mood, sleep and the other numbers of the journal: 1, would be sent" in result.stdout
    assert "The words that you write: stay here" in result.stdout
    services = Services.open(folder)
    assert services.sync.connection is None
    services.close()


def test_a_token_comes_from_the_environment_and_is_printed_nowhere(run: Run, server: Server) -> None:
    result = with_token(run)
    assert result.exit_code == 0, result.output
    assert TOKEN not in result.output
    assert "Connected with clinic.example." in result.stdout


def test_a_token_that_is_not_there_is_refused(run: Run, server: Server) -> None:
    result = run("connect", URL, "--patient", "p1", "--token-env", "CLINIC_TOKEN", "--yes")
    assert "CLINIC_TOKEN" in refused(result)


def test_sync_says_how_it_stands(run: Run, server: Server) -> None:
    run("mood", "5")
    run("mood", "6")
    with_token(run)
    result = run("sync", env={"CLINIC_TOKEN": TOKEN})
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("All 2 entries are at the clinic · ")


def test_sync_exits_with_1_while_anything_waits(
    run: Run, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("mood", "5")
    with_token(run)

    def nobody(self: Client, *args: object) -> None:
        raise Offline("Nobody was reached.")

    monkeypatch.setattr(Client, "search_many", nobody)
    result = run("sync", env={"CLINIC_TOKEN": TOKEN})
    assert result.exit_code == 1
    assert result.stdout == "1 waits here; no connection\n"


def test_sync_without_a_clinic_is_refused(run: Run) -> None:
    assert "No clinic is connected" in refused(run("sync"))


def test_a_kind_can_be_left_out(run: Run, server: Server) -> None:
    run("mood", "5")
    with_token(run, "--without", "journal")
    result = run("sync", env={"CLINIC_TOKEN": TOKEN})
    assert result.exit_code == 0
    assert result.stdout.startswith("Nothing to send · ")


def test_off_keeps_the_data_and_take_back_withdraws_them(run: Run, server: Server, folder: Path) -> None:
    run("mood", "5")
    with_token(run)
    run("sync", env={"CLINIC_TOKEN": TOKEN})
    result = run("connect", "--off", "--take-back", env={"CLINIC_TOKEN": TOKEN})
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "What was sent is marked as sent in error at the clinic.",
        "Disconnected. Your data stay on this device.",
    ]
    (resource,) = server.search("Observation", None)
    assert resource["status"] == "entered-in-error"
    services = Services.open(folder)
    assert services.journal.count() == 1
    services.close()


def test_a_sign_in_that_ends_with_the_command_is_said(run: Run, server: Server) -> None:
    result = run("connect", URL, "--yes")
    assert result.exit_code == 0
    assert "no safe place for the sign-in" in result.stderr
    assert TOKEN not in result.output


@pytest.mark.parametrize(
    "args", [(), (URL, "--off"), ("--take-back",), (URL, "--token-env", "NAME"), ("--off", "--words")]
)
def test_a_wrong_use_is_told_with_status_2(run: Run, server: Server, args: tuple[str, ...]) -> None:
    assert run("connect", *args).exit_code == 2
