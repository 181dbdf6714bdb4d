"""Saving a file where the person wants it: a download in a browser, the system's dialog elsewhere."""

from __future__ import annotations

import flet as ft

from app.device.errand import errand


async def save_file(name: str, content: bytes, title: str) -> bool:
    """Let the person save some bytes as a file.

    Args:
        name: the suggested file name, without a folder.
        content: what goes into the file.
        title: of the dialog, already translated.

    Returns:
        Whether it was handed over: False when the person cancelled.

    Raises:
        OSError: the file could not be written.
    """
    picker = ft.FilePicker()
    page = ft.context.page
    with errand():
        chosen = await picker.save_file(dialog_title=title, file_name=name, src_bytes=content)
    # A browser downloads at once and names no path.
    return bool(page.web) or chosen is not None
