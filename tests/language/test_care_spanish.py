"""The Spanish of the domain's texts keeps every value, every figure and the care of the English ones."""

from __future__ import annotations

import json
import re

from app.language import FOLDER

TEXTS: dict[str, str | dict[str, str]] = json.loads((FOLDER / "es" / "care.json").read_text("utf-8"))
FORMS = [
    (english, said)
    for english, spanish in TEXTS.items()
    for said in (spanish.values() if isinstance(spanish, dict) else (spanish,))
]


def _values(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", text))


def _figures(text: str) -> list[str]:
    return sorted(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(\d),(\d)", r"\1.\2", text)))


def test_every_value_of_a_text_is_in_its_translation() -> None:
    for english, said in FORMS:
        assert _values(said) == _values(english) or _values(said) == _values(english) - {"{n}"}, english
        assert "{n}" in said or "{n}" not in english or isinstance(TEXTS[english], dict), english


def test_every_figure_of_a_text_is_in_its_translation() -> None:
    assert [english for english, said in FORMS if _figures(said) != _figures(english)] == []


def test_no_word_of_a_verdict_or_against_a_medicine_is_in_it() -> None:
    for _, said in FORMS:
        assert not re.search(
            r"dej\w* de tomar|suspend|autorizad[oa]|\bapt[oa]\b|curad[oa]|[!¡]|\busted\b|tienes que", said
        ), said
        assert not re.search(r"diagnóstico", said) or said.startswith("Esto no es un diagnóstico."), said


def test_what_is_said_to_be_the_clinics_is_said_so_in_spanish_too() -> None:
    for english, said in FORMS:
        assert ("clinic says" in english) == ("clínica dice" in said or "dice tu clínica" in said), english


def test_a_text_that_counts_has_both_spanish_forms() -> None:
    for english, spanish in TEXTS.items():
        if isinstance(spanish, dict):
            assert set(spanish) == {"one", "other"}, english
            assert "{n}" in spanish["other"], english
