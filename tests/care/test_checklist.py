"""A checklist keeps each answer, never changes once finished, and says why it asks."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from app.care.checklist import (
    CLEARANCE,
    CONDITIONS,
    ITEMS,
    RULE_TOPICS,
    Answer,
    AskedOf,
    Choice,
    Filled,
    Item,
    Part,
    answer,
    asked,
    correct,
    early,
    finish,
    item,
    items,
    to_repeat,
    unanswered,
    with_note,
)
from app.care.invalid import Invalid
from app.care.profile import ClinicProfile, with_rule

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
CLINIC = ClinicProfile(id=UUID(int=9))
SCREENING = Filled(id=UUID(int=1), part=Part.SCREENING, course_id=UUID(int=2), started_at=NOW)
DAY_OF = Filled(
    id=UUID(int=3), part=Part.DAY_OF, course_id=UUID(int=2), session_id=UUID(int=4), started_at=NOW
)


def test_an_answer_takes_the_place_of_the_one_before() -> None:
    filled = answer(SCREENING, "heart", Choice.NO, "", NOW)
    filled = answer(filled, "lung", Choice.NO, "", NOW)
    filled = answer(filled, "heart", Choice.YES, "murmur", NOW + timedelta(minutes=1))
    assert [given.item for given in filled.answers] == ["heart", "lung"]
    given = filled.given("heart")
    assert given is not None
    assert (given.value, given.note, given.at) == (Choice.YES, "murmur", NOW + timedelta(minutes=1))
    assert filled.choice("psychosis") is None


def test_a_question_of_the_other_list_or_of_none_is_refused() -> None:
    with pytest.raises(Invalid, match="other list"):
        answer(SCREENING, "escort", Choice.YES, "", NOW)
    with pytest.raises(Invalid, match="no question 'shoes'"):
        answer(SCREENING, "shoes", Choice.YES, "", NOW)


def test_a_finished_list_never_changes_and_a_correction_is_a_new_version() -> None:
    done = finish(answer(SCREENING, "heart", Choice.NO, "", NOW), NOW + timedelta(minutes=2))
    assert done.finished_at == NOW + timedelta(minutes=2)
    with pytest.raises(Invalid, match="finished"):
        answer(done, "heart", Choice.YES, "", NOW)
    with pytest.raises(Invalid, match="finished"):
        finish(done, NOW)
    later = NOW + timedelta(days=1)
    second = correct(done, later, new_id=lambda: UUID(int=7))
    assert (second.id, second.version, second.replaces) == (UUID(int=7), 2, done.id)
    assert (second.started_at, second.finished_at, second.answers) == (later, None, done.answers)
    assert correct(finish(second, later), later).version == 3


def test_a_note_keeps_the_answer_and_its_time_and_needs_one() -> None:
    filled = answer(DAY_OF, "escort", Choice.YES, "", NOW)
    (noted,) = with_note(filled, "escort", "Sam").answers
    assert (noted.value, noted.note, noted.at) == (Choice.YES, "Sam", NOW)
    with pytest.raises(Invalid, match="answer the question first"):
        with_note(filled, "narcotic-today", "none")
    with pytest.raises(Invalid, match="finished"):
        with_note(finish(filled, NOW), "escort", "Sam")


def test_only_answers_from_before_the_day_of_a_day_of_list_are_early() -> None:
    """NOW is Sunday 22 November; the infusion is on the days named."""
    filled = answer(DAY_OF, "escort", Choice.YES, "", NOW)
    filled = answer(filled, "narcotic-today", Choice.NO, "", NOW + timedelta(days=1))
    assert [given.item for given in early(filled, date(2026, 11, 23))] == ["escort"]
    assert len(early(filled, date(2026, 11, 24))) == 2
    assert early(filled, date(2026, 11, 22)) == ()
    assert early(filled, None) == early(None, date(2026, 11, 23)) == ()
    assert early(answer(SCREENING, "heart", Choice.NO, "", NOW), date(2026, 12, 1)) == ()


def test_the_day_of_an_answer_is_the_one_where_it_was_given() -> None:
    # Half past eleven in the evening in New York is the next morning in UTC.
    at = datetime(2026, 11, 22, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    filled = answer(DAY_OF, "escort", Choice.YES, "", at)
    assert len(early(filled, date(2026, 11, 23))) == 1


def test_early_answers_are_asked_again_only_once_the_day_has_come() -> None:
    filled = answer(DAY_OF, "escort", Choice.YES, "", NOW)
    day = date(2026, 11, 24)
    assert to_repeat(filled, day, date(2026, 11, 23)) == ()
    assert to_repeat(filled, day, day) == filled.answers
    again = answer(filled, "escort", Choice.YES, "", NOW + timedelta(days=2))
    assert to_repeat(again, day, day) == ()
    assert to_repeat(filled, None, day) == ()


def test_an_open_list_needs_no_correction_and_an_empty_one_cannot_be_finished() -> None:
    with pytest.raises(Invalid, match="not finished"):
        correct(SCREENING, NOW)
    with pytest.raises(Invalid, match="no answer yet"):
        finish(SCREENING, NOW)


TWICE = (Answer(item="heart", value=Choice.NO, at=NOW),) * 2


@pytest.mark.parametrize(
    "bad",
    [
        {"session_id": UUID(int=4)},
        {"part": Part.DAY_OF},
        {"version": 0},
        {"version": 2},
        {"replaces": UUID(int=5)},
        {"answers": TWICE},
        {"started_at": datetime(2026, 11, 22)},
        {"part": "screening"},
    ],
)
def test_a_list_that_cannot_be_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        replace(SCREENING, **bad)


def test_clearance_is_asked_only_once_a_condition_may_be_there() -> None:
    assert CLEARANCE not in [one.id for one in asked(Part.SCREENING)]
    for condition in CONDITIONS:
        for value, wanted in ((Choice.NO, False), (Choice.YES, True), (Choice.NOT_SURE, True)):
            filled = answer(SCREENING, condition, value, "", NOW)
            assert (CLEARANCE in [one.id for one in asked(Part.SCREENING, filled)]) is wanted


def test_what_the_clinic_sets_waits_for_an_answer_only_once_the_clinic_has_spoken() -> None:
    waiting = [one.id for one in unanswered(Part.DAY_OF, DAY_OF, CLINIC)]
    assert waiting == ["benzodiazepine-today", "narcotic-today"]
    told = with_rule(CLINIC, "escort", "An adult takes you home.")
    assert "escort" in [one.id for one in unanswered(Part.DAY_OF, None, told)]
    filled = answer(DAY_OF, "escort", Choice.YES, "", NOW)
    assert "escort" not in [one.id for one in unanswered(Part.DAY_OF, filled, told)]


def test_every_question_of_the_clinics_text_is_there() -> None:
    of_text = [one.id for one in ITEMS if one.asked_of is AskedOf.TEXT]
    assert of_text == ["psychosis", *CONDITIONS, CLEARANCE, "benzodiazepine-today", "narcotic-today"]
    assert len(items(Part.SCREENING)) == 5
    assert {id_ for id_, _ in RULE_TOPICS} > {one.id for one in ITEMS if one.asked_of is AskedOf.CLINIC}
    assert item("escort").label == "Way home"


@pytest.mark.parametrize("one", ITEMS, ids=lambda one: str(one.id))
def test_every_question_is_clear_says_why_and_never_tells_anyone_to_stop(one: Item) -> None:
    words = f"{one.question} {one.why} {one.reason} {one.unsure} {one.examples}"
    assert "?" in one.question
    assert one.why.endswith(".")
    assert not re.search(r"\b(cleared|stop|stopping|skip|quit|must)\b|!", words, re.IGNORECASE)
    assert {one.flag, one.fine} == {Choice.YES, Choice.NO}
    assert "clinic" in one.reason
    assert "clinic" in one.unsure
    if one.asked_of is AskedOf.TEXT:
        assert "our clinic says" in one.why


@pytest.mark.parametrize("id_", ["benzodiazepine-today", "narcotic-today"])
def test_a_medicine_of_the_day_comes_with_the_call_before_any_change(id_: str) -> None:
    for words in (item(id_).reason, item(id_).unsure):
        assert "Your clinic says not to take these on the day of an infusion." in words
        assert "Call your clinic before you go." in words
        assert "Do not change a regular medicine on your own: ask first." in words
