"""The screen of a phone stays on beside the clock of an infusion; elsewhere it does as ever."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.device.service import on_phone, tried


async def keep() -> bool:
    """Keep the screen on until `let_go`.

    Returns:
        Whether it stays on now.
    """
    if not on_phone():
        return False

    async def work(lock: Any) -> bool:
        await lock.enable()
        return True

    return bool(await tried(ft.Wakelock, work))


async def let_go() -> None:
    """Let the screen go dark by itself again."""
    if on_phone():
        await tried(ft.Wakelock, lambda lock: lock.disable())
