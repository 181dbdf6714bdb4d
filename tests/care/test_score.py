"""Scores are the published sums, changes are told as published, and nothing is told that is not known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.checkin import CheckIn, answer, finish, unanswer
from app.care.invalid import Invalid
from app.care.questionnaires import QUESTIONNAIRES, questionnaire
from app.care.score import Change, Score, baseline, score
from app.care.totals import NOT_A_DIAGNOSIS, totals, words
from tests.care.test_checkin import NOW, begun, filled, whole

WEEK = timedelta(days=7)


def of(points: int, which: str = "phq9") -> Score:
    return Score(questionnaire=which, points=points, of=len(questionnaire(which).scored))


def adding_up_to(total: int, which: str = "phq9", weeks: float = 0) -> CheckIn:
    """A finished check-in with this total."""
    at = NOW + WEEK * weeks
    found, left = begun(which, at), total
    for item in found.asked.items:
        value = min(left, max(item.values)) if item.scored else 0
        found = answer(found, item.id, value, at)
        left -= value
    return finish(found, at)


def said(*sentences: object) -> str:
    return " ".join(str(sentence) for sentence in sentences)


@pytest.mark.parametrize("which", QUESTIONNAIRES)
@given(data=st.data())
def test_the_score_is_the_sum_of_the_answers_or_their_mean(which: str, data: st.DataObject) -> None:
    asked = questionnaire(which)
    values = [data.draw(st.sampled_from(item.values)) for item in asked.items]
    found = score(filled(dict(enumerate(values, 1)), which))
    counted = [value for item, value in zip(asked.items, values, strict=True) if item.scored]
    assert found is not None
    assert found.points == sum(counted)
    assert found.value == (sum(counted) / 3 if which == "peg" else sum(counted))
    assert 0 <= found.value <= asked.most


@pytest.mark.parametrize("which", QUESTIONNAIRES)
@given(data=st.data())
def test_there_is_no_total_unless_every_question_that_counts_is_answered(
    which: str, data: st.DataObject
) -> None:
    full = whole(which, 1)
    left_out = data.draw(st.sampled_from(full.asked.scored))
    part = unanswer(full, left_out.id)
    assert score(part) is None
    assert said(*words(part)) == (
        f"{len(part.asked.scored) - 1} of {len(part.asked.scored)} answered: "
        "without the others there is no total."
    )


def test_the_difficulty_question_is_not_needed_and_not_counted() -> None:
    assert score(filled(dict.fromkeys(range(1, 10), 1))) == of(9)
    assert score(filled({**dict.fromkeys(range(1, 10), 1), 10: 3})) == of(9)


def test_the_peg_is_a_mean_worked_by_hand() -> None:
    # (7 + 6 + 6) / 3 = 19 / 3 = 6.333…, shown as 6.3
    found = score(filled({1: 7, 2: 6, 3: 6}, "peg"))
    assert found is not None
    assert (found.points, found.value, found.shown, found.band) == (19, 19 / 3, 6.3, None)


# Baseline, newest, whether it matters (5 points), response (half or less), remission (below 5).
@pytest.mark.parametrize(
    ("first", "newest", "matters", "response", "remission"),
    [
        (18, 18, False, False, False),
        (18, 14, False, False, False),  # 4 points
        (18, 13, True, False, False),  # 5 points
        (18, 10, True, False, False),  # 9 would be half
        (18, 9, True, True, False),
        (17, 9, True, False, False),  # half of 17 is 8.5
        (17, 8, True, True, False),
        (18, 5, True, True, False),
        (18, 4, True, True, True),
        (8, 4, False, True, True),
        (10, 15, True, False, False),  # worse by 5 matters, too
        (0, 0, False, None, True),  # nothing can fall from 0
        (0, 3, False, None, True),
    ],
)
def test_change_response_and_remission_of_the_phq_9_are_as_published(
    first: int, newest: int, matters: bool, response: bool | None, remission: bool
) -> None:
    change = Change(baseline=of(first), newest=of(newest))
    assert (change.matters, change.response, change.remission) == (matters, response, remission)
    assert change.value == newest - first


def test_change_of_the_others_is_told_only_where_it_is_published() -> None:
    gad = Change(baseline=of(14, "gad7"), newest=of(10, "gad7"))
    assert (gad.matters, gad.response, gad.remission) == (True, None, None)
    assert Change(baseline=of(14, "gad7"), newest=of(11, "gad7")).matters is False
    # PEG: 30 % of 20 points are 6, so 14 is an improvement and 15 is none.
    assert Change(baseline=of(20, "peg"), newest=of(14, "peg")).response is True
    assert Change(baseline=of(20, "peg"), newest=of(15, "peg")).response is False
    assert Change(baseline=of(20, "peg"), newest=of(14, "peg")).matters is None
    pcl = [Change(baseline=of(40, "pcl5"), newest=of(newest, "pcl5")).matters for newest in (31, 30)]
    assert pcl == [False, True]


def test_two_questionnaires_are_not_compared() -> None:
    with pytest.raises(Invalid, match="same questionnaire"):
        Change(baseline=of(9), newest=of(9, "gad7"))
    with pytest.raises(Invalid, match="one questionnaire"):
        baseline([adding_up_to(9), adding_up_to(9, "gad7")], None)


def test_the_baseline_is_the_newest_whole_one_from_before_the_first_infusion() -> None:
    first_infusion = NOW + 3 * WEEK
    old, near, part = adding_up_to(20), adding_up_to(18, weeks=2), finish(filled({1: 3}), NOW)
    after = adding_up_to(9, weeks=4)
    assert baseline([old, near, after], first_infusion) is near
    assert baseline([old, part, after], first_infusion) is old
    assert baseline([after], first_infusion) is None
    assert baseline([old, near], None) is near
    # From more than 28 days before it tells of another time.
    assert baseline([old], NOW + timedelta(days=28)) is old
    assert baseline([old], NOW + timedelta(days=28, minutes=1)) is None


def test_a_result_is_told_in_words_and_never_as_a_verdict() -> None:
    found = totals(questionnaire("phq9"), [adding_up_to(18), adding_up_to(9, weeks=1)], NOW + timedelta(1))
    assert [point.score and point.score.points for point in found.points] == [18, 9]
    assert found.baseline is found.points[0]
    assert found.newest is found.points[1]
    assert said(*found.sentences) == (
        "Your total is 9 of 27. The published table calls 5 to 9 “mild”. "
        "It is 9 lower than before your first infusion (18). "
        "Studies call a change of 5 points or more one that matters. "
        "Half or less of the first result is what studies call a response. "
        "This is not a diagnosis. Your clinic reads it together with you."
    )


def test_remission_is_told_only_to_whoever_had_more_before() -> None:
    low = Change(baseline=of(4), newest=of(2))
    assert "remission" not in said(*words(adding_up_to(2), low))
    high = Change(baseline=of(18), newest=of(4))
    assert "Studies call a total below 5 remission." in said(*words(adding_up_to(4), high))


def test_higher_and_equal_are_told_as_plainly_as_lower() -> None:
    higher = said(*words(adding_up_to(12), Change(baseline=of(10), newest=of(12))))
    assert "It is 2 higher than before your first infusion (10)." in higher
    assert "Studies call only a change of 5 points or more one that matters." in higher
    same = said(*words(adding_up_to(12), Change(baseline=of(12), newest=of(12))))
    assert "It is the same as before your first infusion." in same
    assert "matters" not in same


def test_pain_is_told_as_a_mean_with_the_improvement_that_is_published() -> None:
    change = Change(baseline=of(20, "peg"), newest=of(12, "peg"))
    assert said(*words(adding_up_to(12, "peg"), change)) == (
        "The mean of your 3 answers is 4.0, on a scale from 0 to 10. "
        "It is 2.7 lower than before your first infusion (6.7). "
        "A fall of 30 percent or more is what studies call an improvement. " + str(NOT_A_DIAGNOSIS)
    )


def test_one_that_is_not_whole_says_so_and_the_last_whole_one_is_told() -> None:
    part = finish(filled(dict.fromkeys(range(1, 9), 1), at=NOW + WEEK), NOW + WEEK)
    found = totals(questionnaire("phq9"), [adding_up_to(12), part], None)
    assert found.newest is found.points[0]
    assert (found.points[1].score, found.points[1].answered, found.points[1].of) == (None, 8, 9)
    assert said(*found.sentences[:2]) == (
        "Of the newest check-in 8 of 9 are answered, so it has no total. The last whole one: "
        "Your total is 12 of 27."
    )


def test_nothing_is_told_before_there_is_a_check_in() -> None:
    found = totals(questionnaire("gad7"), [], NOW)
    assert (found.points, found.baseline, found.change, found.newest) == ((), None, None, None)
    assert said(*found.sentences) == "There is no check-in yet."


def test_the_pcl_5_says_where_clinics_ask_more() -> None:
    assert "Clinics often ask more from 31 to 33 points on." in said(*words(adding_up_to(40, "pcl5")))
