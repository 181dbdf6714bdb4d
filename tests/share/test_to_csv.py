"""A report as tables: what a spreadsheet shows is what was given, and never a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace

from app.share.report import QuestionPart, Report
from app.share.to_csv import report_tables, to_csv, zipped
from tests.share.conftest import NOW, with_words

GOLDEN = {
    "mood-by-day.csv": """\
day,lowest,highest,mean,count,infusion
2026-11-16,2,2,,1,
2026-11-17,3,3,,1,1
2026-11-18,3,4,,2,
2026-11-19,4,4,4.0,3,
2026-11-20,5,5,,1,2
2026-11-21,5,6,,2,
2026-11-22,6,6,,1,
""",
    "scales.csv": "scale,day,mean\nSleep,2026-11-16,2.0\nSleep,2026-11-19,7.0\n",
    "feelings.csv": "feeling,count\nTired,4\nCalm,2\n",
    "infusions.csv": """\
number,status,at,ended_at,systolic,diastolic,checklist,reasons,notes,reason
1,completed,2026-11-17T10:04:00-08:00,2026-11-17T10:50:00-08:00,128,80,ask your clinic,1 question is not answered yet.,Manta y música.,
2,completed,2026-11-20T10:04:00-08:00,2026-11-20T10:50:00-08:00,,,,,,
3,planned,2026-11-24T10:04:00-08:00,,,,,,,
4,skipped,,,,,,,,Gripe
""",  # noqa: E501
    "marks.csv": "infusion,minute,mark,words\n1,12,Lightness,\n1,30,Own words,agua\n",
    "check-ins.csv": """\
questionnaire,day,value,most,range,answered,of,help_question
PHQ-9,2026-11-10,18,27,moderately severe,9,9,Several days
PHQ-9,2026-11-17,,27,,8,9,
PHQ-9,2026-11-22,9,27,mild,9,9,Not at all
""",
    "screening.csv": "question,answer,note\nDo you have a heart condition?,yes,Soplo leve\n",
    "questions.csv": "question,answer\n¿Puedo comer?,\nMay I drive?,Not that day.\n",
    "words.csv": "at,mood,words\n2026-11-22T09:00:00-08:00,6,Hoy me sentí mejor: ¡mañana más!\n",
}


def test_each_kind_is_one_table_letter_for_letter(report: Report) -> None:
    tables = report_tables(report)
    assert list(tables) == list(GOLDEN)
    for name, content in tables.items():
        assert content == b"\xef\xbb\xbf" + GOLDEN[name].replace("\n", "\r\n").encode(), name


def test_there_is_no_table_of_words_unless_they_were_chosen(report: Report) -> None:
    assert "words.csv" not in report_tables(replace(report, words=(), words_chosen=False))


def test_no_cell_is_a_formula(report: Report) -> None:
    typed = ("=1+1", "\t=1", "@SUM(A1)", "-1", "\uff1d1")
    questions = tuple(QuestionPart(text=text, answer=text) for text in typed)
    tables = report_tables(with_words(replace(report, questions=questions), *typed))
    cells = [
        cell
        for name in ("questions.csv", "words.csv")
        for row in csv.reader(io.StringIO(tables[name].decode("utf-8-sig"), newline=""))
        for cell in row
    ]
    assert {"'" + text for text in typed} <= set(cells)
    assert not [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@", "\uff1d"))]


def test_several_values_are_one_cell_and_none_is_an_empty_one() -> None:
    assert to_csv(("a", "b"), [(("x", "y"), None)]) == b"\xef\xbb\xbfa,b\r\nx; y,\r\n"


def test_the_tables_go_together_into_one_file(report: Report) -> None:
    tables = report_tables(report)
    with zipfile.ZipFile(io.BytesIO(zipped(tables, NOW))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == tables
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 22, 12, 0, 0)}
