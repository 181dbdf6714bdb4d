"""Whatever a patient types can be put on paper: accents stay, emoji get a name, the rest is told."""

from __future__ import annotations

import unicodedata

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from app.share.letters import STAND_IN, Letters
from app.share.paper import _FONTS

HAS = frozenset(TTFont(_FONTS / "AtkinsonHyperlegibleNext-Regular.ttf").getBestCmap())
SPANISH = "¿Quién soñó con el pingüino? ¡Ánimo, corazón! Él íó ÑÜÁÉÍÓÚ ªº «sí» — “no”"


def test_spanish_stays_as_it_is() -> None:
    letters = Letters(HAS)
    assert letters.show(SPANISH) == SPANISH
    assert not letters.lost


def test_accents_typed_on_a_phone_as_two_signs_are_joined() -> None:
    letters = Letters(HAS)
    assert letters.show(unicodedata.normalize("NFD", SPANISH)) == SPANISH
    assert not letters.lost


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("bien 🌱", "bien (seedling)"),
        ("bien🌱, mañana🌱más", "bien (seedling), mañana (seedling) más"),
        ("¡🌱!", "¡(seedling)!"),
        ("👍🏽", "(thumbs up sign)"),
        ("❤️", "(heavy black heart)"),
        ("👩‍⚕️", "(woman) (staff of aesculapius)"),
        ("a\u00a0b\tc", "a b c"),
        ("uno\r\ndos\rtres\u2028cuatro", "uno\ndos\ntres\ncuatro"),
        ("no\u00adsplit\u200b", "nosplit"),
        ("ﬁn", "fin"),
    ],
)
def test_what_a_phone_adds_is_shown_in_letters(typed: str, shown: str) -> None:
    letters = Letters(HAS)
    assert letters.show(typed) == shown
    assert not letters.lost


def test_what_cannot_be_shown_has_a_stand_in_and_is_told() -> None:
    letters = Letters(HAS)
    assert letters.show("気分 ok") == f"{STAND_IN}{STAND_IN} ok"
    assert letters.lost


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_becomes_one_that_the_typeface_has(text: str) -> None:
    letters = Letters(HAS)
    assert {ord(sign) for sign in letters.show(text)} <= HAS | {ord("\n")}
    assert "\n" not in letters.line(text)
