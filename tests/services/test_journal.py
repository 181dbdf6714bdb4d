"""What is written in the journal is found again: by page, by day, by word, by feeling."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import uuid4

import pytest

from app.care.invalid import Invalid
from app.care.journal import JournalEntry
from app.services import Services
from tests.services.conftest import Now


def test_a_mood_is_kept_with_the_time_and_offset_of_now(services: Services, now: Now) -> None:
    done = services.journal.add(7, words="Slept well")
    assert done.sentence == "Saved on this device"
    kept = services.journal.get(done.record.id)
    assert kept == done.record
    assert kept is not None
    assert (kept.at, kept.at.utcoffset()) == (now(), timedelta(hours=-8))


def test_details_are_kept(services: Services) -> None:
    done = services.journal.add(3, feelings=("tired", "sad"), sleep=2, anxiety=8, energy=1, pain=0)
    assert services.journal.get(done.record.id) == done.record


@pytest.mark.parametrize("mood", [-1, 11])
def test_a_mood_outside_0_to_10_is_refused_and_nothing_is_kept(services: Services, mood: int) -> None:
    with pytest.raises(Invalid):
        services.journal.add(mood)
    assert services.journal.count() == 0


def test_the_future_is_refused_wherever_an_entry_comes_from(services: Services, now: Now) -> None:
    later = now() + timedelta(minutes=2)
    with pytest.raises(Invalid, match="future"):
        services.journal.add(5, later)
    with pytest.raises(Invalid, match="future"):
        services.journal.add_entry(JournalEntry(id=uuid4(), at=later, mood=5))
    kept = services.journal.add(5).record
    with pytest.raises(Invalid, match="future"):
        services.journal.change(replace(kept, at=later))
    assert services.journal.recent() == [kept]


def test_an_entry_can_be_changed_after_the_clock_was_set_back(services: Services, now: Now) -> None:
    entry = services.journal.add(5).record
    now.move(hours=-3)
    changed = services.journal.change(replace(entry, words="Better")).record
    assert services.journal.recent() == [changed]
    with pytest.raises(Invalid, match="future"):
        services.journal.change(replace(entry, at=entry.at - timedelta(hours=1)))


def test_a_naive_time_is_refused(services: Services) -> None:
    with pytest.raises(Invalid, match="time zone"):
        services.journal.add(5, datetime(2026, 11, 22, 9))


def test_an_entry_can_be_backdated_changed_and_removed(services: Services, now: Now) -> None:
    entry = services.journal.add(5, now() - timedelta(days=3)).record
    changed = services.journal.change(replace(entry, mood=6, words="Better")).record
    assert services.journal.recent() == [changed]
    done = services.journal.remove(entry.id)
    assert services.journal.get(entry.id) is None
    assert services.journal.search("better") == []
    done.undo()
    assert services.journal.get(entry.id) == changed
    assert services.journal.search("better") == [changed]


def test_pages_are_newest_first_and_miss_nothing(services: Services, now: Now) -> None:
    written = [services.journal.add(n % 11, now() - timedelta(hours=n)).record for n in range(23)]
    read: list[JournalEntry] = []
    while page := services.journal.page((read[-1].at, read[-1].id) if read else None, limit=5):
        read += page
    assert read == written
    assert services.journal.recent(3) == written[:3]
    assert services.journal.count() == 23


def test_a_feeling_is_matched_whole(services: Services, now: Now) -> None:
    calm = services.journal.add(6, feelings=("calm", "tired")).record
    services.journal.add(6, feelings=("calmer",), words="calm")
    assert services.journal.page(feeling="calm") == [calm]
    assert services.journal.page(feeling='" OR 1=1') == []


def test_search_finds_words_and_the_beginning_of_the_last(services: Services) -> None:
    entry = services.journal.add(6, words="Walked to the park with Sam").record
    assert services.journal.search("sam par") == [entry]
    assert services.journal.search("river") == []
    assert services.journal.search('"unclosed AND (') == []


def test_no_words_mean_every_entry(services: Services) -> None:
    entry = services.journal.add(6).record
    assert services.journal.search("  ") == [entry]


def test_a_day_is_the_day_where_it_was_lived(services: Services, now: Now) -> None:
    tokyo = timezone(timedelta(hours=9))
    evening = datetime(2026, 11, 20, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
    morning = datetime(2026, 11, 21, 0, 10, tzinfo=tokyo)
    for mood, at in ((2, evening), (4, morning), (8, morning + timedelta(hours=8))):
        services.journal.add(mood, at)
    days = services.journal.days(date(2026, 11, 20), date(2026, 11, 21))
    assert [(d.day.day, d.mean, d.low, d.high, d.count) for d in days] == [(20, 2, 2, 2, 1), (21, 6, 4, 8, 2)]
    assert [e.mood for e in services.journal.on(date(2026, 11, 21))] == [8, 4]
    assert services.journal.month(2026, 11).keys() == {date(2026, 11, 20), date(2026, 11, 21)}
    assert services.journal.month(2026, 2) == {}


def test_removed_entries_count_nowhere(services: Services, now: Now) -> None:
    entry = services.journal.add(5, words="gone").record
    services.journal.remove(entry.id)
    assert services.journal.count() == 0
    assert services.journal.recent() == []
    assert services.journal.days(now().date(), now().date()) == []


def test_a_time_is_kept_to_the_moment_across_the_hour_that_comes_twice(services: Services, now: Now) -> None:
    now.set(2026, 11, 1, 3)
    for at in (datetime(2026, 11, 1, 8, 30, tzinfo=UTC), datetime(2026, 11, 1, 9, 30, tzinfo=UTC)):
        services.journal.add(5, at.astimezone(now().tzinfo))
    assert [e.at.utcoffset() for e in services.journal.recent()] == [timedelta(hours=-8), timedelta(hours=-7)]
