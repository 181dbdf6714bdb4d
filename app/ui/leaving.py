"""Whether a page has been left for so long that it should ask for the passcode again."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import flet as ft

from app.device.errand import on_errand

# Who picks a file for the app has not left it; who takes longer than this has.
_ERRAND_MINUTES = 5
# Longer without a look at the clock than this, and the device slept meanwhile.
_SLEPT = timedelta(minutes=1)


class Leaving:
    """When one page was left, by the clock on the wall and by one that nobody can set."""

    def __init__(self, page: ft.Page, now: Callable[[], datetime]) -> None:
        """Begin with a page that is being looked at.

        Args:
            page: the page.
            now: tells the time.
        """
        self._page = page
        self._now = now
        self._seen = now()
        self._slept = timedelta()
        self._left: tuple[datetime, float] | None = None
        self._least = 0

    def left(self) -> None:
        """The page is out of sight, or cut off."""
        if self._left is None:
            self._left = (self._now(), time.monotonic())
            self._least = _ERRAND_MINUTES if on_errand(self._page) else 0

    def back(self) -> None:
        """The page is in sight again, and its visitor may go on."""
        self._left = None
        self._seen = self._now()
        self._slept = timedelta()

    def look(self) -> None:
        """Look at the clock: a long gap between two looks is a device that slept."""
        now = self._now()
        gap, self._seen = now - self._seen, now
        if gap > _SLEPT:
            self._slept = gap

    def too_long(self, minutes: int) -> bool:
        """Whether it was left for so many minutes, or the device slept that long.

        Args:
            minutes: 0 to 60; 0 is at once.
        """
        allowed = timedelta(minutes=max(minutes, self._least))
        if self._left is None:
            return self._slept > allowed
        wall, steady = self._left
        return max(self._now() - wall, timedelta(seconds=time.monotonic() - steady)) >= allowed
