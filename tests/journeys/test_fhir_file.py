"""Records go from the browser to another store as a FHIR file, and from that one into the browser."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from app.services import Services
from tests.journeys.running import Running
from tests.journeys.visit import Visit

WORDS, THEIRS = "Heronfeather", "Kingfisher"
NOW = "2026-11-24T10:00+01:00"


def test_a_fhir_file_goes_from_the_browser_to_another_store_and_back(
    start_app: Callable[..., Running], visit: Callable[..., Visit], tmp_path: Path
) -> None:
    person = visit(start_app(now=NOW).url)
    person.tap("button", "Skip all of this")
    person.tap("button", "Mood 5 of 10, so-so")
    person.tap("button", "Add details")
    person.write("Your words", WORDS)
    person.tap("button", "Done")
    person.role("button", WORDS, exact=False).wait_for()
    person.move("/share", "Share")
    with person.page.expect_download() as saved:
        person.tap("button", "Save as FHIR")
    assert saved.value.suggested_filename == "infusion-companion-2026-11-24.fhir.json"

    file = tmp_path / "between.fhir.json"
    with closing(Services.open(tmp_path / "other", now=lambda: datetime.fromisoformat(NOW))) as other:
        saved.value.save_as(file)
        other.fhir_file.bring_in(other.fhir_file.preview(file.read_bytes()))
        assert [entry.words for entry in other.journal.recent(9)] == [WORDS]
        other.journal.add(7, words=THEIRS)
        file.write_bytes(other.fhir_file.write())

    with person.page.expect_file_chooser() as chooser:
        person.tap("button", "Choose a FHIR file")
    chooser.value.set_files(file)
    person.sees("2 entries, 0 infusions.")
    person.sees("1 record in it is not here now. It comes back.")
    assert person.violations() == []
    person.tap("button", "Bring it in")
    person.sees("1 record was brought back.")
    person.move("/journal", "Journal")
    person.role("button", THEIRS, exact=False).wait_for()
    assert person.foreign() == []
