"""Telling: keeps what a device tells by itself in step with the store."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from app.language import Language

if TYPE_CHECKING:
    from app.device.notifications import Notice
    from app.services.opening import Services


class Telling:
    """One for each page. At its first call the device is told anew, whatever an earlier start told it."""

    def __init__(self) -> None:
        self._told: tuple[Notice, ...] | None = None
        self._lock = asyncio.Lock()

    async def bring_up_to_date(self, services: Services, language: Language) -> None:
        """Tell the device what has changed: by the store, by the hour, or by another time zone.

        Call it on the page's own loop.

        Args:
            services: the patient's own store; of a sample nothing is told.
            language: the patient's.
        """
        from app.device import notifications  # noqa: PLC0415  (a command line needs no Flet)

        if services.is_sample:
            return
        async with self._lock:
            wanted = services.reminders.notices(language)
            # A device that failed is asked again the next time.
            if wanted != self._told and await notifications.plan(wanted):
                self._told = wanted
