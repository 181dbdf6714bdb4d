"""A patient shares from one store; in another a caregiver opens it, updates it, sees it end, removes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from app.services import Services
from tests.journeys.running import Running
from tests.journeys.visit import Visit

NOW = "2026-11-24T10:00+01:00"
LATER = "2026-11-24T18:00+01:00"
AFTER = "2027-01-09T09:00+01:00"
PHRASE = "grey heron by the lake"
SECRET = "Heronfeather"
PASS = "heron lamp quiet seven"


def again(folder: Path, file: Path) -> None:
    """A mood more in the patient's store, and the same summary made again."""
    with closing(Services.open(folder, now=lambda: datetime.fromisoformat(LATER))) as patient:
        patient.shares.cost = 1_000
        patient.journal.add(4, words=SECRET)
        (known,) = patient.shares.all()
        file.write_bytes(patient.shares.seal(known, PHRASE))


# What a browser does when a file is let go over the page.
_DROP = """([name, bytes]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
    const how = {dataTransfer, bubbles: true, cancelable: true};
    document.body.dispatchEvent(new DragEvent("dragover", how));
    document.body.dispatchEvent(new DragEvent("drop", how));
}"""


def share(patient: Visit, file: Path) -> None:
    """Write a mood with words, choose what Sam may see, look at it, and save the sealed file."""
    patient.tap("button", "Skip all of this")
    patient.tap("button", "Mood 6 of 10", exact=False)
    patient.tap("button", "Add details")
    patient.write("Your words", SECRET)
    patient.tap("button", "Done")
    patient.role("button", SECRET, exact=False).wait_for()
    patient.move("/share/summary/new", "A summary")
    patient.write("Their name", "Sam")
    patient.write("Your name in it", "Alex")
    patient.tap("button", "Show what they will see")
    patient.sees("This is what they will see")
    patient.sees("Alex’s mood was noted once in these 30 days: 6.")
    patient.write("Passphrase", PHRASE)
    patient.write("The same again", PHRASE)
    with patient.page.expect_download() as saved:
        patient.tap("button", "Save the sealed file")
    saved.value.save_as(file)
    assert patient.foreign() == []


def opened(person: Visit, file: Path) -> None:
    """Choose a file on People, and give its passphrase."""
    with person.page.expect_file_chooser() as chooser:
        person.tap("button", "Choose a file")
    chooser.value.set_files(file)
    person.write("Its passphrase", PHRASE)
    person.page.keyboard.press("Enter")
    person.titled("Alex")


def dropped(person: Visit, file: Path) -> None:
    """Drop a summary on the page, and give its passphrase."""
    person.page.evaluate(_DROP, [file.name, list(file.read_bytes())])
    person.sees(file.name)
    person.write("Its passphrase", PHRASE)
    person.page.keyboard.press("Enter")
    person.titled("Alex")


def test_a_summary_goes_to_another_store_is_updated_ends_and_is_removed(
    start_app: Callable[..., Running], visit: Callable[..., Visit], tmp_path: Path
) -> None:
    file = tmp_path / "alex.icsummary"
    app = start_app(tmp_path / "patient", now=NOW)
    share(visit(app.url), file)
    app.stop()
    assert SECRET.encode() not in file.read_bytes()

    mine = tmp_path / "caregiver"
    app = start_app(mine, now=LATER)
    person = visit(app.url)
    person.tap("button", "I care for someone", exact=False)
    person.tap("button", "Begin")
    person.titled("People")
    person.there(person.place("People"))
    assert not person.place("Journal").count()
    assert person.violations() == []

    opened(person, file)
    person.sees("Made Tue 24 Nov, 10:00, by Alex")
    person.sees("Alex’s mood was noted once in these 30 days: 6.")
    assert person.violations() == []
    person.tap("button", "Help for Alex", exact=False)
    person.titled("Help for Alex")
    person.sees("988")
    assert person.violations() == []

    again(tmp_path / "patient", file)
    person.move("/people", "People")
    dropped(person, file)
    person.sees("Made Tue 24 Nov, 18:00, by Alex")
    person.sees("Alex’s mood was between 4 and 6 in these 30 days, in 2 notes.")
    assert SECRET not in person.page.evaluate("document.documentElement.outerHTML")
    assert person.foreign() == []
    app.stop()

    # The clock has gone on: only that it has ended is left, on the screen and in the store.
    app = start_app(mine, now=AFTER)
    person = visit(app.url)
    person.titled("People")
    person.tap("button", "Alex. This summary has ended")
    person.titled("Alex")
    person.sees("Nothing of it is shown any more. Ask Alex for a new one if you need it.")
    assert person.violations() == []
    person.tap("button", "Remove")
    person.sees("What they shared is deleted from this device for good.")
    person.tap("button", "Remove")
    person.titled("People")
    person.sees("Nobody yet")
    with closing(sqlite3.connect(mine / "companion.db")) as store:
        assert store.execute("SELECT count(*) FROM followed").fetchone() == (0,)


def test_a_device_that_is_handed_over_shows_a_summary_until_the_passcode(
    start_app: Callable[..., Running], visit: Callable[..., Visit], tmp_path: Path
) -> None:
    folder = tmp_path / "patient"
    with closing(Services.open(folder, now=lambda: datetime.fromisoformat(NOW))) as patient:
        patient.settings.change_preferences(welcomed_at=patient.now())
        patient.journal.add(6, words=SECRET)
        patient.lock.turn_on(PASS)
    app = start_app(folder, now=NOW)
    person = visit(app.at("/share/hand-over"))
    person.titled("Locked")
    person.write("Passcode", PASS)
    person.page.keyboard.press("Enter")
    person.titled("Hand over this device")
    assert person.violations() == []
    person.tap("button", "Lock and hand over")
    person.titled("How it goes")
    person.sees("Their mood was noted once in these 30 days: 6.")
    assert person.violations() == []
    assert SECRET not in person.page.evaluate("document.documentElement.outerHTML")

    person.tap("button", "Back to the app")
    person.titled("Locked")
    person.tap("button", "Back")
    person.titled("How it goes")
    person.reload()
    person.titled("Locked")
    assert not person.role("button", "Back").count()
