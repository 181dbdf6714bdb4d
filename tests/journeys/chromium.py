"""Finds the Chromium or Chrome that is installed; `python -m tests.journeys.chromium` prints its path."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")

# A browser that speaks to nobody but the page under test, and needs no screen.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def find() -> str | None:
    """The path of a browser, or None: $CHROMIUM, else one on the PATH, else in the usual folders of macOS."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return chosen if Path(chosen).exists() else None
    on_path = next((path for path in map(shutil.which, NAMES) if path), None)
    if on_path or sys.platform != "darwin":
        return on_path
    folders = (Path("/Applications"), Path.home() / "Applications")
    apps = (folder / app for folder in folders for app in MAC)
    return next((str(path) for path in apps if path.exists()), None)


if __name__ == "__main__":
    found = find()
    if found is None:
        sys.exit("No Chromium was found.")
    sys.stdout.write(f"{found}\n")
