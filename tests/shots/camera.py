"""Moves one open page of the app from screen to screen and takes a picture once it stands still."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page

from tests.journeys.visit import until

# What a screen reader would be told, and where. Flet's "Working..." is no screen yet.
_STATE = """() => {
    const host = document.querySelector("flt-semantics-host");
    const text = host ? host.textContent.trim() : "";
    const names = host ? [...host.querySelectorAll("[aria-label]")].map(n => n.ariaLabel).join("|") : "";
    return ["", "Working..."].includes(text) ? "" : text + "|" + names;
}"""
# As Back and Forward do it: Flutter reads the address, and the page is not loaded again.
_MOVE = """path => {
    history.pushState(null, "", path);
    dispatchEvent(new PopStateEvent("popstate", {state: null}));
}"""
_LOOKS = 80
# So many pictures in a row are alike before one counts: the answer to a new width comes from the server.
_SAME = 5
# The page before Flutter's first frame is one colour: under one byte for so many pixels as a PNG.
_BLANK_SHARE = 60
_PATIENCE = 8_000


class Camera:
    """One page of the app.

    Args:
        browser: Chromium.
        url: the address with the token.
        size: of the window, in logical pixels.
        scheme: "light" or "dark".
    """

    def __init__(self, browser: Browser, url: str, size: tuple[int, int], scheme: Any) -> None:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
        )
        self.page: Page = context.new_page()
        self.page.goto(url)
        self.page.wait_for_selector("flt-semantics-placeholder, flt-semantics", state="attached")
        self.page.evaluate("document.querySelector('flt-semantics-placeholder')?.click()")
        until(self.page, f"() => ({_STATE})() !== ''")
        self._path = "/"
        self._blank = size[0] * size[1] // _BLANK_SHARE

    def go(self, path: str) -> None:
        """Show the screen at an address, and wait for it to be another one than before."""
        if path == self._path:
            return
        before = [self.page.evaluate(_STATE), self.page.title()]
        self.page.evaluate(_MOVE, path)
        self._path = path
        try:
            until(
                self.page,
                f"([screen, title]) => {{ const now = ({_STATE})();"
                " return now !== '' && now !== screen && document.title !== title; }",
                before,
                _PATIENCE // 1000,
            )
        except Error:
            print(f"    {path}: still the screen before?", flush=True)

    def forget(self) -> None:
        """Go to the next address even if it is this one: a step has changed the screen."""
        self._path = ""

    def take(self, file: Path) -> None:
        """Write a picture once several in a row are the same. Raises Error when none comes in time."""
        last, same = b"", 0
        for _ in range(_LOOKS):
            picture = self.page.screenshot(animations="allow", caret="initial", timeout=_PATIENCE)
            same = same + 1 if picture == last and len(picture) > self._blank else 0
            last = picture
            if same == _SAME:
                break
        else:
            print(f"    {file.name}: still moving", flush=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(last)

    def close(self) -> None:
        """Close the window."""
        self.page.context.close()
