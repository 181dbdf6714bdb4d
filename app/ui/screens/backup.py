"""Settings, backup: one sealed file to keep elsewhere, bringing one back, and the copies of this device."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.device.files import save_file
from app.services.backup import LEAST
from app.ui.components.again import Again
from app.ui.components.base import body, card, heading, primary, row, small, with_icon
from app.ui.components.secret import cover_switch, secret_field, use_secret
from app.ui.components.slow import use_slow
from app.ui.failing import component
from app.ui.layout import screen
from app.ui.live import use_here, use_live, use_value
from app.ui.notice import say
from app.ui.screens.backup_copies import Copies
from app.ui.screens.backup_restore import Restore
from app.ui.screens.settings import leads_to
from app.ui.text import t, tn

OTHERS = "/settings/kept"


@component
def Backup() -> ft.View:
    """Everything that keeps the patient's data from being lost."""
    here = use_here()
    others = use_live(here.services.kept.count, "kept_text")
    if here.services.is_sample:
        words = t("Backups and copies are made of your own data, not of the sample. Leave the sample first.")
        return screen(here, t("Backup"), card(body(words)), place="/settings", back="/settings")
    kept: list[ft.Control] = []
    if others:
        many = tn("{n} text is kept beside what you see", "{n} texts are kept beside what you see", others)
        kept.append(leads_to(ft.Icons.DIFFERENCE_OUTLINED, t("Other versions of your words"), many, OTHERS))
    return screen(
        here,
        t("Backup"),
        two=((Again(MakeBackup), Restore()), (*kept, Copies())),
        place="/settings",
        back="/settings",
    )


@component
def MakeBackup() -> ft.Control:
    """Seal everything with a passphrase, and save the file."""
    backup = use_here().services.backup
    weak, set_weak = use_value("")
    first = use_secret(lambda typed: set_weak(backup.weakness(typed)))
    second = use_secret()
    covered, set_covered = use_value(True)
    saved, set_saved = use_value("")
    slow = use_slow()

    async def make(_: Any) -> None:
        if first.value.strip() != second.value.strip():
            slow.refuse(t("The two are not the same. Type it once more, or show what you type."))
            return
        set_weak(backup.weakness(first.value))
        set_saved("")
        name = backup.file_name()
        content = await slow.run(lambda: backup.seal(first.value))
        if content is None:
            return
        try:
            if not await save_file(name, content, t("Save the backup")):
                return
        except (OSError, RuntimeError, TimeoutError):
            slow.refuse(t("The file could not be saved. Your data is safe. Try again, or another place."))
            return
        first.value = second.value = ""
        set_weak("")
        set_saved(name)
        say(t("Saved as {name}.", name=name))

    return card(
        heading(t("Make a backup")),
        body(
            t(
                "One file with everything you entered, locked with a passphrase. Keep it away from this "
                "device: if the device is lost or breaks, the file brings all of it back."
            )
        ),
        secret_field(t("Passphrase"), first, covered=covered),
        secret_field(
            t("The same again"),
            second,
            covered=covered,
            error=slow.error or None,
            on_submit=make,
        ),
        small(t("A few words are best. {n} characters at least.", n=LEAST)),
        *([with_icon(ft.Icons.INFO_OUTLINE, body(t(weak)))] if weak else []),
        with_icon(
            ft.Icons.WARNING_AMBER,
            body(
                t(
                    "Without the passphrase nobody can open the file, and neither can we. "
                    "Write it down, and keep it apart from the file."
                )
            ),
        ),
        *slow.progress(t("Sealing your data …")),
        row(
            primary(t("Make the backup"), make, icon=ft.Icons.DOWNLOAD, disabled=slow.busy),
            cover_switch(covered, set_covered),
        ),
        *([with_icon(ft.Icons.CHECK_CIRCLE, body(t("Saved as {name}.", name=saved)))] if saved else []),
    )
