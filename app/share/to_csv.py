"""Tables for spreadsheets: UTF-8 with the mark by which they know it, and no cell that is a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from enum import Enum
from typing import Any, Final
from uuid import UUID

from app.share.report import Report

# What a spreadsheet takes for the beginning of a formula, and the full-width signs that some turn into it.
_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")

Row = Sequence[Any]


def to_csv(heading: Row, rows: Iterable[Row]) -> bytes:
    """One table.

    Args:
        heading: the names of its columns.
        rows: their values; times become ISO 8601 with their offset, several values one cell.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def zipped(files: Mapping[str, bytes], at: datetime) -> bytes:
    """Files together in one ZIP file.

    Args:
        files: what is in them, by name.
        at: when they are made.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def report_tables(report: Report) -> dict[str, bytes]:
    """The report as one table a kind, by the name of its file; a kind that holds nothing has only a heading.

    Args:
        report: what the patient chose.
    """
    tables: dict[str, tuple[Row, Iterable[Row]]] = {
        "mood-by-day.csv": (
            ("day", "lowest", "highest", "mean", "count", "infusion"),
            (
                (m.day, m.low, m.high, _mean(m.average), m.count, dict(report.infusions).get(m.day))
                for m in report.moods
            ),
        ),
        "scales.csv": (("scale", "day", "mean"), _scales(report)),
        "feelings.csv": (("feeling", "count"), report.feelings),
        "infusions.csv": (
            (
                "number", "status", "at", "ended_at", "systolic", "diastolic", "checklist", "reasons",
                "notes", "reason",
            ),
            _sessions(report),
        ),
        "marks.csv": (("infusion", "minute", "mark", "words"), _marks(report)),
        "check-ins.csv": (
            ("questionnaire", "day", "value", "most", "range", "answered", "of", "help_question"),
            _totals(report),
        ),
        "screening.csv": (
            ("question", "answer", "note"),
            ((a.question, a.answer, a.note) for a in report.screening or ()),
        ),
        "questions.csv": (("question", "answer"), ((q.text, q.answer) for q in report.questions)),
    }  # fmt: skip
    if report.words_chosen:
        tables["words.csv"] = ("at", "mood", "words"), ((w.at, w.mood, w.words) for w in report.words)
    return {name: to_csv(heading, rows) for name, (heading, rows) in tables.items()}


def _mean(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _scales(report: Report) -> Iterator[Row]:
    for scale in report.scales:
        for day, mean in scale.days:
            yield scale.label, day, _mean(mean)


def _sessions(report: Report) -> Iterator[Row]:
    for s in report.course.sessions if report.course else ():
        reasons = [str(reason) for reason in s.reasons]
        yield (
            s.number, s.status, s.at, s.ended_at, s.systolic, s.diastolic, s.level, reasons,
            s.notes, s.reason,
        )  # fmt: skip


def _marks(report: Report) -> Iterator[Row]:
    for s in report.course.sessions if report.course else ():
        for mark in s.marks:
            yield s.number, mark.minute, mark.label, mark.words


def _totals(report: Report) -> Iterator[Row]:
    for part in report.check_ins:
        for total in part.totals:
            yield (
                part.title, total.day, _mean(total.value), part.most, total.band, total.answered or None,
                total.of or None, total.help,
            )  # fmt: skip


def _cell(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula."""
    if isinstance(value, list | tuple):
        value = "; ".join(str(_plain(part)) for part in value)
    value = _plain(value)
    if isinstance(value, str) and value.lstrip().startswith(_FORMULA):
        return "'" + value
    return "" if value is None else value


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
