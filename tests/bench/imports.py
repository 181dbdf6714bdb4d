"""What the first screen reads of Python, beside what Flet alone reads: compiled, as an app ships."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.bench.measure import Figure, in_turn

RUNS = 9
# What a packaged app reads until Today is drawn (tests/test_start.py holds it to that).
_APP = "import app.launch, app.ui.screens.today"
_SERVED = "import app.cli, app.web, app.main, app.ui.screens.today"
_SERVER = "import uvicorn, flet_web.fastapi.app"
# What any page takes of Flet.
_PAGE = "import flet as ft; ft.run, ft.Page, ft.View, ft.Text, ft.Button"
_LIST = "; import sys; print(*(name for name in sys.modules if name.partition('.')[0] == 'flet'))"


class _Python:
    """Fresh processes that find every module compiled, whatever this one's surroundings say."""

    def __init__(self, compiled: Path) -> None:
        self._surroundings = {**os.environ, "PYTHONPYCACHEPREFIX": str(compiled)}
        self._surroundings.pop("PYTHONDONTWRITEBYTECODE", None)

    def told(self, program: str) -> str:
        """What a program prints."""
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=self._surroundings, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.strip()

    def took(self, code: str) -> float:
        """Milliseconds that imports take, without the start of Python itself."""
        clock = "import time; begun = time.perf_counter()"
        return float(self.told(f"{clock}; {code}; print((time.perf_counter() - begun) * 1000)"))


def importing(folder: Path) -> Iterator[Figure]:
    """The imports of the start path against Flet's, and those of the web view against its server's.

    `import flet` reads nothing but a list since Flet 1: each module of it is read when a name of it is asked
    for. So ours is held against the modules of Flet that the same screen needs.

    Args:
        folder: an empty one.
    """
    python = _Python(folder)
    names = python.told(_APP + _LIST).split()
    same = f"import importlib; [importlib.import_module(name) for name in {names}]"
    alone = python.took("import flet")
    for name, ours, bare, goal, note in (
        ("imports of the start path", _APP, same, 1.5, f"Flet's part of it, {len(names)} modules"),
        ("…", _APP, _PAGE, None, "what Flet reads for a page with a text and a button"),
        ("…", _APP, "from flet import *", None, f"all of Flet; `import flet` alone: {alone:.0f} ms"),
        ("… to serve the web view", _SERVED, f"{same}; {_SERVER}", None, "Flet's part of it and its server"),
    ):
        mine, theirs = in_turn(partial(python.took, ours), partial(python.took, bare), RUNS)
        yield Figure(name, mine, theirs, "ms", goal, note)
