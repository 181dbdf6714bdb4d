"""What a patient typed, as letters that the report's typeface has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

# Stands for a sign that the typeface lacks and that has no name worth reading.
STAND_IN = "?"
# After these nothing stands apart.
_OPENING = ("(", "“", "«", "¿", "¡")
# What changes the look of the sign before it, or holds two together: nothing to read.
_JOINERS = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"}
_SAME = str.maketrans(
    {
        "\t": " ", "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ",
        "\u2010": "-", "\u2011": "-", "\u2012": "–", "\u2015": "—", "\u2192": "->", "\u2190": "<-",
        "\u2028": "\n", "\u2029": "\n", "\u2713": "+", "\u2714": "+",
    }
)  # fmt: skip


class Letters:
    """Turns any text into one that a typeface can show, and remembers whether something was lost.

    Attributes:
        lost: whether a sign had to be left out or replaced by a stand-in.
    """

    def __init__(self, has: Container[int]) -> None:
        """Prepare for a typeface.

        Args:
            has: the code points it can show.
        """
        self._has = has
        self.lost = False

    def show(self, text: str) -> str:
        """The text in letters that can be shown: accents joined to their letters, emoji by their names.

        Args:
            text: any text; its lines stay.
        """
        text = re.sub(r"\r\n?", "\n", text)
        if text.isascii() and text.isprintable():
            return text
        joined = unicodedata.normalize("NFC", text).translate(_SAME)
        parts: list[str] = []
        for sign in joined:
            part = sign if ord(sign) in self._has else self._instead(sign)
            if parts and part and _touch(parts[-1], part):
                parts.append(" ")
            if part:
                parts.append(part)
        return "".join(parts)

    def line(self, text: str) -> str:
        """The same on one line.

        Args:
            text: any text.
        """
        return " ".join(self.show(text).split())

    def _instead(self, sign: str) -> str:
        if sign == "\n":
            return sign
        kind = unicodedata.category(sign)
        if sign in _JOINERS or kind in ("Mn", "Me", "Cf", "Cc", "Sk"):
            return ""
        if kind == "So" and (name := unicodedata.name(sign, "")):
            return f"({name.lower()})"
        compatible = unicodedata.normalize("NFKC", sign)
        if compatible != sign and all(ord(part) in self._has for part in compatible):
            return compatible
        self.lost = True
        return STAND_IN


def _touch(before: str, part: str) -> bool:
    """Whether the name of a sign would run together with what is beside it."""
    if _is_name(part):
        return not before.isspace() and before not in _OPENING
    return _is_name(before) and part.isalnum()


def _is_name(part: str) -> bool:
    return len(part) > 1 and part[0] == "("
