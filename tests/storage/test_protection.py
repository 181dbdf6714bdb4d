"""A store gets a passcode and loses it again; nothing is lost, and nothing stays readable."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from storage import aside, conversion, engine, files, protection, vault
from storage.database import open_database
from storage.doctor import check
from storage.errors import (
    DamagedVault,
    FullStore,
    KeyNeeded,
    NoCipher,
    StoreBusy,
    StoreError,
    TooManyTries,
    WrongCode,
    WrongPasscode,
)
from storage.table import Table
from storage.vault import Cost
from tests.storage.records import NOW, Entry, entry

CHEAP = Cost(2)
MARKER = b"xylophone-marker"


@pytest.fixture
def key() -> None:
    """A store is plain before it has a passcode."""


@pytest.fixture
def store(path: Path) -> Path:
    """A plain store with two entries, a copy, and a damaged one set aside, all with the marker."""
    db = open_database(path, clock=lambda: NOW)
    entries = Table(db, Entry, "journal_entry")
    entries.add(entry(MARKER.decode(), feelings=("calm",)))
    entries.add(entry("second"))
    files.copies(path).mkdir()
    with connect_copy(path) as copy:
        db.connection.backup(copy)
    copy.close()
    db.close()
    broken = path.with_name("damaged.db")
    broken.write_bytes(b"no store " + MARKER)
    broken.rename(path.with_name("companion.damaged-20260101-000000.db"))
    return path


def connect_copy(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(files.copies(path) / "companion-20260101-000000.db")


def words(path: Path, key: bytes | None) -> list[str]:
    db = open_database(path, key=key)
    try:
        return [one.words for one in Table(db, Entry, "journal_entry").all()]
    finally:
        db.close()


def everything(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.rglob("*")) if file.is_file())


def test_with_a_passcode_no_byte_in_the_folder_says_anything(store: Path) -> None:
    assert MARKER in everything(store)
    key, _ = protection.turn_on(store, "1234", cost=CHEAP)
    assert key is not None
    assert MARKER not in everything(store)
    assert b"journal_entry" not in everything(store)
    assert words(store, key) == [MARKER.decode(), "second"]
    assert MARKER not in everything(store)


def test_the_encrypted_store_can_be_searched_and_passes_the_check(store: Path) -> None:
    key, _ = protection.turn_on(store, "1234", cost=CHEAP)
    db = open_database(store, key=key)
    entries = Table(db, Entry, "journal_entry")
    assert [one.words for one in entries.search("xylophone")] == [MARKER.decode()]
    assert db.rows("PRAGMA integrity_check") == [("ok",)]
    assert db.rows("PRAGMA foreign_key_check") == []
    entries.add(entry("third"))
    assert [one.words for one in entries.search("third")] == ["third"]
    db.close()


def test_without_the_key_it_stays_closed_and_untouched(store: Path) -> None:
    protection.turn_on(store, "1234", cost=CHEAP)
    before = everything(store)
    with pytest.raises(KeyNeeded, match="passcode"):
        open_database(store)
    assert everything(store) == before


def test_unlocking_gives_the_same_key_and_a_wrong_passcode_none(store: Path) -> None:
    key, _ = protection.turn_on(store, "1234", cost=CHEAP)
    assert protection.unlock(store, "1234", NOW) == key
    with pytest.raises(WrongPasscode):
        protection.unlock(store, "12345", NOW)
    assert words(store, key)


def test_wrong_tries_wait_and_delete_nothing(store: Path) -> None:
    key, _ = protection.turn_on(store, "1234", cost=CHEAP)
    for _ in range(4):
        with pytest.raises(WrongPasscode):
            protection.check(store, "0000", NOW)
    with pytest.raises(TooManyTries):
        protection.check(store, "1234", NOW)
    assert protection.check(store, "1234", NOW + timedelta(seconds=30)) == key
    assert words(store, key) == [MARKER.decode(), "second"]


def test_turning_it_off_gives_back_every_plain_file(store: Path) -> None:
    before = {file.relative_to(store.parent) for file in store.parent.rglob("*") if file.is_file()}
    key, _ = protection.turn_on(store, "1234", cost=CHEAP)
    protection.turn_off(store, key)
    assert not files.has_vault(store)
    assert words(store, None) == [MARKER.decode(), "second"]
    after = {file.relative_to(store.parent) for file in store.parent.rglob("*") if file.is_file()}
    assert after - {Path("companion.lock")} == before
    assert check(store) == []
    assert aside.kept(store)[0].read_bytes() == b"no store " + MARKER
    assert words(files.copies(store) / "companion-20260101-000000.db", None)


def test_a_new_passcode_opens_and_the_old_one_does_not(store: Path) -> None:
    key, _ = protection.turn_on(store, "1234", cost=CHEAP)
    protection.change(store, "1234", "a phrase", NOW, cost=CHEAP)
    assert protection.unlock(store, "a phrase", NOW) == key
    with pytest.raises(WrongPasscode):
        protection.unlock(store, "1234", NOW)


def test_a_wrong_old_passcode_changes_nothing(store: Path) -> None:
    key, _ = protection.turn_on(store, "1234", cost=CHEAP)
    with pytest.raises(WrongPasscode):
        protection.change(store, "4321", "a phrase", NOW, cost=CHEAP)
    assert protection.unlock(store, "1234", NOW) == key


def test_the_recovery_code_sets_a_new_passcode_and_is_then_used_up(store: Path) -> None:
    key, code = protection.turn_on(store, "1234", cost=CHEAP)
    _, following = protection.recover(store, code, "new words", NOW, cost=CHEAP)
    assert protection.unlock(store, "new words", NOW) == key
    with pytest.raises(WrongCode):
        protection.recover(store, code, "other", NOW, cost=CHEAP)
    assert protection.unlock_with_code(store, following, NOW) == key


def test_a_new_code_ends_the_one_before(store: Path) -> None:
    key, code = protection.turn_on(store, "1234", cost=CHEAP)
    new = protection.renew_code(store, "1234", NOW, cost=CHEAP)
    with pytest.raises(WrongCode):
        protection.unlock_with_code(store, code, NOW)
    assert protection.unlock_with_code(store, new, NOW) == key


def test_a_store_that_someone_has_open_is_not_converted(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "BUSY_MILLISECONDS", 20)
    db = open_database(store)
    with pytest.raises(StoreBusy):
        protection.turn_on(store, "1234", cost=CHEAP)
    assert not files.has_vault(store)
    Table(db, Entry, "journal_entry").add(entry("third"))
    db.close()
    assert words(store, None) == [MARKER.decode(), "second", "third"]
    assert words(files.copies(store) / "companion-20260101-000000.db", None)


def test_a_store_that_another_process_writes_is_not_converted(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "BUSY_MILLISECONDS", 20)
    command = [sys.executable, "-m", "tests.storage.writer", str(store), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(StoreBusy):
            protection.turn_on(store, "1234", cost=CHEAP)
        assert writer.stdout.readline()
        writer.kill()
    assert not files.has_vault(store)
    assert words(store, None)[:2] == [MARKER.decode(), "second"]
    assert check(store) == []


def test_an_interrupted_turning_on_is_finished_by_the_next_unlock(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, key, _ = vault.Vault.create("1234", cost=CHEAP)
    made.save(store)
    assert engine.is_plain(store)
    assert protection.unlock(store, "1234", NOW) == key
    assert engine.is_plain(store) is False
    assert MARKER not in everything(store)


def test_a_disk_that_is_full_leaves_a_plain_store_without_a_passcode(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise FullStore(store)

    monkeypatch.setattr(conversion, "_export", full)
    with pytest.raises(FullStore):
        protection.turn_on(store, "1234", cost=CHEAP)
    assert not files.has_vault(store)
    assert words(store, None) == [MARKER.decode(), "second"]
    assert not list(store.parent.glob("*.new"))


@pytest.mark.parametrize("leftover", ["companion.db.new", "companion.db.new-journal"])
def test_what_a_kill_left_beside_the_store_is_wiped_by_the_next_unlock(store: Path, leftover: str) -> None:
    key, _ = protection.turn_on(store, "1234", cost=CHEAP)
    store.with_name("companion.db.new").write_bytes(b"half")
    store.with_name(leftover).write_bytes(MARKER)
    protection.unlock(store, "1234", NOW)
    assert not store.with_name(leftover).exists()
    assert words(store, key)


def test_where_an_open_file_cannot_be_replaced_it_is_closed_first(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "_CLOSE_FIRST", True)
    key, _ = protection.turn_on(store, "1234", cost=CHEAP)
    assert MARKER not in everything(store)
    assert words(store, key) == [MARKER.decode(), "second"]


def test_where_a_file_has_one_name_only_it_is_exchanged_all_the_same(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(conversion.os, "link", refused)
    key, _ = protection.turn_on(store, "1234", cost=CHEAP)
    assert MARKER not in everything(store)
    assert words(store, key) == [MARKER.decode(), "second"]


def test_two_names_of_one_store_are_never_wiped(store: Path) -> None:
    store.with_name("companion.db.old").hardlink_to(store)
    conversion.tidy(store)
    assert not store.with_name("companion.db.old").exists()
    assert words(store, None) == [MARKER.decode(), "second"]


def test_a_store_whose_first_name_is_gone_gets_it_back(store: Path) -> None:
    store.rename(store.with_name("companion.db.old"))
    conversion.tidy(store)
    assert words(store, None) == [MARKER.decode(), "second"]


def test_without_sqlcipher_the_passcode_guards_and_the_store_stays_plain(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protection, "can_encrypt", lambda: False)
    key, code = protection.turn_on(store, "1234", cost=CHEAP)
    assert key is None
    assert protection.unlock(store, "1234", NOW) is None
    assert protection.unlock_with_code(store, code, NOW) is None
    with pytest.raises(WrongPasscode):
        protection.unlock(store, "12345", NOW)
    assert words(store, None)
    protection.turn_off(store, bytes(32))
    assert not files.has_vault(store)


def test_an_encrypted_store_without_sqlcipher_is_told_and_kept(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, _ = protection.turn_on(store, "1234", cost=CHEAP)
    monkeypatch.setattr(protection, "can_encrypt", lambda: False)
    with pytest.raises(NoCipher, match="decrypt"):
        protection.unlock(store, "1234", NOW)
    assert words(store, key)


def test_a_lost_key_file_is_told(store: Path) -> None:
    protection.turn_on(store, "1234", cost=CHEAP)
    for file in files.vaults(store):
        file.write_bytes(b"?")
    with pytest.raises(DamagedVault):
        protection.unlock(store, "1234", NOW)


def test_a_flipped_bit_in_an_encrypted_store_is_damage_and_no_word_of_it(store: Path) -> None:
    key, _ = protection.turn_on(store, "1234", cost=CHEAP)
    content = bytearray(store.read_bytes())
    content[len(content) // 2] ^= 1
    store.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        open_database(store, key=key)
