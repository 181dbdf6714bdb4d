"""The FHIR file on screen: saved, brought in, undone; refusals in one sentence, and another try."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import flet as ft
import pytest

from app.errors import NotRead
from app.services import Services
from app.ui.components import giving
from app.ui.screens import share_fhir
from tests.headless import Stage
from tests.ui.conftest import Clock

WORDS = "Ein Spaziergang – schön"
NAME = "infusion-companion-2026-11-22.fhir.json"
Open = Callable[..., Stage]


class Files:
    """Stands in for the device's file dialogs: what is saved can be chosen again."""

    def __init__(self) -> None:
        self.chosen: tuple[str, bytes] | None = None
        self.problem: Exception | None = None

    async def save(self, name: str, content: bytes, title: str) -> bool:
        self.chosen = (name, content)
        return True

    async def open(self, title: str, extensions: list[str]) -> tuple[str, bytes] | None:
        if self.problem is not None:
            raise self.problem
        assert extensions == ["json"]
        return self.chosen


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    fake = Files()
    monkeypatch.setattr(giving, "save_file", fake.save)
    monkeypatch.setattr(share_fhir, "open_file", fake.open)
    return fake


@pytest.fixture
def shown(stage: Open, files: Files) -> Stage:
    return stage("/share")


def press(shown: Stage, name: str) -> None:
    """Press something that is slow, and wait for it."""
    shown.press(name)
    shown.until(lambda: not any(isinstance(control, ft.ProgressBar) for control in shown.controls()))


def test_records_are_saved_as_fhir_brought_in_again_and_undone(
    shown: Stage, services: Services, files: Files
) -> None:
    entry = services.journal.add(6, words=WORDS).record
    press(shown, "Save as FHIR")
    assert files.chosen is not None
    assert files.chosen[0] == NAME
    assert WORDS.encode() in files.chosen[1]
    assert shown.shows(f"Saved as {NAME}.")
    services.journal.remove(entry.id)
    press(shown, "Choose a FHIR file")
    assert shown.shows("FHIR file of Sun 22 Nov, 12:00")
    assert shown.shows("1 entry, 0 infusions.")
    assert shown.shows("1 record in it is not here now. It comes back.")
    assert not shown.shows("of it is no record of this app")
    assert services.journal.get(entry.id) is None
    press(shown, "Bring it in")
    assert shown.shows("1 record was brought back.")
    assert services.journal.get(entry.id) == entry
    press(shown, "Undo")
    assert shown.shows("Undone. Everything is as it was before.")
    assert services.journal.get(entry.id) is None
    shown.press("Close")
    assert "Choose a FHIR file" in shown.buttons()


def test_other_words_are_kept_beside_and_what_cannot_be_read_is_told_before_and_after(
    shown: Stage, services: Services, files: Files, clock: Clock
) -> None:
    entry = services.journal.add(6, words=WORDS).record
    services.journal.add(2)
    bundle = json.loads(services.fhir_file.write())
    bundle["entry"][-1]["resource"]["valueInteger"] = 20
    files.chosen = ("from-elsewhere.json", json.dumps(bundle).encode())
    clock.move(minutes=1)
    services.journal.change(replace(entry, words="other words"))
    press(shown, "Choose a FHIR file")
    assert shown.shows("from-elsewhere.json")
    assert shown.shows("1 part of it is no record of this app, or cannot be read. It stays out.")
    press(shown, "Bring it in")
    assert shown.shows("1 text is kept beside another version of it.")
    assert shown.shows("1 record could not be read.")
    shown.press("Look at the other versions")
    assert shown.route == "/settings/kept"
    assert shown.shows(WORDS)


def test_a_file_that_cannot_be_used_gets_a_sentence_and_another_try(
    shown: Stage, services: Services, files: Files
) -> None:
    services.journal.add(6, words=WORDS)
    press(shown, "Choose a FHIR file")
    assert shown.shows("One that was saved here")
    for content, words in (
        (b"", "This file is empty"),
        (b"<html>", "is a web page"),
        (b"\x89ICB\r\n\x1a\n", "is a sealed backup"),
        (b'{"resourceType": "Bundle", "type": "collection"}', "no record of this app"),
    ):
        files.chosen = ("holiday.json", content)
        press(shown, "Choose a FHIR file")
        assert shown.shows(words)
    for problem, words in (
        (NotRead("This file is too large."), "This file is too large."),
        (TimeoutError(), "The file could not be read."),
    ):
        files.problem = problem
        press(shown, "Choose a FHIR file")
        assert shown.shows(words)
    files.problem, files.chosen = None, (NAME, services.fhir_file.write())
    press(shown, "Choose a FHIR file")
    assert not shown.shows("could not be read")
    assert shown.shows("Every record in it is here, too.")
    shown.press("Leave it")
    assert "Choose a FHIR file" in shown.buttons()


def test_where_there_is_nothing_to_save_it_says_so(shown: Stage, files: Files) -> None:
    press(shown, "Save as FHIR")
    assert shown.shows("There is nothing to write yet")
    assert files.chosen is None


def test_the_sample_is_saved_but_takes_nothing_in(stage: Open, files: Files) -> None:
    shown = stage("/settings")
    shown.press("Look around with sample data")
    shown.open("/share")
    press(shown, "Save as FHIR")
    assert files.chosen is not None
    assert shown.shows("not into the sample")
    assert "Choose a FHIR file" not in shown.buttons()
