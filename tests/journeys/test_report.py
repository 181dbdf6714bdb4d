"""The report and the calendar are taken from Share in a real browser, and read back by other programs."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import icalendar
import vobject
from pypdf import PdfReader

from tests.journeys.running import Running
from tests.journeys.visit import Visit

NOW = "2026-11-24T10:00+01:00"


def taken(person: Visit, button: str) -> tuple[str, bytes]:
    """Press a button and take the file that comes: its name and what is in it."""
    with person.page.expect_download() as waiting:
        person.tap("button", button)
    download = waiting.value
    return download.suggested_filename, Path(download.path()).read_bytes()


def test_the_report_and_the_dates_are_files_that_others_read(
    start_app: Callable[..., Running], visit: Callable[..., Visit]
) -> None:
    person = visit(start_app(now=NOW, args=("--sample",)).at("/share"))
    person.titled("Share")
    name, pdf = taken(person, "Save the report")
    assert name == "report-2026-11-24.pdf"
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    first = " ".join(reader.pages[0].extract_text().split())
    assert first.startswith("Report, 26 Oct to 24 Nov 2026")
    for part in (
        "of 6 infusions are completed",
        "Check-ins",
        "PHQ-9, question 9:",
        "Questions for the clinic",
    ):
        assert part in first
    assert not reader.metadata or not reader.metadata.author

    name, dates = taken(person, "Save the dates")
    assert name == "infusion-companion.ics"
    events = icalendar.Calendar.from_ical(dates).walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in events} == {"Appointment", "Reminder"}
    assert sum(str(event["SUMMARY"]) == "Appointment" for event in events) == 6
    other = vobject.readOne(dates.decode())
    assert {one.uid.value for one in other.vevent_list} == {str(event["UID"]) for event in events}
    assert person.violations() == []
    assert person.foreign() == []
