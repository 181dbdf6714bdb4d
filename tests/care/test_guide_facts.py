"""Every fact of the clinic's text is in the guide, and each of its traps is handled."""

from __future__ import annotations

import re

import pytest

from app.care.guide import Part, Topic, unresolved
from app.care.safety import CLINIC_SIGNS, EMERGENCY_SIGNS
from tests.care.guide_files import ASSETS, BY_ID, SOURCES, TOPICS, said

# (the fact in our own words, the topic, phrases that must stand in one line of the clinic's part)
FACTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("ketamine was first developed in 1962", "what-ketamine-is", ("first developed in 1962",)),
    ("ketamine is an anesthetic", "what-ketamine-is", ("is an anesthetic",)),
    ("the FDA approved it, as an anesthetic", "what-ketamine-is", ("approved by the FDA", "anesthetic")),
    ("it is widely used for general anesthesia", "what-ketamine-is", ("widely used", "general anesthesia")),
    ("in children, adults and animals", "what-ketamine-is", ("children", "adults", "animals")),
    ("during surgery", "what-ketamine-is", ("general anesthesia", "surgery")),
    ("it is common in children's anesthesia", "what-ketamine-is", ("common in anesthesia for children",)),
    ("because of its safety record", "what-ketamine-is", ("because of its very good safety record",)),
    (
        "it was lately found to work very well",
        "what-ketamine-is",
        ("More recently", "found to work very well"),
    ),
    ("for depression", "what-ketamine-is", ("More recently", "depression")),
    ("for PTSD", "what-ketamine-is", ("More recently", "PTSD")),
    ("for fibromyalgia", "what-ketamine-is", ("More recently", "fibromyalgia")),
    ("research: it can work for 60 to 80 %", "how-it-may-help", ("It says", "research", "60 to 80 percent")),
    ("these are infusions for depression", "how-it-may-help", ("infusions for depression", "can work")),
    ("effects usually last several weeks", "how-it-may-help", ("usually last for several weeks",)),
    ("some stay free of depression for months", "how-it-may-help", ("Some", "free of depression for months")),
    ("mood can improve in hours or days", "how-it-may-help", ("Mood can improve within hours or days",)),
    ("it works unlike other antidepressants", "how-it-works", ("unlike any other medicine for depression",)),
    ("the exact way is still being studied", "how-it-works", ("exact way", "still being studied")),
    ("it acts on glutamate", "how-it-works", ("acts on glutamate",)),
    ("glutamate is a messenger of nerve cells", "how-it-works", ("messenger", "nerve cells")),
    ("this brings a growth factor", "how-it-works", ("leads the brain to make", "growth factor")),
    ("which helps to restore neurons", "how-it-works", ("growth factor", "help restore", "neurons")),
    ("damaged by stress and mental illness", "how-it-works", ("damaged by stress and mental illness",)),
    ("nerve cells grow back over time", "how-it-works", ("Nerve cells", "grow back over time")),
    ("not recommended with psychosis", "who-should-not", ("not recommended", "diagnosed with psychosis")),
    ("high blood pressure: clearance", "who-should-not", ("high blood pressure", "clearance may be needed")),
    ("heart condition: clearance", "who-should-not", ("heart condition", "clearance may be needed")),
    ("lung condition: clearance", "who-should-not", ("lung condition", "clearance may be needed")),
    ("from the primary care physician", "who-should-not", ("clearance", "primary care physician")),
    ("before the infusions begin", "who-should-not", ("clearance", "before you start the infusions")),
    ("it is given into a vein", "how-an-infusion-goes", ("through a vein", "IV")),
    ("very slowly", "how-an-infusion-goes", ("very slowly",)),
    ("over 45 minutes", "how-an-infusion-goes", ("over 45 minutes",)),
    ("at first maybe nothing", "how-an-infusion-goes", ("At the start you may not notice anything",)),
    ("then lightness or floating", "how-an-infusion-goes", ("As it goes on", "“lightness”", "“floating”")),
    (
        "for some a weight lifted",
        "how-an-infusion-goes",
        ("For some", "weight", "lifted off their shoulders"),
    ),
    ("mild dissociation for most", "how-an-infusion-goes", ("Most people", "mild dissociation")),
    ("generally well tolerated", "how-an-infusion-goes", ("generally well tolerated",)),
    ("monitored throughout", "how-an-infusion-goes", ("monitored throughout",)),
    ("side effects can be treated", "how-an-infusion-goes", ("ready to treat", "side effects")),
    ("in 15 minutes senses start to return", "afterwards", ("within 15 minutes", "senses start to return")),
    ("thinking returns to normal", "afterwards", ("thinking returns to normal",)),
    ("no benzodiazepine on the day", "medicines-on-the-day", ("not take benzodiazepines", "on the day")),
    ("no prescribed narcotic on the day", "medicines-on-the-day", ("on the day", "any prescribed narcotics")),
    ("proven safe in humans", "safety-and-dependence", ("Your clinic says", "proven safe in humans")),
    ("long used in children's surgery", "safety-and-dependence", ("for years", "surgery for children")),
    ("long used in trauma care", "safety-and-dependence", ("for years", "trauma care")),
    ("abused as a club drug, much higher", "safety-and-dependence", ("club drug", "much higher doses")),
    (
        "no evidence it is addictive",
        "safety-and-dependence",
        ("Your clinic says", "no evidence", "addictive"),
    ),
    ("under medical supervision", "safety-and-dependence", ("under medical supervision",)),
    ("at subanesthetic doses", "safety-and-dependence", ("subanesthetic",)),
    ("six infusions are suggested", "how-many-infusions", ("suggests six infusions",)),
    ("within three weeks", "how-many-infusions", ("six infusions within three weeks",)),
    ("to get the full benefit", "how-many-infusions", ("full benefit",)),
    ("gradual repair and new cells", "how-many-infusions", ("Slow repair and new nerve cells",)),
    ("this can bring lasting relief", "how-many-infusions", ("lasting relief",)),
    ("length differs from person to person", "how-many-infusions", ("differs from person to person",)),
)

IDS = (
    "what-ketamine-is",
    "how-it-may-help",
    "how-it-works",
    "who-should-not",
    "how-an-infusion-goes",
    "afterwards",
    "medicines-on-the-day",
    "safety-and-dependence",
    "how-many-infusions",
    "for-someone-who-cares",
)
each_topic = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)


@pytest.mark.parametrize(("fact", "topic", "phrases"), FACTS, ids=[fact for fact, _, _ in FACTS])
def test_a_fact_of_the_clinics_text_stands_in_its_topic(
    fact: str, topic: str, phrases: tuple[str, ...]
) -> None:
    lines = [line.text for line in BY_ID[topic].section(Part.CLINIC).lines]
    assert any(all(phrase in line for phrase in phrases) for line in lines), fact


def test_the_ten_topics_stand_in_their_order() -> None:
    assert tuple(topic.id for topic in TOPICS) == IDS
    assert [topic.order for topic in TOPICS] == list(range(1, 11))


@each_topic
def test_a_topic_has_its_three_parts_under_their_names(topic: Topic) -> None:
    headings = [section.heading for section in topic.sections]
    assert headings == ["What your clinic says", "Good to know", "Ask your clinic"]
    assert re.fullmatch(r"[a-z_]+", topic.icon)


@each_topic
def test_the_clinics_part_opens_with_an_answer_said_to_be_the_clinics(topic: Topic) -> None:
    first = topic.section(Part.CLINIC).lines[0]
    assert re.search(r"\bYour clinic (says|suggests)\b", first.text)
    assert not first.bullet


def test_every_source_named_is_known_and_every_known_one_is_named() -> None:
    assert unresolved(TOPICS, SOURCES) == ()
    signs = {source for sign in (*EMERGENCY_SIGNS, *CLINIC_SIGNS) for source in sign.sources}
    assert {source for topic in TOPICS for source in topic.source_ids()} | signs == set(SOURCES)


@each_topic
def test_every_good_to_know_line_has_a_source(topic: Topic) -> None:
    assert all(line.sources for line in topic.section(Part.GOOD_TO_KNOW).lines)


@each_topic
def test_every_question_is_one_a_patient_can_take_along(topic: Topic) -> None:
    questions = [line.text for line in topic.section(Part.ASK).lines]
    assert len(questions) >= 3
    assert all(len(question) <= 500 for question in questions)
    assert all("?" in question or question.endswith(".") for question in questions)


def whole(topic: Topic) -> str:
    return "\n".join((topic.title, topic.summary, said(topic)))


@each_topic
def test_approved_never_stands_without_anesthesia_beside_it(topic: Topic) -> None:
    for line in whole(topic).splitlines():
        for sentence in re.split(r"(?<=[.?])\s", line):
            if re.search(r"\bapprov", sentence, re.IGNORECASE):
                assert "anesthe" in sentence, sentence


@each_topic
def test_no_word_that_the_guide_must_not_use(topic: Topic) -> None:
    text = whole(topic).lower()
    for word in (
        "cleared",
        "stop taking",
        "skip your",
        "stop your",
        "do not take your",
        "promise",
        "cure",
        "!",
    ):
        assert word not in text


def test_the_fifteen_minutes_always_stand_beside_the_word_on_driving() -> None:
    for topic in TOPICS:
        for line in whole(topic).splitlines():
            if re.search(r"within 15 minutes", line, re.IGNORECASE):
                assert re.search(r"\. This does not mean that (you|they) are fit to drive", line), line
    assert "15 minutes" in said(BY_ID["afterwards"], Part.CLINIC)


def test_60_to_80_percent_is_said_to_be_the_clinics_and_other_figures_stand_beside_it() -> None:
    for topic in TOPICS:
        for line in whole(topic).splitlines():
            if "60 to 80" in line:
                assert line.startswith(("It says", "Your clinic's figure is")), line
    known = said(BY_ID["how-it-may-help"], Part.GOOD_TO_KNOW)
    assert "26 to 54 percent" in known
    assert "60–80" not in "\n".join(map(whole, TOPICS))


def test_the_repair_of_neurons_is_only_thought_and_the_rodents_are_named() -> None:
    for topic in TOPICS:
        for line in said(topic, Part.CLINIC).splitlines():
            if re.search(r"restore|grow back|new nerve cells", line):
                assert "thought to" in line, line
    assert "rats and mice" in said(BY_ID["how-it-works"], Part.GOOD_TO_KNOW)


def test_the_repeated_paragraph_of_the_clinics_text_is_said_once() -> None:
    everything = "\n".join(said(topic, Part.CLINIC) for topic in TOPICS)
    for phrase in ("growth factor is thought", "within hours or days", "damaged by stress"):
        assert everything.count(phrase) == 1
    assert "nerve cells" not in said(BY_ID["who-should-not"])


def test_no_evidence_of_addiction_is_the_clinics_word_and_the_law_stands_beside_it() -> None:
    topic = BY_ID["safety-and-dependence"]
    for line in whole(topic).splitlines():
        if "addicti" in line:
            assert line.startswith("Your clinic says"), line
    known = said(topic, Part.GOOD_TO_KNOW)
    assert "Schedule III" in known
    assert "long and heavy use" in known


def test_regular_benzodiazepines_mean_call_first_with_the_reason() -> None:
    topic = BY_ID["medicines-on-the-day"]
    for text in (topic.summary, said(topic, Part.CLINIC), said(BY_ID["for-someone-who-cares"], Part.CLINIC)):
        assert re.search(r"take one (of them )?regularly", text)
        assert re.search(r"before (you|they) change anything", text)
    reason = next(line for line in topic.section(Part.GOOD_TO_KNOW).lines if "seizures. These" in line.text)
    assert reason.sources == ("fda-2020",)


def test_clearance_may_be_needed_and_six_are_suggested() -> None:
    clinic = said(BY_ID["who-should-not"], Part.CLINIC)
    assert "may be needed" in clinic
    assert not re.search(r"clearance (is|must be) ", clinic)
    assert "suggests six" in said(BY_ID["how-many-infusions"], Part.CLINIC)


def test_no_hours_of_fasting_are_given_because_clinics_differ() -> None:
    for topic in TOPICS:
        for line in said(topic).splitlines():
            if re.search(r"\b(food|eat|fast)\b", line):
                assert not re.search(r"\d+ hours", line), line


SILENT: tuple[str, ...] = (
    "side effects",
    "Which number do I call",
    "eat and drink",
    "take me home",
    "drive again",
    "alcohol",
)
SILENT += ("pregnant", "boosters", "no better, or worse", "cost", "wear and bring", "work", "big decisions")


@pytest.mark.parametrize("matter", SILENT)
def test_what_the_clinics_text_is_silent_on_is_a_question(matter: str) -> None:
    assert any(matter in said(topic, Part.ASK) for topic in TOPICS)


def test_the_page_for_a_caregiver_says_when_to_come_what_to_watch_for_and_whom_to_call() -> None:
    text = said(BY_ID["for-someone-who-cares"])
    for phrase in ("45 minutes", "about an hour", "911", "988", "responsible adult", "Call the clinic"):
        assert phrase in text


def test_the_clinic_is_named_as_the_owner_of_its_text() -> None:
    readme = (ASSETS / "guide" / "README.md").read_text("utf-8")
    assert "© 2024 Luma Health & Wellness" in readme


def syllables(word: str) -> int:
    """Vowel groups, less a silent e; at least one. Numbers count as one, as when read at a glance."""
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    groups += len(re.findall(r"i[ao](?!u|n$|ns$)|iet|[^aeiouy]ism$", word))  # vowels that part: an-xi-e-ty
    if re.search(r"[^aeiouyl]e$|[aeiouy]le$|[^dt]ed$|[^aeiouyscxz]es$", word):
        groups -= 1
    return max(1, groups)


def grade(text: str) -> float:
    """The Flesch–Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    sentences = [s for s in re.split(r"[.?]\s|\n", text) if re.search(r"\w", s)]
    words = re.findall(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|\d[\d.,/]*", text)
    per_sentence = len(words) / len(sentences)
    return 0.39 * per_sentence + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize(
    ("word", "count"),
    [("ketamine", 3), ("you", 1), ("take", 1), ("called", 1), ("needed", 2), ("people", 2), ("anxiety", 4)],
)
def test_the_counter_of_syllables_counts(word: str, count: int) -> None:
    assert syllables(word) == count


@each_topic
def test_a_topic_reads_at_grade_eight_or_less(topic: Topic) -> None:
    assert grade(said(topic, Part.CLINIC)) <= 8
    assert grade(said(topic, Part.CLINIC, Part.GOOD_TO_KNOW)) <= 8


@each_topic
def test_the_questions_and_summaries_read_at_grade_eight_or_less(topic: Topic) -> None:
    assert grade("\n".join((topic.summary, said(topic, Part.ASK)))) <= 8
