"""Share hands over everything, and says so when it could not."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.services import Services
from app.ui.screens import share
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
    monkeypatch.setattr(share, "save_file", fake)
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
    shutil.rmtree(tmp_path / "data")
    shown.press("Save everything")
    shown.until(lambda: shown.shows("cannot be written, so nothing was changed"))
    assert not shown.shows("What you entered is safe")
