"""Share: everything the patient entered, as files that other programs read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from app.ui.components.again import Again
from app.ui.components.base import body, card, heading, row, secondary, small, stack
from app.ui.components.saving import use_saving
from app.ui.failing import component
from app.ui.layout import screen
from app.ui.live import use_here, use_live
from app.ui.screens.settings import leads_to
from app.ui.screens.share_fhir import BringFhir, FhirFile
from app.ui.screens.share_visit import CalendarFile, VisitReport
from app.ui.text import t, tn


@component
def Share() -> ft.View:
    """The ways out for the patient's own data."""
    return screen(
        use_here(),
        t("Share"),
        leads_to(
            ft.Icons.VOLUNTEER_ACTIVISM,
            t("For someone who cares for you"),
            t("A summary that they open in this app; you choose what is in it"),
            "/share/summary",
        ),
        leads_to(
            ft.Icons.PHONELINK_LOCK,
            t("Hand over this device"),
            t("Someone beside you sees how it goes; the rest is locked"),
            "/share/hand-over",
        ),
        leads_to(
            ft.Icons.ARCHIVE_OUTLINED,
            t("Backup"),
            t("One sealed file that this app can bring back, for you alone"),
            "/settings/backup",
        ),
        Again(Files),
        BringFhir(),
        place="/share",
        back="/",
    )


@component
def Files() -> ft.Control:
    """What can be saved as a file for others."""
    services = use_here().services
    saving = use_saving()
    entries = use_live(services.journal.count, "journal_entry")

    def saver(make: Callable[[], bytes], name: str, what: str) -> Any:
        async def save(_: Any) -> None:
            await saving.start(what, name, lambda _: make())

        return save

    stamp = services.now().date().isoformat()
    return stack(
        [
            VisitReport(saving),
            CalendarFile(saving),
            card(
                heading(t("Everything, in one file")),
                body(
                    t(
                        "Your course, marks, checklists, journal and questions as JSON. "
                        "Other programs can read it, and nothing is left out."
                    )
                ),
                small(tn("{n} journal entry is in it.", "{n} journal entries are in it.", entries)),
                row(
                    secondary(
                        t("Save everything"),
                        saver(services.export.json_bytes, f"infusion-companion-{stamp}.json", "json"),
                        icon=ft.Icons.DOWNLOAD,
                        disabled=bool(saving.busy),
                    )
                ),
                *saving.progress("json"),
            ),
            card(
                heading(t("Tables for a spreadsheet")),
                body(t("One CSV file for each kind of record, together in a ZIP file.")),
                row(
                    secondary(
                        t("Save tables"),
                        saver(services.export.csv_zip_bytes, f"infusion-companion-{stamp}.zip", "csv"),
                        icon=ft.Icons.TABLE_CHART_OUTLINED,
                        disabled=bool(saving.busy),
                    )
                ),
                *saving.progress("csv"),
            ),
            FhirFile(saving),
            card(
                heading(t("Before you give it to someone")),
                body(
                    t(
                        "The files with everything hold the words of your journal, and they are not locked. "
                        "Give each file only to people who may read what is in it."
                    )
                ),
            ),
        ]
    )
