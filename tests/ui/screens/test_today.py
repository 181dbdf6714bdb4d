"""Today shows the one thing that matters in each phase, and always lets a mood be noted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import flet as ft
import pytest

from app.care.checklist import Choice, Part
from app.services import Services
from tests.headless import Stage
from tests.ui.conftest import Clock

Open = Callable[..., Stage]
FIRST = date(2026, 11, 26)


def plan(services: Services, first: date = FIRST) -> None:
    """A course of six from the given Thursday, at 10:00."""
    services.courses.start(first, time(10), (0, 3), 6)


def test_before_anything_is_entered_the_guide_the_screening_and_the_plan_are_offered(stage: Open) -> None:
    shown = stage("/")
    assert shown.shows("Before it begins")
    assert {"Read the guide", "Answer the screening", "Propose dates"} <= set(shown.buttons())


def test_one_tap_saves_a_mood_and_undo_takes_it_back(stage: Open, services: Services) -> None:
    shown = stage("/")
    shown.press("Mood 7 of 10, good")
    assert [entry.mood for entry in services.journal.recent()] == [7]
    assert shown.shows("Saved on this device")
    shown.press("Undo")
    assert services.journal.count() == 0
    assert not shown.shows("Saved on this device")


def test_a_phone_taps_under_the_finger_once_the_mood_is_saved(stage: Open) -> None:
    shown = stage("/", platform=ft.PagePlatform.ANDROID, web=False)
    assert not shown.asked("light_impact")
    shown.press("Mood 7 of 10, good")
    assert len(shown.asked("light_impact")) == 1


def test_details_are_one_more_tap_away(stage: Open, services: Services) -> None:
    shown = stage("/")
    shown.press("Mood 3 of 10, low")
    shown.press("Add details")
    assert shown.route == f"/journal/{services.journal.recent()[0].id}"


def test_the_chosen_mood_is_marked_for_screen_readers(stage: Open) -> None:
    shown = stage("/")
    shown.press("Mood 7 of 10, good")
    chosen = [
        c.label
        for c in shown.controls()
        if isinstance(c, ft.Semantics) and c.selected and "Mood" in (c.label or "")
    ]
    assert chosen == ["Mood 7 of 10, good"]


def test_days_before_it_says_when_how_long_and_who_takes_me_home(stage: Open, services: Services) -> None:
    plan(services)
    view = services.courses.current()
    assert view is not None
    shown = stage("/")
    assert shown.shows("Infusion 1 of 6")
    assert shown.shows("Thu 26 Nov, 10:00")
    assert shown.shows("45 minutes, then about 15 to come round")
    assert shown.shows("Who takes you home is not set yet")
    assert "Answer the screening" in shown.buttons()
    assert shown.shows("The checklist is for the day itself.")


def test_on_the_day_the_checklist_comes_first_then_session_mode(
    stage: Open, services: Services, clock: Clock
) -> None:
    plan(services)
    clock.at = clock.at.replace(day=26, hour=8)
    shown = stage("/")
    assert shown.shows("Today is the day")
    buttons = shown.buttons()
    assert buttons.index("Open checklist") < buttons.index("Start session mode")
    item = services.checklists.current(Part.DAY_OF, 1)
    assert item.answers == ()
    services.checklists.answer(Part.DAY_OF, 1, "benzodiazepine-today", Choice.NO)
    services.checklists.finish(Part.DAY_OF, 1)
    shown.settle()
    buttons = shown.buttons()
    assert buttons.index("Start session mode") < buttons.index("Open checklist")


def test_answers_from_before_the_day_bring_the_checklist_back_to_the_front(
    stage: Open, services: Services, clock: Clock
) -> None:
    plan(services)
    for id_ in ("benzodiazepine-today", "narcotic-today"):
        services.checklists.answer(Part.DAY_OF, 1, id_, Choice.NO)
    services.checklists.finish(Part.DAY_OF, 1)
    clock.at = clock.at.replace(day=25)
    assert stage("/").shows("2 questions answered ahead. They are asked again on the day.")
    clock.at = clock.at.replace(day=26, hour=8)
    shown = stage("/")
    assert shown.shows("2 answers are from before today. Answer them again.")
    assert not shown.shows("Checklist finished")
    buttons = shown.buttons()
    assert buttons.index("Open checklist") < buttons.index("Start session mode")
    services.checklists.correct(Part.DAY_OF, 1)
    services.checklists.answer(Part.DAY_OF, 1, "benzodiazepine-today", Choice.NO)
    shown.settle()
    assert shown.shows("1 answer is from before today. Answer it again.")
    services.checklists.answer(Part.DAY_OF, 1, "narcotic-today", Choice.NO)
    services.checklists.finish(Part.DAY_OF, 1)
    shown.settle()
    assert shown.shows("Checklist finished")
    buttons = shown.buttons()
    assert buttons.index("Start session mode") < buttons.index("Open checklist")


def test_the_screening_speaks_up_before_the_first_infusion_only(
    stage: Open, services: Services, clock: Clock
) -> None:
    plan(services)
    services.settings.change_clinic(phone="555 0100")
    services.checklists.answer(Part.SCREENING, None, "heart", Choice.YES)
    assert "Ask your clinic" not in stage("/").texts()
    services.checklists.answer(Part.SCREENING, None, "psychosis", Choice.YES)
    shown = stage("/")
    assert shown.shows("Talk to your clinic before you go")
    assert "Call my clinic: 555 0100" in shown.buttons()
    shown.press("See why")
    assert shown.route == "/checklist/screening"
    clock.at = clock.at.replace(day=26, hour=10)
    services.courses.begin(1)
    clock.move(minutes=60)
    services.courses.complete(1)
    clock.at = clock.at.replace(day=29, hour=10)
    assert not stage("/").shows("Talk to your clinic")


def test_on_the_day_the_answers_so_far_are_summed_up(stage: Open, services: Services, clock: Clock) -> None:
    plan(services)
    clock.at = clock.at.replace(day=26, hour=8)
    shown = stage("/")
    assert "Ask your clinic" not in shown.texts()
    services.checklists.answer(Part.DAY_OF, 1, "narcotic-today", Choice.YES)
    shown.settle()
    assert shown.shows("Talk to your clinic before you go")


def test_after_an_infusion_today_is_rest_mode_until_the_next_morning(
    stage: Open, services: Services, clock: Clock
) -> None:
    plan(services)
    clock.at = clock.at.replace(day=26, hour=10)
    services.courses.begin(1)
    clock.move(minutes=60)
    services.courses.complete(1)
    shown = stage("/")
    assert not any("Mood" in name for name in shown.buttons())
    clock.at = clock.at.replace(day=27, hour=9)
    again = stage("/")
    assert any("Mood" in name for name in again.buttons())
    assert again.shows("1 of 6")


def test_after_the_last_infusion_it_says_how_long_it_held_and_when_the_next_check_in_comes(
    stage: Open, services: Services, clock: Clock
) -> None:
    services.courses.start(FIRST, time(10), (0, 3), 1)
    for day in (20, 21, 22):  # the baseline: (3 + 3 + 3) / 3 = 3.0
        services.journal.add(3, clock.at.replace(day=day, hour=9))
    clock.at = clock.at.replace(day=26, hour=10)
    services.courses.begin(1)
    clock.move(minutes=60)
    services.courses.complete(1)
    clock.at = clock.at.replace(day=30, hour=9)
    early = stage("/")
    early.until(lambda: early.shows("Not enough entries yet: it takes three notes"))
    for day, mood in ((27, 5), (28, 6), (29, 7), (30, 6)):  # 3-day means: none, none, 6.0, 6.3: at least 5.0
        services.journal.add(mood, clock.at.replace(day=day, hour=9))
    shown = stage("/")
    shown.until(lambda: shown.shows("It has held for 4 days so far"))
    assert shown.shows("above your own baseline of 3.0")
    # Weekly on Sundays, and the one of 29 November still counts until Wednesday.
    assert shown.shows("Check-in due")
    clock.at = clock.at.replace(month=12, day=3)
    assert stage("/").shows("Your next check-in is planned for Thu 10 Dec.")


def test_a_forgotten_infusion_is_asked_about_and_one_tap_notes_it(
    stage: Open, services: Services, clock: Clock
) -> None:
    plan(services)
    clock.at = clock.at.replace(day=28)
    shown = stage("/")
    assert shown.shows("Did infusion 1 take place?")
    shown.press("It took place")
    view = services.courses.current()
    assert view is not None
    assert view.done == 1
    assert not shown.shows("Did infusion 1 take place?")


def test_a_stopped_course_still_offers_the_mood_and_the_clinic(stage: Open, services: Services) -> None:
    plan(services)
    services.courses.stop_course("moving away")
    shown = stage("/")
    assert shown.shows("Your course is stopped")
    assert any("Mood" in name for name in shown.buttons())
    assert not shown.shows("moving away")


def test_the_last_days_are_said_in_one_sentence(stage: Open, services: Services, clock: Clock) -> None:
    for days in range(3):
        services.journal.add(4 + days, clock() - timedelta(days=days))
    assert stage("/").shows("In the last 7 days your mood went from 4 to 6, 5.0 on average, in 3 notes.")


def test_two_values_make_no_average(stage: Open, services: Services, clock: Clock) -> None:
    services.journal.add(4)
    services.journal.add(8, clock() - timedelta(days=1))
    assert stage("/").shows("too few for an average")


@pytest.mark.parametrize("width", [320, 412, 800, 1280])
def test_help_and_the_five_places_are_there_at_each_width(stage: Open, width: int) -> None:
    shown = stage("/", width=width)
    assert "Help now" in shown.buttons()
    texts = shown.texts()
    assert {"Today", "Checklist", "Course", "Journal", "Guide"} <= set(texts)


def test_a_mood_noted_by_another_process_appears_without_a_reload(stage: Open, services: Services) -> None:
    shown = stage("/")
    other = Services.open(services.data_dir, now=services.now)
    other.journal.add(6)
    other.close()
    assert services.watch_once()
    shown.settle()
    assert shown.shows("One mood in the last 7 days: 6.")


def test_a_second_tap_soon_after_mends_the_first_and_a_double_tap_is_one_mood(
    stage: Open, services: Services, clock: Clock
) -> None:
    shown = stage("/")
    shown.press("Mood 7 of 10, good")
    shown.press("Mood 7 of 10, good")
    shown.press("Mood 3 of 10, low")
    assert [entry.mood for entry in services.journal.recent()] == [3]
    shown.press("Undo")
    assert [entry.mood for entry in services.journal.recent()] == [7]
    clock.move(minutes=3)
    shown.press("Mood 5 of 10, so-so")
    assert [entry.mood for entry in services.journal.recent()] == [5, 7]
