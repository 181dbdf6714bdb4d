"""A language that nobody speaks: each known text marked and 40 % longer, so that others show.

It is no part of the app: a folder that INFUSION_COMPANION_LANGUAGE names, as for who translates.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.texts import keys


def pseudo(folder: Path, code: str = "pl") -> Path:
    """Write a catalogue that stretches each known text by 40 % and marks it, and return its folder.

    Args:
        folder: where.
        code: whose days, numbers and direction it has.
    """
    made = {text: stretched(text) for text in keys()}
    (folder / code).mkdir(parents=True)
    (folder / code / "all.json").write_text(json.dumps(made, ensure_ascii=False), "utf-8")
    return folder / code


_MARKS = str.maketrans("aeiounyAEIOU", "áéíóúñýÁÉÍÓÚ")


def stretched(text: str) -> str:
    """A text with its letters marked and 40 % longer, in brackets; its values stay."""
    parts = re.split(r"(\{\w*\})", text)
    marked = "".join(part if part.startswith("{") else part.translate(_MARKS) for part in parts)
    letters = sum(len(part) for part in parts if not part.startswith("{"))
    more = " ".join("x" * 4 for _ in range(round(letters * 0.4 / 5) or 1))
    return f"‹{marked} {more}›"
