"""The guide is read once, and the questions for the clinic are kept."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from app.care.invalid import Invalid
from app.services import Services
from app.services.guide import FOLDER, GuideService
from tests.services.conftest import Now


def test_every_topic_can_be_opened_by_its_id_in_reading_order(services: Services) -> None:
    topics = services.guide.topics()
    assert len(topics) > 5
    assert [t.order for t in topics] == sorted(t.order for t in topics)
    assert all(services.guide.topic(topic.id) == topic for topic in topics)
    assert services.guide.topic("no-such-topic") is None


def test_every_source_that_is_named_is_known(services: Services) -> None:
    known = services.guide.sources()
    assert all(source in known for topic in services.guide.topics() for source in topic.source_ids())


def test_search_looks_across_topics(services: Services) -> None:
    assert services.guide.search("ketamine")
    assert services.guide.search("zzzz") == []


def test_the_files_are_read_once(services: Services) -> None:
    assert services.guide.topics() is services.guide.topics()


def test_a_language_without_a_guide_gets_the_english_one(services: Services) -> None:
    english = services.guide.topics()
    services.settings.change_preferences(language="xx")
    assert services.guide.topics() == english


def test_the_guide_is_read_in_the_patients_language(services: Services) -> None:
    english = services.guide.topics()
    services.settings.change_preferences(language="es")
    spanish = services.guide.topics()
    assert [topic.id for topic in spanish] == [topic.id for topic in english]
    assert all(one.title != other.title for one, other in zip(spanish, english, strict=True))
    assert services.guide.topic("afterwards") in spanish
    assert services.guide.search("tension") == services.guide.search("tensión") != []
    assert services.guide.sources()["label"].title == "El prospecto de la ketamina"
    assert services.guide.topics() is spanish


def test_a_topic_that_is_not_translated_is_read_in_english(services: Services, tmp_path: Path) -> None:
    guide = tmp_path / "guide"
    shutil.copytree(FOLDER, guide)
    (guide / "es" / "afterwards.md").unlink()
    services.settings.change_preferences(language="es")
    titles = {topic.id: topic.title for topic in GuideService(services.settings, guide).topics()}
    assert (titles["afterwards"], titles["how-it-works"]) == ("Afterwards", "Cómo actúa")
    assert list(titles) == [topic.id for topic in services.guide.topics()]


def test_questions_wait_oldest_first_and_answered_ones_come_last(services: Services, now: Now) -> None:
    first = services.questions.add("", " May I eat? ").record
    now.move(minutes=1)
    second = services.questions.add("how-it-goes", "How long?").record
    assert first.text == "May I eat?"
    assert services.questions.all() == [first, second]
    answered = services.questions.answer(first.id, "Not for six hours.").record
    assert answered.answered_at == now()
    assert services.questions.all() == [second, answered]
    assert services.questions.answer(first.id, " ").record.answered_at is None


def test_a_question_is_put_on_the_list_once(services: Services, now: Now) -> None:
    first = services.questions.add("", "May I eat?")
    now.move(minutes=1)
    again = services.questions.add("", "May I eat?")
    assert again.record == first.record
    assert len(services.questions.all()) == 1
    again.undo()
    assert services.questions.all() == [first.record]


def test_a_question_without_words_is_refused(services: Services) -> None:
    with pytest.raises(Invalid, match="empty"):
        services.questions.add("", "  ")
    assert services.questions.all() == []


def test_a_question_that_is_gone_cannot_be_answered(services: Services) -> None:
    asked = services.questions.add("", "May I eat?").record
    services.questions.remove(asked.id)
    assert services.questions.get(asked.id) is None
    with pytest.raises(Invalid, match="not on your list"):
        services.questions.answer(asked.id, "No.")


def test_an_answer_may_come_days_later(services: Services, now: Now) -> None:
    asked = services.questions.add("", "May I eat?").record
    now.move(days=3)
    answer = services.questions.answer(asked.id, "Yes.").record
    assert answer.answered_at is not None
    assert answer.answered_at - asked.made_at == timedelta(days=3)
