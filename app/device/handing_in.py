"""A file that was chosen or dropped in the browser is handed in, into memory and nowhere else."""

from __future__ import annotations

import asyncio
import contextvars
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

PATH: Final = "/hand-in/"
DROP: Final = "/drop"
_open: dict[str, Ticket] = {}
_targets: list[Target] = []


class Ticket:
    """Lets one file in, once, while it is open.

    Attributes:
        address: where the browser puts the file, without the host.
        most: how large the file may be, in bytes.
        content: what was handed in; an OSError when it could not be.
    """

    def __init__(self, most: int) -> None:
        self.address = PATH + secrets.token_urlsafe(32)
        self.most = most
        self.content: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def give(self, content: bytes) -> None:
        """Hand the file in."""
        if not self.content.done():
            self.content.set_result(content)

    def fail(self) -> None:
        """Say that no file will come."""
        if not self.content.done():
            self.content.set_exception(OSError("nothing was handed in"))


@contextmanager
def ticket(most: int) -> Iterator[Ticket]:
    """A ticket that is good for as long as it is asked for here.

    Args:
        most: how large the file may be, in bytes.
    """
    issued = Ticket(most)
    _open[issued.address] = issued
    try:
        yield issued
    finally:
        _open.pop(issued.address, None)
        issued.content.cancel()


def use(address: str) -> Ticket | None:
    """The ticket for an address, which nobody else can use after this; None where there is none.

    Args:
        address: that was asked for, without the host.
    """
    return _open.pop(address, None)


class Target:
    """A screen on which files can be dropped. most: how large one may be, in bytes."""

    def __init__(
        self, most: int, take: Callable[[str, bytes | None], None], is_there: Callable[[], bool]
    ) -> None:
        self.most = most
        self.is_there = is_there
        self._take = take
        self._loop = asyncio.get_running_loop()
        self._context = contextvars.copy_context()

    def give(self, name: str, content: bytes | None) -> None:
        """Hand a dropped file to the screen; None for one that is too large."""
        self._loop.call_soon_threadsafe(self._take, name, content, context=self._context)


def expect(
    most: int, take: Callable[[str, bytes | None], None], is_there: Callable[[], bool] = lambda: True
) -> Callable[[], None]:
    """Take what is dropped on the page from now on; return what ends that. Called on the page's loop.

    Args:
        most: how large a file may be, in bytes.
        take: called with the name of each file, and what is in it or None when it is too large.
        is_there: whether the page is connected: a tab that was closed waits for nothing.
    """
    made = Target(most, take, is_there)
    _targets.append(made)

    def end() -> None:
        if made in _targets:
            _targets.remove(made)

    return end


def target() -> Target | None:
    """The screen that waits for a dropped file, the newest of several; or None."""
    return next((one for one in reversed(_targets) if one.is_there()), None)
