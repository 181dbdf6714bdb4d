"""Delete everything: only a typed word does it, and then nothing of it is left in the folder."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.running import Running
from tests.journeys.visit import Visit

SECRET = b"Heronfeather"


def test_a_typed_word_empties_the_folder_and_the_welcome_comes_back(
    start_app: Callable[..., Running], visit: Callable[..., Visit]
) -> None:
    app = start_app(now="2026-11-24T10:00+01:00")
    folder = app.data_dir
    assert folder is not None
    person = visit(app.url)
    person.tap("button", "Look around with sample data", exact=False)
    person.sees("Sample data. Nothing here is about you.")
    person.titled("Today")
    person.move("/settings", "Settings")
    person.tap("button", "Back to my own data")
    person.titled("Welcome to Infusion Companion")
    person.tap("button", "Skip all of this")
    person.tap("button", "Mood 5 of 10, so-so")
    person.tap("button", "Add details")
    person.write("Your words", SECRET.decode())
    person.tap("button", "Done")
    person.role("button", SECRET.decode(), exact=False).wait_for()
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert any(SECRET in file.read_bytes() for file in files)

    person.move("/settings/delete", "Delete everything")
    delete = person.role("button", "Delete everything")
    expect(delete).to_be_disabled()
    person.write("Type DELETE to go on", "DELETE")
    expect(delete).to_be_enabled()
    delete.click()
    person.titled("Welcome to Infusion Companion")
    person.sees("Everything is deleted. Nothing of it is left in this app.")
    assert person.path == "/"

    left = [file for file in folder.rglob("*") if file.is_file()]
    assert {file.name for file in left} <= {"companion.db", "companion.db-wal", "companion.db-shm"}
    assert not any(SECRET in file.read_bytes() for file in left)
    app.stop()
    assert app.rest == ("", "")
    assert [file.name for file in folder.iterdir()] == ["companion.db"]
