"""The journal from more than one side: two tabs, the command line, Undo, a damaged file, the largest text."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from app.services import Services
from tests.journeys.running import ROOT, Running
from tests.journeys.test_addresses import SCREENS
from tests.journeys.visit import DESKTOP, Visit

NOW = "2026-11-24T10:00+01:00"
SMALL = (320, 640)
PLACES = ("Today", "Checklist", "Course", "Journal", "Guide")
# Buttons that reach over the left or right edge of the window, where nobody can read or press them whole.
_CUT = """() => [...document.querySelectorAll("flt-semantics-host :is([role=button], [role=tab])")]
    .map(node => [node.ariaLabel || node.textContent, node.getBoundingClientRect()])
    .filter(([name, box]) => box.left < -0.5 || box.right > innerWidth + 0.5)
    .map(([name, box]) => `${name}: ${box.left} to ${box.right}`)"""


def test_tabs_and_the_command_line_stay_in_step_and_undo_brings_back(
    start_app: Callable[..., Running], visit: Callable[..., Visit]
) -> None:
    app = start_app()
    one = visit(app.url)
    one.tap("button", "Skip all of this")
    two = visit(app.at("/journal"), DESKTOP)
    two.titled("Journal")

    one.tap("button", "Mood 8 of 10, good")
    written = two.role("button", "mood 8 of 10", exact=False)
    written.wait_for()

    command = [sys.executable, "-m", "app", "mood", "4", "from the terminal", "--data-dir", str(app.data_dir)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)
    two.role("button", "from the terminal", exact=False).wait_for()

    written.click()
    two.tap("button", "Delete this entry")
    two.titled("Journal")
    expect(written).to_have_count(0)
    two.tap("button", "Undo")
    written.wait_for()


def test_a_damaged_store_is_kept_as_it_is_and_the_app_starts_with_a_choice(
    start_app: Callable[..., Running], visit: Callable[..., Visit], tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    damaged = b"SQLite format 3\x00" + b"not a database any more" * 400
    (folder / "companion.db").write_bytes(damaged)
    person = visit(start_app(folder).url)
    person.titled("Your data could not be opened")
    assert person.violations() == []
    assert (folder / "companion.db").read_bytes() == damaged
    person.tap("button", "Keep it aside and start afresh")
    person.titled("Welcome to Infusion Companion")
    (kept,) = folder.glob("companion.damaged-*.db")
    assert kept.read_bytes() == damaged


def test_at_the_largest_text_on_a_small_phone_nothing_is_cut_off(
    start_app: Callable[..., Running], visit: Callable[..., Visit], tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    services = Services.open(folder)
    services.settings.change_preferences(welcomed_at=services.now(), text_scale=2.0)
    services.close()
    person = visit(start_app(folder, now=NOW).url, SMALL)
    cut = {}
    for name in PLACES:
        person.place(name).click()
        person.titled(name)
        person.role("button", "Help now").wait_for()
        cut[name] = person.page.evaluate(_CUT)
    for path in ("/settings", "/help", "/journal/new"):
        person.move(path, SCREENS[path])
        cut[path] = person.page.evaluate(_CUT)
    assert {where: found for where, found in cut.items() if found} == {}

    person.tap("button", "Mood 10 of 10, very good")
    person.sees("Delete this entry")
    assert person.page.evaluate(_CUT) == []

    # Flutter's own dialogs do not grow with the text: what confirms has to stay in them.
    for button, title in (("Time: ", "Hour"), ("Day: ", "Select year")):
        person.tap("button", button, exact=False)
        person.there(person.page.get_by_label(title).or_(person.page.get_by_text(title)).first)
        dialog = person.role("dialog", "", exact=False).or_(person.role("alertdialog", "", exact=False)).first
        outer, inner = dialog.bounding_box(), person.role("button", "OK").bounding_box()
        assert outer is not None
        assert inner is not None
        assert outer["x"] <= inner["x"]
        assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]
        assert inner["y"] + inner["height"] <= outer["y"] + outer["height"]
        person.tap("button", "OK")
        person.sees("Delete this entry")
