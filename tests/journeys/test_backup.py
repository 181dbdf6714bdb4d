"""A backup brings everything back after it was deleted; a wrong passphrase changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.journeys.running import Running
from tests.journeys.visit import Visit

WORDS = "Heronfeather"
PHRASE = "grey heron by the lake"


def test_a_backup_brings_deleted_words_back_and_a_wrong_passphrase_changes_nothing(
    start_app: Callable[..., Running], visit: Callable[..., Visit], tmp_path: Path
) -> None:
    person = visit(start_app(now="2026-11-24T10:00+01:00").url)
    person.tap("button", "Skip all of this")
    person.tap("button", "Mood 5 of 10, so-so")
    person.tap("button", "Add details")
    person.write("Your words", WORDS)
    person.tap("button", "Done")
    person.role("button", WORDS, exact=False).wait_for()

    person.move("/settings/backup", "Backup")
    person.sees("There is no copy yet.")
    person.tap("button", "Make one now")
    person.tap("button", "Bring back the copy of", exact=False)
    person.sees("Every record in it is here, too.")
    person.tap("button", "Leave it")
    person.write("Passphrase", PHRASE)
    person.write("The same again", PHRASE)
    with person.page.expect_download() as saved:
        person.tap("button", "Make the backup")
    assert saved.value.suggested_filename == "infusion-companion-2026-11-24.icbackup"
    sealed = tmp_path / "kept elsewhere.icbackup"
    saved.value.save_as(sealed)
    assert WORDS.encode() not in sealed.read_bytes()
    person.sees("Saved as infusion-companion-2026-11-24.icbackup.")

    person.move("/settings/delete", "Delete everything")
    person.write("Type DELETE to go on", "DELETE")
    person.tap("button", "Delete everything")
    person.titled("Welcome to Infusion Companion")

    person.tap("button", "I have a backup")
    person.titled("Backup")
    person.sees("There is no copy yet.")
    with person.page.expect_file_chooser() as chooser:
        person.tap("button", "Choose a backup file")
    chooser.value.set_files(sealed)
    person.sees("kept elsewhere.icbackup")
    person.write("Its passphrase", "blue heron")
    person.tap("button", "Look inside")
    person.sees("This is not the passphrase of this backup, so nothing was changed")

    person.page.get_by_label("Its passphrase").fill("")
    person.write("Its passphrase", PHRASE)
    person.page.keyboard.press("Enter")
    person.sees("1 entry, 0 infusions.")
    assert person.violations() == []
    person.tap("button", "Bring it back")
    person.sees("records were brought back.")

    person.move("/journal", "Journal")
    person.role("button", WORDS, exact=False).wait_for()
    person.place("Today").click()
    person.titled("Today")
    assert person.foreign() == []
