"""Share hands over everything, and says so when it could not."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import flet as ft
import pytest

from app.services import Services
from app.share.report import Period, Wanted
from app.share.stopped import Progress, Stopped
from app.ui.components import giving
from app.ui.components.saving import Saving
from tests.headless import Stage

Open = Callable[..., Stage]


class Saver:
    """Stands in for the device's file dialog."""

    def __init__(self, problem: Exception | None = None) -> None:
        self.files: dict[str, bytes] = {}
        self.problem = problem

    async def __call__(self, name: str, content: bytes, title: str) -> bool:
        if self.problem is not None:
            raise self.problem
        self.files[name] = content
        return True


@pytest.fixture
def saver(monkeypatch: pytest.MonkeyPatch) -> Saver:
    fake = Saver()
    monkeypatch.setattr(giving, "save_file", fake)
    return fake


def test_everything_goes_into_one_file_that_others_read(
    stage: Open, services: Services, saver: Saver
) -> None:
    services.journal.add(6, words="Ein Spaziergang – schön")
    shown = stage("/share")
    shown.press("Save everything")
    shown.until(lambda: saver.files)
    (name, content), *_ = saver.files.items()
    assert name == "infusion-companion-2026-11-22.json"
    assert json.loads(content)["journal"][0]["words"] == "Ein Spaziergang – schön"
    assert shown.shows("Saved as infusion-companion-2026-11-22.json.")


def test_tables_come_as_one_file_a_kind(stage: Open, services: Services, saver: Saver) -> None:
    services.journal.add(6)
    shown = stage("/share")
    shown.press("Save tables")
    shown.until(lambda: saver.files)
    archive = zipfile.ZipFile(io.BytesIO(saver.files["infusion-companion-2026-11-22.zip"]))
    assert archive.testzip() is None
    assert any("journal" in name for name in archive.namelist())


def test_a_refused_file_is_told_in_one_sentence_and_can_be_tried_again(stage: Open, saver: Saver) -> None:
    saver.problem = OSError("disk full")
    shown = stage("/share")
    shown.press("Save everything")
    shown.until(lambda: shown.shows("The file could not be saved. Your data is safe."))
    saver.problem = None
    shown.press("Save everything")
    shown.until(lambda: saver.files)


def test_it_warns_that_the_words_are_in_the_file(stage: Open) -> None:
    assert stage("/share").shows("hold the words of your journal")


def test_a_store_that_cannot_be_read_is_told_in_its_own_sentence(
    stage: Open, saver: Saver, tmp_path: Path
) -> None:
    shown = stage("/share")
    (tmp_path / "data").rename(tmp_path / "moved")
    shown.press("Save everything")
    shown.until(lambda: shown.shows("cannot be written, so nothing was changed"))
    assert not shown.shows("What you entered is safe")


def test_the_report_is_of_the_chosen_time_and_without_words_unless_they_are_chosen(
    stage: Open, services: Services, saver: Saver
) -> None:
    asked: list[Wanted] = []
    services.reports.pdf_bytes = lambda wanted, *_: asked.append(wanted) or b"%PDF"
    shown = stage("/share")
    shown.press("Save the report")
    shown.until(lambda: saver.files)
    assert list(saver.files) == ["report-2026-11-22.pdf"]
    shown.press("Of which time: 90 days")
    shown.press("What is in it: With my own words")
    shown.press("Save the report")
    shown.until(lambda: len(asked) == 2)
    assert asked == [Wanted(period=Period.DAYS_30), Wanted(period=Period.DAYS_90, words=True)]


def test_the_report_of_the_course_is_offered_once_there_is_one(stage: Open, services: Services) -> None:
    shown = stage("/share")
    assert "Of which time: The whole course" not in shown.buttons()
    services.courses.start(planned=6)
    shown.settle()
    assert "Of which time: The whole course" in shown.buttons()


def test_a_real_report_is_a_pdf(stage: Open, services: Services, saver: Saver) -> None:
    services.journal.add(6, words="Ein Spaziergang")
    shown = stage("/share")
    shown.press("Save the report")
    shown.until(lambda: saver.files)
    assert saver.files["report-2026-11-22.pdf"].startswith(b"%PDF-")


def test_a_report_that_was_stopped_is_told_and_leaves_no_file(
    stage: Open, services: Services, saver: Saver
) -> None:
    def stopped(_: Wanted, __: object, progress: Progress) -> bytes:
        assert progress(0.25)
        raise Stopped

    services.reports.pdf_bytes = stopped
    shown = stage("/share")
    shown.press("Save the report")
    shown.until(lambda: shown.shows("Stopped. There is no file."))
    assert saver.files == {}
    assert not shown.shows("Preparing the file")


def test_what_is_being_made_shows_how_far_it_is_and_can_be_stopped() -> None:
    asked: list[bool] = []
    making = Saving("report", 0.25, lambda *_: None, lambda: asked.append(True))
    bar, _, stop = making.progress("report")
    assert isinstance(bar, ft.ProgressBar)
    assert bar.value == 0.25
    (button,) = stop.controls  # type: ignore[attr-defined]
    button.on_click(None)
    assert asked == [True]
    assert making.progress("calendar") == []


def test_dates_go_into_a_calendar_under_a_neutral_title_unless_another_is_chosen(
    stage: Open, services: Services, saver: Saver
) -> None:
    shown = stage("/share")
    assert shown.shows("When your course has dates")
    services.courses.start(date(2026, 11, 24), time(10), (), 6)
    shown.settle()
    # Six infusions, Sundays 29 November, 6 and 13 December, and once two weeks after the last.
    assert shown.shows("10 dates are in it.")
    shown.press("Save the dates")
    shown.until(lambda: saver.files)
    assert b"SUMMARY:Appointment" in saver.files.pop("infusion-companion.ics")
    shown.press("What others see as the title: Infusion 1 of 6")
    shown.press("Save the dates")
    shown.until(lambda: saver.files)
    assert b"SUMMARY:Infusion 1 of 6" in saver.files["infusion-companion.ics"]
