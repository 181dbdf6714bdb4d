"""Share, for another health app: every record as a FHIR file, and bringing such a file in."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.device.files import open_file
from app.errors import NotRead
from app.ui.components.base import body, card, heading, row, secondary, small, with_icon
from app.ui.components.saving import Saving
from app.ui.components.slow import use_slow
from app.ui.failing import component
from app.ui.live import use_here, use_value
from app.ui.screens.backup_restore import Bring
from app.ui.text import t

FHIR = "fhir"
_NOTHING: Any = None


@component
def FhirFile(saving: Saving) -> ft.Control:
    """All records in one file that other health apps read.

    Args:
        saving: hands the file over.
    """
    services = use_here().services

    async def save(_: Any) -> None:
        await saving.start(FHIR, services.fhir_file.file_name(), services.fhir_file.write)

    return card(
        heading(t("For another health app (FHIR)")),
        body(
            t(
                "Your courses, infusions, marks, checklists, check-ins and journal with your own words, in "
                "the form in which clinics exchange records. Your name is not on it."
            )
        ),
        small(t("Who takes you home is in it, with name and phone. Your questions and your clinic are not.")),
        row(
            secondary(
                t("Save as FHIR"),
                save,
                icon=ft.Icons.MEDICAL_INFORMATION_OUTLINED,
                disabled=bool(saving.busy),
            )
        ),
        *saving.progress(FHIR),
    )


@component
def BringFhir() -> ft.Control:
    """From a FHIR file to the records that are in it."""
    services = use_here().services
    preview, set_preview = use_value(_NOTHING)
    slow = use_slow()

    async def choose(_: Any) -> None:
        slow.refuse("")
        try:
            chosen = await open_file(t("Choose a FHIR file"), ["json"])
        except NotRead as problem:
            slow.refuse(t(problem))
            return
        except (OSError, RuntimeError, TimeoutError):
            slow.refuse(t("The file could not be read. Nothing was changed. Try again, or another place."))
            return
        if chosen is None:
            return
        name, content = chosen
        found = await slow.run(lambda: services.fhir_file.preview(content))
        if found is not None:
            set_preview((name, found))

    parts: list[ft.Control] = [heading(t("Bring in a FHIR file"))]
    if services.is_sample:
        parts.append(
            body(t("A file is brought into your own data, not into the sample. Leave the sample first."))
        )
    elif preview is not None:
        name, found = preview
        parts.append(with_icon(ft.Icons.INSERT_DRIVE_FILE_OUTLINED, body(name)))
        parts.append(Bring(found, lambda: set_preview(None)))
    else:
        parts.append(
            body(
                t(
                    "One that was saved here, also when another health app had it since. It is added to "
                    "what is here. Where the two differ, the newer one is shown and the words of the other "
                    "one are kept beside it."
                )
            )
        )
        if slow.error:
            parts.append(with_icon(ft.Icons.ERROR_OUTLINE, body(slow.error), ft.Colors.ERROR))
        parts += slow.progress(t("Reading the file …"))
        parts.append(
            row(secondary(t("Choose a FHIR file"), choose, icon=ft.Icons.FOLDER_OPEN, disabled=slow.busy))
        )
    return card(*parts)
