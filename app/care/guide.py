"""The guide: topics in three parts, their sources, search, and the patient's questions to the clinic.

A topic is one text file (see ``assets/guide/README.md``). This module only reads text that it is
given; where the files are is known to the services.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.care.invalid import Invalid, text
from app.care.moment import aware


class Part(StrEnum):
    """The three parts of a topic, always in this order."""

    CLINIC = "clinic"
    GOOD_TO_KNOW = "good to know"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph or point of a topic.

    text: what is said; in the last part, the question to the clinic.
    sources: ids of the sources of text (of careful, in the last part); empty in the clinic's part.
    careful: only in the last part: what is safe until the clinic has answered, or "".
    bullet: the line is a point of a list.
    """

    text: str
    sources: tuple[str, ...] = ()
    careful: str = ""
    bullet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a topic with its heading in the topic's language."""

    part: Part
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One page of the guide. icon is a Material Icons name in snake case; also: extra search words."""

    id: str
    title: str
    summary: str
    order: int
    icon: str
    sections: tuple[Section, ...]
    also: tuple[str, ...] = ()

    def section(self, part: Part) -> Section:
        """The section of one part; each topic has all three."""
        return next(section for section in self.sections if section.part is part)

    def source_ids(self) -> tuple[str, ...]:
        """The ids of all sources the topic names, each once, in the order of their first use."""
        found = (id_ for section in self.sections for line in section.lines for id_ in line.sources)
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a statement comes from. checked: the month it was last compared with the source, "2026-11"."""

    id: str
    title: str
    detail: str
    citation: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicQuestion:
    """A question the patient wants to ask the clinic, and the answer once there is one.

    topic: id of the topic it came from, or "" for the patient's own.
    text: 1 to 500 characters. answer: up to 5,000 characters.
    Raises Invalid for anything outside that, a naive time, or an answer without its time.
    """

    id: UUID
    topic: str
    text: str
    made_at: datetime
    answer: str = ""
    answered_at: datetime | None = None

    def __post_init__(self) -> None:
        text("The topic of the question", self.topic, 80)
        text("The question", self.text, 500, least=1)
        text("The answer", self.answer, 5_000)
        aware(self.made_at, "time of the question")
        if self.answered_at is not None:
            aware(self.answered_at, "time of the answer")
        if self.answer.strip() and self.answered_at is None:
            raise Invalid("An answer needs the time it was given; add it.")


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MARKS = re.compile(r"(?:\s*\[[a-z0-9-]+\])+$")
_MARK = re.compile(r"\[([a-z0-9-]+)\]")
# What the screens would show as it stands, because they show plain text.
_MARKUP = re.compile(r"\*\*|__|`|\]\(|<[a-z/]|https?:|www\.")


def parse_topic(topic_id: str, text: str) -> Topic:
    """Read one topic from its file's text.

    topic_id: the file's name without its ending, words joined by hyphens.
    text: TOML between two lines ``+++`` (title, summary, order, icon, optional also), then three
    parts, each a heading ``## …`` and its lines: a paragraph on one line, or ``- `` and a point.
    A line ends with its sources as ``[id]``: required under the second heading, refused under the
    first. Under the third, a line indented by two spaces says what is safe until the clinic answers.
    Raises Invalid with the topic and the line number.
    """
    rows = text.splitlines()
    number = 1
    try:
        if not _ID.fullmatch(topic_id):
            raise Invalid("its name must be small letters, digits and hyphens")
        if not rows or rows[0] != "+++" or "+++" not in rows[1:]:
            raise Invalid("it must begin with a head between two lines +++")
        number = rows.index("+++", 1) + 1
        head = _head(rows[1 : number - 1])
        headings: list[str] = []
        said: list[list[Line]] = []
        body = rows[number:]
        for row in body:
            number += 1
            if row.startswith("## ") and len(headings) < len(Part):
                headings.append(row[3:].strip())
                said.append([])
            elif row.strip():
                if not headings:
                    raise Invalid("there is text before the first part")
                _add(said[-1], row, list(Part)[len(headings) - 1])
        if len(headings) != len(Part) or not all(said):
            raise Invalid("it must have three parts, each with something in it")
    except Invalid as error:
        raise Invalid(
            "Guide topic {topic_id}, line {number}: {error}.",
            topic_id=topic_id,
            number=number,
            error=str(error),
        ) from None
    sections = (
        Section(part=p, heading=h, lines=tuple(s)) for p, h, s in zip(Part, headings, said, strict=True)
    )
    return Topic(id=topic_id, sections=tuple(sections), **head)


def _head(rows: list[str]) -> dict[str, Any]:
    try:
        head = tomllib.loads("\n".join(rows))
    except tomllib.TOMLDecodeError as error:
        raise Invalid("the head cannot be read: {error}", error=str(error)) from None
    for name, kind in (("title", str), ("summary", str), ("order", int), ("icon", str)):
        if not isinstance(head.get(name), kind) or head[name] == "":
            raise Invalid("the head needs {name}", name=name)
    also = head.setdefault("also", [])
    if not isinstance(also, list) or not all(isinstance(word, str) for word in also):
        raise Invalid("also must be a list of words")
    if unknown := head.keys() - {"title", "summary", "order", "icon", "also"}:
        raise Invalid("the head has an unknown name: {names}", names=", ".join(sorted(unknown)))
    return head | {"also": tuple(also)}


def _add(said: list[Line], row: str, part: Part) -> None:
    if _MARKUP.search(row) or row.startswith(("#", "* ", "+ ")):
        raise Invalid("only paragraphs and points with a hyphen are shown, no other markup or addresses")
    marks = _MARKS.search(row)
    sources = tuple(_MARK.findall(marks[0])) if marks else ()
    words = row[: marks.start()].strip() if marks else row.strip()
    if row.startswith("  "):
        if part is not Part.ASK or not said or said[-1].careful:
            raise Invalid("an indented line belongs under one question of the last part")
        if not sources:
            raise Invalid("what is safe meanwhile needs its source")
        said[-1] = Line(text=said[-1].text, bullet=True, careful=words, sources=sources)
        return
    bullet = words.startswith("- ")
    if part is Part.CLINIC and sources:
        raise Invalid("the clinic's part has the clinic as its only source")
    if part is Part.GOOD_TO_KNOW and not sources:
        raise Invalid("it needs its source in square brackets at the end")
    if part is Part.ASK and (not bullet or sources):
        raise Invalid("the last part has questions that begin with a hyphen; sources stand under them")
    said.append(Line(text=words.removeprefix("- ").strip(), sources=sources, bullet=bullet))


def parse_sources(text: str) -> dict[str, Source]:
    """Read the sources from TOML: one table an id with title, detail, citation and checked (YYYY-MM).

    Raises Invalid with the id of the source that is not complete.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Invalid("The sources of the guide cannot be read: {error}.", error=str(error)) from None
    wanted = {"title", "detail", "citation", "checked"}
    for source_id, table in tables.items():
        if not isinstance(table, dict) or table.keys() != wanted:
            raise Invalid(
                "The source {source} must have {names} and nothing else.",
                source=source_id,
                names=", ".join(sorted(wanted)),
            )
        for name, value in table.items():
            if not isinstance(value, str) or not value.strip():
                raise Invalid("The source {source_id} has no proper {name}.", source_id=source_id, name=name)
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", table["checked"]):
            raise Invalid(
                "The source {source_id} must be checked in a month like 2026-11.", source_id=source_id
            )
    return {source_id: Source(id=source_id, **table) for source_id, table in tables.items()}


def unresolved(topics: Iterable[Topic], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """What does not fit together, as "topic: source id"; empty when each source named is known."""
    return tuple(f"{topic.id}: {one}" for topic in topics for one in topic.source_ids() if one not in sources)
