"""A check-in: every answer is kept, help comes before anything else, keys and taps do the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path

import flet as ft
import pytest

from app.care.checkin import HELP_WORDS
from app.care.questionnaires import QUESTIONNAIRES
from app.care.questionnaires.phq9 import SELF_HARM
from app.main import page_main
from app.services import Door, Services
from app.ui.text import use_language
from storage.vault import Cost
from tests.headless import Stage
from tests.ui.conftest import Clock

Open = Callable[..., Stage]
HELP = str(HELP_WORDS[0])
NO_ONE = "This app tells no one"
PHQ = QUESTIONNAIRES["phq9"]
DESKTOP = 1280


def given(services: Services, asked: str = "phq9") -> list[int]:
    """The answers of the open check-in, else of the newest one."""
    found = services.checkins.open(asked) or services.checkins.newest(asked)
    return [one.value for one in found.answers] if found else []


def fill(services: Services, values: str, asked: str = "phq9") -> None:
    """Answer from the first question on; "-" leaves one out."""
    for item, value in zip(QUESTIONNAIRES[asked].items, values, strict=False):
        if value != "-":
            services.checkins.answer(asked, item.id, int(value))


def press_key(shown: Stage, *keys: str) -> None:
    """Press keys while no field has the focus."""
    for key in keys:
        data = {"key": key, "shift": False, "ctrl": False, "alt": False, "meta": False}
        shown.fire(shown.page, "keyboard_event", data)


def press_keys_at_once(shown: Stage, *keys: str) -> None:
    """Press keys so fast that nothing is drawn between them."""

    async def all_of_them() -> None:
        for key in keys:
            data = {"key": key, "shift": False, "ctrl": False, "alt": False, "meta": False}
            await shown.session.dispatch_event(shown.page._i, "keyboard_event", data)

    shown.loop.run_until_complete(all_of_them())
    shown.settle()


def tap(shown: Stage, *values: int) -> None:
    """Tap an answer of each question in turn."""
    for value in values:
        shown.press(f"{value}, ")


def helps(shown: Stage) -> bool:
    """Whether help stands before everything but its own heading: several ways, no total above it."""
    texts = shown.texts()
    if not any(HELP in text for text in texts):
        return False
    assert any(NO_ONE in text for text in texts)
    names = [name for name in shown.buttons() if "988" in name or "911" in name]
    assert len(names) >= 2, shown.buttons()
    totals = [at for at, text in enumerate(texts) if "Your total" in text]
    if totals:
        assert texts.index(next(text for text in texts if HELP in text)) < totals[0]
    return True


def test_each_tap_is_saved_at_once_and_brings_the_next_question(stage: Open, services: Services) -> None:
    shown = stage("/check-in/phq9")
    assert shown.shows("PHQ-9, question 1 of 10")
    assert given(services) == []
    tap(shown, 2)
    assert given(services) == [2]
    assert shown.shows("PHQ-9, question 2 of 10")
    assert shown.shows("Feeling down")


def test_ten_taps_and_finish_give_the_total_in_words_and_never_a_verdict(
    stage: Open, services: Services
) -> None:
    shown = stage("/check-in/phq9")
    tap(shown, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1)
    assert shown.shows("9 of 9 answered")
    assert not shown.shows("Your total")
    shown.press("Finish")
    assert shown.shows("Your total is 9 of 27.")
    assert shown.shows("This is not a diagnosis.")
    assert not helps(shown)
    newest = services.checkins.newest("phq9")
    assert newest is not None
    assert newest.is_finished


def test_back_shows_the_answer_and_another_one_takes_its_place(stage: Open, services: Services) -> None:
    shown = stage("/check-in/gad7")
    tap(shown, 3, 1)
    shown.press("Back")
    assert shown.shows("GAD-7, question 2 of 7")
    tap(shown, 0)
    assert given(services, "gad7") == [3, 0]
    shown.press("Back")
    shown.press("Clear the answer")
    assert given(services, "gad7") == [3]
    shown.press("Back")
    shown.press("Back")
    assert shown.route == "/check-in"


def test_what_is_left_out_is_named_before_the_end_and_there_is_no_total(stage: Open) -> None:
    shown = stage("/check-in/gad7")
    tap(shown, 1)
    shown.press("Leave it out")
    tap(shown, 1, 1, 1, 1, 1)
    assert shown.shows("6 of 7 answered")
    assert shown.shows("Not answered: question 2.")
    shown.press("Finish")
    assert shown.shows("6 of 7 answered: without the others there is no total.")
    assert not shown.shows("Your total")


def test_nothing_answered_cannot_be_finished_and_leaves_nothing_behind(
    stage: Open, services: Services
) -> None:
    shown = stage("/check-in/gad7")
    for _ in range(7):
        shown.press("Leave it out")
    assert shown.shows("Answer at least one question")
    assert "Finish" not in shown.buttons()
    assert services.store.checkins.all() == []


def test_an_answer_changed_from_the_end_leads_back_to_the_end(stage: Open, services: Services) -> None:
    fill(services, "1111111", "gad7")
    shown = stage("/check-in/gad7")
    assert shown.shows("7 of 7 answered")
    shown.press("Change question 3")
    tap(shown, 0)
    assert shown.shows("7 of 7 answered")
    assert given(services, "gad7") == [1, 1, 0, 1, 1, 1, 1]


def test_one_that_was_begun_goes_on_where_the_first_answer_is_missing(
    stage: Open, services: Services, clock: Clock
) -> None:
    fill(services, "12-", "gad7")
    clock.move(hours=3)
    shown = stage("/check-in/gad7")
    assert shown.shows("GAD-7, question 3 of 7")
    assert shown.shows("You began this on Sun 22 Nov, 12:00.")
    shown.press("Begin anew")
    assert given(services, "gad7") == []
    assert shown.shows("GAD-7, question 1 of 7")
    shown.press_undo()
    assert given(services, "gad7") == [1, 2]


def test_a_second_one_on_a_day_is_refused_in_its_own_sentence(stage: Open, services: Services) -> None:
    fill(services, "1111111", "gad7")
    services.checkins.finish("gad7")
    shown = stage("/check-in/gad7")
    assert shown.shows("You have answered the GAD-7 today; correct that one instead of a second.")
    assert shown.shows("Your total is 7 of 21.")


@pytest.mark.parametrize("value", [1, 2, 3])
def test_help_comes_at_once_when_the_ninth_answer_is_above_0(
    stage: Open, services: Services, value: int
) -> None:
    shown = stage("/check-in/phq9")
    tap(shown, 0, 0, 0, 0, 0, 0, 0, 0)
    assert not helps(shown)
    tap(shown, value)
    assert helps(shown)
    assert given(services)[8] == value
    shown.press("Go on with the questions")
    assert shown.shows("question 10 of 10")
    tap(shown, 1)
    # It can be called back at any time, and comes again before the total.
    shown.press("Who I can reach")
    assert helps(shown)
    shown.press("Go on to my answers")
    shown.press("Finish")
    assert shown.shows("Your total")
    assert helps(shown)


def test_help_comes_when_someone_goes_past_the_ninth_without_an_answer(
    stage: Open, services: Services
) -> None:
    shown = stage("/check-in/phq9")
    tap(shown, 0, 0, 0, 0, 0, 0, 0, 0)
    shown.press("Leave it out")
    assert helps(shown)
    # Nothing answered at all is the same: nobody is waited for.
    services.checkins.discard("phq9")
    fresh = stage("/check-in/phq9")
    for _ in range(9):
        fresh.press("Leave it out")
    assert helps(fresh)


def test_no_help_is_forced_on_someone_who_answers_not_at_all(stage: Open) -> None:
    shown = stage("/check-in/phq9")
    tap(shown, 3, 3, 3, 3, 3, 3, 3, 3, 0, 3)
    assert not helps(shown)
    shown.press("Finish")
    assert shown.shows("Your total is 24 of 27.")
    assert not helps(shown)


@pytest.mark.parametrize("width", [412, DESKTOP])
@pytest.mark.parametrize("values", ["000000001", "00000000-1"])
def test_help_comes_again_when_it_is_resumed_or_the_window_was_lost(
    stage: Open, services: Services, values: str, width: int
) -> None:
    fill(services, values)
    assert helps(stage("/check-in/phq9", width=width))
    assert helps(stage("/check-in", width=width))


def test_help_comes_again_when_the_app_was_locked_meanwhile(
    services: Services, tmp_path: Path, clock: Clock
) -> None:
    fill(services, "000000001")
    services.lock.cost = Cost(2)
    services.lock.turn_on("heron lamp")
    services.close()
    door = Door(tmp_path / "data", now=clock, cost=Cost(2))
    shown = Stage(page_main(door), route="/check-in/phq9")
    try:
        shown.type("Passcode", "heron lamp")
        shown.press("Open")
        shown.until(lambda: shown.shows(HELP))
        assert helps(shown)
    finally:
        shown.close()
        door.close()


@pytest.mark.parametrize("width", [412, DESKTOP])
@pytest.mark.parametrize("values", ["0000000010", "00000000-0"])
def test_help_comes_first_when_it_is_corrected(
    stage: Open, services: Services, values: str, width: int
) -> None:
    fill(services, values)
    services.checkins.finish("phq9")
    shown = stage("/check-in/phq9", width=width)
    assert helps(shown)
    shown.press("Correct it")
    assert services.checkins.open("phq9") is not None
    assert helps(shown)


def test_help_comes_when_a_correction_makes_the_ninth_more_than_0(
    stage: Open, services: Services, clock: Clock
) -> None:
    fill(services, "0000000000")
    services.checkins.finish("phq9")
    clock.move(minutes=5)
    shown = stage("/check-in/phq9")
    shown.press("Correct it")
    assert not helps(shown)
    shown.press("Change question 9")
    tap(shown, 2)
    assert helps(shown)
    shown.press("Go on to my answers")
    shown.press("Finish")
    assert helps(shown)
    assert [one.version for one in services.checkins.history("phq9")] == [2]


def test_on_a_desktop_all_questions_stand_on_one_page_and_help_stays_in_view(
    stage: Open, services: Services
) -> None:
    shown = stage("/check-in/phq9", width=DESKTOP)
    for item in PHQ.items:
        assert shown.shows(item.text)
    shown.press("Question 3: 2, More than half the days")
    assert given(services) == [2]
    assert not helps(shown)
    shown.press("Question 9: 1, Several days")
    assert helps(shown)
    assert shown.shows("2 of 9 answered")
    assert shown.shows("Not answered: question 1, 2, 4, 5, 6, 7, 8.")
    shown.press("Clear the answer to question 3")
    assert given(services) == [1]


def test_digits_answer_and_arrows_move_on_a_desktop(stage: Open, services: Services) -> None:
    shown = stage("/check-in/phq9", width=DESKTOP)
    press_key(shown, "1", "2", "9", "Numpad 3", "Arrow Down", "0", "Arrow Up", "Arrow Up", "1")
    # 9 is no answer. The fourth is left out; then two up from the sixth is the fourth.
    assert given(services) == [1, 2, 3, 1, 0]
    press_key(shown, "Backspace")
    assert given(services) == [1, 2, 3, 1]


def test_1_then_0_is_10_on_a_scale_and_a_0_later_is_0(stage: Open, services: Services) -> None:
    shown = stage("/check-in/peg", width=DESKTOP)
    press_key(shown, "1", "0", "Arrow Right", "1", "Arrow Right", "Arrow Left", "0", "Arrow Right", "7")
    assert given(services, "peg") == [10, 0, 7]


def test_keys_that_come_faster_than_the_page_is_drawn_answer_what_was_meant(
    stage: Open, services: Services
) -> None:
    shown = stage("/check-in/peg", width=DESKTOP)
    press_keys_at_once(shown, "1", "0", "Arrow Right", "7", "Arrow Right", "4")
    assert given(services, "peg") == [10, 7, 4]
    phone = stage("/check-in/phq9")
    press_keys_at_once(phone, *"00000000", "2", "3")
    # The last one came under the ways to reach someone, and answers nothing.
    assert given(services) == [0, 0, 0, 0, 0, 0, 0, 0, 2]
    assert helps(phone)


def test_finish_keeps_the_focus_when_the_last_answer_arrives_behind_it(stage: Open) -> None:
    shown = stage("/check-in/peg", width=DESKTOP)
    press_key(shown, "7", "Arrow Right", "7", "Arrow Right", "Arrow Right")
    before = shown.find(ft.FilledButton, "Finish")
    assert shown.shows("Not answered: question 3.")
    shown.press("Question 3 4 of 10")
    assert shown.shows("3 of 3 answered")
    # The same control, and so the same button for the client, which gave it the focus.
    assert shown.find(ft.FilledButton, "Finish")._i == before._i


def test_a_key_on_a_phone_answers_too_but_not_under_help(stage: Open, services: Services) -> None:
    shown = stage("/check-in/phq9")
    press_key(shown, *"00000000", "2")
    assert helps(shown)
    press_key(shown, "3")
    assert len(given(services)) == 9
    shown.open("/help")
    press_key(shown, "1")
    assert len(given(services)) == 9


def test_an_unknown_address_says_so(stage: Open) -> None:
    shown = stage("/check-in/phq8")
    assert shown.shows("There is no such check-in")


def test_the_title_of_the_window_never_says_which_questionnaire(stage: Open) -> None:
    shown = stage("/check-in/phq9")
    assert shown.page.title == "Check-in – Infusion Companion"


@pytest.mark.parametrize("asked", list(QUESTIONNAIRES))
def test_each_questionnaire_can_be_filled_in_from_the_first_to_the_last(
    stage: Open, services: Services, asked: str
) -> None:
    shown = stage(f"/check-in/{asked}")
    for item in QUESTIONNAIRES[asked].items:
        assert shown.shows(item.text)
        shown.press("0, " if item.options else "Answer 0 of 10")
    shown.press("Finish")
    newest = services.checkins.newest(asked)
    assert newest is not None
    assert newest.answered == len(QUESTIONNAIRES[asked].scored)


def test_the_check_in_before_the_first_infusion_belongs_to_the_course(
    stage: Open, services: Services
) -> None:
    services.courses.start(date(2026, 11, 26), time(10), (0, 3), 6)
    shown = stage("/check-in/phq9")
    tap(shown, 0)
    found = services.checkins.open("phq9")
    assert found is not None
    assert found.course_id is not None
    assert found.value(SELF_HARM) is None
    assert shown.find(ft.ProgressBar).value == pytest.approx(1 / 10)


@pytest.fixture
def spanish(services: Services) -> Iterator[None]:
    services.settings.change_preferences(language="es")
    yield
    use_language("en")


@pytest.mark.usefixtures("spanish")
def test_in_spanish_the_published_wording_is_asked_and_stored_as_ever(
    stage: Open, services: Services
) -> None:
    shown = stage("/check-in/phq9")
    assert shown.shows("Poco interés o placer en hacer cosas")
    assert shown.shows("Más de la mitad de los días")
    assert not shown.shows("Este cuestionario está en inglés")
    tap(shown, 2)
    assert given(services) == [2]


@pytest.mark.usefixtures("spanish")
def test_in_spanish_a_questionnaire_without_a_certain_wording_is_said_to_be_english(stage: Open) -> None:
    shown = stage("/check-in/gad7")
    assert shown.shows("Este cuestionario está en inglés, palabra por palabra como se publicó.")
    assert shown.shows("Feeling nervous, anxious, or on edge")
    assert shown.shows("Not at all")
