"""Opening, two processes on one store, a store that cannot be opened, and deleting everything."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, time
from pathlib import Path

import pytest

from app import config
from app.care.invalid import Invalid
from app.care.today import Phase
from app.services import DELETE, Services, StoreError, StoreProblem, open_or_problem
from tests.services.conftest import Now, everything

MARKER = "zebra-in-the-kitchen"


def test_the_first_start_is_the_welcome(services: Services) -> None:
    assert services.today().kind is Phase.WELCOME
    services.settings.change_preferences(welcomed_at=services.now())
    assert services.today().kind is Phase.NO_COURSE


def test_today_brings_what_is_shown_beside_it(services: Services, now: Now) -> None:
    from app.care.checklist import Choice, Part

    services.settings.change_preferences(welcomed_at=services.now())
    services.courses.start(date(2026, 11, 22), time(15), (), 6)
    services.checklists.answer(Part.DAY_OF, 1, "escort", Choice.YES)
    services.checklists.answer(Part.SCREENING, None, "heart", Choice.NO)
    today = services.today()
    assert today.kind is Phase.THE_DAY
    assert today.day_of is not None
    assert today.screening is not None
    services.courses.begin(1)
    assert services.today().kind is Phase.IN_SESSION
    assert services.today().day_of == today.day_of


def test_everything_is_there_after_a_restart(services: Services, folder: Path, now: Now) -> None:
    services.courses.start(date(2026, 11, 24))
    services.journal.add(7, words=MARKER)
    before = everything(services)
    services.close()
    again = Services.open(folder, now=now)
    assert everything(again) == before
    again.close()


def test_closing_twice_is_harmless(services: Services) -> None:
    services.open_sample()
    services.close()
    services.close()


def test_what_another_process_writes_is_seen_and_told(services: Services, folder: Path) -> None:
    services.journal.recent()
    assert services.watch_once() is False
    told: list[frozenset[str]] = []
    services.changes.subscribe(told.append)
    command = [sys.executable, "-m", "app", "mood", "8", MARKER, "--at", "2026-11-01 10:00"]
    subprocess.run([*command, "--data-dir", str(folder)], check=True, capture_output=True)
    assert services.watch_once() is True
    assert "journal_entry" in told[0]
    assert [e.words for e in services.journal.recent()] == [MARKER]
    assert services.watch_once() is False


def test_a_store_that_is_fine_opens(folder: Path, now: Now) -> None:
    opened = open_or_problem(folder, now=now)
    assert isinstance(opened, Services)
    assert not opened.is_sample
    opened.close()


def test_a_damaged_store_is_left_alone_until_it_is_set_aside(folder: Path, now: Now) -> None:
    folder.mkdir()
    path = folder / config.STORE
    damaged = b"these were once the words of a diary" * 200
    path.write_bytes(damaged)
    problem = open_or_problem(folder, now=now)
    assert isinstance(problem, StoreProblem)
    assert problem.path == path
    assert problem.can_set_aside
    assert str(path) in problem.sentence
    assert [file.name for file in folder.iterdir()] == [config.STORE]
    kept = problem.set_aside()
    assert kept.read_bytes() == damaged
    fresh = open_or_problem(folder, now=now)
    assert isinstance(fresh, Services)
    assert fresh.today().kind is Phase.WELCOME
    fresh.close()
    assert kept.read_bytes() == damaged


def test_a_newer_store_is_refused_and_never_set_aside(services: Services, folder: Path, now: Now) -> None:
    services.db.connection.execute("PRAGMA user_version = 99")
    services.close()
    before = (folder / config.STORE).read_bytes()
    problem = open_or_problem(folder, now=now)
    assert isinstance(problem, StoreProblem)
    assert not problem.can_set_aside
    assert "newer" in problem.sentence
    assert (folder / config.STORE).read_bytes() == before


def test_a_folder_that_cannot_be_one_is_a_problem_with_a_sentence(tmp_path: Path, now: Now) -> None:
    (tmp_path / "file").write_text("in the way")
    problem = open_or_problem(tmp_path / "file", now=now)
    assert isinstance(problem, StoreProblem)
    assert not problem.can_set_aside
    assert "cannot be written" in problem.sentence


@pytest.mark.parametrize("typed", ["", "delete", "DELETE ", "yes"])
def test_nothing_is_deleted_without_the_word(services: Services, typed: str) -> None:
    services.journal.add(7)
    with pytest.raises(Invalid, match="Nothing was deleted"):
        services.delete_everything(typed)
    assert services.journal.count() == 1


def test_deleting_everything_leaves_no_byte_of_it_in_the_folder(services: Services, folder: Path) -> None:
    services.journal.add(7, words=MARKER)
    services.questions.add("", MARKER)
    services.open_sample().journal.add(5, words=MARKER)
    for name in ("companion.damaged-20260101-000000.db", "companion.damaged-20260101-000000.db-wal"):
        (folder / name).write_text(MARKER)
    other = folder / "notes.txt"
    other.write_text("not ours")
    services.delete_everything(DELETE)
    services.close()
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert all(MARKER.encode() not in file.read_bytes() for file in files)
    assert {file.name for file in files} == {config.STORE, "notes.txt"}


def test_after_deleting_the_app_goes_on_at_the_welcome(services: Services) -> None:
    services.settings.change_preferences(welcomed_at=services.now(), text_scale=2.0)
    services.courses.start(date(2026, 11, 24))
    fresh = services.delete_everything(DELETE)
    assert fresh.today().kind is Phase.WELCOME
    assert fresh.settings.preferences().text_scale == 1.0
    fresh.journal.add(5)
    assert fresh.open_sample().journal.count() > 30
    # Another tab of the same process still holds the services from before.
    assert services.journal.count() == 1


def test_other_tabs_are_told_that_everything_is_gone(services: Services) -> None:
    services.journal.add(5)
    told: list[frozenset[str]] = []
    services.changes.subscribe(told.append)
    fresh = services.delete_everything(DELETE)
    assert {"journal_entry", "course", "preferences"} <= told[-1]
    told.clear()
    fresh.journal.add(5)
    assert told == [frozenset({"journal_entry"})] or "journal_entry" in told[0]


def test_undo_from_before_the_deletion_brings_nothing_back(services: Services) -> None:
    done = services.journal.add(5, words=MARKER)
    removed = services.journal.remove(done.record.id)
    services.delete_everything(DELETE)
    for undo in (done.undo, removed.undo):
        with pytest.raises((Invalid, StoreError)):
            undo()
    assert services.journal.count() == 0


def test_the_sample_cannot_delete_the_patients_data(services: Services) -> None:
    services.journal.add(5)
    with pytest.raises(Invalid, match="sample"):
        services.open_sample().delete_everything(DELETE)
    assert services.journal.count() == 1


def test_a_copy_that_cannot_be_deleted_is_named(
    services: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.open_sample()
    services.journal.add(5)

    def locked(file: Path) -> None:
        if file.parent.name == config.SAMPLE:
            raise StoreError("in use")
        file.unlink()

    monkeypatch.setattr("storage.files.wipe", locked)
    with pytest.raises(StoreError, match="by hand"):
        services.delete_everything(DELETE)
    assert services.journal.count() == 0


def test_what_an_interrupted_repair_left_is_wiped_at_the_next_start(
    services: Services, folder: Path, now: Now
) -> None:
    services.journal.add(7)
    services.close()
    for end in (".new", ".new-journal", ".aside", ".aside-wal"):
        (folder / f"{config.STORE}{end}").write_text(MARKER)
    again = Services.open(folder, now=now)
    assert again.journal.count() == 1
    again.close()
    assert {file.name for file in folder.iterdir()} <= {config.STORE, "companion.lock"}
