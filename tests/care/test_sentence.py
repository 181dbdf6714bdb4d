"""A sentence gives English by itself and its template to a translator."""

from __future__ import annotations

from app.care.sentence import Sentence, say


def test_a_sentence_reads_as_english_and_keeps_its_template() -> None:
    said = say("{done} of {planned}", done=3, planned=6)
    assert str(said) == "3 of 6"
    assert said.template == "{done} of {planned}"
    assert dict(said.values) == {"done": 3, "planned": 6}
    assert {said, say("{done} of {planned}", done=3, planned=6)} == {said}


def test_a_sentence_without_values_is_its_template() -> None:
    assert str(Sentence("Ask your clinic.")) == "Ask your clinic."
