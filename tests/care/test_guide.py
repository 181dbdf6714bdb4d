"""A wrong guide file is refused with its line."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.guide import (
    ClinicQuestion,
    Line,
    Part,
    parse_sources,
    parse_topic,
    unresolved,
)
from app.care.invalid import Invalid

HEAD = '+++\ntitle = "Rest"\nsummary = "Lie down."\norder = 3\nicon = "bed"\nalso = ["nap"]\n+++\n'
BODY = """
## What your clinic says

Your clinic says rest.
- Close your eyes.

## Good to know

- Sleep helps. [book] [paper]

## Ask your clinic

- May I sleep?
  Until then, lie down. [book]
- When may I get up?
"""


def test_a_topic_is_read_with_its_parts_lines_and_sources() -> None:
    topic = parse_topic("rest", HEAD + BODY)
    assert (topic.id, topic.title, topic.summary, topic.order, topic.icon) == (
        "rest",
        "Rest",
        "Lie down.",
        3,
        "bed",
    )
    assert topic.section(Part.CLINIC).lines == (
        Line(text="Your clinic says rest."),
        Line(text="Close your eyes.", bullet=True),
    )
    assert topic.section(Part.GOOD_TO_KNOW).lines == (
        Line(text="Sleep helps.", sources=("book", "paper"), bullet=True),
    )
    assert topic.section(Part.ASK).lines == (
        Line(text="May I sleep?", careful="Until then, lie down.", sources=("book",), bullet=True),
        Line(text="When may I get up?", bullet=True),
    )
    assert topic.section(Part.ASK).heading == "Ask your clinic"
    assert topic.source_ids() == ("book", "paper")


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("- Sleep helps. [book] [paper]", "- Sleep helps.", 16, "needs its source"),
        ("- Close your eyes.", "- Close your eyes. [book]", 12, "the clinic as its only source"),
        ("- Close your eyes.", "- **Close** your eyes.", 12, "no other markup"),
        ("- Close your eyes.", "- See https://example.org now.", 12, "no other markup"),
        ("- Close your eyes.", "  Close your eyes. [book]", 12, "belongs under one question"),
        ("  Until then, lie down. [book]", "  Until then, lie down.", 21, "needs its source"),
        ("- May I sleep?", "May I sleep?", 20, "begin with a hyphen"),
        ("## Good to know", "### Good to know", 14, "no other markup"),
        ("## Ask your clinic\n", "", 19, "needs its source"),
        ("- When may I get up?", "## More", 22, "no other markup"),
        ("order = 3", 'order = "3"', 7, "the head needs order"),
        ("order = 3", "order = = 3", 7, "the head cannot be read"),
        ("order = 3", "order = 3\ncolour = 1", 8, "unknown name: colour"),
        ('also = ["nap"]', "also = [1]", 7, "list of words"),
        ("\n## What your clinic says\n", "\nHello\n## What your clinic says\n", 9, "before the first part"),
    ],
)
def test_a_wrong_topic_is_refused_with_its_name_and_line(old: str, new: str, line: int, why: str) -> None:
    text = HEAD + BODY
    assert old in text
    with pytest.raises(Invalid) as refused:
        parse_topic("rest", text.replace(old, new, 1))
    assert str(refused.value).startswith(f"Guide topic rest, line {line}: ")
    assert why in str(refused.value)


@pytest.mark.parametrize(
    "text", ["", "+++", "title", HEAD, HEAD + "\n## One\n\nText\n", HEAD + "## A\n## B\n## C\n"]
)
def test_a_topic_that_is_cut_off_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="Guide topic rest, line"):
        parse_topic("rest", text)


@given(st.text(max_size=300))
def test_no_text_makes_the_parser_fail_in_another_way(text: str) -> None:
    for tried in (text, HEAD + text, HEAD + BODY + text):
        try:
            parse_topic("rest", tried)
        except Invalid:
            continue


def test_sources_are_read_and_an_unknown_one_is_named() -> None:
    toml = '[book]\ntitle = "A book"\ndetail = "Sleep"\ncitation = "PMID 1"\nchecked = "2026-11"\n'
    sources = parse_sources(toml)
    assert sources["book"].citation == "PMID 1"
    assert unresolved([parse_topic("rest", HEAD + BODY)], sources) == ("rest: paper",)


@pytest.mark.parametrize(
    "wrong",
    [
        "[book",
        "book = 1",
        "[book]\ntitle = 'A'",
        "[b]\ntitle=''\ndetail='a'\ncitation='b'\nchecked='2026-11'",
    ],
)
def test_an_incomplete_source_is_refused(wrong: str) -> None:
    with pytest.raises(Invalid, match="source"):
        parse_sources(wrong)


def test_a_source_needs_the_month_it_was_checked() -> None:
    with pytest.raises(Invalid, match="2026-11"):
        parse_sources("[b]\ntitle='a'\ndetail='a'\ncitation='b'\nchecked='lately'")


NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ID = UUID(int=7)


def test_a_question_is_kept_with_its_answer() -> None:
    asked = ClinicQuestion(id=ID, topic="afterwards", text="When may I drive?", made_at=NOON)
    assert asked.answer == ""
    ClinicQuestion(id=ID, topic="", text="Mine", made_at=NOON, answer="Tomorrow", answered_at=NOON)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "  "},
        {"text": "x" * 501},
        {"made_at": datetime(2026, 11, 22)},
        {"answer": "Tomorrow"},
        {"answer": "Tomorrow", "answered_at": datetime(2026, 11, 22)},
        {"answer": "x" * 5001, "answered_at": NOON},
    ],
)
def test_a_question_that_could_not_be_kept_is_refused(wrong: dict[str, object]) -> None:
    fields: dict[str, object] = {"id": ID, "topic": "", "text": "When?", "made_at": NOON} | wrong
    with pytest.raises(Invalid):
        ClinicQuestion(**fields)  # type: ignore[arg-type]
