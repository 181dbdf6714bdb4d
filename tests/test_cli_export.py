"""The report and the calendar on the command line: a file or one clear line, and nothing half done."""

from __future__ import annotations

import csv
import io
from datetime import date, time
from pathlib import Path

import icalendar
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from app import cli, config
from app.services import Services

NOW = "2026-11-22T12:00-08:00"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with a course and an entry, on Sunday 22 November 2026 at 12:00."""
    monkeypatch.setenv(config.NOW_VARIABLE, NOW)
    monkeypatch.setenv(config.DATA_VARIABLE, str(tmp_path / "data"))
    services = Services.open(tmp_path / "data")
    services.courses.start(date(2026, 11, 24), time(10), (), 6)
    services.journal.add(4, words="mis palabras")
    services.close()
    return tmp_path / "data"


def export(*args: str) -> Result:
    return CliRunner().invoke(cli.main, ["export", *args])


def text(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def refused(*args: str) -> str:
    result = export(*args)
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    (line,) = result.stderr.splitlines()
    return line


def test_a_report_is_written_without_words_unless_they_are_asked_for(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "r.pdf"
    assert export("--format", "pdf", "-o", str(target)).stdout == f"Written: {target}\n"
    assert "24 Oct to 22 Nov 2026" in text(target.read_bytes())
    assert "mis palabras" not in text(target.read_bytes())
    args = ("--words", "--name", "María Ñ", "--period", "course", "--force", "-o", str(target))
    assert export("--format", "pdf", *args).exit_code == 0
    assert "María Ñ" in text(target.read_bytes())
    assert "mis palabras" in text(target.read_bytes())


def test_a_report_can_go_through_a_pipe(folder: Path) -> None:
    assert export("--format", "pdf", "--period", "14").stdout_bytes.startswith(b"%PDF-")


def test_a_folder_gets_files_whose_names_tell_nothing(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for wanted in ("pdf", "ics"):
        assert export("--format", wanted, "-o", str(out)).exit_code == 0
    assert sorted(file.name for file in out.iterdir()) == ["appointments.ics", "report-2026-11-22.pdf"]


def test_a_report_comes_as_tables_into_a_folder(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert export("--format", "csv", "--period", "30", "-o", str(out)).exit_code == 0
    (row,) = csv.DictReader(io.StringIO((out / "mood-by-day.csv").read_text("utf-8-sig"), newline=""))
    assert (row["day"], row["lowest"]) == ("2026-11-22", "4")
    assert not (out / "words.csv").exists()


def test_the_calendar_names_nothing_unless_it_is_asked_to(folder: Path) -> None:
    def titles(*args: str) -> list[str]:
        content = export("--format", "ics", *args).stdout_bytes
        return [str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(content).walk("VEVENT")]

    assert set(titles()) == {"Appointment", "Reminder"}
    assert titles().count("Appointment") == 6
    told = titles("--titles")
    assert told[:2] == ["Infusion 1 of 6", "Infusion 2 of 6"]
    assert set(told[6:]) == {"Check-in"}


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--format", "pdf", "--period", "7"), "no period '7'; use 14, 30, 90, course"),
        (("--format", "pdf", "--kind", "marks"), "--kind is for csv; leave it out"),
        (("--format", "json", "--words"), "--words is for pdf and csv; leave it out"),
        (("--format", "csv", "--words"), "hold your own words anyway"),
        (("--format", "csv", "--name", "A"), "--name is for pdf; leave it out"),
        (("--format", "csv", "--period", "30"), "give -o a folder"),
        (("--format", "csv", "--period", "30", "--kind", "marks"), "leave --kind or --period out"),
        (("--format", "pdf", "--titles"), "--titles is for ics; leave it out"),
        (("--format", "pdf", "--name", "a\nb"), "must be on one line"),
    ],
)
def test_what_cannot_be_is_one_line(folder: Path, tmp_path: Path, args: tuple[str, ...], says: str) -> None:
    assert says in refused(*args)
    assert [file.name for file in tmp_path.iterdir()] == ["data"]


def test_without_a_course_there_is_no_calendar_and_no_report_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(config.NOW_VARIABLE, NOW)
    monkeypatch.setenv(config.DATA_VARIABLE, str(tmp_path / "data"))
    Services.open(tmp_path / "data").close()
    assert "no date" in refused("--format", "ics")
    assert "no course yet" in refused("--format", "pdf", "--period", "course")
