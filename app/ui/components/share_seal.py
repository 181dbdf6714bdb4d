"""Seal: a passphrase twice, and the file."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.care.summary import Share
from app.services.backup import LEAST
from app.ui.components.base import body, card, heading, primary, row, small, with_icon
from app.ui.components.giving import give_file
from app.ui.components.secret import cover_switch, secret_field, use_secret
from app.ui.components.slow import use_slow
from app.ui.failing import component
from app.ui.live import use_here, use_value
from app.ui.notice import attempt, say
from app.ui.text import t


@component
def Seal(share: Share, payload: bytes) -> ft.Control:
    """Lock a summary with a passphrase, and save the file.

    Args:
        share: what was chosen.
        payload: what was seen; nothing that came after goes into the file.
    """
    services = use_here().services
    weak, set_weak = use_value("")
    first = use_secret(lambda typed: set_weak(services.backup.weakness(typed)))
    second = use_secret()
    covered, set_covered = use_value(True)
    saved, set_saved = use_value("")
    slow = use_slow()

    async def make(_: Any) -> None:
        if first.value.strip() != second.value.strip():
            slow.refuse(t("The two are not the same. Type it once more, or show what you type."))
            return
        set_weak(services.backup.weakness(first.value))
        set_saved("")
        content = await slow.run(lambda: services.shares.sealed(share, payload, first.value))
        if content is None:
            return
        name = services.shares.file_name(share)
        try:
            told = await give_file(name, content, t("Save the summary"), sealed=True)
        except (OSError, RuntimeError, TimeoutError):
            slow.refuse(t("The file could not be saved. Your data is safe. Try again, or another place."))
            return
        if not told:
            return
        attempt(lambda: services.shares.keep(share))
        first.value = second.value = ""
        set_weak("")
        set_saved(told)
        say(told)

    return card(
        heading(t("Seal it")),
        body(
            t(
                "Only who knows the passphrase can open the file. Tell it to them in another way than you "
                "send the file, best by voice."
            )
        ),
        secret_field(t("Passphrase"), first, covered=covered),
        secret_field(t("The same again"), second, covered=covered, error=slow.error or None, on_submit=make),
        small(t("A few words are best. {n} characters at least.", n=LEAST)),
        *([with_icon(ft.Icons.INFO_OUTLINE, body(t(weak)))] if weak else []),
        *slow.progress(t("Sealing it …")),
        row(
            primary(t("Save the sealed file"), make, icon=ft.Icons.LOCK, disabled=slow.busy),
            cover_switch(covered, set_covered),
        ),
        *(
            [
                with_icon(ft.Icons.CHECK_CIRCLE, body(saved)),
                body(t("Now give them the file, and tell them the passphrase.")),
            ]
            if saved
            else []
        ),
    )
