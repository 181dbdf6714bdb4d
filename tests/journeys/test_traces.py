"""Marker words, typed wherever a person can type, are in no byte that the app writes, the store included."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.running import ROOT, Running
from tests.journeys.visit import Visit

PASS = "heron lamp quiet seven"
PHRASE = "grey heron by the lake"
# Each stands for itself, so that a half of one would be found too.
MARKERS = ("Zanzibarwort", "Quixotefeder", "Mnemosynelampe", "Fjordklippe", "Rhododendrontal", "Xylophonhaus")


def test_what_was_typed_stands_in_no_file_and_no_output(
    start_app: Callable[..., Running],
    visit: Callable[..., Visit],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    out.mkdir()
    for name in ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        folder = tmp_path / "elsewhere" / name
        folder.mkdir(parents=True)
        monkeypatch.setenv(name, str(folder))
    heard = [
        _cli(data, "mood", "6", "-", typed=MARKERS[0]),
        _cli(data, "passcode", "set"),
        _cli(data, "mood", "7", "-", typed=MARKERS[1]),
        _cli(data, "mood", "77", "-", typed=MARKERS[1], status=1),
        _cli(data, "backup", str(out / "kept.icbackup")),
        _cli(data, "doctor"),
        _cli(data, "course"),
        _cli(data, "restore", str(out / "kept.icbackup"), "--yes"),
    ]

    app = start_app(data)
    person = visit(app.url)
    person.titled("Locked")
    person.write("Passcode", PASS)
    person.page.keyboard.press("Enter")
    person.tap("button", "Skip all of this")
    person.tap("button", "Mood 5 of 10, so-so")
    person.tap("button", "Add details")
    person.write("Your words", MARKERS[2])
    person.tap("button", "Done")
    person.role("button", MARKERS[2], exact=False).wait_for()
    person.move("/settings/clinic", "My clinic and my people")
    person.write("Name of the clinic", MARKERS[3])
    person.move("/questions", "My questions")
    person.write("Your question", MARKERS[4])
    person.tap("button", "Add to the list")
    person.sees(MARKERS[4])
    person.move("/journal", "Journal")
    person.tap("button", "Search and filter")
    person.write("Search your journal", MARKERS[5])
    person.sees("Nothing found")
    assert not any(marker in person.page.title() + person.page.url for marker in MARKERS)
    # As a crash would: with the write-ahead log beside the store, and whatever else there was.
    app.kill()
    heard += app.rest

    found = _cli(data, "export", "--format", "json")
    assert [marker for marker in MARKERS[:5] if marker not in found] == []
    written = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert data / "companion.db" in written
    assert out / "kept.icbackup" in written
    for marker in MARKERS:
        forms = [marker.encode(), marker.lower().encode(), marker.encode("utf-16-le")]
        where = [str(file) for file in written if any(form in file.read_bytes() for form in forms)]
        assert where == []
        assert not any(marker in text for text in heard)


def _cli(data: Path, *words: str, typed: str = "", status: int = 0) -> str:
    """One command of the app in a process of its own; all that it said."""
    secrets = {
        "INFUSION_COMPANION_PASSCODE": PASS,
        "INFUSION_COMPANION_NEW_PASSCODE": PASS,
        "INFUSION_COMPANION_PASSPHRASE": PHRASE,
    }
    command = [sys.executable, "-m", "app", *words, "--data-dir", str(data)]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | secrets, input=typed, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == status, said
    return said
