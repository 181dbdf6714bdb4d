"""A questionnaire keeps its published words: Spanish where they are certain, English elsewhere."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.care.questionnaires import QUESTIONNAIRES
from app.care.questionnaires.phq9 import PHQ9
from app.services.worded import FOLDER, stays_english, worded


def test_the_phq9_is_asked_in_its_published_spanish() -> None:
    asked = worded(PHQ9, "es")
    assert asked.items[0].text == "Poco interés o placer en hacer cosas"
    assert [one.text for one in asked.items[0].options] == [
        "Ningún día", "Varios días", "Más de la mitad de los días", "Casi todos los días",
    ]  # fmt: skip
    assert not stays_english(PHQ9, "es")


def test_only_the_words_change_so_that_answers_and_totals_stay_the_same() -> None:
    back = tuple(
        replace(
            item,
            text=same.text,
            options=tuple(
                replace(one, text=other.text) for one, other in zip(item.options, same.options, strict=True)
            ),
        )
        for item, same in zip(worded(PHQ9, "es").items, PHQ9.items, strict=True)
    )
    assert replace(worded(PHQ9, "es"), stem=PHQ9.stem, items=back) == PHQ9


def test_each_wording_is_whole_and_names_its_source() -> None:
    found = sorted(FOLDER.glob("*/*.json"))
    assert found
    for path in found:
        read = json.loads(path.read_text("utf-8"))
        asked = QUESTIONNAIRES[path.stem]
        texts = {asked.stem, asked.intro, *(item.text for item in asked.items)} - {""}
        texts |= {option.text for item in asked.items for option in item.options}
        texts |= {end for item in asked.items for end in (item.low, item.high)} - {""}
        assert set(read["words"]) == texts, path
        assert read["source"], path


@pytest.mark.parametrize("asked", ["gad7", "peg", "pcl5"])
def test_a_questionnaire_without_a_certain_wording_stays_as_published_in_english(asked: str) -> None:
    assert worded(QUESTIONNAIRES[asked], "es") is QUESTIONNAIRES[asked]
    assert stays_english(QUESTIONNAIRES[asked], "es")


@pytest.mark.parametrize("asked", list(QUESTIONNAIRES.values()), ids=lambda one: one.id)
def test_in_english_nothing_changes(asked: object) -> None:
    assert worded(asked, "en") is asked  # type: ignore[arg-type]
    assert not stays_english(asked, "en")  # type: ignore[arg-type]
