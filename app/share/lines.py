"""Text cut into lines that fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_PARTS = re.compile(r" *[^ ]+")


def cut(text: str, width: float, size_of: Callable[[str], float]) -> list[str]:
    """The lines of a text: cut at spaces, and inside a word only where it alone is too long.

    Args:
        text: its line breaks stay.
        width: of a line, in any unit.
        size_of: how wide some letters are; those of two parts add up.
    """
    return [line for one in text.split("\n") for line in _lines(one.strip(), width, size_of)]


def _lines(text: str, width: float, size_of: Callable[[str], float]) -> Iterator[str]:
    line, used = "", 0.0
    for part in _PARTS.findall(text):
        size = size_of(part)
        if line and used + size > width:
            yield line
            line, used, part = "", 0.0, part.lstrip()
            size = size_of(part)
        while size > width and len(part) > 1:
            fitting = _fitting(part, width, size_of)
            yield part[:fitting]
            part = part[fitting:]
            size = size_of(part)
        line, used = line + part, used + size
    yield line


def _fitting(part: str, width: float, size_of: Callable[[str], float]) -> int:
    """How many letters fit, at least one."""
    used = 0.0
    for number, letter in enumerate(part):
        used += size_of(letter)
        if used > width:
            return max(1, number)
    return len(part)
