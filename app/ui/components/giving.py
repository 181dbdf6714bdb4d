"""Giving a file out of the app: saved on this device, or on a phone sent with another app as well."""

from __future__ import annotations

import asyncio
from typing import Any

import flet as ft

from app.device import sheet
from app.device.files import save_file
from app.ui import theme
from app.ui.components.base import body, heading, primary, quiet, secondary
from app.ui.notice import close
from app.ui.text import t

_SAVE, _SEND = "save", "send"
_SECONDS = 300.0


async def give_file(name: str, content: bytes, title: str, *, sealed: bool = False) -> str:
    """Let the person save a file or, on a phone, send it with another app.

    Args:
        name: the suggested file name, without a folder.
        content: what goes into the file.
        title: of the dialog in which it is saved, already translated.
        sealed: whether nobody can read it without a passphrase.

    Returns:
        What became of it, already translated; "" where the person chose neither.

    Raises:
        OSError: the file could not be written.
    """
    if sheet.there():
        chosen = await _asked(name, sealed)
        if not chosen:
            return ""
        if chosen == _SEND:
            sent = await sheet.send(name, content)
            if sent is not None:
                return t("Given to the app you chose: {name}.", name=name) if sent else ""
            # Without a sheet it can at least be saved.
    return t("Saved as {name}.", name=name) if await save_file(name, content, title) else ""


async def _asked(name: str, sealed: bool) -> str:
    """Which way the person chose, or ""."""
    chosen: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def choose(way: str) -> None:
        if not chosen.done():
            chosen.set_result(way)

    def on(way: str) -> Any:
        def press(_: Any) -> None:
            choose(way)
            close(dialog)

        return press

    readers = t("Only who knows the passphrase can read it.") if sealed else t("Who gets it can read it.")
    dialog: ft.AlertDialog = ft.AlertDialog(
        title=heading(t("Your file is ready")),
        # All of it scrolls: at large text the usual row of actions would leave the words no room.
        content=ft.Column(
            [
                body(name),
                body(readers, quiet=True),
                secondary(t("Send with another app"), on(_SEND)),
                primary(t("Save on this phone"), on(_SAVE)),
                quiet(t("Cancel"), on("")),
            ],
            tight=True,
            spacing=theme.CARD_GAP,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        scrollable=True,
        inset_padding=theme.EDGE,
        shape=ft.RoundedRectangleBorder(radius=theme.CARD_RADIUS),
        # By a tap beside it.
        on_dismiss=lambda _: choose(""),
    )
    ft.context.page.show_dialog(dialog)
    try:
        return await asyncio.wait_for(chosen, _SECONDS)
    except TimeoutError:
        # The app was locked meanwhile, which takes every dialog away, or nobody is there.
        close(dialog)
        return ""
