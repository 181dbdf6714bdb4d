"""The door lets in whoever gives the passcode, each visitor for himself, and closes behind the last."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import config
from app.care.invalid import Invalid
from app.services import Door, Locked, Services, StoreError, StoreProblem
from app.services.door import telling
from storage import conversion, files
from storage.engine import is_plain
from storage.errors import ClosedStore, StoreBusy, TooManyTries, WrongCode, WrongPasscode
from storage.vault import Cost
from tests.services.conftest import Now

MARKER = "zebra-in-the-kitchen"
PASS = "heron lamp"


@pytest.fixture
def code(folder: Path, now: Now) -> str:
    """A store with an entry and a passcode, closed; gives its recovery code."""
    services = Services.open(folder, now=now)
    services.lock.cost = Cost(2)
    services.journal.add(6, words=MARKER)
    made = services.lock.turn_on(PASS)
    services.close()
    return made


@pytest.fixture
def door(folder: Path, now: Now) -> Iterator[Door]:
    made = Door(folder, now=now, cost=Cost(2))
    yield made
    made.close()


def locked(door: Door, visitor: object) -> Locked:
    found = door.look(visitor)
    assert isinstance(found, Locked)
    return found


def opened(state: Services | StoreProblem | Locked) -> Services:
    assert isinstance(state, Services), state
    return state


def test_without_a_passcode_everybody_walks_in(door: Door) -> None:
    first = opened(door.start())
    assert door.look(object()) is first
    assert door.look(object()) is first


def test_without_a_passcode_the_store_stays_open_when_all_have_left(door: Door) -> None:
    visitor = object()
    services = opened(door.look(visitor))
    door.leave(visitor)
    services.journal.add(5)


def test_a_start_without_a_passcode_loads_nothing_that_encrypts(folder: Path) -> None:
    import subprocess
    import sys

    program = (
        "import sys; from pathlib import Path; import app.main; from app.services import Door;"
        "Door(Path(sys.argv[1])).start().close();"
        "heavy = ('cryptography', 'sqlcipher3', 'storage.vault');"
        "sys.exit(str([name for name in sys.modules if name.startswith(heavy)]))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(folder)], capture_output=True, text=True)
    assert done.stderr.strip() == "[]"


def test_with_a_passcode_nothing_is_opened_before_it_is_given(door: Door, code: str) -> None:
    visitor = object()
    assert isinstance(door.start(), Locked)
    with pytest.raises(WrongPasscode):
        locked(door, visitor).unlock("wrong")
    assert isinstance(door.look(visitor), Locked)
    services = opened(locked(door, visitor).unlock(f" {PASS} "))
    assert door.look(visitor) is services
    assert [entry.words for entry in services.journal.recent()] == [MARKER]


def test_each_visitor_gives_it_and_all_share_one_store(door: Door, code: str) -> None:
    first, second = object(), object()
    services = opened(locked(door, first).unlock(PASS))
    assert opened(locked(door, second).unlock(PASS)) is services


def test_the_last_who_leaves_closes_the_store_and_forgets_its_key(door: Door, code: str) -> None:
    first, second = object(), object()
    services = opened(locked(door, first).unlock(PASS))
    locked(door, second).unlock(PASS)
    door.leave(first)
    assert isinstance(door.look(first), Locked)
    assert services.journal.count() == 1
    door.leave(second)
    door.leave(second)
    with pytest.raises(ClosedStore):
        services.journal.count()
    assert services.db.key is None
    assert opened(locked(door, second).unlock(PASS)).journal.count() == 1


def test_wrong_tries_are_counted_for_all_doors_and_over_restarts(
    door: Door, code: str, folder: Path, now: Now
) -> None:
    for _ in range(4):
        with pytest.raises(WrongPasscode):
            locked(door, object()).unlock("wrong")
    again = locked(Door(folder, now=now), object())
    assert again.wait().total_seconds() == 30
    for action in (lambda: again.unlock(PASS), lambda: again.recover(code, "quiet seven")):
        with pytest.raises(TooManyTries):
            action()
    now.move(seconds=30)
    assert again.wait().total_seconds() == 0
    opened(again.unlock(PASS)).close()
    assert again.wait().total_seconds() == 0


def test_the_recovery_code_opens_and_sets_a_new_passcode_and_a_new_code(door: Door, code: str) -> None:
    visitor = object()
    state, new = locked(door, visitor).recover(code.lower(), "quiet seven")
    assert opened(state).journal.count() == 1
    assert new != code
    door.leave(visitor)
    with pytest.raises(WrongPasscode):
        locked(door, visitor).unlock(PASS)
    with pytest.raises(WrongCode):
        locked(door, visitor).recover(code, "quiet eight")
    opened(locked(door, visitor).unlock("quiet seven"))


def test_a_new_passcode_that_cannot_be_one_costs_no_try_at_the_code(door: Door, code: str) -> None:
    visitor = object()
    for _ in range(6):
        with pytest.raises(Invalid, match="at least 4"):
            locked(door, visitor).recover(code, "123")
    assert locked(door, visitor).recover(code, "quiet seven")


def test_turning_it_on_asks_every_other_page(door: Door) -> None:
    first, second = object(), object()
    services = opened(door.look(first))
    opened(door.look(second))
    told: list[str] = []
    door.listen(lambda: told.append("again"))
    services.lock.turn_on(PASS)
    door.only(first)
    assert told
    assert door.look(first) is services
    assert isinstance(door.look(second), Locked)


def test_turning_it_off_lets_every_other_page_in(door: Door, code: str) -> None:
    first, second = object(), object()
    services = opened(locked(door, first).unlock(PASS))
    told: list[str] = []
    end = door.listen(lambda: told.append("again"))
    services.lock.turn_off(PASS)
    assert told == ["again"]
    assert door.look(second) is services
    end()
    door.only(first)
    assert told == ["again"]


def test_lock_now_asks_all_again_and_closes_behind_the_last_who_has_saved(door: Door, code: str) -> None:
    first, second = object(), object()
    services = opened(locked(door, first).unlock(PASS))
    locked(door, second).unlock(PASS)
    door.only()
    assert isinstance(door.look(first), Locked)
    assert isinstance(door.look(second), Locked)
    door.leave(first)
    services.journal.add(5)
    door.leave(second)
    with pytest.raises(ClosedStore):
        services.journal.count()


def test_a_turn_on_that_was_interrupted_is_finished_by_unlocking(folder: Path, now: Now, door: Door) -> None:
    services = Services.open(folder, now=now)
    services.journal.add(6, words=MARKER)
    plain = folder / "kept.db"
    services.close()
    shutil.copy(folder / config.STORE, plain)
    services = Services.open(folder, now=now)
    services.lock.cost = Cost(2)
    services.lock.turn_on(PASS)
    services.close()
    # As a kill between the key file and the exchange of the store leaves it.
    plain.replace(folder / config.STORE)
    visitor = object()
    with pytest.raises(WrongPasscode):
        locked(door, visitor).unlock("wrong")
    assert is_plain(folder / config.STORE)
    opened(locked(door, visitor).unlock(PASS))
    door.leave(visitor)
    assert is_plain(folder / config.STORE) is False


def test_what_an_interrupted_conversion_left_is_wiped(folder: Path, door: Door, code: str) -> None:
    left = folder / f"{config.STORE}.new"
    left.write_text(MARKER)
    opened(locked(door, object()).unlock(PASS))
    assert not left.exists()
    assert not conversion.unfinished(folder / config.STORE)


def test_a_store_that_is_damaged_behind_its_passcode_is_told_with_its_key(
    folder: Path, door: Door, code: str
) -> None:
    path = folder / config.STORE
    content = bytearray(path.read_bytes())
    content[4096:8192] = bytes(4096)
    path.write_bytes(content)
    state = locked(door, object()).unlock(PASS)
    assert isinstance(state, StoreProblem)
    assert state.can_set_aside
    assert state.key is not None
    assert state.key.hex() not in repr(state)
    assert path.read_bytes() == bytes(content)


def test_a_store_that_is_busy_asks_to_try_again(
    door: Door, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = object()

    def busy(*_: object, **__: object) -> None:
        raise StoreBusy(door.path)

    with monkeypatch.context() as patch:
        patch.setattr(Services, "open", busy)
        with pytest.raises(StoreError, match="try again"):
            locked(door, visitor).unlock(PASS)
    opened(locked(door, visitor).unlock(PASS))


def test_a_key_file_that_cannot_be_read_is_told_and_nothing_is_overwritten(
    folder: Path, door: Door, code: str
) -> None:
    for name in ("companion.key", "companion.key.copy"):
        (folder / name).write_text("{}")
    before = (folder / config.STORE).read_bytes()
    state = door.look(object())
    assert isinstance(state, StoreProblem)
    assert "key file" in state.sentence
    assert (folder / config.STORE).read_bytes() == before


def test_where_nothing_can_decrypt_it_says_so_instead_of_asking(
    door: Door, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.door.can_encrypt", lambda: False)
    state = door.look(object())
    assert isinstance(state, StoreProblem)
    assert "cannot decrypt" in state.sentence


def test_on_a_phone_the_passcode_opens_a_store_that_the_system_encrypts(
    folder: Path, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("lock", "door"):
        monkeypatch.setattr(f"app.services.{module}.can_encrypt", lambda: False)
    monkeypatch.setattr("storage.protection.can_encrypt", lambda: False)
    door = Door(folder, now=now, cost=Cost(2))
    visitor = object()
    opened(door.look(visitor)).lock.turn_on(PASS)
    door.leave(visitor)
    with pytest.raises(WrongPasscode):
        locked(door, visitor).unlock("wrong")
    services = opened(locked(door, visitor).unlock(PASS))
    assert not services.lock.encrypts
    door.close()


def test_the_key_that_the_device_kept_opens_until_the_passcode_was_turned_off(door: Door, code: str) -> None:
    visitor = object()
    services = opened(locked(door, visitor).unlock(PASS))
    key = services.lock.key_for(PASS)
    door.leave(visitor)
    with pytest.raises(Invalid, match="give the passcode"):
        locked(door, visitor).unlock_with(key)
    services = opened(locked(door, visitor).unlock(PASS))
    services.lock.trust_device(telling(key))
    door.leave(visitor)
    assert key.hex() not in files.card(door.path).read_text()
    with pytest.raises(Invalid):
        locked(door, visitor).unlock_with(bytes(32))
    services = opened(locked(door, visitor).unlock_with(key))
    services.lock.turn_off(PASS)
    services.lock.turn_on(PASS)
    door.leave(visitor)
    with pytest.raises(Invalid):
        locked(door, visitor).unlock_with(key)


def test_deleting_everything_behind_the_door_lets_all_go_on_with_the_empty_store(door: Door) -> None:
    first, second = object(), object()
    services = opened(door.look(first))
    opened(door.look(second))
    fresh = services.delete_everything("DELETE")
    door.adopt(fresh)
    assert door.look(second) is fresh
