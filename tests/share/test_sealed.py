"""A sealed summary: only its passphrase opens it, other programs can, and a hostile file is one sentence."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jwcrypto import jwa, jwe, jwk

from app.errors import BadSummary
from app.share.sealed import COST, MOST, TYPE, open_sealed, seal

PASSPHRASE = "heron feather stone"
PAYLOAD = json.dumps({"resourceType": "Bundle", "type": "collection"}).encode()
CHEAP = 1_000


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return seal(PAYLOAD, PASSPHRASE, cost=CHEAP)


def part(header: Any) -> str:
    return urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()


HEADER = {
    "alg": "PBES2-HS512+A256KW", "enc": "A256GCM", "cty": TYPE, "typ": "infusion-companion-summary+1",
    "p2c": CHEAP, "p2s": "c2FsdHNhbHRzYWx0",
}  # fmt: skip


def with_header(sealed: bytes, **changes: Any) -> bytes:
    rest = sealed.decode().partition(".")[2]
    return f"{part({**HEADER, **changes})}.{rest}".encode()


@given(payload=st.binary(min_size=1, max_size=2_000), passphrase=st.text(min_size=1, max_size=60))
@example(payload=b"\0", passphrase="\0")
@settings(deadline=None, max_examples=60)
def test_what_was_sealed_comes_back_with_its_passphrase_alone(payload: bytes, passphrase: str) -> None:
    content = seal(payload, passphrase, cost=CHEAP)
    assert open_sealed(content, passphrase) == payload
    with pytest.raises(BadSummary):
        open_sealed(content, passphrase + "x")


def test_another_library_opens_it(monkeypatch: pytest.MonkeyPatch) -> None:
    content = seal(PAYLOAD, PASSPHRASE)
    token = jwe.JWE(algs=["PBES2-HS512+A256KW", "A256GCM"])
    # It holds that more than 16,384 rounds are too many unless told otherwise.
    monkeypatch.setattr(jwa, "default_max_pbkdf2_iterations", COST)
    token.deserialize(content.decode(), jwk.JWK.from_password(PASSPHRASE))
    assert token.payload == PAYLOAD
    assert token.jose_header["cty"] == TYPE


def test_it_opens_what_another_library_sealed() -> None:
    token = jwe.JWE(PAYLOAD, json.dumps({**HEADER, "p2c": 8_192}), algs=["PBES2-HS512+A256KW", "A256GCM"])
    token.add_recipient(jwk.JWK.from_password(PASSPHRASE))
    assert open_sealed(token.serialize(compact=True).encode(), PASSPHRASE) == PAYLOAD


def test_no_word_and_no_name_can_be_read_from_outside(sealed: bytes) -> None:
    header = sealed.partition(b".")[0]
    assert b"Bundle" not in sealed
    assert set(json.loads(urlsafe_b64decode(header + b"=="))) == set(HEADER)


def test_two_files_of_the_same_have_nothing_in_common() -> None:
    one, other = (seal(PAYLOAD, PASSPHRASE, cost=CHEAP).split(b".") for _ in range(2))
    assert all(first != second for first, second in zip(one, other, strict=True))


def refused(content: bytes, passphrase: str = PASSPHRASE) -> str:
    with pytest.raises(BadSummary) as found:
        open_sealed(content, passphrase)
    sentence = str(found.value)
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
    assert found.value.__cause__ is None
    return sentence


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("how", ["changed", "cut", "gone", "doubled"])
def test_each_part_that_was_tampered_with_is_noticed(sealed: bytes, place: int, how: str) -> None:
    parts = sealed.decode().split(".")
    old = parts[place]
    middle = len(old) // 2
    other = "A" if old[middle] != "A" else "B"
    parts[place] = {
        "changed": old[:middle] + other + old[middle + 1 :],
        "cut": old[:-3],
        "gone": "",
        "doubled": old + old,
    }[how]
    refused(".".join(parts).encode())


FOREIGN = {
    "nothing": b"",
    "words": "Hallo, ich bin Ärger.".encode(),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "json": b'{"resourceType":"Bundle"}',
    "a page": b"<!doctype html><title>x</title>",
    "another token": f"{part({'alg': 'dir', 'enc': 'A256GCM'})}..a.b.c".encode(),
    "a signed one": f"{part({'alg': 'none', 'typ': 'JWT'})}.e30.".encode(),
    "deep json": (urlsafe_b64encode(b"[" * 3_000).decode() + ".a.b.c.d").encode(),
    "dots": b"." * 10_000,
    "a list": f"{part([1])}.a.b.c.d".encode(),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_summary_is_told_so(name: str) -> None:
    assert "not a summary of this app" in refused(FOREIGN[name])


HOSTILE: dict[str, dict[str, Any]] = {
    "years of work": {"p2c": 2**31},
    "no work": {"p2c": 1},
    "a cost that is none": {"p2c": True},
    "a cost in words": {"p2c": "1000"},
    "another algorithm": {"alg": "dir"},
    "a weaker one": {"alg": "PBES2-HS256+A128KW"},
    "another cipher": {"enc": "A128CBC-HS256"},
    "packed": {"zip": "DEF"},
    "critical": {"crit": ["x"], "x": 1},
    "a key of its own": {"jwk": {"kty": "oct", "k": "AAAA"}},
    "another content": {"cty": "text/html"},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_head_is_refused_before_anything_is_computed(
    sealed: bytes, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from joserfc import jwe as ours

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr(ours, "decrypt_compact", never)
    assert "damaged" in refused(with_header(sealed, **HOSTILE[name]))


def test_a_newer_form_asks_for_an_update(sealed: bytes) -> None:
    assert "newer version" in refused(with_header(sealed, typ="infusion-companion-summary+2"))


def test_what_is_too_large_is_neither_made_nor_opened(sealed: bytes) -> None:
    with pytest.raises(BadSummary, match="fewer days"):
        seal(b"x" * (MOST + 1), PASSPHRASE, cost=CHEAP)
    assert "larger" in refused(sealed + b"A" * (MOST * 2))


def test_a_wrong_passphrase_says_what_to_do(sealed: bytes) -> None:
    for other in ("", "heron feather ston", PASSPHRASE.upper()):
        assert "passphrase does not open" in refused(sealed, other)


def test_spaces_and_line_ends_around_it_do_no_harm(sealed: bytes) -> None:
    assert open_sealed(b"\n " + sealed + b"\r\n", PASSPHRASE) == PAYLOAD
