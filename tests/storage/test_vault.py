"""The vault gives the key for the passcode or the recovery code, and for nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import files, vault
from storage.errors import DamagedVault, NewerVault, WrongCode, WrongPasscode
from storage.vault import Cost, Vault

CHEAP = Cost(2)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip)


@settings(max_examples=40)
@given(passcode=WORDS, other=WORDS)
def test_only_the_passcode_opens(passcode: str, other: str) -> None:
    made, key, _ = Vault.create(passcode, cost=CHEAP)
    assert made.open(passcode) == key
    if vault.typed(other) != vault.typed(passcode):
        with pytest.raises(WrongPasscode):
            made.open(other)


def test_spaces_at_the_ends_and_the_way_a_letter_is_written_do_not_matter() -> None:
    made, key, _ = Vault.create("caf\u00e9 2026", cost=CHEAP)
    assert made.open("  cafe\u0301 2026\n") == key


def test_the_recovery_code_opens_as_people_copy_it() -> None:
    made, key, code = Vault.create("1234", cost=CHEAP)
    assert len(code) == 39
    assert not set(code) & set("ILOU")
    misread = code.replace("0", "o").replace("1", "l").replace("V", "u")
    for written in (code, code.lower(), code.replace("-", " "), f" {misread} "):
        assert made.open_with_code(written) == key


@pytest.mark.parametrize("wrong", ["", "1234", "0" * 32, "A" * 31, "A" * 33, "\u0130" * 32])
def test_another_code_opens_nothing(wrong: str) -> None:
    made, _, _ = Vault.create("1234", cost=CHEAP)
    with pytest.raises(WrongCode):
        made.open_with_code(wrong)


def test_two_vaults_share_nothing() -> None:
    first, second = (Vault.create("1234", cost=CHEAP) for _ in range(2))
    assert first[1] != second[1]
    assert first[2] != second[2]
    assert first[0] != second[0]


def test_a_new_passcode_ends_the_old_one_and_keeps_key_and_code() -> None:
    made, key, code = Vault.create("1234", cost=CHEAP)
    changed = made.with_passcode(key, "a phrase", cost=CHEAP)
    assert changed.open("a phrase") == key == changed.open_with_code(code)
    with pytest.raises(WrongPasscode):
        changed.open("1234")


def test_a_new_code_ends_the_old_one_and_keeps_key_and_passcode() -> None:
    made, key, code = Vault.create("1234", cost=CHEAP)
    changed, new = made.with_new_code(key, cost=CHEAP)
    assert changed.open("1234") == key == changed.open_with_code(new)
    with pytest.raises(WrongCode):
        changed.open_with_code(code)


@pytest.fixture
def saved(path: Path) -> bytes:
    path.parent.mkdir()
    made, key, _ = Vault.create("1234", cost=CHEAP)
    made.save(path)
    return key


def test_what_is_saved_holds_neither_key_nor_passcode_and_is_for_its_owner_alone(
    path: Path, saved: bytes
) -> None:
    for file in files.vaults(path):
        content = file.read_bytes()
        assert saved not in content
        assert saved.hex().encode() not in content
        assert b"1234" not in content.replace(b"1234", b"", 0) or json.loads(content)["passcode"]["n"] == 2
        assert file.stat().st_mode & 0o077 == 0


def test_no_vault_is_no_passcode(path: Path) -> None:
    assert vault.load(path) is None


@pytest.mark.parametrize("harm", [b"", b"{}", b"[]", b"\0" * 400, b'{"format": "infusion-companion vault"}'])
@pytest.mark.parametrize("broken", [0, 1])
def test_one_of_two_files_is_enough_and_mends_the_other(
    path: Path, saved: bytes, harm: bytes, broken: int
) -> None:
    places = files.vaults(path)
    places[broken].write_bytes(harm)
    found = vault.load(path)
    assert found is not None
    assert found.open("1234") == saved
    assert places[0].read_bytes() == places[1].read_bytes()


def test_one_missing_file_is_written_anew(path: Path, saved: bytes) -> None:
    files.vault(path).unlink()
    found = vault.load(path)
    assert found is not None
    assert all(file.exists() for file in files.vaults(path))


@settings(max_examples=60)
@given(data=st.data())
def test_a_vault_that_was_tampered_with_gives_no_wrong_key(data: st.DataObject) -> None:
    made, key, _ = Vault.create("1234", cost=CHEAP)
    content = bytearray(json.dumps({"passcode": made._passcode.as_json()}).encode())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 6))
    try:
        changed = Vault(vault._Wrapped.from_json(json.loads(content)["passcode"]), made._recovery)
    except (ValueError, KeyError, TypeError):
        return
    if changed._passcode.cost.n > 1024:
        return
    try:
        assert changed.open("1234") == key
    except WrongPasscode:
        return


def test_both_broken_is_told_and_nothing_is_written(path: Path, saved: bytes) -> None:
    for file in files.vaults(path):
        file.write_bytes(b"broken")
    with pytest.raises(DamagedVault, match="damaged or missing"):
        vault.load(path)
    assert [file.read_bytes() for file in files.vaults(path)] == [b"broken", b"broken"]


def test_a_newer_vault_is_left_alone(path: Path, saved: bytes) -> None:
    for file in files.vaults(path):
        file.write_bytes(file.read_bytes().replace(b'"version": 1', b'"version": 2'))
    with pytest.raises(NewerVault, match="update"):
        vault.load(path)


@pytest.mark.parametrize("cost", [{"n": 3}, {"n": 2**21}, {"n": 4, "r": 0}, {"n": 4, "p": 9}])
def test_a_cost_that_would_hang_or_help_nobody_is_refused(cost: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="scrypt"):
        Cost(**cost)


def test_the_cost_of_a_real_guess_is_the_one_the_documents_name() -> None:
    assert (vault.COST.n, vault.COST.r, vault.COST.p) == (2**17, 8, 1)
