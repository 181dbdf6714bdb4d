"""`flet build TARGET …` as on the system that can build the target, with nothing to install or download."""

from __future__ import annotations

import platform
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cookiecutter import prompt
from flet_cli.cli import main
from flet_cli.commands import flutter_base
from flet_cli.utils import pyodide

HOSTS = {"ipa": "Darwin", "macos": "Darwin", "windows": "Windows"}


def ensure_pyodide(version: str, folder: Path) -> None:
    """Python for the browser; the real one is a download."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyodide.mjs").write_text(version, encoding="utf-8")


def render_variable(env: Any, raw: Any, values: Any) -> Any:
    """Render a value; one without a brace is itself, and to compile each of a thousand takes a second."""
    return raw if isinstance(raw, str) and "{" not in raw else rendered(env, raw, values)


rendered, prompt.render_variable = prompt.render_variable, render_variable
host = HOSTS.get(sys.argv[2], "Linux")
flutter_base.platform = SimpleNamespace(system=lambda: host, machine=platform.machine)
pyodide.ensure_pyodide = ensure_pyodide
for step in ("install_jdk", "install_android_sdk"):
    setattr(flutter_base.BaseFlutterCommand, step, lambda _: None)
main()
