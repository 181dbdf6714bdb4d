"""A file leaves a phone the way its owner wants: saved there, sent with another app, or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import flet as ft
import pytest

from app.services import Services
from app.ui.components import giving
from tests.headless import Stage

Open = Callable[..., Stage]
NAME = "infusion-companion-2026-11-22.json"
ANDROID = {"platform": ft.PagePlatform.ANDROID, "web": False}


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What was saved on the device, by name."""
    files: dict[str, bytes] = {}

    async def keep(name: str, content: bytes, title: str) -> bool:
        files[name] = content
        return True

    monkeypatch.setattr(giving, "save_file", keep)
    return files


def asked(stage: Open, **answers: Any) -> Stage:
    """A phone that has just made a file."""
    shown = stage("/share", **ANDROID, answers=answers)
    start = [
        b for b in shown.controls() if "Save everything" in shown.names(b) and getattr(b, "on_click", None)
    ]
    doing = shown.loop.create_task(shown.session.dispatch_event(start[0]._i, "click", None))
    shown.until(lambda: shown.shows("Your file is ready") or doing.done())
    assert shown.shows(NAME)
    return shown


def test_it_is_saved_on_the_phone(stage: Open, services: Services, saved: dict[str, bytes]) -> None:
    services.journal.add(6)
    shown = asked(stage)
    assert shown.shows("Who gets it can read it.")
    shown.press("Save on this phone")
    shown.until(lambda: shown.shows(f"Saved as {NAME}."))
    assert json.loads(saved[NAME])["journal"][0]["mood"] == 6
    assert not shown.asked("share_files")


def test_it_is_sent_with_another_app(stage: Open, services: Services, saved: dict[str, bytes]) -> None:
    services.journal.add(6)
    shown = asked(stage, share_files={"status": "success", "raw": ""})
    shown.press("Send with another app")
    shown.until(lambda: shown.shows(f"Given to the app you chose: {NAME}."))
    ((file,),) = (args["files"] for args in shown.asked("share_files"))
    assert json.loads(file.data)["journal"][0]["mood"] == 6
    assert not saved


def test_who_chooses_no_app_has_given_nothing(stage: Open, saved: dict[str, bytes]) -> None:
    shown = asked(stage, share_files={"status": "dismissed", "raw": ""})
    shown.press("Send with another app")
    shown.until(lambda: not shown.shows("Preparing the file"))
    assert not saved
    assert not shown.shows("Given to")


def test_a_phone_whose_sheet_fails_saves_it(stage: Open, saved: dict[str, bytes]) -> None:
    shown = asked(stage, share_files=RuntimeError("no sheet"))
    shown.press("Send with another app")
    shown.until(lambda: shown.shows(f"Saved as {NAME}."))
    assert list(saved) == [NAME]


@pytest.mark.parametrize("how", ["Cancel", "beside it"])
def test_whoever_wants_neither_goes_back_to_the_screen(
    stage: Open, saved: dict[str, bytes], how: str
) -> None:
    shown = asked(stage)
    if how == "Cancel":
        shown.press(how)
    else:
        (dialog,) = shown.dialogs
        shown.fire(dialog, "dismiss")
    shown.until(lambda: not shown.shows("Preparing the file"))
    assert not saved
    assert not shown.shows("Your file is ready") or how != "Cancel"


def test_a_dialog_that_nobody_answers_does_not_wait_for_ever(
    stage: Open, saved: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving, "_SECONDS", 0.05)
    shown = asked(stage)
    shown.until(lambda: not shown.shows("Your file is ready"))
    shown.until(lambda: not shown.shows("Preparing the file"))
    assert not saved


def test_a_computer_saves_at_once(stage: Open, saved: dict[str, bytes]) -> None:
    shown = stage("/share")
    shown.press("Save everything")
    shown.until(lambda: shown.shows(f"Saved as {NAME}."))
    assert list(saved) == [NAME]
