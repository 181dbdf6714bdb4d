"""A browser and a running app for the journeys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.chromium import FLAGS, find
from tests.journeys.running import Running
from tests.journeys.visit import PHONE, Visit


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys, closed with them: while it is open, no other test can run a loop."""
    path = find()
    assert path is not None, (
        "The journeys need Chromium: `make test` installs it, or set CHROMIUM to its path."
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def start_app(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start the app, on a fresh folder by default: `start_app(data_dir, now="2026-03-02T09:00+01:00")`."""
    started: list[Running] = []

    def start(
        data_dir: Path | None = None,
        *,
        now: str | None = None,
        args: tuple[str, ...] = (),
        module: str = "app",
    ) -> Running:
        folder = data_dir if data_dir is not None or module != "app" else tmp_path / "data"
        running = Running(module, folder, now, args)
        started.append(running)
        return running

    yield start
    for running in started:
        running.stop()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open a window of its own, a phone's by default: `visit(url, size=DESKTOP, color_scheme="dark")`."""
    visits: list[Visit] = []

    def open_window(url: str, size: tuple[int, int] = PHONE, **options: Any) -> Visit:
        width, height = size
        # Most tests are about what is there, not how it slides in.
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        visits.append(Visit(context, url))
        return visits[-1]

    yield open_window
    for one in visits:
        one.context.close()
