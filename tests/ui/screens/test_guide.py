"""The guide: every topic to be found, each part marked as what it is, questions kept for the clinic."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.care.guide import Part
from app.services import Services
from tests.headless import Stage

Open = Callable[..., Stage]


def test_every_topic_is_a_card_with_its_title_and_its_one_sentence(stage: Open, services: Services) -> None:
    shown = stage("/guide")
    for topic in services.guide.topics():
        assert f"{topic.title}. {topic.summary}" in shown.buttons()


def test_a_card_opens_its_topic(stage: Open, services: Services) -> None:
    topic = services.guide.topics()[0]
    shown = stage("/guide")
    shown.press(f"{topic.title}. {topic.summary}")
    assert shown.route == f"/guide/{topic.id}"


def test_a_search_shows_where_the_words_stand(stage: Open) -> None:
    shown = stage("/guide")
    shown.type("Search the guide", "primary care physician")
    assert any(
        "What your clinic says" in name and "primary care physician" in name for name in shown.buttons()
    )


def test_a_search_without_a_hit_says_so_and_what_to_do(stage: Open) -> None:
    shown = stage("/guide")
    shown.type("Search the guide", "zebra")
    assert shown.shows("No topic has “zebra”")


@pytest.mark.parametrize("before", ["/guide", "/course"])
def test_the_search_key_puts_the_cursor_into_the_search_field(
    stage: Open, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    monkeypatch.setattr("app.ui.keyboard.SETTLED", 0)
    shown = stage(before)
    shown.open("/guide?search")
    assert ("focus", None) in [(name, args or None) for name, args in shown.connection.calls]


@pytest.fixture
def topic_id(services: Services) -> str:
    """A topic in the middle of the guide."""
    return services.guide.topics()[3].id


def test_a_topic_shows_all_of_its_three_parts(stage: Open, services: Services, topic_id: str) -> None:
    topic = services.guide.topic(topic_id)
    assert topic is not None
    texts = stage(f"/guide/{topic_id}").texts()
    for section in topic.sections:
        assert section.heading in texts
        for line in section.lines:
            assert line.text in texts


def test_what_does_not_come_from_the_clinic_names_its_source(
    stage: Open, services: Services, topic_id: str
) -> None:
    topic = services.guide.topic(topic_id)
    assert topic is not None
    shown = stage(f"/guide/{topic_id}")
    for line in topic.section(Part.GOOD_TO_KNOW).lines:
        assert shown.shows("Source: " + services.guide.sources()[line.sources[0]].title)


def test_the_sources_can_be_read_in_full_with_the_day_they_were_checked(stage: Open, topic_id: str) -> None:
    shown = stage(f"/guide/{topic_id}")
    assert not shown.shows("Compared with the source in")
    shown.press("Show the sources")
    assert shown.shows("Compared with the source in")


def test_a_question_for_the_clinic_is_kept_and_can_be_taken_back(
    stage: Open, services: Services, topic_id: str
) -> None:
    topic = services.guide.topic(topic_id)
    assert topic is not None
    question = topic.section(Part.ASK).lines[0].text
    shown = stage(f"/guide/{topic_id}")
    shown.press(f"Add to my questions: {question}")
    assert [asked.text for asked in services.questions.all()] == [question]
    assert shown.shows("On your list")
    shown.press_undo()
    assert services.questions.all() == []
    assert not shown.shows("On your list")


def test_every_question_has_a_button_of_its_own_name(stage: Open, topic_id: str) -> None:
    names = [name for name in stage(f"/guide/{topic_id}").buttons() if name.startswith("Add to my questions")]
    assert len(names) == len(set(names)) > 1


def test_the_clinics_answer_is_shown_in_the_topic(stage: Open, services: Services, topic_id: str) -> None:
    topic = services.guide.topic(topic_id)
    assert topic is not None
    asked = services.questions.add(topic_id, topic.section(Part.ASK).lines[0].text).record
    services.questions.answer(asked.id, "Nothing for six hours")
    assert stage(f"/guide/{topic_id}").shows("Your clinic said: Nothing for six hours")


def test_one_topic_leads_to_the_next_and_back(stage: Open, services: Services) -> None:
    topics = services.guide.topics()
    shown = stage(f"/guide/{topics[0].id}")
    shown.press(f"Next: {topics[1].title}")
    assert shown.route == f"/guide/{topics[1].id}"
    shown.press(f"Back to: {topics[0].title}")
    assert shown.route == f"/guide/{topics[0].id}"


def test_the_last_topic_has_no_next_one(stage: Open, services: Services) -> None:
    names = stage(f"/guide/{services.guide.topics()[-1].id}").buttons()
    assert not [name for name in names if name.startswith("Next")]


def test_an_unknown_topic_says_so_and_leads_back(stage: Open) -> None:
    shown = stage("/guide/nothing-of-the-kind")
    assert shown.shows("There is no such topic")
    shown.press("Open the guide")
    assert shown.route == "/guide"
