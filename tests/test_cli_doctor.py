"""`doctor` tells what is wrong and changes nothing; `doctor --repair` mends it and keeps the damaged file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import cli, config
from app.services import Door, Services
from storage import copies, engine
from storage.errors import StoreBusy
from storage.vault import Cost

WORDS = "written before the damage"
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with two entries, and a copy of it."""
    services = Services.open(tmp_path / "data")
    services.journal.add(4, words=WORDS)
    services.journal.add(6, words=WORDS)
    copies.make(services.db, now=services.now())
    services.close()
    return tmp_path / "data"


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv(config.DATA_VARIABLE, str(folder))
    monkeypatch.delenv("INFUSION_COMPANION_PASSCODE", raising=False)
    return lambda *args: CliRunner().invoke(cli.main, ("doctor", *args))


def words(folder: Path, passcode: str = "") -> list[str]:
    door = Door(folder)
    state = door.look(door)
    if not isinstance(state, Services):
        state = state.unlock(passcode)  # type: ignore[union-attr]
    assert isinstance(state, Services)
    found = [entry.words for entry in state.journal.recent()]
    door.close()
    return found


def content(folder: Path) -> dict[str, bytes]:
    found = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return {name: read for name, read in found.items() if not name.endswith(".lock")}


def test_what_does_not_fit_is_told_and_then_repaired(run: Run, folder: Path) -> None:
    with closing(sqlite3.connect(folder / config.STORE, isolation_level=None)) as store:
        store.execute("DELETE FROM journal_entry_fts_docsize")
    before = content(folder)
    told = run()
    assert told.exit_code == 1
    assert "search index" in told.stdout
    (line,) = told.stderr.splitlines()
    assert "doctor --repair" in line
    assert content(folder) == before
    repaired = run("--repair")
    assert (repaired.exit_code, repaired.stderr) == (0, "")
    assert "2 of 2 entries could be read." in repaired.stdout
    (kept,) = folder.glob("companion.damaged-*.db")
    assert kept.name in repaired.stdout
    assert kept.read_bytes() == before[config.STORE]
    assert "No problem found" in run().stdout
    assert words(folder) == [WORDS, WORDS]


def test_what_cannot_be_read_comes_from_the_copy(run: Run, folder: Path) -> None:
    (folder / config.STORE).write_bytes(b"no store any more" * 999)
    told = run()
    assert told.exit_code == 1
    assert WORDS not in told.output
    repaired = run("--repair")
    assert "0 entries could be read; 2 came from the copy of" in repaired.stdout
    assert words(folder) == [WORDS, WORDS]


def test_where_nothing_can_be_brought_back_it_says_so_and_changes_nothing(run: Run, folder: Path) -> None:
    (folder / config.STORE).write_bytes(b"no store any more" * 999)
    for copy in copies.listed(folder / config.STORE):
        copy.path.unlink()
    before = content(folder)
    refused = run("--repair")
    assert refused.exit_code == 1
    (line,) = refused.stderr.splitlines()
    assert "nothing was changed" in line
    assert content(folder) == before


def test_a_store_in_use_is_not_repaired(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(folder / config.STORE, isolation_level=None)) as store:
        store.execute("DELETE FROM journal_entry_fts_docsize")
    monkeypatch.setattr("storage.connections.BUSY_MILLISECONDS", 10)
    other = Services.open(folder)
    monkeypatch.setattr("storage.replace.in_use", lambda _: False)  # as another process sees it
    refused = run("--repair")
    assert refused.exit_code == 1
    assert refused.stderr.strip() == str(StoreBusy(folder))
    assert other.journal.add(3, words="meanwhile").record.mood == 3
    other.close()
    assert words(folder) == ["meanwhile", WORDS, WORDS]


def test_an_encrypted_store_needs_its_passcode_and_stays_encrypted(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = Services.open(folder)
    services.lock.cost = Cost(2)
    services.lock.turn_on("heron lamp")
    services.close()
    path = folder / config.STORE
    damaged = bytearray(path.read_bytes())
    damaged[-4096 * 4 :] = bytes(4096 * 4)
    path.write_bytes(damaged)
    refused = run("--repair")
    assert refused.exit_code == 1
    assert "INFUSION_COMPANION_PASSCODE" in refused.stderr
    monkeypatch.setenv("INFUSION_COMPANION_PASSCODE", "heron lamp")
    repaired = run("--repair")
    assert (repaired.exit_code, repaired.stderr) == (0, "")
    assert engine.is_plain(path) is False
    assert words(folder, "heron lamp") == [WORDS, WORDS]
    assert all(WORDS.encode() not in read for read in content(folder).values())


def test_a_newer_store_is_left_alone_by_the_repair_too(run: Run, folder: Path) -> None:
    with closing(sqlite3.connect(folder / config.STORE, isolation_level=None)) as store:
        store.execute("PRAGMA user_version = 99")
    before = content(folder)
    refused = run("--repair")
    assert refused.exit_code == 1
    assert "newer version" in refused.stdout
    assert content(folder) == before
