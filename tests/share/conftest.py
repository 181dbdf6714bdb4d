"""One report with something of everything, as plain data, and ways to read its PDF back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from app.care.checklist import Level
from app.care.course import Status
from app.care.journal import DayMood
from app.care.sentence import say
from app.share.report import (
    AnswerPart,
    CheckInPart,
    CoursePart,
    MarkPart,
    Period,
    QuestionPart,
    Report,
    Scale,
    SessionPart,
    Total,
    WordsPart,
)

HERE = timezone(timedelta(hours=-8))
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=HERE)


def session(number: int, day: int, status: Status = Status.COMPLETED, **more: Any) -> SessionPart:
    at = datetime(2026, 11, day, 10, 4, tzinfo=HERE)
    held = status is Status.COMPLETED
    return SessionPart(
        number=number,
        status=status,
        at=at,
        ended_at=at + timedelta(minutes=46) if held else None,
        within=held,
        **more,
    )


def course() -> CoursePart:
    first = session(
        1,
        17,
        systolic=128,
        diastolic=80,
        marks=(MarkPart(minute=12, label="Lightness"), MarkPart(minute=30, label="Own words", words="agua")),
        level=Level.ASK,
        reasons=(say("{n} question is not answered yet.", n=1),),
        notes="Manta y música.",
    )
    return CoursePart(
        planned=6,
        done=2,
        day=6,
        sessions=(
            first,
            session(2, 20),
            session(3, 24, Status.PLANNED),
            SessionPart(number=4, status=Status.SKIPPED, reason="Gripe"),
        ),
    )


def full() -> Report:
    """Something of everything, the patient's own words included."""
    days = [date(2026, 11, 16) + timedelta(days=n) for n in range(7)]
    lows, highs, counts = (2, 3, 3, 4, 5, 5, 6), (2, 3, 4, 4, 5, 6, 6), (1, 1, 2, 3, 1, 2, 1)
    moods = tuple(
        DayMood(day=day, mean=(low + high) / 2, low=low, high=high, count=count)
        for day, low, high, count in zip(days, lows, highs, counts, strict=True)
    )
    return Report(
        made_at=NOW,
        period=Period.DAYS_14,
        first=date(2026, 11, 9),
        last=date(2026, 11, 22),
        clinic="Clinic",
        course=course(),
        moods=moods,
        infusions=((date(2026, 11, 17), 1), (date(2026, 11, 20), 2)),
        scales=(
            Scale(label="Sleep", count=4, low=2, high=7, average=4.4, days=((days[0], 2.0), (days[3], 7.0))),
        ),
        feelings=(("Tired", 4), ("Calm", 2)),
        check_ins=(
            CheckInPart(
                title="PHQ-9",
                most=27,
                totals=(Total(day=date(2026, 11, 10), value=18, band="moderately severe", answered=9, of=9,
                              help="Several days"),
                        Total(day=date(2026, 11, 17), value=None, answered=8, of=9),
                        Total(day=date(2026, 11, 22), value=9, band="mild", answered=9, of=9,
                              help="Not at all")),
                help_number=9,
                sentences=(say("It is {n} points lower than the first time.", n=9),),
                answers=(("Feeling down, depressed, or hopeless", "Several days"),),
            ),
        ),
        screening=(AnswerPart(question="Do you have a heart condition?", answer="yes", note="Soplo leve"),),
        screening_level=Level.TALK,
        screening_reasons=(say("Ask for clearance."),),
        questions=(
            QuestionPart(text="¿Puedo comer?"),
            QuestionPart(text="May I drive?", answer="Not that day."),
        ),
        words=(WordsPart(at=NOW - timedelta(hours=3), mood=6, words="Hoy me sentí mejor: ¡mañana más!"),),
        words_chosen=True,
    )  # fmt: skip


@pytest.fixture
def report() -> Report:
    """Something of everything."""
    return full()


def with_words(report: Report, *words: str) -> Report:
    """The report with these own words instead."""
    parts = tuple(WordsPart(at=NOW, mood=5, words=text) for text in words)
    return replace(report, words=parts, words_chosen=True)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


def text(pdf: bytes) -> str:
    """All text of all pages, each run of spaces and line breaks as one space."""
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def tags(pdf: bytes) -> Iterator[tuple[str, DictionaryObject]]:
    """Each element of the tree of tags in the order of reading, with a path such as "Table/TR/TH"."""
    root = read(pdf).trailer["/Root"]["/StructTreeRoot"]

    def walk(node: Any, path: str) -> Iterator[tuple[str, DictionaryObject]]:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for part in node:
                yield from walk(part, path)
        elif isinstance(node, DictionaryObject):
            path = f"{path}/{node['/S'][1:]}" if path else str(node["/S"][1:])
            yield path, node
            yield from walk(node.get("/K", []), path)

    return walk(root["/K"], "")
