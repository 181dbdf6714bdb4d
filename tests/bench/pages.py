"""Start, screen changes and memory in a real browser, against a bare Flet page behind the same door."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from app.services import Services
from app.services.sample import fill, five_years
from tests.bench.measure import Figure, in_turn
from tests.journeys.chromium import FLAGS, find
from tests.journeys.running import Running

STARTS, CHANGES = 7, 15
_SEEN = 60_000
BARE = "tests.journeys.tiny"


def store(folder: Path) -> None:
    """A course and five years of entries."""
    services = Services.open(folder, now=lambda: datetime.now(UTC).astimezone(), sample=True)
    fill(services, 3)
    five_years(services)
    services.settings.change_preferences(welcomed_at=services.now())
    services.close()


def _usable(page: Page, url: str, button: str) -> None:
    page.goto(url)
    page.wait_for_selector("flt-semantics-placeholder", state="attached", timeout=_SEEN)
    page.evaluate("document.querySelector('flt-semantics-placeholder').click()")
    page.get_by_role("button", name=button).first.wait_for(state="attached", timeout=_SEEN)


def _resident(process: int) -> float:
    """What a process holds in memory, in MiB; its highest on systems without /proc."""
    status = Path(f"/proc/{process}/status")
    if status.exists():
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True
    )
    return int(told.stdout) / 1024


def _start(browser: Browser, module: str, folder: Path | None, button: str) -> tuple[float, float]:
    """Milliseconds from the start of the process to the first usable screen, and its memory then."""
    page = browser.new_context(viewport={"width": 412, "height": 915}).new_page()
    begun = time.perf_counter()
    running = Running(module, folder)
    try:
        _usable(page, running.url, button)
        took = (time.perf_counter() - begun) * 1000
        return took, _resident(running.process.pid)
    finally:
        page.context.close()
        running.stop()


def starting(folder: Path) -> Iterator[Figure]:
    """Start and memory with five years of entries."""
    store(folder)
    ours: list[float] = []
    bare: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)

        def one(module: str, data: Path | None, button: str, memory: list[float]) -> float:
            took, held = _start(browser, module, data, button)
            memory.append(held)
            return took

        mine, theirs = in_turn(
            lambda: one("app", folder, "Help now", ours), lambda: one(BARE, None, "Tap", bare), STARTS
        )
        note = "a bare Flet page behind the same door"
        yield Figure("start to first usable screen, 5 years", mine, theirs, "ms", 1.3, note)
        yield Figure("memory of the server then", sorted(ours)[len(ours) // 2], sorted(bare)[len(bare) // 2],
                     "MiB", 1.3, note)  # fmt: skip
        yield from changing(browser, folder)
        browser.close()


def changing(browser: Browser, folder: Path) -> Iterator[Figure]:
    """From a tap on a place to its title, against a bare page that only counts taps."""
    app, bare = Running("app", folder), Running(BARE, None)
    try:
        page, other = (browser.new_context(viewport={"width": 412, "height": 915}).new_page() for _ in "ab")
        _usable(page, app.url, "Help now")
        _usable(other, bare.url, "Tap")
        places = ["Guide", "Course"]
        taps = [0]

        def change() -> float:
            place = places[taps[0] % 2]
            begun = time.perf_counter()
            page.get_by_role("tab", name=place).click()
            page.get_by_role("heading", name=place, level=1).wait_for(state="attached", timeout=_SEEN)
            return (time.perf_counter() - begun) * 1000

        def tap() -> float:
            taps[0] += 1
            begun = time.perf_counter()
            other.get_by_role("button", name="Tap").click()
            other.get_by_text(f"Tapped {taps[0]} times").wait_for(state="attached", timeout=_SEEN)
            return (time.perf_counter() - begun) * 1000

        mine, theirs = in_turn(change, tap, CHANGES, 2)
        yield Figure("tap on a place to its title", mine, theirs, "ms", None, "a bare page changing one text")
    finally:
        app.stop()
        bare.stop()
