"""Starts a packaged app: nothing is imported but its own files and packages and the standard library.

Called with a system, the name of the button that skips the welcome, the app's folder, then the folders and
zips of its packages. It opens the app as Flet does, plays the client for it (tests/headless.py), goes through
it and prints what it saw as JSON.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import pkgutil
import runpy
import sys
import zoneinfo
from pathlib import Path
from types import ModuleType
from typing import Any

HEADLESS = Path(__file__).resolve().parents[1] / "headless.py"
# What no package starts: the command line, and what serves Flet's web view.
UNUSED = ("app.cli", "app.web", "app.__main__")
WALK = ("/guide", "/guide/how-it-works", "/journal", "/help", "/share", "/settings", "/settings/about")


def headless() -> ModuleType:
    """The stage that plays the client, which is no part of a package."""
    found = importlib.util.spec_from_file_location("headless", HEADLESS)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules["headless"] = module
    found.loader.exec_module(module)
    return module


def walked(main: Any, phone: str, skip: str) -> dict[str, list[str]]:
    """What the first screen shows, and each of some others after the welcome."""
    import flet  # only now is it on the path

    def opened(page: flet.Page) -> None:
        page.web = False
        page.platform = flet.PagePlatform(phone)
        main(page)

    stage = headless().Stage(opened)
    stage.until(stage.texts)
    seen = {"first": stage.texts()}
    stage.press(skip)
    for address in WALK:
        stage.open(address)
        stage.until(stage.texts)
        seen[address] = stage.texts()
    stage.close()
    return seen


def everything() -> list[str]:
    """Import each module of the app that a package has a use for, and tell their names."""
    names = [
        found.name
        for package in ("app", "storage")
        for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")
        if not found.name.startswith(UNUSED)
    ]
    for name in names:
        importlib.import_module(name)
    return names


def strangers(places: list[str]) -> list[str]:
    """The modules that came from elsewhere than the package and the standard library."""
    files = {name: getattr(module, "__file__", None) or "" for name, module in list(sys.modules.items())}
    known = (*places, str(HEADLESS), str(Path(__file__)), *(path for path in STANDARD if path))
    return sorted(name for name, file in files.items() if file and not file.startswith(known))


def dates() -> list[str]:
    """A day in the languages of the app, and the offset of a zone: both are read from packaged files."""
    from datetime import datetime

    from babel.dates import format_date

    # A phone has no list of zones of its own.
    zoneinfo.reset_tzpath(())
    day = datetime(2026, 7, 24, 12, tzinfo=zoneinfo.ZoneInfo("America/Mexico_City"))
    return [*(format_date(day, "full", code) for code in ("en", "en_GB", "es", "es_MX")), day.isoformat()]


def started(phone: str, skip: str, app: str, packages: list[str]) -> dict[str, object]:
    """Open the app as Flet's own runner does and look at what it made of its package.

    Args:
        phone: what Flet calls the system.
        skip: what the button that skips the welcome is called.
        app: the folder of the app's files.
        packages: where its packages are.
    """
    sys.path[:0] = [app, *packages]
    import flet

    opened: dict[str, Any] = {}
    flet.run = lambda main, **options: opened.update(options, main=main)
    runpy.run_module("main", run_name="__main__")
    seen = walked(opened["main"], phone, skip)
    from app.version import VERSION
    from storage.engine import can_encrypt

    return {
        "seen": seen,
        "encrypts": can_encrypt(),
        "assets": str(opened["assets_dir"]),
        "version": VERSION,
        "modules": everything(),
        "dates": dates(),
        "strangers": strangers([app, *packages]),
    }


if __name__ == "__main__":
    STANDARD = tuple(sys.path[1:])
    sys.stdout.write(json.dumps(started(*sys.argv[1:4], sys.argv[4:])))
    sys.stdout.flush()
    # Threads of the app may still run, as they would on a phone.
    os._exit(0)
