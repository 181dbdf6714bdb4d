"""Sharing a summary: chosen, seen, sealed and listed; the passcode asked for again before anything leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from app.care.summary import USUAL, Part
from app.services import Services
from app.share.sealed import open_sealed
from app.ui.components import giving
from app.ui.screens.share_summary import PARTS
from app.ui.screens.share_summary_wanted import toggled
from storage.vault import Cost
from tests.headless import Stage

Open = Callable[..., Stage]
PASSPHRASE = "heron feather stone"
PASSCODE = "heron lamp"


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What was handed over, by name."""
    files: dict[str, bytes] = {}

    async def keep(name: str, content: bytes, title: str) -> bool:
        files[name] = content
        return True

    monkeypatch.setattr(giving, "save_file", keep)
    return files


def previewed(stage: Open) -> Stage:
    shown = stage("/share/summary/new")
    shown.type("Their name", "Sam")
    shown.type("Your name in it", "Alex")
    shown.press("Show what they will see")
    shown.until(lambda: shown.shows("This is what they will see"))
    return shown


def seal(shown: Stage, passphrase: str = PASSPHRASE) -> None:
    shown.type("Passphrase", passphrase)
    shown.type("The same again", passphrase)
    shown.press("Save the sealed file")


def test_who_is_quicker_than_a_render_loses_no_letter_and_no_choice(stage: Open, services: Services) -> None:
    shown = stage("/share/summary/new")
    theirs, own = shown.find(ft.TextField, "Their name"), shown.find(ft.TextField, "Your name in it")
    moods, schedule = (shown.button(dict(PARTS)[part]) for part in (Part.MOODS, Part.SCHEDULE))
    shown.at_once(
        (theirs, "change", "Sam"),
        (own, "change", "A"),
        (own, "change", "Alex"),
        (moods, "click", None),
        (schedule, "click", None),
        (shown.find(ft.FilledButton, "Show what they will see"), "click", None),
    )
    shown.until(lambda: shown.shows("This is what they will see"))
    assert shown.shows("by Alex")
    assert not shown.shows("mood was noted")
    assert not shown.shows("The course")


def test_share_leads_to_the_list_which_says_what_it_will_hold(stage: Open) -> None:
    shown = stage("/share")
    shown.press("For someone who cares for you.")
    assert shown.route == "/share/summary"
    assert shown.shows("No summary yet")
    shown.press("Make a summary")
    assert shown.route == "/share/summary/new"


def test_what_was_seen_is_what_the_file_holds(
    stage: Open, services: Services, saved: dict[str, bytes]
) -> None:
    services.shares.cost = 1_000
    services.journal.add(7, words="MARKERWORD", feelings=("calm",))
    shown = previewed(stage)
    assert shown.shows("by Alex")
    assert not shown.shows("MARKERWORD")
    seal(shown)
    (name,) = saved
    text = open_sealed(saved[name], PASSPHRASE).decode()
    assert "MARKERWORD" not in text
    assert '"valueInteger":7' in text
    assert shown.shows(f"Saved as {name}.")
    (share,) = services.shares.all()
    assert (share.recipient, share.called, share.parts, share.days) == ("Sam", "Alex", USUAL, 30)


def test_what_is_written_after_the_look_does_not_go_along(
    stage: Open, services: Services, saved: dict[str, bytes]
) -> None:
    services.shares.cost = 1_000
    shown = previewed(stage)
    services.journal.add(9)
    seal(shown)
    text = open_sealed(next(iter(saved.values())), PASSPHRASE).decode()
    assert "mood-0-10" not in text
    assert len(services.shares.all()) == 1


def test_a_file_that_was_not_saved_is_not_listed(
    stage: Open, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cancelled(*_: Any) -> bool:
        return False

    services.shares.cost = 1_000
    monkeypatch.setattr(giving, "save_file", cancelled)
    seal(previewed(stage))
    assert services.shares.all() == []


def test_words_go_along_only_for_the_entries_that_were_chosen(
    stage: Open, services: Services, saved: dict[str, bytes]
) -> None:
    services.shares.cost = 1_000
    services.journal.add(7, words="FIRSTWORD")
    services.journal.add(6, words="SECONDWORD")
    shown = stage("/share/summary/new")
    shown.until(lambda: shown.shows("SECONDWORD"))
    shown.type("Their name", "Sam")
    shown.press("SECONDWORD")
    shown.press("Show what they will see")
    shown.until(lambda: shown.shows("This is what they will see"))
    seal(shown)
    text = open_sealed(next(iter(saved.values())), PASSPHRASE).decode()
    assert ("FIRSTWORD" in text, "SECONDWORD" in text) == (False, True)


def test_a_name_that_is_missing_is_told_before_anything_is_made(stage: Open, services: Services) -> None:
    shown = stage("/share/summary/new")
    shown.press("Show what they will see")
    assert shown.shows("The name of who it is for cannot be empty")
    assert services.shares.all() == []


def test_two_passphrases_that_differ_and_a_short_one_seal_nothing(
    stage: Open, services: Services, saved: dict[str, bytes]
) -> None:
    shown = previewed(stage)
    shown.type("Passphrase", PASSPHRASE)
    shown.type("The same again", "another one")
    shown.press("Save the sealed file")
    assert shown.shows("The two are not the same")
    seal(shown, "short")
    assert shown.shows("at least 8 characters")
    assert (saved, services.shares.all()) == ({}, [])


def test_a_summary_is_listed_made_again_and_taken_off_with_a_way_back(
    stage: Open, services: Services, saved: dict[str, bytes]
) -> None:
    services.shares.cost = 1_000
    seal(previewed(stage))
    shown = stage("/share/summary")
    assert shown.shows("For Sam")
    shown.press("Make it again")
    assert shown.find(ft.TextField, "Your name in it").value == "Alex"
    shown.press("Show what they will see")
    shown.until(lambda: shown.shows("This is what they will see"))
    seal(shown)
    assert len(services.shares.all()) == 1
    shown = stage("/share/summary")
    shown.press("Take it off the list")
    assert shown.shows("No summary yet")
    shown.press_undo()
    assert shown.shows("For Sam")


def test_a_share_that_is_not_there_says_so(stage: Open) -> None:
    for wrong in ("none", "00000000-0000-4000-8000-000000000000"):
        assert stage(f"/share/summary/{wrong}").shows("This summary is not on your list")


@pytest.mark.parametrize(
    ("before", "tapped", "after"),
    [
        ((), Part.ESCORT, (Part.SCHEDULE, Part.ESCORT)),
        ((), Part.FEELINGS, (Part.MOODS, Part.FEELINGS)),
        ((Part.SCHEDULE, Part.ESCORT, Part.MARKS), Part.SCHEDULE, ()),
        ((Part.MOODS, Part.FEELINGS), Part.MOODS, ()),
        ((Part.MOODS,), Part.CHECK_INS, (Part.MOODS, Part.CHECK_INS)),
    ],
)
def test_what_belongs_together_comes_and_goes_together(before: Any, tapped: Part, after: Any) -> None:
    assert toggled(before, tapped) == after


def unlocked(stage: Open, services: Services, address: str) -> Stage:
    """Open the app with a passcode, and go somewhere."""
    services.lock.cost = Cost(2)
    services.lock.turn_on(PASSCODE)
    shown = stage("/")
    shown.type("Passcode", PASSCODE)
    shown.press("Open")
    shown.open(address)
    return shown


@pytest.mark.parametrize("address", ["/share", "/share/summary/new", "/settings/backup"])
def test_the_passcode_is_asked_for_again_before_anything_leaves(
    stage: Open, services: Services, address: str, tmp_path: Path
) -> None:
    leads_out = {
        "/share": "Save everything",
        "/share/summary/new": "Show what they will see",
        "/settings/backup": "Make the backup",
    }[address]
    shown = unlocked(stage, services, address)
    assert leads_out not in shown.buttons()
    shown.type("Passcode", "another")
    shown.press("Go on")
    assert leads_out not in shown.buttons()
    shown.type("Passcode", PASSCODE)
    shown.press("Go on")
    assert leads_out in shown.buttons()


def test_once_given_it_holds_for_a_moment_and_not_over_a_lock(stage: Open, services: Services) -> None:
    shown = unlocked(stage, services, "/share")
    shown.type("Passcode", PASSCODE)
    shown.press("Go on")
    shown.open("/share/summary/new")
    assert "Show what they will see" in shown.buttons()
    shown.open("/settings/passcode")
    shown.press("Lock now")
    shown.type("Passcode", PASSCODE)
    shown.press("Open")
    shown.open("/share")
    assert "Save everything" not in shown.buttons()


def test_without_a_passcode_nothing_is_asked(stage: Open) -> None:
    assert "Save everything" in stage("/share").buttons()
