"""Writes what pip may choose for a package, so that what was tested is what ships.

    python tools/constraints.py > .constraints.txt
    PIP_CONSTRAINT=$PWD/.constraints.txt flet build linux

`flet build` hands pip the direct dependencies alone; what these need in turn would be the newest of that day.
With `--phone` what has native parts is left open: a phone has its own version of it (tools/mobile.toml).
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def constraints(lock: str, native: set[str]) -> list[str]:
    """The lines of a lock without hashes and without some packages.

    Args:
        lock: the text of requirements.txt.
        native: the packages that are left open.
    """
    lines = re.findall(r"^([a-z0-9._-]+)(==[^\\\n]+?)\s*\\?$", lock, flags=re.MULTILINE)
    return [name + pinned for name, pinned in lines if name not in native]


if __name__ == "__main__":
    mobile = tomllib.loads((ROOT / "tools/mobile.toml").read_text(encoding="utf-8"))
    left_open = set(mobile["native"]) if "--phone" in sys.argv else set()
    written = constraints((ROOT / "requirements.txt").read_text(encoding="utf-8"), left_open)
    sys.stdout.write("\n".join(written) + "\n")
