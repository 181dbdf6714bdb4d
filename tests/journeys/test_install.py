"""The web view as an installed app: what the browser thinks of it, and what it shows when the app is off."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.journeys.running import Running
from tests.journeys.visit import DESKTOP, Visit, until

_WORKER_IS_THERE = "() => navigator.serviceWorker.controller !== null"


def test_the_browser_offers_to_install_it_and_shows_our_page_when_the_app_is_off(
    start_app: Callable[..., Running], visit: Callable[..., Visit]
) -> None:
    app = start_app(now="2026-11-24T10:00+01:00")
    person = visit(app.url, DESKTOP)
    page = person.page
    until(page, _WORKER_IS_THERE)
    asked = person.context.new_cdp_session(page)
    found = asked.send("Page.getAppManifest")
    assert found["errors"] == []
    assert json.loads(found["data"])["name"] == "Infusion Companion"
    # A visit without a profile of its own cannot install anything: the one thing that is wrong here.
    wrong = [one["errorId"] for one in asked.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert set(wrong) <= {"in-incognito"}
    asked.detach()

    # What the worker keeps: its own page and picture.
    kept = page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys())
                for (const one of await (await caches.open(name)).keys())
                    found.push(new URL(one.url).pathname);
            return found.sort();
        }"""
    )
    assert kept == ["/icons/icon-192.png", "/not-running.html"]

    # The worker passes on what it does not keep: the key, a reload and a deep link work as before.
    person.go(app.url)
    person.move("/journal", "Journal")
    person.reload()
    person.titled("Journal")

    app.stop()
    page.goto(f"http://127.0.0.1:{app.port}/journal")
    page.get_by_role("heading", level=1, name="Infusion Companion is not running").wait_for()
    assert page.evaluate("document.querySelector('img').naturalWidth") == 192
    # Started anew there is another key: the page says how to come in, and the new address does.
    app.start()
    page.get_by_role("link", name="Try again").click()
    page.get_by_role("heading", level=1, name="Infusion Companion is locked here").wait_for()
    person.go(app.url)
    person.page.wait_for_selector("flt-semantics", state="attached")


def test_before_the_first_screen_the_ground_has_its_colour_in_light_and_dark(
    start_app: Callable[..., Running], visit: Callable[..., Visit]
) -> None:
    person = visit(start_app().url)
    page = person.page
    # Nothing of Flutter's comes: what is seen then is what a slow device shows for seconds.
    page.route("**/*.js", lambda route: route.abort())
    for scheme, ground in (("light", "rgb(246, 251, 251)"), ("dark", "rgb(14, 20, 21)")):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.reload()
        for part in ("document.documentElement", "document.querySelector('#loading')"):
            assert page.evaluate(f"getComputedStyle({part}).backgroundColor") == ground
        assert page.evaluate("document.querySelector('#loading img').naturalWidth") == 400
