"""Ask my clinic: nothing typed is lost, nothing deleted is gone for good, all of it can be taken along."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from app.services import Services
from tests.headless import Stage
from tests.ui.conftest import Clock

Open = Callable[..., Stage]


def test_an_empty_list_says_what_will_be_here_and_offers_the_guide(stage: Open) -> None:
    shown = stage("/questions")
    assert shown.shows("Your questions will be here")
    shown.press("Open the guide")
    assert shown.route == "/guide"


def test_a_question_of_my_own_is_kept_and_the_field_is_empty_again(stage: Open, services: Services) -> None:
    shown = stage("/questions")
    shown.type("Your question", "May I drive?")
    shown.press("Add to the list")
    assert [asked.text for asked in services.questions.all()] == ["May I drive?"]
    assert shown.find(ft.TextField, "Your question").value == ""


def test_an_empty_question_is_refused_in_one_sentence_beside_the_field(
    stage: Open, services: Services
) -> None:
    shown = stage("/questions")
    shown.press("Add to the list")
    assert services.questions.all() == []
    assert shown.find(ft.TextField, "Your question").error


def test_a_question_from_the_guide_says_from_which_topic(stage: Open, services: Services) -> None:
    topic = services.guide.topics()[0]
    services.questions.add(topic.id, "How long?")
    assert stage("/questions").shows(f"From the guide: {topic.title}")


def test_an_answer_is_saved_when_the_screen_is_left_at_once(stage: Open, services: Services) -> None:
    asked = services.questions.add("", "May I drive?").record
    shown = stage("/questions")
    shown.press("Note the answer: May I drive?")
    shown.type("Answer to “May I drive?”", "Not until the next day")
    shown.open("/guide")
    kept = services.questions.get(asked.id)
    assert kept is not None
    assert kept.answer == "Not until the next day"
    assert kept.answered_at is not None


def test_an_answered_question_stays_where_it_stands(stage: Open, services: Services, clock: Clock) -> None:
    first = services.questions.add("", "First?").record
    clock.move(minutes=1)
    services.questions.add("", "Second?")
    shown = stage("/questions")
    services.questions.answer(first.id, "Yes")
    shown.settle()
    texts = shown.texts()
    assert texts.index("First?") < texts.index("Second?")
    assert shown.shows("1 open question")


def test_a_deleted_question_comes_back_with_its_answer(stage: Open, services: Services) -> None:
    asked = services.questions.add("", "May I drive?").record
    services.questions.answer(asked.id, "No")
    shown = stage("/questions")
    shown.press("Delete: May I drive?")
    assert services.questions.all() == []
    shown.press_undo()
    assert [again.answer for again in services.questions.all()] == ["No"]


def test_the_list_can_be_copied_as_text_with_its_answers(
    stage: Open, services: Services, clock: Clock
) -> None:
    asked = services.questions.add("", "May I drive?").record
    services.questions.answer(asked.id, "No")
    clock.move(minutes=1)
    services.questions.add("", "May I eat?")
    shown = stage("/questions")
    copied = shown.find(ft.OutlinedButton, "Copy all as text").action.data
    assert "1. May I drive?\n   Answer: No\n2. May I eat?" in copied
