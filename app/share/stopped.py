"""How far work is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

# How much of the work is done, 0 to 1; False to stop.
Progress = Callable[[float], bool]


class Stopped(Exception):
    """The making of a report was stopped; there is no file."""
