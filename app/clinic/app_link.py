"""App link: waits on a phone for the browser to come back to the app from a sign-in (RFC 8252, 7.1)."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Final, Self
from urllib.parse import urlsplit

from app.clinic.smart import APP_LINK
from app.errors import Cancelled, SignInNeeded

# The address that the app shows when it is opened by its link.
PATH: Final = urlsplit(APP_LINK).path
_TURN: Final = 0.2
_MOST: Final = 8_000
_waiting: list[AppLink] = []


class AppLink:
    """Waits for the app's own link until closed. redirect: the address for the sign-in."""

    redirect: Final = APP_LINK

    def __init__(self) -> None:
        self._came: SimpleQueue[str] = SimpleQueue()

    def __enter__(self) -> Self:
        _waiting[:] = [self]  # whoever began another sign-in has given up the one before
        return self

    def __exit__(self, *_: object) -> None:
        if self in _waiting:
            _waiting.remove(self)

    def wait(self, seconds: float = 600, stop: Callable[[], bool] = lambda: False) -> str:
        """Return the whole address that the browser came back with.

        Args:
            seconds: how long a person may take. stop: asked several times a second; True ends in Cancelled.

        Raises:
            SignInNeeded: nobody came back in time.
        """
        until = time.monotonic() + seconds
        while True:
            try:
                return self._came.get(timeout=_TURN)
            except Empty:
                if stop():
                    raise Cancelled("The sign-in at the clinic was stopped; nothing was connected.") from None
                if time.monotonic() > until:
                    raise SignInNeeded(
                        "Nobody came back from the sign-in at the clinic; try again."
                    ) from None

    def take(self, query: str) -> None:
        """Take what came behind the link's question mark."""
        self._came.put(f"{APP_LINK}?{query[:_MOST]}")


def came_back(query: str) -> bool:
    """Give what the browser came back with to whoever waits for it; return whether somebody does.

    Args:
        query: what stands behind the question mark; it holds the code, and is compared with what was asked.
    """
    for one in _waiting:
        one.take(query)
        return True
    return False
