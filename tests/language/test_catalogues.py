"""The catalogues: complete, with the values and the plural forms that a text needs, and nothing left over."""

from __future__ import annotations

import re

import pytest
from babel import Locale

from app.language import LANGUAGES, language
from tests import texts


def _offered() -> list[str]:
    return [code for code in LANGUAGES if code != "en"]


@pytest.mark.parametrize("code", _offered())
def test_every_text_is_translated_and_no_translation_is_left_over(code: str) -> None:
    known, wanted = texts.catalogue(code).keys(), texts.keys()
    assert [f"{place}: {key}" for key, place in wanted.items() if key not in known] == []
    assert sorted(known - texts.constants()) == []


@pytest.mark.parametrize("code", _offered())
def test_every_translation_has_the_values_of_its_english_text(code: str) -> None:
    def values(said: str) -> set[str]:
        return set(re.findall(r"\{(\w*)\}", said))

    for key, said in texts.catalogue(code).items():
        for form in [said] if isinstance(said, str) else said.values():
            missing = values(key) ^ values(form)
            # "One entry" may go without its number.
            assert missing <= ({"n"} if isinstance(said, dict) else set()), key


@pytest.mark.parametrize("code", _offered())
def test_what_is_counted_has_every_plural_form_of_the_language(code: str) -> None:
    rule = Locale(code).plural_form
    # CLDR's "many" of Spanish is for millions, which nobody counts here.
    needed = {rule(n) for n in range(1_000)}
    for key, said in texts.catalogue(code).items():
        assert isinstance(said, str) or needed <= said.keys(), key


@pytest.mark.parametrize("code", _offered())
def test_a_language_that_is_offered_can_be_spoken(code: str) -> None:
    # Its parts hold no text twice, and Babel knows it.
    assert language(code).code == code
