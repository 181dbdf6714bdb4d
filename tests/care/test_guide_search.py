"""A search finds what a patient would type, and says where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.guide_search import search
from tests.care.guide_files import TOPICS


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("driving", "afterwards"),
        ("DRIVE", "afterwards"),
        ("xanax", "medicines-on-the-day"),
        ("blood pressure clearance", "who-should-not"),
        ("glutamat", "how-it-works"),
        ("is it addictive", "safety-and-dependence"),
        ("60 80", "how-it-may-help"),
        ("six infusions", "how-many-infusions"),
        ("dépression months", "how-it-may-help"),
        ("caregiver", "for-someone-who-cares"),
        ("insurance", "what-ketamine-is"),
    ],
)
def test_a_search_finds_the_topic_a_patient_means_first(words: str, first: str) -> None:
    found = search(TOPICS, words)
    assert first in [hit.topic.id for hit in found[:2]]


def test_every_word_must_be_found() -> None:
    assert search(TOPICS, "glutamate") != []
    assert search(TOPICS, "glutamate zebra") == []


@pytest.mark.parametrize("words", ["", "   ", "?!", "…"])
def test_no_words_find_nothing(words: str) -> None:
    assert search(TOPICS, words) == []


def test_a_title_comes_before_a_line_and_a_topic_is_found_once() -> None:
    found = [hit.topic.id for hit in search(TOPICS, "infusion")]
    assert found[:2] == ["how-an-infusion-goes", "how-many-infusions"]
    assert len(found) == len(set(found))


@given(
    st.lists(
        st.sampled_from(["a", "blood", "Ketamine", "no", "sleep", "é", "15", "the"]), min_size=1, max_size=3
    )
)
def test_a_snippet_is_short_and_its_marks_lie_on_what_was_sought(words: list[str]) -> None:
    for hit in search(TOPICS, " ".join(words)):
        assert len(hit.snippet) <= 162
        for start, end in hit.marks:
            marked = hit.snippet[start:end].casefold()
            assert any(marked.startswith(word.casefold().replace("é", "e")) for word in words)
