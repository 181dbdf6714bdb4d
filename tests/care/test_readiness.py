"""Readiness gives reasons, never gets milder with a worse answer, and never lets anyone go ahead."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.checklist import (
    CONDITIONS,
    ITEMS,
    RULE_TOPICS,
    Answer,
    Choice,
    Filled,
    Item,
    Level,
    Part,
    item,
    items,
    readiness,
    screening_readiness,
)
from app.care.profile import ClinicProfile, ClinicRule

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ORDER = list(Level)
SILENT = ClinicProfile(id=UUID(int=9))
TOLD = ClinicProfile(id=UUID(int=9), rules=tuple(ClinicRule(item=id_, says="So.") for id_, _ in RULE_TOPICS))
Given = dict[str, Choice]


def filled(part: Part, given: Given) -> Filled:
    return Filled(
        id=UUID(int=1),
        part=part,
        course_id=UUID(int=2),
        session_id=None if part is Part.SCREENING else UUID(int=3),
        started_at=NOW,
        answers=tuple(
            Answer(item=one.id, value=given[one.id], at=NOW) for one in items(part) if one.id in given
        ),
    )


def level(given: Given, profile: ClinicProfile = TOLD) -> Level:
    return readiness(filled(Part.SCREENING, given), filled(Part.DAY_OF, given), profile).level


def reasons(given: Given, profile: ClinicProfile = TOLD) -> list[str]:
    found = readiness(filled(Part.SCREENING, given), filled(Part.DAY_OF, given), profile)
    return [str(reason) for reason in found.reasons]


FINE: Given = {one.id: one.fine for one in ITEMS}
ANSWERS = st.fixed_dictionaries({}, optional={one.id: st.sampled_from(Choice) for one in ITEMS})
PROFILES = st.sampled_from([SILENT, TOLD])


def worse(one: Item) -> list[Choice]:
    """The answers to a question from the best to the worst."""
    return [one.fine, Choice.NOT_SURE, one.flag]


def test_nothing_to_flag_needs_every_answer_and_gives_no_reason() -> None:
    assert (level(FINE), reasons(FINE)) == (Level.NOTHING, [])


@given(ANSWERS, PROFILES)
def test_there_are_reasons_exactly_when_there_is_something_to_flag(
    given_: Given, profile: ClinicProfile
) -> None:
    assert bool(reasons(given_, profile)) == (level(given_, profile) is not Level.NOTHING)


@given(ANSWERS, PROFILES, st.sampled_from(ITEMS), st.sampled_from([(0, 1), (0, 2), (1, 2)]))
def test_a_worse_answer_never_gives_a_milder_level(
    given_: Given, profile: ClinicProfile, one: Item, change: tuple[int, int]
) -> None:
    better, worst = (level(given_ | {one.id: worse(one)[at]}, profile) for at in change)
    assert ORDER.index(worst) >= ORDER.index(better)


@given(ANSWERS, PROFILES)
def test_no_words_let_anyone_go_ahead_or_tell_anyone_to_stop(given_: Given, profile: ClinicProfile) -> None:
    words = " ".join([level(given_, profile), *reasons(given_, profile)]).lower()
    assert not any(word in words for word in ("cleared", "stop", "skip", "safe to", "{", "!"))


@given(ANSWERS, PROFILES, st.sampled_from([one for one in ITEMS if one.id != "clearance"]))
def test_taking_an_answer_away_never_leaves_nothing_to_flag(
    given_: Given, profile: ClinicProfile, one: Item
) -> None:
    left = {id_: value for id_, value in given_.items() if id_ != one.id}
    assert level(left, profile) is not Level.NOTHING


def test_unanswered_questions_are_counted_and_to_be_asked() -> None:
    two = {id_: value for id_, value in FINE.items() if id_ not in ("psychosis", "escort")}
    assert (level(two), reasons(two)) == (Level.ASK, ["2 questions are not answered yet."])
    one = {id_: value for id_, value in FINE.items() if id_ != "psychosis"}
    assert reasons(one) == ["1 question is not answered yet."]


def test_lists_that_were_never_begun_are_unanswered() -> None:
    found = readiness(None, None, TOLD)
    assert found.level is Level.ASK
    assert str(found.reasons[0]) == "14 questions are not answered yet."
    assert readiness(filled(Part.SCREENING, FINE), None, TOLD).level is Level.ASK
    assert readiness(None, filled(Part.DAY_OF, FINE), TOLD).level is Level.ASK


def test_points_on_which_the_clinic_is_silent_are_to_be_asked() -> None:
    of_text = {id_: FINE[id_] for id_ in FINE if id_ not in dict(RULE_TOPICS)}
    assert reasons(of_text, SILENT) == [
        "Your clinic has not said anything about 8 points yet: ask your clinic."
    ]
    assert level(FINE, SILENT) is Level.NOTHING


def test_the_screening_can_be_looked_at_alone() -> None:
    assert screening_readiness(filled(Part.SCREENING, FINE), SILENT).level is Level.NOTHING
    assert str(screening_readiness(None, SILENT).reasons[0]) == "4 questions are not answered yet."


@pytest.mark.parametrize("id_", ["psychosis", "benzodiazepine-today", "narcotic-today"])
@pytest.mark.parametrize("value", [Choice.YES, Choice.NOT_SURE])
def test_what_the_clinic_advises_against_is_to_be_talked_about_before_going(id_: str, value: Choice) -> None:
    assert level(FINE | {id_: value}) is Level.TALK
    wanted = item(id_).reason if value is Choice.YES else item(id_).unsure
    assert reasons(FINE | {id_: value}) == [wanted]


@pytest.mark.parametrize("id_", CONDITIONS)
@pytest.mark.parametrize("value", [Choice.YES, Choice.NOT_SURE])
def test_a_condition_without_clearance_on_file_is_to_be_asked(id_: str, value: Choice) -> None:
    given_ = FINE | {id_: value}
    assert level(given_ | {"clearance": Choice.YES}) is Level.NOTHING
    for clearance in (Choice.NO, Choice.NOT_SURE):
        assert level(given_ | {"clearance": clearance}) is Level.ASK
    del given_["clearance"]
    assert level(given_) is Level.ASK
    assert "medical clearance from your primary care doctor may be needed" in reasons(given_)[0].lower()


def test_answers_from_another_day_are_no_answer_for_the_day_of_the_infusion() -> None:
    lists = filled(Part.SCREENING, FINE), filled(Part.DAY_OF, FINE)
    assert readiness(*lists, TOLD, NOW.date()).level is Level.NOTHING
    later = readiness(*lists, TOLD, date(2026, 11, 24))
    assert later.level is Level.ASK
    assert [str(reason) for reason in later.reasons] == [
        "10 answers are from before the day of the infusion: answer them again on that day."
    ]
    one = filled(Part.DAY_OF, {"escort": Choice.YES})
    assert "1 answer is from before the day of the infusion: answer it again on that day." in [
        str(reason) for reason in readiness(lists[0], one, TOLD, date(2026, 11, 24)).reasons
    ]


def test_a_serious_answer_stays_serious_however_early_it_was_given() -> None:
    lists = filled(Part.SCREENING, FINE), filled(Part.DAY_OF, FINE | {"narcotic-today": Choice.YES})
    found = readiness(*lists, TOLD, date(2026, 11, 24))
    assert found.level is Level.TALK
    assert "narcotic" in str(found.reasons[0])


def test_the_most_serious_reason_comes_first() -> None:
    given_ = FINE | {"escort": Choice.NO, "heart": Choice.YES, "narcotic-today": Choice.YES}
    assert "narcotic" in reasons(given_)[0]
    assert level(given_) is Level.TALK
