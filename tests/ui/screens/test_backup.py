"""Backup on screen: sealed, looked into, brought back, undone; copies; refusals in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

import flet as ft
import pytest

from app.errors import NotRead
from app.services import Services
from app.services.backup import Preview
from app.ui.screens import backup as screen_backup
from app.ui.screens import backup_restore
from storage.vault import Cost
from tests.headless import Stage
from tests.ui.conftest import Clock

PHRASE = "grey heron by the lake"
WORDS = "Ein Spaziergang – schön"
Open = Callable[..., Stage]


class Files:
    """Stands in for the device's file dialogs: what is saved can be chosen again."""

    def __init__(self) -> None:
        self.saved: dict[str, bytes] = {}
        self.chosen: tuple[str, bytes] | None = None
        self.problem: Exception | None = None
        self.cancels = False

    async def save(self, name: str, content: bytes, title: str) -> bool:
        if self.problem is not None:
            raise self.problem
        if self.cancels:
            return False
        self.saved[name] = content
        self.chosen = (name, content)
        return True

    async def open(self, title: str, extensions: list[str]) -> tuple[str, bytes] | None:
        if self.problem is not None:
            raise self.problem
        assert extensions == ["icbackup"]
        return self.chosen


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    fake = Files()
    monkeypatch.setattr(screen_backup, "save_file", fake.save)
    monkeypatch.setattr(backup_restore, "open_file", fake.open)
    return fake


@pytest.fixture
def services(services: Services) -> Services:
    """Services whose passphrases cost nothing to try."""
    services.backup.cost = Cost(2)
    return services


@pytest.fixture
def shown(stage: Open, files: Files) -> Stage:
    found = stage("/settings/backup")
    found.until(lambda: idle(found) and (found.shows("no copy yet") or found.shows("Bring back")))
    return found


def idle(shown: Stage) -> bool:
    return not any(isinstance(control, ft.ProgressBar) for control in shown.controls())


def press(shown: Stage, name: str) -> None:
    """Press something that is slow, and wait for it."""
    shown.press(name)
    shown.until(lambda: idle(shown))


def seal(shown: Stage, first: str = PHRASE, second: str = PHRASE) -> None:
    shown.type("Passphrase", first)
    shown.type("The same again", second)
    press(shown, "Make the backup")


def look_inside(shown: Stage, phrase: str = PHRASE) -> None:
    shown.press("Choose a backup file")
    shown.type("Its passphrase", phrase)
    press(shown, "Look inside")


def test_a_backup_is_saved_sealed_and_its_passphrase_leaves_the_screen(
    shown: Stage, services: Services, files: Files
) -> None:
    services.journal.add(6, words=WORDS)
    seal(shown)
    ((name, content),) = files.saved.items()
    assert name == "infusion-companion-2026-11-22.icbackup"
    assert WORDS.encode() not in content
    assert shown.shows(f"Saved as {name}.")
    assert not shown.shows(PHRASE)
    assert services.backup.preview(content, PHRASE).entries == 1


def test_two_passphrases_that_differ_or_one_too_short_save_nothing(shown: Stage, files: Files) -> None:
    seal(shown, second="grey heron by the leak")
    assert shown.shows("The two are not the same.")
    seal(shown, "heron", "heron")
    assert shown.shows("at least 8 characters")
    assert files.saved == {}


@pytest.mark.parametrize(
    ("problem", "words"), [(OSError(28, "full"), "could not be saved"), (None, "Make a backup")]
)
def test_what_is_not_saved_is_not_called_saved_and_keeps_what_was_typed(
    shown: Stage, files: Files, problem: Exception | None, words: str
) -> None:
    files.problem, files.cancels = problem, True
    seal(shown)
    assert shown.shows(words)
    assert not shown.shows("Saved as")
    assert shown.shows(PHRASE)


def test_a_backup_is_looked_into_brought_back_and_undone(
    shown: Stage, services: Services, files: Files
) -> None:
    entry = services.journal.add(6, words=WORDS).record
    seal(shown)
    services.journal.remove(entry.id)
    look_inside(shown)
    assert shown.shows("1 entry, 0 infusions.")
    assert shown.shows("Backup of Sun 22 Nov, 12:00")
    assert shown.shows("1 record in it is not here now. It comes back.")
    assert services.journal.get(entry.id) is None

    press(shown, "Bring it back")
    assert shown.shows("1 record was brought back.")
    found = services.journal.get(entry.id)
    assert found is not None
    assert found.words == WORDS

    press(shown, "Undo")
    assert shown.shows("Undone. Everything is as it was before.")
    assert services.journal.get(entry.id) is None
    shown.press("Close")
    assert shown.find(ft.OutlinedButton, "Choose a backup file")


def test_an_undo_of_what_changed_since_is_refused_in_a_sentence(
    shown: Stage, services: Services, files: Files
) -> None:
    entry = services.journal.add(6, words=WORDS).record
    seal(shown)
    services.journal.remove(entry.id)
    look_inside(shown)
    press(shown, "Bring it back")
    services.journal.remove(entry.id)
    press(shown, "Undo")
    assert shown.shows("Something has changed since")
    assert shown.shows("1 record was brought back.")


def test_what_is_here_already_is_said(shown: Stage, services: Services, files: Files) -> None:
    services.journal.add(6, words=WORDS)
    seal(shown)
    look_inside(shown)
    assert shown.shows("Every record in it is here, too.")
    press(shown, "Bring it back")
    assert shown.shows("Everything was here already.")
    shown.press("Close")
    look_inside(shown)
    shown.press("Leave it")
    assert shown.shows("What is in the file is added to what is here.")


def test_a_wrong_passphrase_a_foreign_and_a_damaged_file_get_a_sentence_and_another_try(
    shown: Stage, services: Services, files: Files
) -> None:
    services.journal.add(6, words=WORDS)
    seal(shown)
    before = services.journal.count()
    look_inside(shown, "another phrase")
    assert shown.shows("This is not the passphrase of this backup, so nothing was changed")
    shown.type("Its passphrase", PHRASE)
    press(shown, "Look inside")
    assert shown.shows("1 entry, 0 infusions.")
    shown.press("Leave it")

    ((name, content),) = files.saved.items()
    files.chosen = (name, content[:-20])
    look_inside(shown)
    assert shown.shows("This backup is damaged or not whole")
    files.chosen = ("holiday.jpg", b"\xff\xd8" * 600)
    shown.press("Choose another file")
    assert shown.shows("holiday.jpg")
    assert not shown.shows("damaged or not whole")
    shown.type("Its passphrase", PHRASE)
    press(shown, "Look inside")
    assert shown.shows("This file is not a backup of this app")
    assert services.journal.count() == before


def test_a_file_that_cannot_be_read_is_said_and_a_cancelled_dialog_changes_nothing(
    shown: Stage, files: Files
) -> None:
    shown.press("Choose a backup file")
    assert shown.shows("What is in the file is added to what is here.")
    files.problem = NotRead("This file is too large.")
    shown.press("Choose a backup file")
    assert shown.shows("This file is too large.")
    files.problem = TimeoutError()
    shown.press("Choose a backup file")
    assert shown.shows("The file could not be read.")


def test_a_copy_is_made_listed_with_its_counts_and_brought_back(
    shown: Stage, services: Services, clock: Clock
) -> None:
    assert shown.shows("There is no copy yet.")
    entry = services.journal.add(6, words=WORDS).record
    shown.press("Make one now")
    shown.until(lambda: shown.shows("1 entry, 0 infusions"))
    assert shown.shows("Sun 22 Nov, 12:00")
    assert shown.shows("A copy was made.")

    services.journal.remove(entry.id)
    clock.move(minutes=5)
    press(shown, "Bring back the copy of Sun 22 Nov, 12:00")
    assert shown.shows("Copy of Sun 22 Nov, 12:00")
    press(shown, "Bring it back")
    assert services.journal.get(entry.id) is not None
    shown.press("Close")
    # What was here before it was brought back is kept as a copy, too.
    assert len(services.backup.copies()) == 2


def test_a_copy_that_cannot_be_read_says_so_and_offers_nothing(services: Services, stage: Open) -> None:
    services.journal.add(6)
    services.backup.make_copy().path.write_bytes(b"not a database" * 400)
    shown = stage("/settings/backup")
    shown.until(lambda: shown.shows("This one cannot be read."))
    assert not any(name.startswith("Bring back") for name in shown.buttons())


def test_a_backup_is_left_while_it_is_brought_back_and_is_brought_back_all_the_same(
    shown: Stage, services: Services, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = services.journal.add(6, words=WORDS).record
    seal(shown)
    services.journal.remove(entry.id)
    look_inside(shown)
    left, restore = Event(), services.backup.restore

    def slowly(preview: Preview) -> Any:
        assert left.wait(30)
        return restore(preview)

    monkeypatch.setattr(services.backup, "restore", slowly)
    button = shown.find(ft.FilledButton, "Bring it back")
    pressed = shown.loop.create_task(shown.session.dispatch_event(button._i, "click", None))
    shown.settle()
    assert shown.shows("Bringing it back …")
    shown.open("/journal")
    left.set()
    shown.loop.run_until_complete(pressed)
    shown.until(lambda: shown.shows("1 record was brought back."))
    shown.press_undo()
    assert services.journal.get(entry.id) is None


def test_the_sample_has_no_backup_and_says_why(stage: Open) -> None:
    shown = stage("/settings")
    shown.press("Look around with sample data")
    shown.open("/settings/backup")
    assert shown.shows("not of the sample")
    assert "Make the backup" not in shown.buttons()


def test_settings_share_delete_and_the_welcome_lead_to_backup(stage: Open, services: Services) -> None:
    for route, name in (
        ("/settings", "Backup."),
        ("/share", "Backup."),
        ("/settings/delete", "Make a backup"),
    ):
        shown = stage(route)
        shown.press(name)
        assert shown.route == "/settings/backup"
    shown = stage("/welcome")
    shown.press("I have a backup")
    assert shown.route == "/settings/backup"
