"""Turning a passcode on and off, changing it, and what lies in the folder then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app import config
from app.care.invalid import Invalid
from app.services import Services
from app.services.lock import PASSCODE
from storage import conversion
from storage.errors import StoreBusy, StoreError, TooManyTries, WrongPasscode
from storage.vault import Cost
from tests.services.conftest import Now

MARKER = "zebra-in-the-kitchen"


@pytest.fixture
def services(services: Services) -> Services:
    """Services whose passcode costs nothing to try."""
    services.lock.cost = Cost(2)
    return services


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A device for which there is no SQLCipher."""
    for module in ("lock", "door"):
        monkeypatch.setattr(f"app.services.{module}.can_encrypt", lambda: False)
    monkeypatch.setattr("storage.protection.can_encrypt", lambda: False)
    return


def holding(folder: Path, words: str) -> list[str]:
    """The files of a folder that hold some words."""
    return [f.name for f in folder.rglob("*") if f.is_file() and words.encode() in f.read_bytes()]


def test_turning_it_on_encrypts_what_is_there_and_work_goes_on(services: Services, folder: Path) -> None:
    services.journal.add(6, words=MARKER)
    assert holding(folder, MARKER)
    code = services.lock.turn_on("heron lamp")
    assert services.lock.is_on
    assert services.lock.encrypts
    assert len(code) == 39
    assert [entry.words for entry in services.journal.recent()] == [MARKER]
    services.journal.add(7, words=MARKER)
    services.close()
    assert holding(folder, MARKER) == []
    assert holding(folder, "heron lamp") == []
    assert holding(folder, code) == []


def test_for_as_long_as_it_is_closed_it_is_busy_and_nobody_is_told_that_it_is_lost(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, begin = [], services.store.open

    def opened(key: bytes | None = None) -> None:
        seen.append(services.lock.is_busy)
        begin(key)
        seen.append(services.lock.is_busy)

    monkeypatch.setattr(services.store, "open", opened)
    services.lock.turn_on("heron lamp")
    assert not services.lock.is_busy
    services.lock.turn_off("heron lamp")
    assert not services.lock.is_busy
    assert seen == [True] * 4


def test_turning_it_off_leaves_a_plain_store_and_nothing_of_the_passcode(
    services: Services, folder: Path, now: Now
) -> None:
    services.lock.turn_on("heron lamp")
    services.journal.add(6, words=MARKER)
    services.lock.turn_off("heron lamp")
    assert not services.lock.is_on
    assert not services.lock.encrypts
    services.close()
    assert {f.name for f in folder.iterdir()} - {"companion.lock"} == {config.STORE}
    again = Services.open(folder, now=now)
    assert [entry.words for entry in again.journal.recent()] == [MARKER]
    again.close()


def test_on_a_phone_the_passcode_guards_and_the_file_stays_as_it_is(
    services: Services, phone: None, folder: Path
) -> None:
    services.lock.turn_on("heron lamp")
    assert services.lock.is_on
    assert not services.lock.encrypts
    assert services.lock.key_for("heron lamp")
    services.lock.turn_off("heron lamp")
    assert not services.lock.is_on


@pytest.mark.parametrize("passcode", ["", "123", "x" * 201])
def test_what_is_no_passcode_changes_nothing(services: Services, folder: Path, passcode: str) -> None:
    with pytest.raises(Invalid):
        services.lock.turn_on(passcode)
    assert not services.lock.is_on
    services.lock.turn_on("heron lamp")
    with pytest.raises(Invalid):
        services.lock.change("heron lamp", passcode)
    assert services.lock.key_for("heron lamp")


def test_a_second_passcode_does_not_overwrite_the_first(services: Services) -> None:
    services.lock.turn_on("heron lamp")
    with pytest.raises(Invalid, match="already"):
        services.lock.turn_on("another one")
    assert services.lock.key_for("heron lamp")


def test_after_a_change_only_the_new_one_counts(services: Services) -> None:
    services.lock.turn_on("heron lamp")
    key = services.lock.key_for("heron lamp")
    services.lock.change(" heron lamp ", "quiet seven")
    assert services.lock.key_for("quiet seven") == key
    with pytest.raises(WrongPasscode):
        services.lock.key_for("heron lamp")


def test_a_wrong_one_neither_changes_nor_turns_off_anything(services: Services) -> None:
    services.lock.turn_on("heron lamp")
    for action in (
        lambda: services.lock.change("wrong", "quiet seven"),
        lambda: services.lock.turn_off("wrong"),
        lambda: services.lock.new_code("wrong"),
    ):
        with pytest.raises(WrongPasscode):
            action()
    assert services.lock.encrypts
    assert services.lock.key_for("heron lamp")


def test_many_wrong_ones_have_to_wait_and_the_right_one_too(services: Services, now: Now) -> None:
    services.lock.turn_on("heron lamp")
    for _ in range(4):
        with pytest.raises(WrongPasscode):
            services.lock.key_for("wrong")
    assert services.lock.wait() > timedelta()
    with pytest.raises(TooManyTries):
        services.lock.key_for("heron lamp")
    now.move(minutes=5)
    assert services.lock.key_for("heron lamp")
    assert services.lock.wait() == timedelta()


def test_a_new_code_ends_the_one_before(services: Services) -> None:
    from storage import vault as vaults
    from storage.errors import WrongCode

    old = services.lock.turn_on("heron lamp")
    new = services.lock.new_code("heron lamp")
    vault = vaults.load(services.store.path)
    assert vault is not None
    assert vault.open_with_code(new) == services.lock.key_for("heron lamp")
    with pytest.raises(WrongCode):
        vault.open_with_code(old)


def test_the_sample_has_no_passcode(services: Services) -> None:
    services.lock.turn_on("heron lamp")
    sample = services.open_sample()
    assert not sample.lock.is_on
    with pytest.raises(Invalid, match="sample"):
        sample.lock.turn_on("heron lamp")


def test_where_encrypting_fails_the_store_is_open_without_a_passcode_and_no_copy_lost_its_key(
    services: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.journal.add(6, words=MARKER)
    copy = folder / "copies" / "companion-20261101-000000.db"
    copy.parent.mkdir()
    services.db.connection.execute("VACUUM INTO ?", (str(copy),))
    convert = conversion._convert

    def fails_at_the_store(path: Path, before: bytes | None, after: bytes | None) -> None:
        if path.name == config.STORE:
            raise StoreBusy(path)
        convert(path, before, after)

    monkeypatch.setattr(conversion, "_convert", fails_at_the_store)
    with pytest.raises(StoreBusy):
        services.lock.turn_on("heron lamp")
    assert not services.lock.is_on
    assert [entry.words for entry in services.journal.recent()] == [MARKER]
    assert "companion-20261101-000000.db" in holding(folder, MARKER)


def test_where_decrypting_fails_it_is_still_encrypted_and_open(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.journal.add(6, words=MARKER)
    services.lock.turn_on("heron lamp")

    def fails(path: Path, key: bytes) -> None:
        raise StoreBusy(path)

    monkeypatch.setattr(conversion, "decrypt", fails)
    with pytest.raises(StoreError):
        services.lock.turn_off("heron lamp")
    assert services.lock.is_on
    assert services.lock.encrypts
    assert [entry.words for entry in services.journal.recent()] == [MARKER]


def test_the_card_holds_numbers_for_help_and_no_word_of_the_diary(services: Services, folder: Path) -> None:
    services.journal.add(6, words=MARKER)
    services.settings.change_clinic(name="Secret Clinic", phone="555 0100", address="1 Street")
    services.settings.change_person(name="Sam Secret", phone="555 0123")
    services.settings.change_preferences(crisis_name="My secret line", crisis_number="555 0777")
    services.lock.turn_on("heron lamp")
    card = services.lock.card
    assert (card.clinic_phone, card.person_phone, card.crisis_number) == ("555 0100", "555 0123", "555 0777")
    assert {route.number for route in card.help_routes()} >= {
        "555 0100",
        "555 0123",
        "555 0777",
        "988",
        "911",
    }
    assert holding(folder, "ecret") == []
    assert holding(folder, MARKER) == []
    services.settings.change_person(phone="555 0199")
    assert services.lock.card.person_phone == "555 0199"


def test_numbers_leave_the_card_when_the_patient_says_so(services: Services, folder: Path) -> None:
    services.settings.change_clinic(phone="555 0100")
    services.lock.turn_on("heron lamp")
    services.lock.show_numbers(False)
    assert holding(folder, "555 0100") == []
    assert {route.number for route in services.lock.card.help_routes()} >= {"988", "911"}
    services.settings.change_clinic(phone="555 0101")
    assert holding(folder, "555 01") == []
    services.lock.show_numbers(True)
    assert services.lock.card.clinic_phone == "555 0101"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'"x"', b'{"theme": 7, "country": "nowhere", "numbers": "no"}', b"\xff" * 9]
)
def test_a_card_that_cannot_be_read_still_shows_the_crisis_line(
    services: Services, folder: Path, content: bytes
) -> None:
    services.lock.turn_on("heron lamp")
    (folder / "companion.card").write_bytes(content)
    card = services.lock.card
    assert card.look.country == "US"
    assert "911" in {route.number for route in card.help_routes()}


def test_who_shows_the_passcode_is_told_when_it_changes(services: Services) -> None:
    told: list[frozenset[str]] = []
    services.changes.subscribe(told.append)
    services.lock.turn_on("heron lamp")
    assert PASSCODE in told[-1]
    services.lock.turn_off("heron lamp")
    assert PASSCODE in told[-1]
