"""Delete everything: what that means, and a word to type so that it never happens by a slip."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.device import biometric, notifications
from app.ui.components.base import body, card, field, heading, row, secondary, with_icon
from app.ui.components.slow import use_slow
from app.ui.failing import component
from app.ui.layout import opener, screen
from app.ui.live import use_here, use_live, use_value
from app.ui.notice import say
from app.ui.screens.connection_words import TABLES
from app.ui.text import t


@component
def Delete() -> ft.View:
    """The last step before everything is gone."""
    here = use_here()
    typed, set_typed = use_value("")
    slow = use_slow()
    word = t("DELETE")
    connected = use_live(lambda: here.services.has_clinic, *TABLES)

    async def delete(_: Any) -> None:
        # Every byte is overwritten first, which takes a while: the page stays alive meanwhile.
        fresh = await slow.run(lambda: here.services.delete_everything(typed.strip(), word))
        if fresh is not None:
            here.restart(fresh)
            say(t("Everything is deleted. Nothing of it is left in this app."))
            await biometric.forget()
            await notifications.plan(())

    sure = typed.strip() == word
    return screen(
        here,
        t("Delete everything"),
        card(
            heading(t("This cannot be undone")),
            with_icon(
                ft.Icons.DELETE_FOREVER_OUTLINED,
                body(
                    t(
                        "Your course, checklists, journal, questions and settings go, "
                        "with the copies on this device and the sample data."
                    )
                ),
                ft.Colors.ERROR,
            ),
            *_at_the_clinic(connected),
            with_icon(
                ft.Icons.IOS_SHARE,
                body(t("If you may want any of it later, make a backup first, and keep the file elsewhere.")),
            ),
            row(
                secondary(
                    t("Make a backup first"), opener("/settings/backup"), icon=ft.Icons.ARCHIVE_OUTLINED
                ),
                secondary(t("Save my data first"), opener("/share"), icon=ft.Icons.IOS_SHARE),
            ),
        ),
        card(
            field(
                t("Type {word} to go on", word=word),
                typed,
                lambda e: set_typed(e.control.value),
                autocorrect=False,
            ),
            *slow.progress(t("Deleting everything …")),
            *([with_icon(ft.Icons.ERROR_OUTLINE, body(slow.error), ft.Colors.ERROR)] if slow.error else []),
            row(
                ft.FilledButton(
                    content=t("Delete everything"),
                    icon=ft.Icons.DELETE_FOREVER_OUTLINED,
                    disabled=slow.busy or not sure,
                    on_click=delete,
                    style=ft.ButtonStyle(bgcolor=ft.Colors.ERROR, color=ft.Colors.ON_ERROR) if sure else None,
                ),
                secondary(t("Keep everything"), opener("/settings")),
            ),
        ),
        place="/settings",
        back="/settings",
    )


def _at_the_clinic(connected: bool) -> list[ft.Control]:
    """What a clinic has received is its own to keep: that is said before, while it can be taken back."""
    if not connected:
        return []
    said = t(
        "What your clinic has received stays there. To take it back, do that first in the clinic connection."
    )
    way = secondary(t("Clinic connection"), opener("/settings/connection"), icon=ft.Icons.SYNC)
    return [with_icon(ft.Icons.LOCAL_HOSPITAL_OUTLINED, body(said)), row(way)]
