"""A store that cannot be opened is never overwritten: the app says so and offers the ways on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import flet as ft
import pytest

from app import config
from app.main import page_main
from app.services import Door, Services
from storage import copies
from storage.vault import Cost
from tests.headless import Stage
from tests.ui.conftest import Clock

GARBAGE = b"this was a diary once" * 400
WORDS = "a marker nobody else would write"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def damaged(folder: Path) -> Path:
    """A data folder whose store is no database any more."""
    folder.mkdir()
    (folder / config.STORE).write_bytes(GARBAGE)
    return folder


@pytest.fixture
def copied(folder: Path, services: Services, clock: Clock) -> Path:
    """The same, with a copy of three entries and an infusion that is over."""
    services.courses.start(clock().date())
    for mood in (3, 4, 5):
        services.journal.add(mood, words=WORDS)
    copies.make(services.db, now=clock())
    services.close()
    (folder / config.STORE).write_bytes(GARBAGE)
    return folder


def opened(folder: Path, clock: Clock) -> Iterator[Stage]:
    door = Door(folder, now=clock, cost=Cost(2))
    stage = Stage(page_main(door))
    yield stage
    stage.close()
    door.close()


@pytest.fixture
def shown(damaged: Path, clock: Clock) -> Iterator[Stage]:
    yield from opened(damaged, clock)


def press(shown: Stage, name: str, then: str) -> None:
    shown.until(lambda: name in shown.buttons())
    shown.press(name)
    shown.until(lambda: shown.shows(then))


def kept(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if file.is_file() and file.read_bytes() == GARBAGE]


def test_it_says_where_the_file_is_and_that_nothing_was_changed(shown: Stage, damaged: Path) -> None:
    assert shown.shows("Your data could not be opened")
    assert shown.shows(str(damaged / config.STORE))
    assert shown.shows("Nothing was changed")
    assert (damaged / config.STORE).read_bytes() == GARBAGE


def test_help_is_there_too(shown: Stage) -> None:
    shown.press("Help now")
    assert shown.shows("988")
    assert shown.shows("911")
    shown.press("Back")
    assert shown.shows("Your data could not be opened")


def test_trying_again_changes_nothing_while_it_is_still_damaged(shown: Stage, damaged: Path) -> None:
    press(shown, "Try again", "Your data could not be opened")
    assert (damaged / config.STORE).read_bytes() == GARBAGE


def test_kept_aside_it_keeps_every_byte_and_the_app_starts_afresh(shown: Stage, damaged: Path) -> None:
    press(shown, "Keep it aside and start afresh", "Welcome to Infusion Companion")
    (name,) = kept(damaged)
    assert name != config.STORE


def test_once_it_is_put_back_trying_again_opens_it(shown: Stage, damaged: Path) -> None:
    (damaged / config.STORE).unlink()
    press(shown, "Try again", "Welcome to Infusion Companion")


def test_without_a_copy_nothing_is_offered_that_would_bring_nothing(shown: Stage) -> None:
    shown.until(lambda: not any(isinstance(one, ft.ProgressBar) for one in shown.controls()))
    assert "Repair" not in shown.buttons()
    assert "Use this copy" not in shown.buttons()


def test_each_way_says_what_it_brings_back_and_the_copy_takes_the_place(copied: Path, clock: Clock) -> None:
    for shown in opened(copied, clock):
        shown.until(lambda shown=shown: "Use this copy" in shown.buttons())
        assert shown.shows("Nothing of it can be read.")
        assert shown.shows("3 entries and 6 planned or past infusions, as they were on Sun 22 Nov 2026")
        assert not shown.shows(WORDS)
        press(shown, "Use this copy", "Your data are back")
        (name,) = kept(copied)
        assert shown.shows(name)
        press(shown, "Go on", "Today")
        shown.open("/journal")
        assert shown.shows(WORDS)


def test_a_repair_tells_what_came_from_where_and_goes_on_with_the_diary(copied: Path, clock: Clock) -> None:
    for shown in opened(copied, clock):
        press(shown, "Repair", "Your data are back")
        assert shown.shows("0 entries could be read; 3 came from the copy of Sun 22 Nov 2026")
        assert len(kept(copied)) == 1
        press(shown, "Go on", "Today")
        shown.open("/journal")
        assert shown.shows(WORDS)


def test_an_encrypted_store_is_repaired_behind_its_lock_and_asks_again(
    folder: Path, services: Services, clock: Clock
) -> None:
    services.journal.add(6, words=WORDS)
    services.lock.cost = Cost(2)
    services.lock.turn_on("heron lamp")
    copies.make(services.db, now=clock())
    services.close()
    content = bytearray((folder / config.STORE).read_bytes())
    content[-4096 * 6 :] = bytes(4096 * 6)
    (folder / config.STORE).write_bytes(content)
    for shown in opened(folder, clock):
        shown.type("Passcode", "heron lamp")
        press(shown, "Open", "Your data could not be opened")
        press(shown, "Repair", "Your data are back")
        press(shown, "Go on", "Give your passcode")
        shown.type("Passcode", "heron lamp")
        press(shown, "Open", "Today")
        shown.open("/journal")
        assert shown.shows(WORDS)
    assert WORDS.encode() not in (folder / config.STORE).read_bytes()


def test_what_the_check_finds_can_be_repaired_and_the_diary_goes_on(
    folder: Path, services: Services, clock: Clock
) -> None:
    services.journal.add(6, words=WORDS)
    services.close()
    with closing(sqlite3.connect(folder / config.STORE, isolation_level=None)) as store:
        store.execute("INSERT INTO outbox (kind, record_id, changed_at) VALUES ('mark', 'gone', 'once')")
    for shown in opened(folder, clock):
        shown.open("/settings/check")
        press(shown, "Check now", "Not everything is in order")
        assert shown.shows("1 of mark wait for the clinic and are not there.")
        press(shown, "See what can be done", "Go on without a repair")
        press(shown, "Repair", "Your data are back")
        press(shown, "Go on", "Check my data")
        press(shown, "Check now", "Everything is in order")
        shown.open("/journal")
        assert shown.shows(WORDS)


def test_a_healthy_store_passes_the_check_and_can_be_gone_on_with(services: Services) -> None:
    stage = Stage(page_main(services), route="/settings/check")
    press(stage, "Check now", "Everything is in order")
    stage.close()


def test_what_is_wrong_is_told_once_after_the_start(folder: Path, services: Services, clock: Clock) -> None:
    services.close()
    with closing(sqlite3.connect(folder / config.STORE, isolation_level=None)) as store:
        store.execute("INSERT INTO outbox (kind, record_id, changed_at) VALUES ('mark', 'gone', 'once')")
    for shown in opened(folder, clock):
        shown.until(lambda shown=shown: shown.shows("Not everything in your data is in order"))
        shown.fire(shown.dialogs[-1].action, "click")
        assert shown.shows("Check my data")
