"""Files that the person saves or chooses: with the browser in the web view, else with the system's dialog."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import flet as ft

from app.device.errand import errand
from app.device.handing_in import ticket
from app.errors import NotRead

# Larger than the largest backup; a file that is chosen by mistake does not fill the memory.
MOST_BYTES = 300 * 1024 * 1024
_SECONDS = 300


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


async def open_file(
    title: str, extensions: Sequence[str] = (), *, most: int = MOST_BYTES
) -> tuple[str, bytes] | None:
    """Let the person choose a file, and read it into memory.

    Args:
        title: of the dialog, already translated.
        extensions: which files are offered first, without the dot; none means all.
        most: how large it may be, in bytes.

    Returns:
        Its name without the folder, and what is in it; None when the person cancelled.

    Raises:
        NotRead: it is too large, or could not be read.
    """
    picker = ft.FilePicker()
    page = ft.context.page
    # A phone knows no kind of file by our endings, and would offer none at all.
    offered = [] if page.platform is not None and page.platform.is_mobile() else list(extensions)
    with errand():
        chosen = await picker.pick_files(
            dialog_title=title,
            file_type=ft.FilePickerFileType.CUSTOM if offered else ft.FilePickerFileType.ANY,
            allowed_extensions=offered or None,
            # A browser tells by itself when nothing was chosen; to guess it loses files on a slow device.
            cancel_upload_on_window_blur=False,
        )
        if not chosen:
            return None
        one = chosen[0]
        if one.size > most:
            raise NotRead(_TOO_LARGE)
        try:
            content = await (_handed_in(picker, one, most) if page.web else _read(one, most))
        except (OSError, TimeoutError):
            raise NotRead(_UNREADABLE) from None
    if len(content) > most:
        raise NotRead(_TOO_LARGE)
    return one.name, content


async def _handed_in(picker: ft.FilePicker, one: ft.FilePickerFile, most: int) -> bytes:
    """What the browser holds: it puts the file to our own server, where it stays in memory."""
    with ticket(most) as issued:

        def progress(event: Any) -> None:
            if event.error:
                issued.fail()

        picker.on_upload = progress
        picker.update()
        upload = ft.FilePickerUploadFile(upload_url=issued.address, method="PUT", id=one.id, name=one.name)
        await picker.upload([upload])
        return await asyncio.wait_for(issued.content, _SECONDS)


async def _read(one: ft.FilePickerFile, most: int) -> bytes:
    if one.path is None:
        raise OSError("the system names no file")
    path = Path(one.path)

    def read() -> bytes:
        with path.open("rb") as file:
            return file.read(most + 1)

    return await asyncio.to_thread(read)


_TOO_LARGE = "This file is too large to be one of this app's. Nothing was changed. Choose another file."
_UNREADABLE = "The file could not be read. Nothing was changed. Try again, or copy it to this device first."
