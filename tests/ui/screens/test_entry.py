"""The entry screen: one tap saves, every change is kept as it is made, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone

import flet as ft
import pytest

from app.care.journal import JournalEntry
from app.services import Services
from app.ui.components import words
from tests.headless import Stage
from tests.ui.conftest import Clock

Open = Callable[..., Stage]
WORDS = "Your words"


@pytest.fixture
def entry(services: Services) -> JournalEntry:
    """One entry of today."""
    return services.journal.add(5, words="Before").record


def kept(services: Services, entry: JournalEntry) -> JournalEntry:
    """The entry as the store has it now."""
    found = services.journal.get(entry.id)
    assert found is not None
    return found


def test_two_taps_write_an_entry_and_its_details_can_follow(stage: Open, services: Services) -> None:
    page = stage("/journal")
    page.press("New entry")
    page.press("Mood 7 of 10")
    [entry] = services.journal.recent()
    assert entry.mood == 7
    assert page.route == f"/journal/{entry.id}"
    assert page.shows("Saved on this device")
    assert WORDS in page.texts()


def test_of_two_quick_taps_on_feelings_both_count(
    stage: Open, services: Services, entry: JournalEntry
) -> None:
    page = stage(f"/journal/{entry.id}")
    page.at_once((page.button("Tired"), "click", None), (page.button("Calm"), "click", None))
    assert set(kept(services, entry).feelings) == {"tired", "calm"}


def test_undo_of_an_add_erases_it_and_leads_back(stage: Open, services: Services) -> None:
    page = stage("/journal/new")
    page.press("Mood 7 of 10")
    page.press_undo()
    assert services.journal.count() == 0
    assert page.route == "/journal"


def test_an_entry_for_an_earlier_day_is_written_on_that_day(stage: Open, services: Services) -> None:
    page = stage("/journal/new?day=2026-11-19")
    assert page.shows("How were you on Thu 19 Nov?")
    page.press("Mood 3 of 10")
    assert services.journal.recent()[0].day == date(2026, 11, 19)


@pytest.mark.parametrize("day", ["2027-01-01", "2026-11-22", "never"])
def test_a_day_that_is_not_past_means_now(stage: Open, services: Services, clock: Clock, day: str) -> None:
    page = stage(f"/journal/new?day={day}")
    page.press("Mood 3 of 10")
    assert services.journal.recent()[0].at == clock()


def test_each_change_is_saved_as_it_is_made(stage: Open, services: Services, entry: JournalEntry) -> None:
    page = stage(f"/journal/{entry.id}")
    page.press("Mood 9 of 10")
    page.press("Calm")
    page.press("Tired")
    page.press("Calm")
    page.press("Pain: not noted. Change")
    page.press("Pain 4 of 10")
    now = kept(services, entry)
    assert (now.mood, now.feelings, now.pain, now.words) == (9, ("tired",), 4, "Before")


def test_undo_takes_back_the_last_change_alone(stage: Open, services: Services, entry: JournalEntry) -> None:
    page = stage(f"/journal/{entry.id}")
    page.press("Mood 9 of 10")
    page.press("Calm")
    page.press("Undo")
    now = kept(services, entry)
    assert (now.mood, now.feelings) == (9, ())
    assert page.shows("Undone")


def test_a_number_can_be_cleared_again(stage: Open, services: Services, entry: JournalEntry) -> None:
    page = stage(f"/journal/{entry.id}")
    page.press("Sleep: not noted. Change")
    page.press("Sleep 0 of 10")
    assert kept(services, entry).sleep == 0
    page.press("Clear sleep")
    assert kept(services, entry).sleep is None


def test_words_are_kept_after_a_pause(
    stage: Open, services: Services, entry: JournalEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "PAUSE", 0.0)
    page = stage(f"/journal/{entry.id}")
    page.type(WORDS, "A better hour")
    page.settle()
    assert kept(services, entry).words == "A better hour"
    assert page.shows("Saved on this device")


@pytest.mark.parametrize("state", ["hide", "pause", "detach"])
def test_words_are_kept_at_once_when_the_app_goes_out_of_sight(
    stage: Open, services: Services, entry: JournalEntry, state: str
) -> None:
    page = stage(f"/journal/{entry.id}")
    page.type(WORDS, "Half a wo")
    page.fire(page.page, "app_lifecycle_state_change", {"state": state})
    assert kept(services, entry).words == "Half a wo"
    page.type(WORDS, "Half a word")
    page.fire(page.page, "app_lifecycle_state_change", {"state": state})
    assert kept(services, entry).words == "Half a word"


def test_words_are_not_called_saved_before_they_are(
    stage: Open, services: Services, entry: JournalEntry
) -> None:
    page = stage(f"/journal/{entry.id}")
    page.type(WORDS, "Half a wo")
    assert kept(services, entry).words == "Before"
    assert page.shows("Saving …")
    assert not page.shows("Saved on this device")


def test_words_are_kept_when_the_field_is_left(stage: Open, services: Services, entry: JournalEntry) -> None:
    page = stage(f"/journal/{entry.id}")
    page.type(WORDS, "Left the field")
    page.fire(page.find(ft.TextField, WORDS), "blur")
    assert kept(services, entry).words == "Left the field"


@pytest.mark.parametrize("way", ["Done", "Back"])
def test_words_are_kept_when_the_screen_is_left(
    stage: Open, services: Services, entry: JournalEntry, way: str
) -> None:
    page = stage(f"/journal/{entry.id}")
    page.type(WORDS, "Left the screen")
    page.press(way)
    assert page.route == "/journal"
    assert kept(services, entry).words == "Left the screen"


def test_a_tap_while_typing_keeps_both(stage: Open, services: Services, entry: JournalEntry) -> None:
    page = stage(f"/journal/{entry.id}")
    page.type(WORDS, "Still typing")
    page.press("Calm")
    now = kept(services, entry)
    assert (now.words, now.feelings) == ("Still typing", ("calm",))


def test_what_is_typed_in_one_entry_never_shows_in_another(
    stage: Open, services: Services, entry: JournalEntry
) -> None:
    other = services.journal.add(3, words="Other words").record
    page = stage(f"/journal/{entry.id}")
    page.type(WORDS, "Meant for the first")
    page.open(f"/journal/{other.id}")
    assert page.find(ft.TextField, WORDS).value == "Other words"
    assert kept(services, entry).words == "Meant for the first"
    assert kept(services, other).words == "Other words"


def test_a_change_from_another_window_is_shown(stage: Open, services: Services, entry: JournalEntry) -> None:
    from dataclasses import replace

    page = stage(f"/journal/{entry.id}")
    services.journal.change(replace(entry, words="From the other window", mood=10))
    page.settle()
    assert page.find(ft.TextField, WORDS).value == "From the other window"


def test_delete_leads_back_and_undo_brings_the_last_words_back_too(
    stage: Open, services: Services, entry: JournalEntry
) -> None:
    page = stage(f"/journal/{entry.id}")
    page.type(WORDS, "Typed just before")
    page.press("Delete this entry")
    assert page.route == "/journal"
    assert services.journal.count() == 0
    page.press_undo()
    assert kept(services, entry).words == "Typed just before"


@pytest.mark.parametrize("name", ["6f1a2b3c-0000-4000-8000-000000000001", "nonsense"])
def test_an_unknown_entry_says_so_and_offers_the_way_back(stage: Open, name: str) -> None:
    page = stage(f"/journal/{name}")
    assert page.shows("This entry is not here")
    page.press("Open the journal")
    assert page.route == "/journal"


def pick(page: Stage, opener: str, kind: type, value: object) -> None:
    """Open a picker and choose a value in it."""
    page.press(opener)
    page.choose(next(d for d in page.dialogs if isinstance(d, kind)), value)


def test_an_entry_can_be_moved_to_an_earlier_day_and_time(
    stage: Open, services: Services, entry: JournalEntry
) -> None:
    page = stage(f"/journal/{entry.id}")
    pick(page, "Day: Sun 22 Nov", ft.DatePicker, datetime(2026, 11, 20))
    pick(page, "Time: 12:00", ft.TimePicker, time(21, 15))
    now = kept(services, entry)
    assert (now.day, now.at.strftime("%H:%M")) == (date(2026, 11, 20), "21:15")
    assert now.at.utcoffset() == entry.at.utcoffset()


def test_a_time_to_come_is_refused_in_one_sentence(
    stage: Open, services: Services, entry: JournalEntry
) -> None:
    page = stage(f"/journal/{entry.id}")
    pick(page, "Time: 12:00", ft.TimePicker, time(18, 0))
    assert kept(services, entry).at == entry.at
    assert page.shows("cannot be in the future")


def test_an_entry_written_abroad_keeps_its_zone_when_its_time_is_mended(
    stage: Open, services: Services
) -> None:
    tokyo = timezone(timedelta(hours=9))
    entry = services.journal.add(5, datetime(2026, 11, 20, 23, 30, tzinfo=tokyo)).record
    page = stage(f"/journal/{entry.id}")
    pick(page, "Time: 23:30", ft.TimePicker, time(22, 0))
    assert kept(services, entry).at == datetime(2026, 11, 20, 22, 0, tzinfo=tokyo)
    assert kept(services, entry).day == date(2026, 11, 20)


def test_the_patients_own_feelings_stay_and_can_be_taken_away(stage: Open, services: Services) -> None:
    entry = services.journal.add(5, feelings=("wobbly",)).record
    page = stage(f"/journal/{entry.id}")
    page.press("wobbly")
    assert kept(services, entry).feelings == ()
