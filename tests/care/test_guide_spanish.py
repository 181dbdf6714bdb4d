"""The Spanish guide says what the English one says: the same topics, figures and sources, as carefully."""

from __future__ import annotations

import re

import pytest

from app.care.guide import Part, Topic
from app.care.guide_search import search
from tests.care.guide_files import BY_ID, BY_ID_ES, SOURCES, SOURCES_ES, TOPICS, TOPICS_ES, said

each_topic = pytest.mark.parametrize("topic", TOPICS_ES, ids=lambda topic: topic.id)


def whole(topic: Topic) -> str:
    return "\n".join((topic.title, topic.summary, said(topic)))


def figures(text: str) -> list[str]:
    """The numbers of a text in order of their size; a decimal comma counts as a point."""
    return sorted(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(\d),(\d)", r"\1.\2", text)))


def test_the_same_topics_stand_in_the_same_order_with_the_same_icons() -> None:
    assert [(t.id, t.order, t.icon) for t in TOPICS_ES] == [(t.id, t.order, t.icon) for t in TOPICS]


@each_topic
def test_every_line_of_the_english_topic_is_there_with_its_sources(topic: Topic) -> None:
    for part in Part:
        lines, english = topic.section(part).lines, BY_ID[topic.id].section(part).lines
        assert [(one.bullet, one.sources, bool(one.careful)) for one in lines] == [
            (one.bullet, one.sources, bool(one.careful)) for one in english
        ]


@each_topic
def test_every_line_has_the_figures_of_the_english_line(topic: Topic) -> None:
    english = BY_ID[topic.id]
    assert figures(topic.title + topic.summary) == figures(english.title + english.summary)
    for part in Part:
        for line, same in zip(topic.section(part).lines, english.section(part).lines, strict=True):
            assert figures(line.text) == figures(same.text), line.text
            assert figures(line.careful) == figures(same.careful), line.careful


@each_topic
def test_nothing_stayed_english(topic: Topic) -> None:
    english = set(whole(BY_ID[topic.id]).splitlines())
    assert not english & set(whole(topic).splitlines())
    assert topic.also


def test_the_sources_are_the_same_with_their_citations_as_published() -> None:
    assert list(SOURCES_ES) == list(SOURCES)
    for source in SOURCES_ES.values():
        english = SOURCES[source.id]
        assert (source.citation, source.checked) == (english.citation, english.checked)
        assert figures(source.title + source.detail) == figures(english.title + english.detail), source.id


@each_topic
def test_the_three_parts_have_their_spanish_names(topic: Topic) -> None:
    headings = [section.heading for section in topic.sections]
    assert headings == ["Lo que dice tu clínica", "Es bueno saber", "Pregunta a tu clínica"]


@each_topic
def test_the_clinics_part_opens_with_an_answer_said_to_be_the_clinics(topic: Topic) -> None:
    assert re.search(r"\bTu clínica (dice|sugiere)\b", topic.section(Part.CLINIC).lines[0].text)


@each_topic
def test_no_word_that_the_guide_must_not_use(topic: Topic) -> None:
    text = whole(topic).lower()
    for word in (
        "deja de tomar", "dejes de tomar", "dejar de tomar", "deja tu", "no tomes tu", "sáltate", "suspende",
        "autorizado", "autorizada", "apto", "apta", "promet", "cura ", "curad", "garantiz", "!", "¡", "usted",
    ):  # fmt: skip
        assert word not in text, word


@each_topic
def test_approved_never_stands_without_anesthesia_beside_it(topic: Topic) -> None:
    for sentence in re.split(r"(?<=[.?])\s", whole(topic)):
        if re.search(r"\baprob|\baprueb", sentence, re.IGNORECASE):
            assert "anest" in sentence, sentence


def test_the_fifteen_minutes_always_stand_beside_the_word_on_driving() -> None:
    found = [line for topic in TOPICS_ES for line in whole(topic).splitlines() if "15 minutos" in line]
    assert len(found) == 3
    for line in found:
        assert re.search(r"\. Esto no significa que ya pued(as|a) conducir", line), line


def test_60_to_80_percent_is_said_to_be_the_clinics_and_other_figures_stand_beside_it() -> None:
    found = [line for topic in TOPICS_ES for line in whole(topic).splitlines() if "60 al 80" in line]
    assert len(found) == 2
    assert all(line.startswith(("Dice que", "La cifra de tu clínica es")) for line in found)
    assert "del 26 al 54 por ciento" in said(BY_ID_ES["how-it-may-help"], Part.GOOD_TO_KNOW)


def test_the_repair_of_neurons_is_only_thought_and_the_rodents_are_named() -> None:
    for topic in TOPICS_ES:
        for line in said(topic, Part.CLINIC).splitlines():
            if re.search(r"reparar|reparación|vuelven a crecer|nuevas células", line):
                assert line.startswith("Se cree que"), line
    assert "ratas y ratones" in said(BY_ID_ES["how-it-works"], Part.GOOD_TO_KNOW)


def test_no_evidence_of_addiction_is_the_clinics_word_and_the_law_stands_beside_it() -> None:
    topic = BY_ID_ES["safety-and-dependence"]
    for line in whole(topic).splitlines():
        if "adicci" in line:
            assert line.startswith("Tu clínica dice"), line
    assert "Lista III" in said(topic, Part.GOOD_TO_KNOW)


def test_regular_benzodiazepines_mean_call_first_with_the_reason() -> None:
    topic = BY_ID_ES["medicines-on-the-day"]
    carer = said(BY_ID_ES["for-someone-who-cares"], Part.CLINIC)
    for text in (topic.summary, said(topic, Part.CLINIC), carer):
        assert re.search(r"con regularidad.{0,40}llama.{0,20}antes de cambiar nada", text, re.IGNORECASE)
    assert "puede causar convulsiones" in said(topic, Part.GOOD_TO_KNOW)


def test_no_hours_of_fasting_are_given_because_clinics_differ() -> None:
    for topic in TOPICS_ES:
        for line in said(topic).splitlines():
            if re.search(r"\b(comida|comer|ayuno)\b", line):
                assert not re.search(r"\d+ horas", line), line


def syllables(word: str) -> int:
    """Vowel groups; a strong vowel beside another or an accented weak one begins a group of its own."""
    word = re.sub(r"(?<=[gq])u(?=[eiéí])", "", word.lower())
    strong = re.findall(r"[iuü]?[aeoáéó][iuy]?(?![aeoáéó])|[iuü]?[aeoáéó]|[íú]|[iuü]+", word)
    return max(1, len(strong))


def ease(text: str) -> float:
    """The Szigriszt-Pazos index: 206.835 - 62.3 syllables a word - words a sentence; 55 to 65 is normal."""
    sentences = [s for s in re.split(r"[.?:]\s|\n", text) if re.search(r"\w", s)]
    words = re.findall(r"[a-záéíóúüñ]+|\d+", text, re.IGNORECASE)
    return 206.835 - 62.3 * sum(map(syllables, words)) / len(words) - len(words) / len(sentences)


@pytest.mark.parametrize(
    ("word", "count"),
    [("ketamina", 4), ("tu", 1), ("clínica", 3), ("tensión", 2), ("día", 2), ("después", 2), ("quien", 1)],
)
def test_the_counter_of_syllables_counts(word: str, count: int) -> None:
    assert syllables(word) == count


@each_topic
def test_a_topic_is_no_harder_to_read_than_a_newspaper(topic: Topic) -> None:
    assert ease(whole(topic)) >= 55


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("conducir", "afterwards"),
        ("manejar", "afterwards"),
        ("xanax", "medicines-on-the-day"),
        ("tension autorizacion", "who-should-not"),
        ("TENSIÓN ARTERIAL mañana", "medicines-on-the-day"),
        ("glutamat", "how-it-works"),
        ("adiccion", "safety-and-dependence"),
        ("60 80", "how-it-may-help"),
        ("seis infusiones", "how-many-infusions"),
        ("depresion meses", "how-it-may-help"),
        ("cuidadora", "for-someone-who-cares"),
        ("seguro", "what-ketamine-is"),
        ("panico", ""),
    ],
)
def test_a_search_finds_the_topic_a_patient_means_with_or_without_accents(words: str, first: str) -> None:
    found = [hit.topic.id for hit in search(TOPICS_ES, words)[:2]]
    assert first in found if first else found == []
