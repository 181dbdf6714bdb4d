"""A browser and a running app for the journeys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.journeys.chromium import FLAGS, find
from tests.journeys.running import Running, ports
from tests.journeys.visit import PHONE, Visit

# All that a page can keep in a browser; what the program itself is made of stays in the browser's cache.
KEPT = "cookies,local_storage,indexeddb,file_systems,service_workers,cache_storage"


@pytest.fixture(scope="package")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """One Chromium for all journeys, closed with them: while it is open, no other test can run a loop.

    It has a profile, as a person's browser has: compiling Flutter's program anew for each window would take
    most of the time there is.
    """
    path = find()
    assert path is not None, (
        "The journeys need Chromium: `make test` installs it, or set CHROMIUM to its path."
    )
    with sync_playwright() as playwright:
        folder = tmp_path_factory.mktemp("profile")
        context = playwright.chromium.launch_persistent_context(folder, executable_path=path, args=FLAGS)
        yield context
        context.close()


@pytest.fixture
def browser(profile: BrowserContext) -> Browser:
    """For a window of a browser that was never here before."""
    assert profile.browser is not None
    return profile.browser


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
def visit(profile: BrowserContext) -> Iterator[Callable[..., Visit]]:
    """Open a window of its own, a phone's by default: `visit(url, size=DESKTOP, color_scheme="dark")`.

    The windows of one test share their cookies; nothing that a page kept reaches the next test.
    """
    (blank,) = profile.pages
    devtools = profile.new_cdp_session(blank)
    visits: list[Visit] = []

    def open_window(
        url: str,
        size: tuple[int, int] = PHONE,
        *,
        timezone_id: str | None = None,
        first: bool = False,
        **media: Any,
    ) -> Visit:
        # With first=True the browser was never here before, and compiles the program first.
        page = profile.browser.new_context().new_page() if first and profile.browser else profile.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        # Most tests are about what is there, not how it slides in.
        page.emulate_media(**{"reduced_motion": "reduce", **media})
        if timezone_id is not None:
            session = profile.new_cdp_session(page)
            session.send("Emulation.setTimezoneOverride", {"timezoneId": timezone_id})
        visits.append(Visit(page, url))
        return visits[-1]

    yield open_window
    for one in visits:
        one.end()
        if one.context is not profile:
            one.context.close()
    for page in profile.pages[1:]:
        page.close()
    for port in ports():
        origin = {"origin": f"http://127.0.0.1:{port}", "storageTypes": KEPT}
        devtools.send("Storage.clearDataForOrigin", origin)
    profile.clear_cookies()
