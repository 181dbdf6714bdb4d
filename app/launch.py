"""Open the app in a window of its own, by Flet's native client; a packaged app is this and no more."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.error import URLError

import flet as ft
from flet.utils import is_linux_server

from app.care.invalid import Invalid
from app.main import device_main

ASSETS = Path(__file__).resolve().parent.parent / "assets"


def window() -> None:
    """Show the app in a window until it is closed; exit with one sentence where there can be none."""
    # Without a screen Flet would serve the app to the whole network instead, with no door at all.
    headless: bool = is_linux_server()  # type: ignore[no-untyped-call]
    if headless or os.environ.get("FLET_FORCE_WEB_SERVER"):
        sys.exit("There is no screen to open a window on. `make run` shows the app in a browser.")
    try:
        ft.run(device_main(), assets_dir=str(ASSETS))
    except Invalid as refused:
        sys.exit(str(refused))
    except URLError:
        sys.exit("Flet's window has to be downloaded once, and that failed. `make run` works without it.")
