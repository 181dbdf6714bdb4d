"""PEG: three questions on pain in the past week, each from 0 to 10; the result is their mean.

Items and codes as in LOINC panel 91148-7 (Krebs and others: J Gen Intern Med 2009;24:733-738; free for all).
A fall of 30 % or more counts as an improvement in the same line of work; there are no official bands.
"""

from __future__ import annotations

from typing import Final

from app.care.questionnaire import Item, Questionnaire, ScoreKind

_HOW: Final = "What number best describes how, during the past week, pain has interfered with your"
_NONE, _ALL = "Does not interfere", "Completely interferes"
# LOINC code, its form's own id, words, and the words of the two ends.
_ITEMS: Final = (
    (
        "75893-8",
        "108518",
        "What number best describes your pain on average in the past week?",
        "No pain",
        "Pain as bad as you can imagine",
    ),
    (
        "91145-3",
        "108514",
        f"{_HOW} enjoyment of life?",
        _NONE,
        _ALL,
    ),
    (
        "91146-1",
        "108515",
        f"{_HOW} general activity?",
        _NONE,
        _ALL,
    ),
)

PEG: Final = Questionnaire(
    id="peg",
    name="PEG",
    title="Pain",
    stem="",
    recall="the past week",
    recall_days=7,
    items=tuple(
        Item(id=code, loinc=code, link_id=link, text=text, most=10, low=low, high=high)
        for code, link, text, low, high in _ITEMS
    ),
    kind=ScoreKind.MEAN,
    loinc="91148-7",
    total_loinc="91147-9",
    total_link_id="108516",
    response=30,
    source="Krebs and others 2009",
)
