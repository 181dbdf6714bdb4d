"""Services of Flet, each made once a page and held; one that fails is one that this device does not have."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

import flet as ft

T = TypeVar("T")

# What a client without the service, or one that is gone, answers with.
FAILED: Final = (ft.FletException, RuntimeError, TimeoutError, OSError, ValueError, TypeError)
_SECONDS: Final = 10.0
# Flet drops a service that nobody holds.
_held: WeakKeyDictionary[Any, dict[Any, Any]] = WeakKeyDictionary()


def on_phone(page: ft.Page | None = None) -> bool:
    """Whether a page is the app on a phone or tablet, not a browser on one.

    Args:
        page: the one that is shown where it is left out.
    """
    page = page or ft.context.page
    return not page.web and page.platform is not None and page.platform.is_mobile()


async def tried(
    kind: Callable[[], Any], work: Callable[[Any], Awaitable[T]], seconds: float | None = _SECONDS
) -> T | None:
    """What a service of this page gives, or None where there is none or it failed.

    Args:
        kind: the service's class.
        work: asks the service for something.
        seconds: how long it may take; None where it waits for the person.
    """
    page = ft.context.page
    try:
        services = _held.setdefault(page, {})
        if kind not in services:
            services[kind] = kind()
        return await asyncio.wait_for(work(services[kind]), seconds)
    except FAILED:
        return None
