"""Questionnaires as published in the patient's language; in English where no such wording is certain.

A translation of our own would be another questionnaire: its totals could not be compared. The published
words are in `assets/questionnaires/<language>/<id>.json`, English text → published text, with their source.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from app.care.questionnaire import Item, Questionnaire
from app.services.bundled import ASSETS

FOLDER = ASSETS / "questionnaires"
_ENGLISH = "en"


@cache
def worded(asked: Questionnaire, language: str) -> Questionnaire:
    """A questionnaire with its published words in a language; as it is where there are none.

    Args:
        asked: one of QUESTIONNAIRES.
        language: a short code such as "es".
    """
    words = _words(asked.id, language)

    def item(one: Item) -> Item:
        options = tuple(replace(option, text=words[option.text]) for option in one.options)
        low, high = (words[text] if text else "" for text in (one.low, one.high))
        return replace(one, text=words[one.text], options=options, low=low, high=high)

    if not words:
        return asked
    intro, stem = (words[text] if text else "" for text in (asked.intro, asked.stem))
    return replace(asked, intro=intro, stem=stem, items=tuple(item(one) for one in asked.items))


def stays_english(asked: Questionnaire, language: str) -> bool:
    """Whether a questionnaire is shown in English although the patient reads another language.

    Args:
        asked: one of QUESTIONNAIRES.
        language: a short code such as "es".
    """
    return language != _ENGLISH and not _words(asked.id, language)


@cache
def _words(asked: str, language: str) -> Mapping[str, str]:
    path = FOLDER / language / f"{asked}.json"
    if not path.is_file():
        return {}
    words: Mapping[str, str] = json.loads(path.read_text(encoding="utf-8"))["words"]
    return words
