"""Connecting a clinic in a real browser: look, choose, sign in; then what is written is there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest

from app.clinic.client import FhirClient
from app.clinic.tokens import fixed
from tests.clinic import processes
from tests.journeys.running import Running
from tests.journeys.visit import Visit

WORDS = "Heronfeather"


@pytest.fixture
def patient() -> str:
    """The id of a patient."""
    return str(uuid4())


@pytest.fixture
def base(tmp_path: Path, patient: str) -> Iterator[str]:
    """A clinic: its FHIR server, its sign-in, and its proxy; gives its FHIR base."""
    port = processes.free_port()
    found = f"http://127.0.0.1:{port}/fhir"
    for name in ("fhir", "nginx"):
        (tmp_path / name).mkdir()
    with ExitStack() as open_:
        inside = open_.enter_context(processes.sekmet(tmp_path / "fhir", found))
        secret = processes.secret_of(tmp_path / "fhir", inside)
        issuer = open_.enter_context(processes.provider(tmp_path, found, secret, patient))
        open_.enter_context(processes.nginx(tmp_path / "nginx", inside, port=port, issuer=issuer))
        with FhirClient(found, token=fixed(processes.TOKEN)) as client:
            client.put({"resourceType": "Patient", "id": patient})
        yield found


def test_who_connects_sees_whose_it_is_signs_in_and_has_the_numbers_there_and_no_words(
    start_app: Callable[..., Running],
    visit: Callable[..., Visit],
    base: str,
    patient: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BROWSER", f"{sys.executable} {Path(__file__).with_name('follow.py')} %s")
    app = start_app()
    person = visit(app.url)
    person.tap("button", "Skip all of this")
    person.tap("button", "Mood 6 of 10, fairly good")
    person.tap("button", "Add details")
    person.write("Your words", WORDS)
    person.tap("button", "Done")
    person.role("button", WORDS, exact=False).wait_for()

    person.move("/settings/connection", "Clinic connection")
    assert person.violations() == []
    person.write("Address", base)
    person.tap("button", "Look whose it is")
    person.sees("Whose server it is")
    person.sees("127.0.0.1")
    assert person.violations() == []
    person.tap("button", "Sign in and connect")
    person.sees("Your clinic is connected")
    person.sees("1 entry is at the clinic")

    with FhirClient(base, token=fixed(processes.TOKEN)) as client:
        (page,) = client.search("Observation", {"patient": patient})
        (sent,) = page.resources
        assert sent["valueInteger"] == 6
        assert WORDS not in str(sent)

    person.move("/sync", "Sync with the clinic")
    person.sees("1 entry is at the clinic")
    assert person.violations() == []
    app.stop()
    assert not [path for path in _files(app) if b"refresh" in path.read_bytes()]


def _files(app: Running) -> list[Path]:
    assert app.data_dir is not None
    return [path for path in app.data_dir.rglob("*") if path.is_file()]
