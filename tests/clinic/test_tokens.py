"""Tokens: renewed in time and once, kept nowhere but in their store, shown to nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.clinic.tokens import InMemory, SignIn, Tokens, fixed
from app.errors import Offline, SignInNeeded

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEPT = SignIn(
    access="access-1", refresh="refresh-1", ends_at=NOW + timedelta(hours=1), scope="patient/*.cruds",
    patient="patient-1", client_id="app", token_url="https://login.clinic.example/token",
)  # fmt: skip


class Provider:
    """Gives the next token, and takes each refresh token once."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def __call__(self, before: SignIn) -> SignIn:
        if before.refresh in self.taken:
            raise SignInNeeded("It was taken before.")
        self.taken.append(before.refresh)
        at = len(self.taken) + 1
        return replace(
            before, access=f"access-{at}", refresh=f"refresh-{at}", ends_at=NOW + timedelta(hours=9)
        )


def tokens(found: SignIn | None = KEPT, *, now: datetime = NOW) -> tuple[Tokens, Provider, InMemory]:
    store, provider = InMemory(), Provider()
    if found:
        store.save(found.to_text())
    return Tokens(store, provider, lambda: now), provider, store


def test_a_sign_in_comes_back_from_its_text_as_it_was() -> None:
    for found in (KEPT, SignIn(access="only")):
        assert SignIn.from_text(found.to_text()) == found


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "7", "{}", '{"ends_at": null}', '{"access": "a", "ends_at": 7}',
        '{"access": "a", "ends_at": null, "new": 1}',
    ],
)  # fmt: skip
def test_a_text_that_is_no_sign_in_is_none(text: str) -> None:
    assert SignIn.from_text(text) is None


def test_a_sign_in_shows_no_secret_and_no_patient() -> None:
    for secret in ("access-1", "refresh-1", "patient-1"):
        assert secret not in repr(KEPT)


def test_a_good_token_is_given_without_asking_anybody() -> None:
    give, provider, _ = tokens()
    assert (give(), give(None), provider.taken) == ("access-1", "access-1", [])


@pytest.mark.parametrize(("left", "renewed"), [(31, False), (30, True), (0, True), (-9_000, True)])
def test_a_token_that_is_about_to_end_is_renewed_first(left: float, renewed: bool) -> None:
    give, provider, store = tokens(now=NOW + timedelta(hours=1, seconds=-left))
    assert give() == ("access-2" if renewed else "access-1")
    assert provider.taken == (["refresh-1"] if renewed else [])
    assert (f"refresh-{1 + renewed}") in str(store.load())


def test_a_token_without_an_end_is_good_until_it_is_refused() -> None:
    give, _, _ = tokens(replace(KEPT, ends_at=None), now=NOW + timedelta(days=900))
    assert (give(), give("access-1")) == ("access-1", "access-2")


def test_several_threads_with_one_refused_token_renew_it_once() -> None:
    give, provider, _ = tokens()
    with ThreadPoolExecutor(8) as threads:
        given = list(threads.map(give, ["access-1"] * 40))
    assert set(given) == {"access-2"}
    assert provider.taken == ["refresh-1"]


@pytest.mark.parametrize("found", [None, replace(KEPT, refresh="")])
def test_without_anything_to_renew_one_has_to_sign_in(found: SignIn | None) -> None:
    give, provider, _ = tokens(found)
    with pytest.raises(SignInNeeded, match="sign in again"):
        give("access-1")
    assert provider.taken == []


def test_a_sign_in_that_could_not_be_renewed_stays_as_it_was() -> None:
    store = InMemory()
    store.save(KEPT.to_text())

    def offline(before: SignIn) -> SignIn:
        raise Offline("It was not reached.")

    with pytest.raises(Offline):
        Tokens(store, offline, lambda: NOW)("access-1")
    assert store.load() == KEPT.to_text()


def test_what_is_forgotten_is_gone() -> None:
    give, _, store = tokens()
    store.forget()
    assert store.load() is None
    with pytest.raises(SignInNeeded):
        give()


def test_a_given_token_is_never_renewed() -> None:
    give = fixed("given")
    assert (give(), give("another")) == ("given", "given")
    with pytest.raises(SignInNeeded) as told:
        give("given")
    assert "given;" not in str(told.value).replace("that was given;", "")
