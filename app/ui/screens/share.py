"""Share: everything the patient entered, as files that other programs read."""

from __future__ import annotations

import asyncio
from typing import Any

import flet as ft

from app.device.files import save_file
from app.services import StoreError
from app.ui.components.base import body, card, heading, primary, row, secondary, small
from app.ui.failing import component
from app.ui.layout import screen
from app.ui.live import use_here, use_live, use_value
from app.ui.notice import say
from app.ui.screens.settings import leads_to
from app.ui.text import t, tn


@component
def Share() -> ft.View:
    """The ways out for the patient's own data."""
    here = use_here()
    services = here.services
    busy, set_busy = use_value("")
    entries = use_live(services.journal.count, "journal_entry")

    def saver(make: Any, name: str, what: str) -> Any:
        async def save(_: Any) -> None:
            set_busy(what)
            try:
                # Thousands of entries take a while: the screen stays alive meanwhile.
                content = await asyncio.to_thread(make)
                if await save_file(name, content, t("Save my data")):
                    say(t("Saved as {name}.", name=name))
            except StoreError as refused:
                say(str(refused))
            except (OSError, RuntimeError, TimeoutError):
                say(t("The file could not be saved. Your data is safe. Try again, or another place."))
            finally:
                set_busy("")

        return save

    stamp = services.now().date().isoformat()
    waiting = [ft.ProgressBar(semantics_label=t("Preparing the file")), body(t("Preparing the file …"))]
    return screen(
        here,
        t("Share"),
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
                primary(
                    t("Save everything"),
                    saver(services.export.json_bytes, f"infusion-companion-{stamp}.json", "json"),
                    icon=ft.Icons.DOWNLOAD,
                    disabled=bool(busy),
                )
            ),
            *(waiting if busy == "json" else []),
        ),
        card(
            heading(t("Tables for a spreadsheet")),
            body(t("One CSV file for each kind of record, together in a ZIP file.")),
            row(
                secondary(
                    t("Save tables"),
                    saver(services.export.csv_zip_bytes, f"infusion-companion-{stamp}.zip", "csv"),
                    icon=ft.Icons.TABLE_CHART_OUTLINED,
                    disabled=bool(busy),
                )
            ),
            *(waiting if busy == "csv" else []),
        ),
        leads_to(
            ft.Icons.ARCHIVE_OUTLINED,
            t("Backup"),
            t("One sealed file that this app can bring back, for you alone"),
            "/settings/backup",
        ),
        card(
            heading(t("Before you give it to someone")),
            body(
                t(
                    "These files hold the words of your journal and are not locked. "
                    "Give them only to people who may read everything."
                )
            ),
        ),
        place="/share",
        back="/",
    )
