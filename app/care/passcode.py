"""What a passcode must be, and which ones are weak: numbers or a phrase, in the patient's own words."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from app.care.invalid import Invalid, text

LEAST: Final = 4
MOST: Final = 200
# How long a guess takes whoever has the file decides little about four digits: there are ten thousand.
_STRONG_DIGITS: Final = 8
_STRONG_LETTERS: Final = 12

_OBVIOUS: Final = frozenset({"1234", "0000", "1111", "1212", "2580", "password", "passcode", "ketamine"})
_RUNS: Final = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "qwertzuiop")


def typed(passcode: str) -> str:
    """Return a passcode as it counts: one way of writing each letter, and no spaces at its ends."""
    return unicodedata.normalize("NFC", passcode).strip()


def checked(passcode: str) -> str:
    """Return a new passcode as it counts.

    passcode: 4 to 200 characters, spaces at the ends not counted.
    Raises Invalid for anything else.
    """
    counts = typed(passcode)
    if len(counts) < LEAST:
        raise Invalid(
            "A passcode has at least {least} characters, numbers or a phrase; add some more.", least=LEAST
        )
    return text("The passcode", counts, MOST)


def weakness(passcode: str) -> str:
    """Return what makes a passcode easy to guess, as one sentence in English, or "" for a good one."""
    counts = typed(passcode).casefold()
    if len(counts) < LEAST:
        return ""
    run = any(counts in row * 2 or counts in row[::-1] * 2 for row in _RUNS)
    if counts in _OBVIOUS or run or len(set(counts)) <= 2 or re.fullmatch(r"(?:19|20)\d\d", counts):
        return "This is one of the first that people try. Choose one that only you would think of."
    strong = _STRONG_DIGITS if counts.isdigit() else _STRONG_LETTERS
    if len(counts) < strong:
        return "This keeps curious people out. Four or more words that do not belong together are far safer."
    return ""
