"""Feelings and scales beside the mood are counted by hand the same, and the look back comes at its time."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from app.care.course import Course, Session, Status
from app.care.insight import ONLY_COUNTS, SCALES, beside, feelings, look_back
from app.care.insight_look_back import LookBack
from app.care.invalid import Invalid
from app.care.questionnaires import questionnaire
from app.care.totals import totals
from tests.care.insight_days import D0, day, moods, said
from tests.care.test_score import adding_up_to

ZONE = ZoneInfo("America/Los_Angeles")
ID = UUID(int=7)


def test_feelings_are_counted_with_the_mood_of_their_notes_the_most_frequent_first() -> None:
    found = feelings([("calm", 0, 1, 3), ("like glass", 1, 0, 0), ("tired", 2, 2, 1)], 7)
    assert [(one.feeling, one.label, one.known, one.count, one.by_mood) for one in found.counts] == [
        ("tired", "Tired", True, 5, (2, 2, 1)),  # 2 + 2 + 1
        ("calm", "Calm", True, 4, (0, 1, 3)),
        ("like glass", "like glass", False, 1, (1, 0, 0)),
    ]
    assert said(found.sentences) == (
        "In 7 notes “Tired” was named most often, 5 times. "
        "These are counts. They do not say that one comes from the other."
    )


@pytest.mark.parametrize(
    ("rows", "notes", "words"),
    [
        ([], 3, "The feelings you name in your notes will show here."),
        ([("calm", 0, 1, 0)], 1, "In one note you named “Calm”."),
        (
            [("calm", 0, 1, 0), ("tired", 1, 0, 0)],
            2,
            "In 2 notes each feeling was named once, such as “Calm”.",
        ),
        ([("{n} own", 0, 2, 0)], 2, "In 2 notes “{n} own” was named most often, 2 times."),
    ],
)
def test_few_feelings_are_told_in_words_that_fit(
    rows: list[tuple[str, int, int, int]], notes: int, words: str
) -> None:
    assert str(feelings(rows, notes).sentences[0]) == words


def test_a_scale_beside_the_mood_is_a_table_of_thirds() -> None:
    # Value on the scale, mood, how many notes.
    found = beside("sleep", [(0, 3, 1), (3, 4, 2), (4, 7, 1), (6, 6, 1), (7, 7, 2), (10, 10, 1), (8, 0, 1)])
    assert [(one.low, one.high, one.notes, one.by_mood) for one in found.rows] == [
        (0, 3, 3, (1, 2, 0)),  # 1 + 2
        (4, 6, 2, (0, 1, 1)),
        (7, 10, 4, (1, 0, 3)),  # 2 + 1 + 1
    ]
    assert said(found.sentences) == (
        "Of 4 notes with sleep from 7 to 10, 3 have a mood from 7 to 10. "
        "Of 3 notes with sleep from 0 to 3, none has a mood from 7 to 10. " + str(ONLY_COUNTS)
    )


@pytest.mark.parametrize("scale", SCALES)
def test_too_few_notes_are_not_told_of(scale: str) -> None:
    found = beside(scale, [(8, 8, 2), (1, 1, 2), (5, 5, 9)])
    assert said(found.sentences) == f"Not enough entries yet with {scale} beside a mood."


def test_what_is_no_scale_is_refused() -> None:
    with pytest.raises(Invalid, match="choose sleep, anxiety, energy, pain"):
        beside("mood", [])
    with pytest.raises(Invalid, match="from 0 to 10"):
        beside("sleep", [(11, 5, 1)])


def over(number: int, n: int, status: Status = Status.COMPLETED) -> Session:
    at = datetime.combine(day(n), time(10), ZONE)
    held = status is not Status.PLANNED
    return Session(
        id=UUID(int=number), course_id=ID, number=number, status=status, starts_at=at,
        began_at=at if held else None, ended_at=at + timedelta(minutes=45) if held else None,
    )  # fmt: skip


THREE = (over(1, 0), over(2, 3), over(3, 7), over(4, 10, Status.PLANNED))


def back(today: int, sessions: tuple[Session, ...] = THREE, planned: int = 6) -> LookBack | None:
    course = Course(id=ID, made_at=datetime.combine(D0, time(9), ZONE), planned=planned)
    notes = moods({-14: 2, -3: 3, -1: 3, 0: 9, 1: 4, 5: 5, 8: (6, 6)})
    return look_back(course, sessions, notes, [], day(today))


def test_the_look_back_sets_the_mood_since_the_first_infusion_beside_that_before() -> None:
    found = back(8)
    assert found is not None
    # Before: (2 + 3 + 3) / 3 = 8 / 3 = 2.67.
    # Since, without the day itself: (4 + 5 + 6 + 6) / 4 = 21 / 4 = 5.25.
    assert (found.before, found.since) == (8 / 3, 5.25)
    assert said(found.sentences).startswith(
        "3 of 6 infusions are over. "
        "In the two weeks before the first one your mood was 2.7 on average, since then 5.2."
    )


def test_the_look_back_comes_after_the_day_of_infusion_3_and_goes_with_infusion_4() -> None:
    assert back(7) is None
    assert back(8, THREE[:2]) is None
    assert back(8, THREE[:3], planned=3) is None
    assert back(11, (*THREE[:3], over(4, 10))) is None
    assert back(9) is not None


def test_one_that_was_stopped_early_is_over_and_one_that_was_skipped_is_not() -> None:
    assert back(8, (over(1, 0), over(2, 3, Status.STOPPED_EARLY), over(3, 7), THREE[3])) is not None
    skipped = Session(id=UUID(int=2), course_id=ID, number=2, status=Status.SKIPPED)
    assert back(8, (over(1, 0), skipped, over(3, 7), THREE[3])) is None


def test_the_look_back_tells_totals_only_where_there_are_two() -> None:
    course = Course(id=ID, made_at=datetime.combine(D0, time(9), ZONE), planned=6)
    first, newest = adding_up_to(18), adding_up_to(12, weeks=1)
    both = totals(questionnaire("phq9"), [first, newest], first.taken_at + timedelta(days=1))
    one = totals(questionnaire("gad7"), [adding_up_to(9, "gad7")], None)
    found = look_back(course, THREE, [], [both, one], day(8))
    assert found is not None
    assert [str(sentence) for sentence in found.sentences[1:-1]] == [
        "Not enough entries yet to set your mood before and since beside each other.",
        "PHQ-9: 18 before the first infusion, 12 now.",
    ]
