"""A check-in takes only answers that there are, changes only while it is open, and offers help in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care import checkin as rules
from app.care.checkin import CheckIn, Given, answer, correct, finish, latest, needs_help, resumable, unanswer
from app.care.invalid import Invalid
from app.care.questionnaires import QUESTIONNAIRES, questionnaire
from app.care.questionnaires.phq9 import DIFFICULTY, SELF_HARM

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=timezone(timedelta(hours=-8)))
MINUTE = timedelta(minutes=1)
PHQ9 = questionnaire("phq9")


def begun(which: str = "phq9", at: datetime = NOW) -> CheckIn:
    return rules.new(questionnaire(which), None, at)


def filled(values: dict[int, int], which: str = "phq9", at: datetime = NOW) -> CheckIn:
    """With answers by the number of their question, from 1."""
    found = begun(which, at)
    for number, value in values.items():
        found = answer(found, found.asked.items[number - 1].id, value, at)
    return found


def whole(which: str = "phq9", value: int = 0, at: datetime = NOW) -> CheckIn:
    return filled(dict.fromkeys(range(1, len(questionnaire(which).items) + 1), value), which, at)


def test_answers_stand_in_the_order_of_the_questions_however_they_came() -> None:
    found = filled({5: 1, 2: 3, 9: 0})
    assert [(given.item, given.value) for given in found.answers] == [
        ("44255-8", 3),
        ("44251-7", 1),
        ("44260-8", 0),
    ]
    assert found.answered == 3
    assert found.next_item is PHQ9.items[0]
    assert whole().next_item is None


def test_another_answer_takes_the_place_of_the_first() -> None:
    later = answer(filled({2: 3}), "44255-8", 1, NOW + MINUTE)
    assert later.answers == (Given(item="44255-8", value=1, at=NOW + MINUTE),)
    assert unanswer(later, "44255-8").answers == ()
    assert unanswer(later, "44250-9") == later


def test_the_unscored_question_does_not_count_as_answered() -> None:
    assert filled({10: 2}).answered == 0
    assert filled({1: 0, 10: 2}).answered == 1


@pytest.mark.parametrize("value", [4, -1, 11])
def test_an_answer_of_4_in_the_phq_9_is_refused(value: int) -> None:
    with pytest.raises(Invalid, match="from 0 to 3"):
        answer(begun(), "44250-9", value, NOW)


def test_the_record_itself_refuses_what_cannot_be() -> None:
    given = Given(item="44250-9", value=1, at=NOW)
    for wrong in (
        {"questionnaire": "phq8"},
        {"version": 2},
        {"replaces": uuid4()},
        {"version": 0},
        {"answers": (given, given)},
        {"answers": (Given(item="44250-9", value=4, at=NOW),)},
        {"answers": (Given(item="69725-0", value=1, at=NOW),)},
        {"finished_at": NOW - MINUTE},
        {"begun_at": NOW - MINUTE},
        {"taken_at": NOW.replace(tzinfo=None)},
        {"course_id": "7"},
    ):
        with pytest.raises(Invalid) as refused:
            replace(begun(), **wrong)  # type: ignore[arg-type]
        assert str(refused.value).endswith(".")


def test_a_time_in_the_future_is_refused_and_a_clock_some_seconds_off_is_not() -> None:
    ahead = begun(at=NOW + timedelta(hours=1))
    for change in (
        lambda: answer(ahead, "44250-9", 1, NOW),
        lambda: finish(filled({1: 1}, at=NOW + timedelta(hours=1)), NOW),
    ):
        with pytest.raises(Invalid, match="still to come"):
            change()
    slow = answer(begun(at=NOW + timedelta(seconds=30)), "44250-9", 1, NOW)
    assert finish(slow, NOW).finished_at == NOW + timedelta(seconds=30)


def test_a_finished_check_in_never_changes_and_is_corrected_by_a_new_version() -> None:
    done = finish(filled({1: 2}), NOW + MINUTE)
    for change in (
        lambda: answer(done, "44250-9", 1, NOW),
        lambda: unanswer(done, "44250-9"),
        lambda: finish(done, NOW),
    ):
        with pytest.raises(Invalid, match="correct it"):
            change()
    newer = correct(done, NOW + timedelta(days=2))
    assert (newer.version, newer.replaces, newer.answers, newer.finished_at) == (
        2,
        done.id,
        done.answers,
        None,
    )
    assert (newer.taken_at, newer.day) == (done.taken_at, done.day)
    with pytest.raises(Invalid, match="simply be changed"):
        correct(newer, NOW)


def test_one_without_an_answer_that_counts_is_not_finished() -> None:
    for empty in (begun(), filled({10: 3})):
        with pytest.raises(Invalid, match="no answer yet"):
            finish(empty, NOW)


@given(value=st.integers(1, 3), others=st.dictionaries(st.integers(1, 8), st.integers(0, 3)))
def test_any_answer_above_0_to_the_ninth_question_asks_for_help_at_once(
    value: int, others: dict[int, int]
) -> None:
    found = filled({**others, 9: value})
    assert needs_help(found)
    assert needs_help(finish(found, NOW))
    # Resumed it is the same record again; corrected it has the same answers.
    assert needs_help(correct(finish(found, NOW), NOW))


@given(values=st.dictionaries(st.integers(1, 8), st.integers(0, 3), min_size=1))
def test_the_ninth_question_left_out_asks_for_help_as_soon_as_it_is_gone_past(values: dict[int, int]) -> None:
    found = filled(values)
    assert not needs_help(found)
    assert needs_help(found, past=True)
    assert needs_help(finish(found, NOW))
    assert needs_help(answer(found, DIFFICULTY, 0, NOW))
    assert needs_help(unanswer(answer(found, SELF_HARM, 0, NOW), SELF_HARM), past=True)


@given(values=st.dictionaries(st.integers(1, 8), st.integers(0, 3)))
def test_not_at_all_to_the_ninth_question_asks_for_none_by_itself(values: dict[int, int]) -> None:
    found = filled({**values, 9: 0, 10: 3})
    assert not needs_help(found, past=True)
    assert not needs_help(finish(found, NOW))


@pytest.mark.parametrize("which", ["gad7", "peg", "pcl5"])
def test_no_other_questionnaire_asks_for_help(which: str) -> None:
    worst = max(QUESTIONNAIRES[which].items[0].values)
    assert not needs_help(finish(whole(which, worst), NOW), past=True)


def test_an_open_one_is_gone_on_with_for_three_days() -> None:
    found = filled({1: 1})
    assert resumable(found, NOW)
    assert resumable(found, NOW + timedelta(days=3) - MINUTE)
    assert not resumable(found, NOW + timedelta(days=3))
    assert not resumable(found, NOW - timedelta(days=1))
    assert not resumable(finish(found, NOW), NOW)


def test_the_day_is_the_one_that_was_lived() -> None:
    assert begun(at=datetime(2026, 11, 23, 1, 30, tzinfo=UTC).astimezone(NOW.tzinfo)).day.day == 22


def test_history_has_each_in_its_newest_finished_version() -> None:
    first = finish(filled({1: 2}), NOW)
    other = finish(filled({1: 3}, at=NOW + timedelta(days=7)), NOW + timedelta(days=7))
    open_correction = correct(first, NOW + MINUTE)
    assert latest([other, first, open_correction]) == (first, other)
    second = finish(open_correction, NOW + 2 * MINUTE)
    third = finish(correct(second, NOW + 3 * MINUTE), NOW + 4 * MINUTE)
    assert latest([third, other, second, first]) == (third, other)


def test_of_two_corrections_of_one_the_later_counts_and_nothing_is_counted_twice() -> None:
    first = finish(filled({1: 2}), NOW)
    here = finish(correct(first, NOW + MINUTE), NOW + 2 * MINUTE)
    there = finish(correct(first, NOW + MINUTE), NOW + 5 * MINUTE)
    again = finish(correct(here, NOW + 3 * MINUTE), NOW + 4 * MINUTE)
    assert latest([first, here, there, again]) == (there,)
    # The one they correct is gone for good: they still belong together.
    assert latest([here, there]) == (there,)
