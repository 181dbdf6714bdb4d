"""The questionnaires are word for word and number for number what is published."""

from __future__ import annotations

import pytest

from app.care.invalid import Invalid
from app.care.questionnaire import ScoreKind
from app.care.questionnaires import QUESTIONNAIRES, questionnaire
from app.care.questionnaires.phq9 import DIFFICULTY, SELF_HARM

# The published tables, written out: every total that there is, and what it is called.
PUBLISHED = {
    "phq9": {
        "minimal": range(5),
        "mild": range(5, 10),
        "moderate": range(10, 15),
        "moderately severe": range(15, 20),
        "severe": range(20, 28),
    },
    "gad7": {
        "minimal": range(5),
        "mild": range(5, 10),
        "moderate": range(10, 15),
        "severe": range(15, 22),
    },
}


def codes() -> list[str]:
    found = []
    for asked in QUESTIONNAIRES.values():
        found += [asked.loinc, asked.total_loinc]
        for item in asked.items:
            found += [item.loinc, *(option.loinc for option in item.options)]
    return sorted({code for code in found if code})


@pytest.mark.parametrize("which", PUBLISHED)
def test_each_total_has_the_name_of_the_published_table(which: str) -> None:
    asked = questionnaire(which)
    table = {total: name for name, totals in PUBLISHED[which].items() for total in totals}
    assert sorted(table) == list(range(asked.most + 1))
    for total, name in table.items():
        band = asked.band(total)
        assert band is not None
        assert (band.name, band.low <= total <= band.high) == (name, True)
    assert asked.band(asked.most + 1) is None
    assert asked.band(-1) is None


def test_where_no_table_is_published_there_is_none() -> None:
    assert [QUESTIONNAIRES[which].bands for which in ("peg", "pcl5")] == [(), ()]
    assert QUESTIONNAIRES["pcl5"].cut == (31, 33)


def test_the_numbers_of_each_are_those_of_its_sources() -> None:
    told = {
        asked.id: (len(asked.scored), asked.most, asked.change, asked.response, asked.remission)
        for asked in QUESTIONNAIRES.values()
    }
    assert told == {
        "phq9": (9, 27, 5, 50, 5),
        "gad7": (7, 21, 4, None, None),
        "peg": (3, 10, None, 30, None),
        "pcl5": (20, 80, 10, None, None),
    }
    assert [asked.kind for asked in QUESTIONNAIRES.values()].count(ScoreKind.MEAN) == 1


@pytest.mark.parametrize("code", codes())
def test_each_loinc_code_passes_its_check_digit(code: str) -> None:
    number, check = code.split("-")
    # Luhn's sum: every other digit from the right is doubled; the letters of an answer count as A 10, L 21.
    digits = [int(sign, 36) for sign in reversed(number)]
    doubled = [digit * 2 if place % 2 == 0 else digit for place, digit in enumerate(digits)]
    total = sum(sum(map(int, str(value))) for value in doubled)
    assert int(check) == -total % 10


def test_the_answers_of_the_phq_9_and_the_gad_7_are_the_published_ones() -> None:
    words = ["Not at all", "Several days", "More than half the days", "Nearly every day"]
    for which in ("phq9", "gad7"):
        for item in questionnaire(which).scored:
            assert [(option.value, option.text) for option in item.options] == list(enumerate(words))
    difficulty = questionnaire("phq9").item(DIFFICULTY)
    assert [option.loinc for option in difficulty.options] == ["LA6572-7", "LA6573-5", "LA6575-0", "LA6574-3"]
    assert not difficulty.scored


def test_the_order_of_the_items_is_the_published_one() -> None:
    assert [item.id for item in questionnaire("phq9").items] == [
        "44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3",
        SELF_HARM, DIFFICULTY,
    ]  # fmt: skip
    assert [item.id for item in questionnaire("gad7").items] == [
        "69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7",
    ]  # fmt: skip
    assert [item.id for item in questionnaire("peg").items] == ["75893-8", "91145-3", "91146-1"]
    assert [item.id for item in questionnaire("pcl5").items] == [f"pcl5-{n}" for n in range(1, 21)]


def test_the_two_week_stem_is_not_reworded() -> None:
    stem = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
    assert questionnaire("phq9").stem == questionnaire("gad7").stem == stem
    assert questionnaire("pcl5").stem == "In the past month, how much were you bothered by:"


def test_only_the_ninth_question_of_the_phq_9_asks_for_help() -> None:
    asking = [(asked.id, item.id) for asked in QUESTIONNAIRES.values() for item in asked.items if item.help]
    assert asking == [("phq9", "44260-8")]
    words = questionnaire("phq9").item(SELF_HARM).text
    assert words == "Thoughts that you would be better off dead, or of hurting yourself in some way"


def test_a_scale_has_words_for_both_ends_and_eleven_answers() -> None:
    for item in questionnaire("peg").items:
        assert (list(item.values), bool(item.low), bool(item.high)) == (list(range(11)), True, True)
        assert item.option(0) is None


def test_what_overlaps_the_week_before_says_so() -> None:
    assert {asked.id for asked in QUESTIONNAIRES.values() if asked.overlaps} == {"phq9", "gad7"}


@pytest.mark.parametrize("value", [4, -1, 2.0, "2", None, True])
def test_an_answer_that_the_question_does_not_have_is_refused_in_one_sentence(value: object) -> None:
    with pytest.raises(Invalid, match=r"question 3 of PHQ-9 is a whole number from 0 to 3, not .*\.$"):
        questionnaire("phq9").value("44259-0", value)


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(Invalid, match="choose phq9, gad7, peg, pcl5"):
        questionnaire("phq8")
    with pytest.raises(Invalid, match="no question"):
        questionnaire("phq9").item("69725-0")
