"""One checklist: saved at each tap, resumed where it was left, kept once finished, never a clearance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import flet as ft
import pytest
from PIL import ImageFont

from app.care.checklist import ITEMS, AskedOf, Choice, Part, asked, item
from app.services import Services
from app.ui import app, theme
from tests.headless import Stage
from tests.ui.conftest import Clock
from tests.ui.screens.test_checklists import fill, open_questions

ROOT = Path(__file__).resolve().parents[3]
Open = Callable[..., Stage]
PSYCHOSIS = item("psychosis").question
BENZODIAZEPINE = item("benzodiazepine-today").question
FOOD = item("food-and-drink").question


@pytest.fixture(autouse=True)
def course(services: Services) -> Services:
    """A course whose first infusion is on Thursday 26 November at 10:00."""
    services.courses.start(first_day=date(2026, 11, 26), usual_time=time(10), weekdays=(0, 3))
    return services


def test_each_question_says_why_it_is_asked(stage: Open, services: Services) -> None:
    texts = stage("/checklist/1").texts()
    for one in asked(Part.DAY_OF):
        assert one.question in texts
        assert one.why in texts


def test_every_answer_is_named_with_its_question(stage: Open) -> None:
    names = stage("/checklist/screening").buttons()
    for words in ("Yes", "No", "Not sure"):
        assert f"{PSYCHOSIS}: {words}" in names


def test_a_tap_is_saved_at_once_and_counted(stage: Open, services: Services) -> None:
    shown = stage("/checklist/screening")
    shown.press(f"{PSYCHOSIS}: No")
    assert services.checklists.current(Part.SCREENING).choice("psychosis") is Choice.NO
    assert shown.shows("1 of 4 answered")


def test_a_half_done_list_resumes_with_its_answers(stage: Open) -> None:
    stage("/checklist/screening").press(f"{PSYCHOSIS}: Not sure")
    again = stage("/checklist/screening")
    chosen = [c.label for c in again.controls() if isinstance(c, ft.Semantics) and c.selected]
    assert chosen[-1] == f"{PSYCHOSIS}: Not sure"


def test_clearance_is_asked_only_when_there_is_something_to_clear(stage: Open) -> None:
    clearance = item("clearance").question
    shown = stage("/checklist/screening")
    assert not shown.shows(clearance)
    shown.press(f"{item('heart').question}: Yes")
    assert shown.shows(clearance)


def test_a_note_is_kept_when_the_screen_is_left_at_once(stage: Open, services: Services) -> None:
    shown = stage("/checklist/screening")
    shown.press(f"{PSYCHOSIS}: Not sure")
    shown.press(f"Add a note: {PSYCHOSIS}")
    shown.type("Note", "years ago, once")
    shown.open("/guide")
    assert services.checklists.current(Part.SCREENING).given("psychosis").note == "years ago, once"


def test_changing_the_answer_keeps_the_note(stage: Open, services: Services) -> None:
    services.checklists.answer(Part.SCREENING, None, "psychosis", Choice.YES, "years ago")
    stage("/checklist/screening").press(f"{PSYCHOSIS}: No")
    filled = services.checklists.current(Part.SCREENING)
    assert (filled.choice("psychosis"), filled.answers[0].note) == (Choice.NO, "years ago")


def test_a_note_that_was_just_typed_outlives_another_answer(stage: Open, services: Services) -> None:
    services.checklists.answer(Part.SCREENING, None, "psychosis", Choice.YES, "years ago")
    shown = stage("/checklist/screening")
    (field,) = [c for c in shown.controls() if isinstance(c, ft.TextField) and c.value == "years ago"]
    shown.at_once(
        (field, "change", "years ago, once"),
        (field, "blur", None),
        (shown.button(f"{PSYCHOSIS}: No"), "click", None),
    )
    given = services.checklists.current(Part.SCREENING).given("psychosis")
    assert (given.value, given.note) == (Choice.NO, "years ago, once")


def test_what_the_clinic_has_not_said_reads_ask_your_clinic(stage: Open, services: Services) -> None:
    shown = stage("/checklist/1")
    silent = [
        one
        for one in asked(Part.DAY_OF)
        if one.asked_of is AskedOf.CLINIC and not services.settings.clinic().says(one.id)
    ]
    assert shown.texts().count("Ask your clinic. It has not said yet.") == len(silent) > 0


def test_the_clinics_answer_is_kept_and_shown_next_time(stage: Open, services: Services) -> None:
    shown = stage("/checklist/1")
    shown.press("Note its answer: Food and drink")
    shown.type("What my clinic says: Food and drink", "Nothing for six hours")
    shown.open("/checklist")
    assert services.settings.clinic().says("food-and-drink") == "Nothing for six hours"
    assert stage("/checklist/1").shows("Your clinic says: Nothing for six hours")


def test_an_open_point_can_be_put_on_the_list_of_questions(stage: Open, services: Services) -> None:
    shown = stage("/checklist/1")
    shown.press("Add to my questions: Food and drink")
    assert len(services.questions.all()) == 1
    assert shown.shows("On your list of questions")
    shown.press_undo()
    assert not services.questions.all()


def test_a_benzodiazepine_today_means_talk_to_your_clinic_and_offers_to_call(
    stage: Open, services: Services
) -> None:
    services.settings.change_clinic(phone="555 0100")
    shown = stage("/checklist/1")
    shown.press(f"{BENZODIAZEPINE}: Yes")
    assert shown.shows("Talk to your clinic before you go")
    assert shown.shows("Do not change a regular medicine on your own")
    shown.press("Call my clinic: 555 0100")
    assert "555 0100" in shown.texts(shown.dialogs[0])


def test_without_the_clinics_number_the_way_to_add_it_is_offered(stage: Open) -> None:
    shown = stage("/checklist/1")
    shown.press(f"{BENZODIAZEPINE}: Yes")
    shown.press("Add my clinic's number")
    assert shown.route == "/settings/clinic"


def test_no_list_ever_says_cleared(stage: Open, services: Services) -> None:
    fill(services, Part.SCREENING)
    for path in ("/checklist", "/checklist/screening", "/checklist/1"):
        assert not stage(path).shows("cleared")
        assert not stage(path).shows("Cleared")


def test_a_list_without_any_answer_is_not_finished_and_says_why(stage: Open, services: Services) -> None:
    shown = stage("/checklist/screening")
    assert shown.shows("4 questions are open")
    shown.press("Finish")
    assert services.checklists.current(Part.SCREENING).finished_at is None
    assert shown.shows("answer a question first")


def test_open_questions_are_named_before_and_after_finishing(stage: Open, services: Services) -> None:
    shown = stage("/checklist/screening")
    shown.press(f"{PSYCHOSIS}: No")
    assert shown.shows("3 questions are open")
    shown.press("Finish")
    assert services.checklists.current(Part.SCREENING).finished_at is not None
    assert shown.texts().count("Not answered: ask your clinic") == 3
    assert shown.shows("3 questions are not answered yet")


def test_a_finished_list_can_be_read_but_not_changed(stage: Open, services: Services) -> None:
    fill(services, Part.SCREENING)
    shown = stage("/checklist/screening")
    assert shown.shows("Finished on Sun 22 Nov, 12:00")
    assert shown.shows(PSYCHOSIS)
    assert not [name for name in shown.buttons() if name.startswith(PSYCHOSIS)]


def test_finishing_can_be_undone(stage: Open, services: Services) -> None:
    while left := open_questions(services, Part.SCREENING):
        services.checklists.answer(Part.SCREENING, None, left[0].id, Choice.NO)
    shown = stage("/checklist/screening")
    shown.press("Finish")
    assert services.checklists.current(Part.SCREENING).finished_at is not None
    shown.press_undo()
    assert services.checklists.current(Part.SCREENING).finished_at is None


def test_a_correction_is_a_new_version_and_the_old_one_stays_readable(
    stage: Open, services: Services, clock: Clock
) -> None:
    fill(services, Part.SCREENING)
    clock.move(days=1)
    shown = stage("/checklist/screening")
    shown.press("Correct it")
    shown.press(f"{PSYCHOSIS}: Not sure")
    shown.press("Version 1, Sun 22 Nov, 12:00")
    assert shown.shows("Finished on Sun 22 Nov, 12:00")
    assert not [name for name in shown.buttons() if name.startswith(PSYCHOSIS)]
    first, second = services.checklists.versions(Part.SCREENING)
    assert (first.choice("psychosis"), second.choice("psychosis")) == (Choice.NO, Choice.NOT_SURE)
    shown.press("Back to the newest version")
    assert f"{PSYCHOSIS}: Not sure" in shown.buttons()


def chosen(shown: Stage, question: str) -> list[str]:
    """Which answers to a question are chosen."""
    found = [c.label for c in shown.controls() if isinstance(c, ft.Semantics) and c.selected and c.label]
    return [label.removeprefix(f"{question}: ") for label in found if label.startswith(question)]


def test_before_the_day_the_list_says_that_its_questions_are_about_that_day(
    stage: Open, services: Services, clock: Clock
) -> None:
    words = "The questions are about that day."
    shown = stage("/checklist/1")
    assert shown.shows(words)
    shown.press(f"{BENZODIAZEPINE}: No")
    assert chosen(shown, BENZODIAZEPINE) == ["No"]
    assert shown.shows("1 answer is from before the day of the infusion")
    clock.at = clock.at.replace(day=26, hour=8)
    assert not stage("/checklist/1").shows(words)
    assert not stage("/checklist/screening").shows(words)


def test_on_the_day_an_early_answer_is_shown_as_one_of_another_day_and_asked_again(
    stage: Open, services: Services, clock: Clock
) -> None:
    services.checklists.answer(Part.DAY_OF, 1, "benzodiazepine-today", Choice.NO)
    services.checklists.note(Part.DAY_OF, 1, "benzodiazepine-today", "none since May")
    clock.at = clock.at.replace(day=26, hour=8)
    shown = stage("/checklist/1")
    assert shown.shows("0 of 10 answered")
    assert shown.shows("On Sun 22 Nov you answered: No")
    assert chosen(shown, BENZODIAZEPINE) == []
    assert item("benzodiazepine-today").label in shown.texts()
    shown.type("Note", "none since June")
    shown.fire(shown.find(ft.TextField, "Note"), "blur")
    assert chosen(shown, BENZODIAZEPINE) == []
    shown.press(f"{BENZODIAZEPINE}: No")
    assert chosen(shown, BENZODIAZEPINE) == ["No"]
    assert shown.shows("1 of 10 answered")
    assert not shown.shows("you answered")
    given = services.checklists.current(Part.DAY_OF, 1).given("benzodiazepine-today")
    assert given is not None
    assert (given.note, given.at) == ("none since June", clock())


def test_a_list_that_was_finished_early_leads_on_to_a_new_version_on_the_day(
    stage: Open, services: Services, clock: Clock
) -> None:
    fill(services, Part.DAY_OF, 1)
    shown = stage("/checklist/1")
    assert "Correct it" in shown.buttons()
    clock.at = clock.at.replace(day=26, hour=8)
    shown = stage("/checklist")
    assert shown.shows("2 answers are from before the day of the infusion. Answer them again.")
    shown.open("/checklist/1")
    assert "Correct it" not in shown.buttons()
    shown.press("Answer for today")
    for id_ in ("benzodiazepine-today", "narcotic-today"):
        shown.press(f"{item(id_).question}: No")
    shown.press("Finish")
    assert shown.shows("Finished on Thu 26 Nov, 08:00")
    assert not shown.shows("from before the day")
    first, second = services.checklists.versions(Part.DAY_OF, 1)
    assert (first.finished_at, second.replaces) == (clock.at.replace(day=22, hour=12), first.id)
    shown.press("Version 1, Sun 22 Nov, 12:00")
    assert not shown.shows("from before the day")
    assert "Answer for today" not in shown.buttons()


def test_a_list_left_open_overnight_asks_again_in_the_morning(
    stage: Open, services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "_OTHER_PROCESSES", 0.01)
    services.checklists.answer(Part.DAY_OF, 1, "benzodiazepine-today", Choice.NO)
    clock.at = clock.at.replace(day=25, hour=23)
    shown = stage("/checklist/1")
    assert chosen(shown, BENZODIAZEPINE) == ["No"]
    clock.at = clock.at.replace(day=26, hour=7)
    shown.until(lambda: not chosen(shown, BENZODIAZEPINE))
    assert shown.shows("On Sun 22 Nov you answered: No")


@pytest.mark.parametrize("number", ["7", "0", "abc", "99999999999999999999", "²"])
def test_an_unknown_list_says_so_and_leads_back(stage: Open, number: str) -> None:
    shown = stage(f"/checklist/{number}")
    assert shown.shows("There is no such checklist")
    shown.press("All checklists")
    assert shown.route == "/checklist"


def test_no_word_of_a_question_breaks_at_twice_the_text_on_the_smallest_phone(
    stage: Open, services: Services
) -> None:
    services.settings.change_preferences(text_scale=2.0)
    shown = stage("/checklist/1", width=320)
    (padding,) = {
        card.padding
        for card in shown.controls()
        if isinstance(card, ft.Container) and BENZODIAZEPINE in shown.texts(card) and card.border_radius
    }
    room = 320 - 2 * theme.EDGE - 2 * padding
    face = ImageFont.truetype(ROOT / "assets" / theme.FONTS[theme.FONT_STRONG], 1000)
    size = theme.type_sizes(2.0)["title_medium"]
    for one in ITEMS:
        for word in one.question.split():
            assert face.getlength(word) / 1000 * size <= room, word
