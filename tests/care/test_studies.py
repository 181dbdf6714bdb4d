"""What studies found is told with its numbers of people, and promises nothing."""

from __future__ import annotations

import re

from app.care.studies import STUDIES, WORDS
from app.services.guide import sources


def test_every_study_has_a_source_that_the_guide_knows_too() -> None:
    assert {study.source for study in STUDIES} <= set(sources("en"))
    assert len({study.source for study in STUDIES}) == len(STUDIES)


def test_every_study_says_of_how_many_people_it_tells() -> None:
    for study in STUDIES:
        assert re.search(r"\b\d{2,3} (people|US veterans)", str(study.sentences[0])), study.source


def test_no_sentence_speaks_of_the_patient_or_promises() -> None:
    for one in (*WORDS, *(sentence for study in STUDIES for sentence in study.sentences)):
        assert not re.search(r"\b(you|your|will|can expect|works|cure)\b|!", str(one)), one


def test_figures_are_those_of_the_papers() -> None:
    told = {study.source: " ".join(map(str, study.sentences)) for study in STUDIES}
    # Percents as published, to whole numbers: 53.6 and 28.9, 8.4; 13.0 and 67.5; 70.8.
    published = {
        "oliver-2022": ("424", "50", "20", "72", "38"),
        "mcinnes-2022": ("537", "54", "29", "8", "80", "60"),
        "pfeiffer-2024": ("215", "18.6", "26", "15"),
        "zheng-2019": ("77", "13", "68"),
        "later-response": ("134", "58"),
        "murrough-2013": ("24", "71", "18"),
        "singh-2016": ("67",),
    }
    assert told.keys() == published.keys()
    for source, figures in published.items():
        assert set(figures) <= set(re.findall(r"\d+(?:\.\d+)?", told[source])), source
