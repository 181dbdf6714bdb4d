"""Insights read from the store what the same sums by hand give, and nothing that was deleted."""

from __future__ import annotations

from datetime import date, time

import pytest

from app.care.insight import Span
from app.care.invalid import Invalid
from app.services import Services
from tests.services.conftest import Now


@pytest.fixture
def filled(services: Services, now: Now) -> Services:
    """Moods 2, 3, 4 before the infusion of 17 November, and 6, 7, 5 and 6 after it."""
    services.courses.start(date(2026, 11, 17), time(10), (), 6)
    for day, mood, sleep in ((5, 2, 1), (10, 3, 2), (16, 4, 3)):
        now.set(2026, 11, day)
        services.journal.add(mood, sleep=sleep, feelings=("tired",))
    now.set(2026, 11, 17, 10)
    services.courses.begin(1)
    services.courses.complete(1)
    for day, mood in ((18, 6), (19, 7), (20, 5), (22, 6)):
        now.set(2026, 11, day)
        services.journal.add(mood, sleep=8, feelings=("calm", "tired") if day == 18 else ("calm",))
    now.set(2026, 11, 22)
    return services


def test_the_line_has_the_moods_and_the_infusions_of_its_days(filled: Services) -> None:
    week = filled.insights.mood(Span.DAYS_7)
    assert (week.first, week.last) == (date(2026, 11, 16), date(2026, 11, 22))
    assert [one.mean for one in week.points] == [4, 6, 7, 5, 6]
    assert week.infusions == ((date(2026, 11, 17), 1),)
    whole = filled.insights.mood(Span.ALL)
    # Weeks from the 2nd, 9th and 16th: one note, one note, (4 + 6 + 7 + 5 + 6) / 5 = 28 / 5.
    assert [(one.mean, one.count) for one in whole.points] == [(None, 1), (None, 1), (28 / 5, 5)]
    assert whole.first == date(2026, 11, 5)


def test_days_held_counts_from_the_infusion_against_the_two_weeks_before(filled: Services) -> None:
    found = filled.insights.held()
    # (2 + 3 + 4) / 3 = 3, so 5 holds. Day 3: (6 + 7 + 5) / 3 = 6; days 1, 2, 4 and 5 have fewer than 3 notes:
    # 1, 2, 2 (19th and 20th) and 2 (20th and 22nd).
    assert [(one.mean, one.notes) for one in found.table] == [
        (None, 1),
        (None, 2),
        (6, 3),
        (None, 2),
        (None, 2),
    ]
    assert (found.baseline, found.days, found.unknown, found.going_on) == (3, 3, 2, True)


def test_the_curve_is_that_of_the_days_around_the_infusion(filled: Services) -> None:
    (one,) = filled.insights.curves().curves
    assert [(n, mood.mean) for n, mood in one.points] == [(-1, 4), (1, 6), (2, 7), (3, 5), (5, 6)]


def test_feelings_and_scales_are_counted(filled: Services) -> None:
    found = filled.insights.feelings(Span.DAYS_30)
    assert [(one.feeling, one.count, one.by_mood) for one in found.counts] == [
        ("calm", 4, (0, 3, 1)),
        ("tired", 4, (2, 2, 0)),
    ]
    assert found.notes == 7
    rows = filled.insights.beside("sleep", Span.DAYS_30).rows
    assert [one.by_mood for one in rows] == [(2, 1, 0), (0, 0, 0), (0, 3, 1)]
    with pytest.raises(Invalid):
        filled.insights.beside("mood")


def test_what_was_deleted_counts_nowhere(filled: Services) -> None:
    for entry in filled.store.entries.all():
        filled.journal.remove(entry.id)
    assert filled.insights.mood(Span.ALL).points == ()
    assert filled.insights.feelings(Span.ALL).counts == ()
    assert filled.insights.held().days is None
    assert [row.notes for row in filled.insights.beside("sleep", Span.ALL).rows] == [0, 0, 0]


def test_the_look_back_comes_after_infusion_3_with_the_totals(services: Services, now: Now) -> None:
    services.courses.start(date(2026, 11, 2), time(10), (), 6)
    assert services.insights.look_back() is None
    for number in (1, 2, 3):
        session = services.courses.current().session(number)  # type: ignore[union-attr]
        assert session is not None
        assert session.starts_at is not None
        now.at = session.starts_at
        services.courses.begin(number)
        services.courses.complete(number)
    assert services.insights.look_back() is None
    now.move(days=1)
    found = services.insights.look_back()
    assert found is not None
    assert str(found.sentences[0]) == "3 of 6 infusions are over."


def test_an_empty_store_has_sentences_for_everything(services: Services) -> None:
    told = services.insights
    for found in (told.mood(Span.ALL), told.curves(), told.held(), told.feelings(), told.beside("pain")):
        assert found.sentences
    assert told.look_back() is None
