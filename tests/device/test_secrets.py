"""The keystore of a desktop: only a safe one, in parts that are never mixed, and no secret in a complaint."""

from __future__ import annotations

import keyring
import pytest

from app.clinic.tokens import SignIn, Tokens, TokenStore
from app.device.secrets import SERVICE, Keystore, keystore
from app.errors import NotKept


class Fake:
    """A keystore in memory that takes as much for one secret as the smallest real one."""

    priority = 5

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.breaks_after = 10**9

    def _go_on(self) -> None:
        self.breaks_after -= 1
        if self.breaks_after < 0:
            raise OSError("locked, it held secret-text")

    def get_password(self, service: str, name: str) -> str | None:
        self._go_on()
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, text: str) -> None:
        self._go_on()
        if len(text.encode("utf-16-le")) > 2_560:
            raise ValueError(text)
        self.kept[service, name] = text

    def delete_password(self, service: str, name: str) -> None:
        self._go_on()
        del self.kept[service, name]


class Secret(Fake):
    """One whose module is that of the Secret Service."""


Secret.__module__ = "keyring.backends.SecretService"


@pytest.fixture
def fake() -> Fake:
    return Fake()


@pytest.mark.parametrize("text", ["short", "ä" * 1_000, "long😀" * 2_000])
def test_what_is_kept_comes_back_whatever_its_length(fake: Fake, text: str) -> None:
    store: TokenStore = Keystore(fake)  # type: ignore[arg-type]
    store.save("something longer that was there before" * 100)
    store.save(text)
    assert store.load() == text
    assert {service for service, _ in fake.kept} == {SERVICE}


def test_what_is_forgotten_leaves_nothing_behind(fake: Fake) -> None:
    store = Keystore(fake)  # type: ignore[arg-type]
    store.save("x" * 5_000)
    store.forget()
    assert store.load() is None
    assert fake.kept == {}


def test_a_save_that_breaks_off_leaves_no_text_of_two(fake: Fake) -> None:
    store = Keystore(fake)  # type: ignore[arg-type]
    for steps in range(6):  # as many as one save takes
        fake.breaks_after = 10**9
        store.save("a" * 2_500)
        fake.breaks_after = steps
        with pytest.raises(NotKept) as told:
            store.save("b" * 2_500)
        assert "secret" not in str(told.value)
        assert told.value.__suppress_context__
        fake.breaks_after = 10**9
        assert store.load() in ("a" * 2_500, None)


def test_a_keystore_that_stays_locked_is_told_so_without_what_it_holds(fake: Fake) -> None:
    store = Keystore(fake)  # type: ignore[arg-type]
    fake.breaks_after = 0
    with pytest.raises(NotKept, match="unlock it") as told:
        store.load()
    assert "secret" not in str(told.value)
    store.forget()


def test_more_than_a_keystore_should_hold_is_refused_before_it_is_written(fake: Fake) -> None:
    with pytest.raises(NotKept):
        Keystore(fake).save("x" * 100_000)  # type: ignore[arg-type]
    assert fake.kept == {}


def test_the_sign_ins_of_two_stores_do_not_meet(fake: Fake) -> None:
    one, other = Keystore(fake, "one"), Keystore(fake, "other")  # type: ignore[arg-type]
    one.save("first")
    other.save("second")
    one.forget()
    assert (one.load(), other.load()) == (None, "second")


def test_only_a_safe_keystore_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    in_clear, safe = Fake(), Secret()
    monkeypatch.setattr(keyring, "get_keyring", lambda: in_clear)
    assert keystore() is None
    monkeypatch.setattr(keyring, "get_keyring", lambda: safe)
    found = keystore("one")
    assert found
    found.save("kept")
    assert (SERVICE, "one") in safe.kept
    safe.priority = 0
    assert keystore() is None


def test_a_safe_keystore_among_several_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Several:
        backends = (Fake(), Secret())

    monkeypatch.setattr(keyring, "get_keyring", Several)
    assert keystore()


def test_a_broken_keystore_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("no bus")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    assert keystore() is None


def test_a_sign_in_is_renewed_into_the_keystore(fake: Fake) -> None:
    store = Keystore(fake)  # type: ignore[arg-type]
    store.save(SignIn(access="old", refresh="r" * 3_000).to_text())
    tokens = Tokens(store, lambda _: SignIn(access="new", refresh="s" * 3_000))
    assert tokens("old") == "new"
    assert SignIn.from_text(store.load() or "") == SignIn(access="new", refresh="s" * 3_000)
