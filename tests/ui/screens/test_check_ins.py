"""The list of check-ins and the card on Today: what is due, what came of it, and no pressure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest

from app.care.checkin import HELP_WORDS
from app.care.questionnaires import QUESTIONNAIRES
from app.services import Services
from tests.headless import Stage
from tests.ui.conftest import Clock
from tests.ui.screens.test_check_in import fill

Open = Callable[..., Stage]
FIRST = date(2026, 11, 26)


def plan(services: Services, first: date = FIRST) -> None:
    """A course of six from the given Thursday, at 10:00."""
    services.courses.start(first, time(10), (0, 3), 6)


def finished(services: Services, values: str, asked: str = "gad7") -> None:
    """A check-in from begin to end."""
    fill(services, values, asked)
    services.checkins.finish(asked)


def test_every_questionnaire_is_there_and_can_be_begun_without_a_course(stage: Open) -> None:
    shown = stage("/check-in")
    for one in QUESTIONNAIRES.values():
        assert f"Begin the {one.name}" in shown.buttons()
    shown.press("Begin the PEG")
    assert shown.route == "/check-in/peg"


def test_what_is_due_comes_first_with_its_day(stage: Open, services: Services, clock: Clock) -> None:
    plan(services)
    finished(services, "1111111")
    clock.move(days=5)
    # Friday, the day after the first infusion: the next are for Sunday.
    services.courses.complete(1, clock().replace(day=26, hour=11))
    texts = stage("/check-in").texts()
    assert "Next: Sun 29 Nov. You can do it earlier." in texts
    clock.move(days=2)
    later = stage("/check-in").texts()
    assert later.index("Due today") < later.index("Not planned. You can do it whenever you like.")


def test_the_last_result_is_told_in_words_and_all_of_them_one_tap_away(
    stage: Open, services: Services, clock: Clock
) -> None:
    finished(services, "3333333")
    clock.move(days=1)
    finished(services, "1111111")
    shown = stage("/check-in")
    assert shown.shows("Your total is 7 of 21.")
    assert not shown.shows("21 of 21")
    shown.press("Show 2 results: GAD-7")
    assert shown.shows("Sun 22 Nov:  21 of 21")
    assert shown.shows("Mon 23 Nov:  7 of 21")


def test_many_results_are_shown_some_at_a_time(stage: Open, services: Services, clock: Clock) -> None:
    for _ in range(14):
        finished(services, "111", "peg")
        clock.move(days=1)
    shown = stage("/check-in")
    shown.press("Show 14 results: PEG")
    assert "Delete the PEG of Sat 5 Dec" in shown.buttons()
    assert "Delete the PEG of Sun 22 Nov" not in shown.buttons()
    shown.press("Show older ones: PEG")
    assert "Delete the PEG of Sun 22 Nov" in shown.buttons()


def test_a_deleted_check_in_comes_back_with_undo(stage: Open, services: Services) -> None:
    finished(services, "1111111")
    shown = stage("/check-in")
    shown.press("Show 1 result: GAD-7")
    shown.press("Delete the GAD-7 of Sun 22 Nov")
    assert services.checkins.history("gad7") == ()
    shown.press_undo()
    assert len(services.checkins.history("gad7")) == 1


def test_an_older_one_can_be_corrected_and_the_correction_left_as_it_was(
    stage: Open, services: Services, clock: Clock
) -> None:
    finished(services, "3333333")
    clock.move(days=7)
    shown = stage("/check-in")
    shown.press("Show 1 result: GAD-7")
    shown.press("Correct the GAD-7 of Sun 22 Nov")
    assert shown.shows("You correct the check-in of Sun 22 Nov, 12:00.")
    shown.press("Change question 1")
    shown.press("0, Not at all")
    shown.press("Leave it as it was")
    assert shown.route == "/check-in"
    assert services.checkins.open("gad7") is None
    assert shown.shows("Your total is 21 of 21.")


def test_a_correction_that_is_finished_shows_the_new_total_of_the_old_day(
    stage: Open, services: Services, clock: Clock
) -> None:
    finished(services, "3333333")
    clock.move(days=7)
    shown = stage("/check-in")
    shown.press("Show 1 result: GAD-7")
    shown.press("Correct the GAD-7 of Sun 22 Nov")
    shown.press("Change question 1")
    shown.press("0, Not at all")
    shown.press("Finish")
    assert shown.shows("Your total is 18 of 21.")
    shown.press("All check-ins")
    assert shown.shows("Sun 22 Nov:  18 of 21  (corrected)")


def test_help_stands_before_the_totals_where_the_newest_answer_asks_for_it(
    stage: Open, services: Services, clock: Clock
) -> None:
    finished(services, "0000000010", "phq9")
    clock.move(days=1)
    texts = stage("/check-in").texts()
    assert texts.index(str(HELP_WORDS[0])) < texts.index("Your total is 1 of 27.")


def test_one_that_was_begun_is_offered_to_go_on_with(stage: Open, services: Services) -> None:
    fill(services, "12", "gad7")
    assert "Go on with the GAD-7 you began" in stage("/check-in").buttons()
    today = stage("/")
    today.press("Go on with the GAD-7 you began")
    assert today.shows("GAD-7, question 3 of 7")


def test_what_to_be_reminded_of_and_on_which_day_is_saved(stage: Open, services: Services) -> None:
    shown = stage("/check-in")
    shown.press("PEG: Pain")
    shown.press("GAD-7: Worry")
    shown.press("My day: Wed")
    chosen = services.settings.preferences()
    assert (chosen.check_ins, chosen.check_in_weekday) == (("phq9", "peg"), 2)


def test_settings_lead_to_the_check_ins(stage: Open) -> None:
    shown = stage("/settings")
    shown.press("Check-ins. Which ones")
    assert shown.route == "/check-in"


def test_today_says_what_is_due_and_how_long_it_takes(stage: Open, services: Services) -> None:
    plan(services)
    shown = stage("/")
    assert shown.shows("Check-in due")
    assert shown.shows("PHQ-9: 10 questions, about 3 minutes.")
    shown.press("Begin the PHQ-9")
    assert shown.route == "/check-in/phq9"


def test_today_asks_nothing_without_a_course_or_when_nothing_is_chosen(
    stage: Open, services: Services
) -> None:
    assert not stage("/").shows("Check-in due")
    plan(services)
    services.settings.change_preferences(check_ins=())
    assert not stage("/").shows("Check-in due")


def test_not_today_is_an_answer_until_tomorrow(stage: Open, services: Services, clock: Clock) -> None:
    plan(services)
    shown = stage("/")
    shown.press("Not today")
    assert not shown.shows("Check-in due")
    # Also when Today is opened anew.
    shown.open("/journal")
    shown.open("/")
    assert not shown.shows("Check-in due")
    clock.move(days=1)
    assert stage("/").shows("Check-in due")


def test_the_day_of_an_infusion_is_left_alone(stage: Open, services: Services, clock: Clock) -> None:
    plan(services, date(2026, 11, 23))
    fill(services, "12", "gad7")
    clock.move(hours=20)
    assert clock().date() == date(2026, 11, 23)
    shown = stage("/")
    assert not shown.shows("Check-in")


def test_the_card_goes_as_soon_as_the_check_in_is_finished(stage: Open, services: Services) -> None:
    plan(services)
    services.settings.change_preferences(check_ins=("gad7",))
    shown = stage("/")
    assert shown.shows("Check-in due")
    finished(services, "1111111")
    shown.settle()
    assert not shown.shows("Check-in due")


@pytest.mark.parametrize("width", [412, 1280])
def test_an_empty_list_has_no_result_and_no_number(stage: Open, width: int) -> None:
    shown = stage("/check-in", width=width)
    assert not shown.shows("Last result")
    assert not shown.shows("Show ")
