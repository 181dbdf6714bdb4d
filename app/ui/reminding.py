"""Lets this device's own reminders follow the store while a page is open."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import flet as ft

from app.services import StoreError
from app.services.reminder_telling import Telling
from app.ui.text import spoken

if TYPE_CHECKING:
    from app.services import Services
    from app.ui.live import LiveFeed


def use_reminding(services: Services, feed: LiveFeed) -> Callable[[], None]:
    """Tell the device at the start and after each change what to remind of.

    Args:
        services: of the store that is shown; of the sample a device is told nothing.
        feed: of the page.

    Returns:
        What to call from time to time: a device may have failed, and further days come into sight.
    """
    from app.services.reminders import TABLES  # noqa: PLC0415

    page = ft.context.page
    telling: Any = ft.use_ref(None)
    end: Any = ft.use_ref(None)

    async def tell() -> None:
        if telling.current is None:
            telling.current = Telling()
        with suppress(StoreError):  # it was locked meanwhile; whoever opens it again tells it again
            await telling.current.bring_up_to_date(services, spoken())

    def again() -> None:
        if feed.open and not services.is_sample:
            page.run_task(tell)

    def changed(tables: frozenset[str]) -> None:
        if not tables.isdisjoint(TABLES):
            again()

    def stop() -> None:
        if end.current is not None:
            end.current()
            end.current = None

    def begin() -> None:
        stop()
        end.current = feed.listen(changed)
        again()

    ft.use_effect(begin, [feed], stop)
    return again
