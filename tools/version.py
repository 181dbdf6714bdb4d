"""Writes app/version.py from pyproject.toml, which alone says the version and which no package contains."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def written(version: str, module: str) -> str:
    """The text of app/version.py for a version.

    Args:
        version: such as "1.2.0".
        module: its text until now.
    """
    return re.sub(r'^VERSION = ".*"$', f'VERSION = "{version}"', module, flags=re.MULTILINE)


if __name__ == "__main__":
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module = ROOT / "app" / "version.py"
    module.write_text(written(project["version"], module.read_text(encoding="utf-8")), encoding="utf-8")
