"""A page of a few lines behind the app's own door, for its tests: `python -m tests.journeys.tiny run`."""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

import flet as ft

from app.device.files import open_file
from app.errors import NotRead
from app.web import CannotServe, serve

MOST = 20_000_000


def main(page: ft.Page) -> None:
    """Show the route, a button that counts and one that reads a file."""
    page.title = "Infusion Companion"
    route = ft.Text(f"Route {page.route}")
    count = ft.Text("Tapped 0 times")

    def tap(_event: ft.Event[ft.Button]) -> None:
        count.value = f"Tapped {int(str(count.value).split()[1]) + 1} times"
        page.update()

    def moved(_event: ft.RouteChangeEvent) -> None:
        route.value = f"Route {page.route}"
        page.update()

    async def choose(_event: ft.Event[ft.Button]) -> None:
        chosen.value = await read_one()
        page.update()

    page.on_route_change = moved
    chosen = ft.Text("Nothing chosen")
    page.add(route, count, ft.Button("Tap", on_click=tap), ft.Button("Choose", on_click=choose), chosen)


async def read_one() -> str:
    """What the person chose: its name and what it says, or why it was not taken."""
    try:
        file = await open_file("Choose a file", ["icbackup"], most=MOST)
    except NotRead as refusal:
        return str(refusal)
    return "Cancelled" if file is None else f"{file[0]}: {hashlib.sha256(file[1]).hexdigest()}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("command")
    parser.add_argument("--port", type=int)
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--assets", type=Path, default=Path(__file__).parent / "assets")
    options = parser.parse_args()
    try:
        serve(main, port=options.port, open_browser=not options.no_browser, assets_dir=options.assets)
    except CannotServe as refusal:
        sys.exit(str(refusal))
