"""Announce: says a short line where a screen reader does not hear of it by itself.

Everywhere else a live region is enough, and is not said twice. Flutter tells live regions to the screen
readers of Android, iOS, macOS, Windows and browsers; on Linux it passes on announcements alone.
"""

from __future__ import annotations

import flet as ft

from app.device.service import tried


async def speak(words: str) -> None:
    """Let the screen reader say something when it is next silent.

    Args:
        words: already translated.
    """
    await tried(ft.SemanticsService, lambda service: service.announce_message(words))


def announce(words: str) -> None:
    """Let it be said without waiting for it, on a Linux desktop.

    Args:
        words: already translated.
    """
    page = ft.context.page
    if page.web or page.platform is not ft.PagePlatform.LINUX or page.session.connection is None:
        return
    page.run_task(speak, words)
