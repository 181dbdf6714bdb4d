"""One person's browser window: open an address, look, tap, type, and everything it asked the network for."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

PHONE = (412, 915)
DESKTOP = (1280, 800)
RAIL = 600  # from this width on the places stand at the side
LOCAL = {"127.0.0.1", "localhost"}
# A busy machine is slow; what never comes still fails.
SECONDS = 30
expect.set_options(timeout=SECONDS * 1000)
# Both are caused by the page that Flutter itself writes: it forbids pinch zoom (the app has its own text
# size), and its semantics tree has no landmarks.
FLUTTERS_OWN = frozenset({"meta-viewport", "region"})

# The first nodes are an empty frame and Flet's own "Working..."; a screen is what comes after them.
_SCREEN_IS_THERE = """() => {
    const host = document.querySelector("flt-semantics-host");
    return host && !["", "Working..."].includes(host.textContent.trim());
}"""

# Before the first field is drawn: Flutter keeps one that was ever typed in before out of the semantics tree.
_SEMANTICS_ON = """new MutationObserver((_, watcher) => {
    const placeholder = document.querySelector("flt-semantics-placeholder");
    if (placeholder) { watcher.disconnect(); placeholder.click(); }
}).observe(document, {subtree: true, childList: true})"""

# As Back and Forward do it: Flutter reads the address, and the page is not loaded again.
_MOVE = """path => {
    history.pushState(null, "", path);
    dispatchEvent(new PopStateEvent("popstate", {state: null}));
}"""

# Text that can be selected is a node that owns an element which Flutter adds a moment later.
_OWNED_IS_THERE = """() => [...document.querySelectorAll("[aria-owns]")].every(
    node => node.getAttribute("aria-owns").split(" ").every(id => document.getElementById(id))
)"""
# Looking again at fixed times, as Playwright does, comes up to a second later than needed.
_NEXT_CHANGE = """() => new Promise(done => {
    const watcher = new MutationObserver(end);
    const latest = setTimeout(end, 200);
    function end() { watcher.disconnect(); clearTimeout(latest); done(); }
    watcher.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
})"""
_TYPED = "text => document.activeElement?.value?.endsWith(text)"
# Flutter hears of a focus in one frame, takes letters from the next, and may first give the focus elsewhere.
_KEEPS_FOCUS = """field => new Promise(done => {
    let frames = 0;
    const look = () => {
        if (document.activeElement !== field) done(false);
        else if (++frames > 4) done(true);
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""
# The keyboard is still with the screen that leaves for as long as the next one slides in.
_STANDS_STILL = """() => new Promise(done => {
    let before = "", same = 0;
    const look = () => {
        const heads = [...document.querySelectorAll("flt-semantics-host h1")];
        const now = JSON.stringify(heads.map(head => head.getBoundingClientRect()));
        same = now === before ? same + 1 : 0;
        before = now;
        if (heads.length === 1 && same > 5) done();
        else requestAnimationFrame(look);
    };
    look();
})"""


def until(page: Page, condition: str, arg: Any = None, seconds: int = SECONDS) -> None:
    """Wait until a condition holds in the page.

    Not Playwright's wait_for_function: from its second look on it uses eval, which our policy forbids.

    Args:
        page: the page.
        condition: a JavaScript function of one argument.
        arg: its argument.
        seconds: how long to wait at most.
    """
    page.evaluate(
        f"""([arg, most]) => new Promise((done, fail) => {{
            const holds = {condition};
            const end = performance.now() + most;
            const look = () => {{
                if (holds(arg)) done();
                else if (performance.now() > end) fail(new Error("It did not come about: " + holds));
                else setTimeout(look, 15);
            }};
            look();
        }})""",
        [arg, seconds * 1000],
    )


class Visit:
    """A browser window with Flutter's semantics on, for using roles and names as a screen reader does.

    Args:
        page: of a browser that keeps nothing from before, in its own size.
        url: where it goes first.
    """

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.context = page.context
        self.requests: list[str] = []
        self.stopped: list[str] = []  # by the Content-Security-Policy, so they never left the browser
        self.errors: list[str] = []
        self._heard: list[tuple[Any, Any]] = [
            ("request", lambda request: self.requests.append(request.url)),
            ("requestfailed", self._failed),
            ("console", lambda line: self.errors.append(line.text) if line.type == "error" else None),
            ("weberror", lambda problem: self.errors.append(str(problem.error))),
        ]
        for event, listener in self._heard:
            self.context.on(event, listener)
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        page.add_init_script(_SEMANTICS_ON)
        self.go(url)

    def end(self) -> None:
        """Close the window."""
        for event, listener in self._heard:
            self.context.remove_listener(event, listener)
        self.page.close()

    def go(self, url: str) -> None:
        """Go to an address, and wait until the app can be used there."""
        self.page.goto(url)
        self.ready()

    def reload(self) -> None:
        """Reload the page, and wait until the app can be used again."""
        self.page.reload()
        self.ready()

    def ready(self) -> None:
        """Wait for the first screen. Needed after each load of the page."""
        self.page.wait_for_selector("flt-semantics", state="attached")
        until(self.page, _SCREEN_IS_THERE)

    def move(self, path: str, title: str) -> None:
        """Open an address without loading the page again, and wait for the screen with this title."""
        self.page.evaluate(_MOVE, path)
        self.titled(title)

    def titled(self, title: str) -> None:
        """Wait for the screen with this title: a heading of the first level that screen readers say."""
        self.there(self.page.get_by_role("heading", level=1, name=title, exact=True))

    def still(self) -> None:
        """Wait until one screen is left, and it slides no further."""
        self.page.evaluate(_STANDS_STILL)

    def place(self, name: str) -> Locator:
        """One of the five places: a tab of a phone's bar, a button of the rail where there is room."""
        size = self.page.viewport_size
        return self.role("tab" if size is not None and size["width"] < RAIL else "button", name)

    def role(self, role: Any, name: str, *, exact: bool = True) -> Locator:
        """The control with this role and name."""
        return self.page.get_by_role(role, name=name, exact=exact)

    def tap(self, role: Any, name: str, *, exact: bool = True) -> None:
        """Tap the control with this role and name, once it is there."""
        control = self.role(role, name, exact=exact)
        self.there(control)
        control.click()

    def sees(self, text: str) -> None:
        """Wait until the text is on the screen, as what a screen reader would say."""
        self.there(self.page.get_by_text(text).or_(self.page.get_by_label(text)).first)

    def there(self, wanted: Locator) -> None:
        """Wait until something is there; each change of the page is looked at as it comes."""
        end = monotonic() + SECONDS
        while not wanted.count():
            if monotonic() > end:
                expect(wanted).to_be_attached(timeout=1)
            self.page.evaluate(_NEXT_CHANGE)

    def write(self, label: str, text: str) -> None:
        """Type into the field with this label, key by key and without a pause, after what is there."""
        field = self.page.get_by_label(label).and_(self.page.get_by_role("textbox"))
        self.there(field)
        end = monotonic() + SECONDS
        field.focus()
        # Nobody types before the caret stands in the field.
        while not field.evaluate(_KEEPS_FOCUS) and monotonic() < end:
            field.focus()
        self.page.keyboard.type(text)
        until(self.page, _TYPED, text)
        expect(field).to_have_value(re.compile(re.escape(text) + "$"))

    @property
    def path(self) -> str:
        """The address in the address bar, without the host."""
        # Not page.url: Playwright hears of a change without a load only later.
        found: str = self.page.evaluate("location.pathname + location.search")
        return found

    def foreign(self) -> list[str]:
        """Every request that left for another host; one that the policy stopped never left."""
        asked = [url for url in self.requests if urlsplit(url).scheme in {"http", "https", "ws", "wss"}]
        return [url for url in asked if urlsplit(url).hostname not in LOCAL and url not in self.stopped]

    def violations(self, *, allowed: frozenset[str] = FLUTTERS_OWN) -> list[str]:
        """What axe-core finds on the screen as it is now: one line for each rule, with the elements.

        Args:
            allowed: rules that may stand.
        """
        until(self.page, _OWNED_IS_THERE)
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(_axe())
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        return [
            f"{rule['id']}: {rule['help']}: " + json.dumps([node["html"][:200] for node in rule["nodes"]])
            for rule in found
            if rule["id"] not in allowed
        ]

    def _failed(self, request: Any) -> None:
        if request.failure == "csp":
            self.stopped.append(request.url)


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
