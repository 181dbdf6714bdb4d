"""The journal screen: by day, by word, by feeling and by month, and no longer than it needs to be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import flet as ft
import pytest

from app.services import Services
from app.ui.screens.journal_parts import PAGE, Wanted, find
from tests.headless import Stage
from tests.ui.conftest import Clock

Open = Callable[..., Stage]


def cards(page: Stage) -> list[str]:
    """The names of the entries' buttons, from the top."""
    return [name for name in page.buttons() if ": mood " in name]


def days(page: Stage) -> list[str]:
    """The names of the day headings, from the top."""
    return [
        str(c.label)
        for c in page.controls()
        if isinstance(c, ft.Semantics) and c.heading_level == 2 and c.label
    ]


def test_an_empty_journal_says_what_will_be_here_and_offers_the_first_step(stage: Open) -> None:
    page = stage("/journal")
    assert page.shows("One number for how you are is enough")
    page.press("New entry")
    assert page.route == "/journal/new"


def test_entries_stand_newest_first_under_their_days(stage: Open, services: Services, clock: Clock) -> None:
    services.journal.add(3, clock() - timedelta(days=1, hours=2))
    services.journal.add(
        6, clock() - timedelta(hours=4), feelings=("calm", "tired"), words="A slow walk.", sleep=5
    )
    services.journal.add(8, clock() - timedelta(hours=1))
    page = stage("/journal")
    assert days(page) == ["Sunday 22 November 2026", "Saturday 21 November 2026"]
    assert page.shows("Today")
    assert page.shows("Yesterday")
    assert cards(page) == [
        "11:00: mood 8 of 10, good",
        "08:00: mood 6 of 10, fairly good, Calm, Tired, Sleep 5, A slow walk.",
        "10:00: mood 3 of 10, low",
    ]


def test_an_entry_keeps_the_local_day_on_which_it_was_written(stage: Open, services: Services) -> None:
    # 23:30 on the 20th in Tokyo is 15:30 here.
    services.journal.add(5, datetime(2026, 11, 20, 23, 30, tzinfo=timezone(timedelta(hours=9))))
    page = stage("/journal")
    assert days(page) == ["Friday 20 November 2026"]
    assert cards(page) == ["23:30: mood 5 of 10, so-so"]


def test_a_card_opens_its_entry(stage: Open, services: Services) -> None:
    entry = services.journal.add(7).record
    page = stage("/journal")
    page.press("12:00: mood 7 of 10, good")
    assert page.route == f"/journal/{entry.id}"


def test_a_new_entry_from_elsewhere_appears_by_itself(stage: Open, services: Services) -> None:
    services.journal.add(7)
    page = stage("/journal")
    services.journal.add(2)
    page.settle()
    assert len(cards(page)) == 2


def test_a_long_journal_shows_one_page_and_older_ones_on_request(
    stage: Open, services: Services, clock: Clock
) -> None:
    with services.db.transaction():
        for hours in range(PAGE * 2 + 5):
            services.journal.add(5, clock() - timedelta(hours=hours))
    page = stage("/journal")
    assert len(cards(page)) == PAGE
    page.press("Show older")
    assert len(cards(page)) == 2 * PAGE
    page.press("Show older")
    assert len(cards(page)) == 2 * PAGE + 5
    assert "Show older" not in page.buttons()
    assert page.shows("Your journal begins here.")


def test_scrolling_near_the_end_shows_older_entries_but_scrolling_above_does_not(
    stage: Open, services: Services, clock: Clock
) -> None:
    with services.db.transaction():
        for hours in range(PAGE + 5):
            services.journal.add(5, clock() - timedelta(hours=hours))
    page = stage("/journal")
    listed = page.find(ft.ListView)
    at = {
        "event_type": "update",
        "min_scroll_extent": 0,
        "max_scroll_extent": 5000,
        "viewport_dimension": 700,
    }
    page.fire(listed, "scroll", {**at, "pixels": 500})
    assert len(cards(page)) == PAGE
    page.fire(listed, "scroll", {**at, "pixels": 4800})
    assert len(cards(page)) == PAGE + 5


def test_the_search_gets_the_focus_although_a_field_that_went_away_says_late_that_it_lost_it(
    stage: Open, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.journal.add(4, words="A day in the garden.")
    monkeypatch.setattr("app.ui.keyboard.SETTLED", 0.3)
    page = stage("/journal?search")
    page.fire(page.find(ft.TextField, "Search your journal"), "blur")
    page.until(lambda: ("focus", None) in page.connection.calls)


def test_the_slash_address_opens_the_search_and_finds_words(stage: Open, services: Services) -> None:
    services.journal.add(4, words="A day in the garden.")
    services.journal.add(8, words="Cooked with Sam.")
    page = stage("/journal?search")
    page.type("Search your journal", "gard")
    assert page.shows("1 entry found")
    assert [name for name in cards(page) if "garden" in name]
    assert len(cards(page)) == 1
    page.type("Search your journal", "zebra")
    assert page.shows("No entry has “zebra”. Try another word.")
    page.press("Close the search")
    assert page.route == "/journal"
    assert len(cards(page)) == 2


def test_a_feeling_narrows_the_list_and_can_be_left_again(stage: Open, services: Services) -> None:
    services.journal.add(4, feelings=("sad", "tired"))
    services.journal.add(8, feelings=("calm",))
    page = stage("/journal")
    page.press("Search and filter")
    page.press("Filter by feeling")
    page.press("Feeling: Calm")
    assert len(cards(page)) == 1
    page.press("Feeling: Calm. Show all")
    assert len(cards(page)) == 2
    page.press("Filter by feeling")
    page.press("Feeling: Lonely")
    assert page.shows("No entry has the feeling “Lonely” yet.")


@pytest.mark.parametrize(
    ("words", "feeling", "count"), [("walk", "calm", 25), ("walk", "sad", 1), ("walk", "foggy", 0)]
)
def test_words_and_a_feeling_together_find_every_entry_that_has_both(
    services: Services, clock: Clock, words: str, feeling: str, count: int
) -> None:
    with services.db.transaction():
        for hours in range(50):
            feelings = ("calm",) if hours % 2 else ()
            services.journal.add(5, clock() - timedelta(hours=hours), feelings=feelings, words="A calm walk")
        services.journal.add(5, clock() - timedelta(days=9), feelings=("sad",), words="A walk")
    found = find(services.journal, Wanted(words, feeling), 40)
    assert len(found) == count
    assert all(feeling in entry.feelings for entry in found)


def test_the_month_shows_each_days_mood_and_a_tap_shows_that_days_entries(
    stage: Open, services: Services, clock: Clock
) -> None:
    for mood in (4, 5, 8):
        services.journal.add(mood, clock() - timedelta(days=2))
    services.journal.add(2, clock() - timedelta(days=3))
    page = stage("/journal")
    page.press("Month")
    assert page.shows("November 2026")
    assert "Sunday 22 November 2026, today, nothing written" in page.buttons()
    page.press("Friday 20 November 2026, mood 5.7, fairly good, 3 entries")
    assert len(cards(page)) == 3
    page.press("Tuesday 17 November 2026, nothing written")
    assert page.shows("Nothing written on this day.")
    page.press("Write about this day")
    assert page.route == "/journal/new?day=2026-11-17"


def test_two_moods_that_differ_get_no_average(stage: Open, services: Services, clock: Clock) -> None:
    services.journal.add(2)
    services.journal.add(7)
    page = stage("/journal")
    page.press("Month")
    assert "Sunday 22 November 2026, today, mood 2 to 7, 2 entries" in page.buttons()
    assert page.shows("2–7")


def test_the_month_goes_back_over_the_new_year_and_never_past_this_month(
    stage: Open, services: Services, clock: Clock
) -> None:
    services.journal.add(5)
    page = stage("/journal")
    page.press("Month")
    assert page.find(ft.IconButton, "Next month").disabled
    for _ in range(11):
        page.press("Previous month")
    assert page.shows("December 2025")
    assert not page.find(ft.IconButton, "Next month").disabled


def test_days_to_come_cannot_be_pressed(stage: Open, services: Services) -> None:
    services.journal.add(5)
    page = stage("/journal")
    page.press("Month")
    assert not [name for name in page.buttons() if "23 November" in name]


def test_where_there_is_little_room_the_month_is_a_list_with_full_targets(
    stage: Open, services: Services
) -> None:
    services.journal.add(5)
    page = stage("/journal", width=320)
    page.press("Month")
    assert [name for name in page.buttons() if "2026" in name] == [
        "Sunday 22 November 2026, today, mood 5, so-so, 1 entry"
    ]


def test_a_desktop_shows_the_list_beside_the_month_and_the_last_days(stage: Open, services: Services) -> None:
    services.journal.add(5)
    page = stage("/journal", width=1280)
    assert len(cards(page)) == 1
    assert page.shows("Last 30 days")
    assert page.shows("November 2026")
    assert page.find(ft.TextField, "Search your journal")
