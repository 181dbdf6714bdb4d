"""A passcode: long enough, the same however it is typed, and told in words when it is weak."""

from __future__ import annotations

import pytest

from app.care.invalid import Invalid
from app.care.passcode import checked, typed, weakness


@pytest.mark.parametrize("passcode", ["", "123", " 123 ", "\t12\n", "\u00e9" * 3])
def test_less_than_four_characters_are_no_passcode(passcode: str) -> None:
    with pytest.raises(Invalid, match="at least 4"):
        checked(passcode)


@pytest.mark.parametrize("passcode", ["1234", "four words of mine", "  pasted with spaces\n", "数字もこれ"])
def test_numbers_phrases_and_any_language_are(passcode: str) -> None:
    assert checked(passcode) == passcode.strip()


def test_too_long_is_refused_with_how_long_it_is() -> None:
    assert checked("x" * 200)
    with pytest.raises(Invalid, match="shorten"):
        checked("x" * 201)


def test_a_letter_counts_the_same_whichever_keyboard_wrote_it() -> None:
    assert typed("cafe\u0301 12") == typed(" caf\u00e9 12 ")


@pytest.mark.parametrize(
    "passcode", ["1234", "4321", "0000", "1111", "8901", "1987", "2024", "Password", "qwer"]
)
def test_what_people_try_first_is_called_that(passcode: str) -> None:
    assert "first that people try" in weakness(passcode)


@pytest.mark.parametrize("passcode", ["2719", "583920", "short one"])
def test_a_short_one_is_said_to_be_short(passcode: str) -> None:
    assert "far safer" in weakness(passcode)


@pytest.mark.parametrize("passcode", ["", "12", "83920157", "heron lamp quiet seven"])
def test_nothing_is_said_of_a_good_one_or_while_it_is_still_being_typed(passcode: str) -> None:
    assert weakness(passcode) == ""
