"""Delete everything: not one byte is left in the folder, whatever lay there and whenever it was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import config
from app.services import DELETE, Door, Services, StoreError, opening
from storage import aside, copies, files
from storage.vault import Cost
from tests.services.conftest import Now

MARKER = "walrus-in-the-attic"


@pytest.fixture(params=[False, True], ids=["plain", "passcode"])
def full(request: pytest.FixtureRequest, services: Services, folder: Path, now: Now) -> Services:
    """A store with everything that may lie beside it, each with the marker."""
    path = folder / config.STORE
    services.journal.add(7, words=MARKER)
    services.settings.change_clinic(name=MARKER, phone=f"1 {MARKER}")
    services.settings.change_person(name=MARKER)
    copies.make(services.db, now=now())
    broken = path.with_name("damaged.db")
    broken.write_text(MARKER)
    aside.set_aside(broken).rename(path.with_name("companion.damaged-20260101-000000.db"))
    if request.param:
        services.lock.cost = Cost(2)
        services.lock.turn_on("heron lamp")
        with pytest.raises(StoreError):
            services.lock.change("wrong", "another one")
    services.open_sample().journal.add(5, words=MARKER)
    services.close()
    leftovers = (files.new(path), files.damaged(path), path.with_name(path.name + ".old-journal"))
    more = (files.vault(path).with_name("companion.key.part"), files.beside(files.new(path))[0])
    for left in (*leftovers, *more, files.copies(path) / "companion-20260101-000000.db.part"):
        left.write_text(MARKER)
    (folder / "notes.txt").write_text("not ours")
    return _opened(folder, now)


def _opened(folder: Path, now: Now) -> Services:
    door = Door(folder, now=now, cost=Cost(2))
    state = door.look(door)
    if not isinstance(state, Services):
        state = state.unlock("heron lamp")  # type: ignore[union-attr]
    assert isinstance(state, Services)
    return state


def left(folder: Path) -> set[str]:
    found = [file for file in folder.rglob("*") if file.is_file()]
    for file in found:
        assert MARKER.encode() not in file.read_bytes(), file
    return {str(file.relative_to(folder)) for file in found}


def test_not_one_byte_is_left_of_anything(full: Services, folder: Path) -> None:
    full.delete_everything(DELETE).close()
    assert left(folder) == {config.STORE, "notes.txt"}
    assert not files.copies(folder / config.STORE).exists()


def test_what_is_deleted_was_overwritten_first(
    full: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As far as a program can tell: the blocks of each file that had words hold zeros when it goes."""
    gone: dict[str, bytes] = {}
    unlink = Path.unlink

    def look(file: Path, missing_ok: bool = False) -> None:
        if file.exists():
            gone[file.name] = file.read_bytes()
        unlink(file, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", look)
    full.delete_everything(DELETE).close()
    assert {"companion.db.gone", "companion.damaged-20260101-000000.db"} <= {
        name.removesuffix(".sealed") for name in gone
    }
    kept = {name for name, content in gone.items() if content.strip(b"\0")}
    assert kept <= {"companion.lock", "companion.db-shm"}


def test_cut_off_at_any_file_it_is_gone_on_with_at_the_next_start(
    full: Services, folder: Path, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    wipe, seen = files.wipe, 0

    def killed(file: Path) -> None:
        nonlocal seen
        if seen % 3 == 2:
            seen += 1
            raise Killed
        seen += 1
        wipe(file)

    full.close()
    monkeypatch.setattr("storage.files.wipe", killed)
    with pytest.raises(Killed):
        full.delete_everything(DELETE)
    full.close()
    # Opening the empty store at the end is what a killed process cannot do.
    for file in (folder / config.STORE, *files.beside(folder / config.STORE)):
        file.unlink(missing_ok=True)
    for _ in range(20):
        try:
            Door(folder, now=now).close()
        except Killed:
            continue
        break
    again = _opened(folder, now)
    assert again.journal.count() == 0
    assert not again.lock.is_on
    again.close()
    assert left(folder) == {config.STORE, "notes.txt"}


def test_a_store_that_cannot_be_deleted_stays_as_it_is(
    full: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    before = full.journal.recent()
    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(StoreError, match="nothing was changed"):
        full.delete_everything(DELETE)
    monkeypatch.undo()
    assert full.journal.recent() == before


def test_a_new_store_is_not_taken_for_the_one_that_could_not_be_deleted(folder: Path, now: Now) -> None:
    services = Services.open(folder, now=now)
    services.journal.add(7)
    services.close()
    files.gone(folder / config.STORE).write_text(MARKER)
    again = Services.open(folder, now=now)
    assert again.journal.count() == 1
    again.close()
    assert left(folder) == {config.STORE}


def test_while_everything_is_deleted_nobody_is_told_that_the_store_is_lost(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(opening, "delete_all", lambda _: seen.append(services.lock.is_busy))
    services.delete_everything(DELETE)
    assert seen == [True]
    assert not services.lock.is_busy
