"""A file that the person chose in the browser is handed in by a ticket, into memory and nowhere else."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

PATH: Final = "/hand-in/"
_open: dict[str, Ticket] = {}


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
