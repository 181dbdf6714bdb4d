"""What a patient types stays here: no other host is asked, and no address, title or console line holds it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from playwright.sync_api import expect

from tests.journeys.running import Running
from tests.journeys.test_addresses import ENTRY, SCREENS
from tests.journeys.visit import DESKTOP, Visit

SECRET = "Heronfeather"


def test_a_full_visit_tells_nobody_what_was_typed(
    start_app: Callable[..., Running], visit: Callable[..., Visit]
) -> None:
    app = start_app()
    person = visit(app.url, DESKTOP)
    person.tap("button", "Skip all of this")
    person.tap("button", "Mood 3 of 10, low")
    person.tap("button", "Add details")
    person.write("Your words", SECRET)
    entry = person.path
    seen = [person.path, person.page.title()]
    person.tap("button", "Done")
    person.tap("button", SECRET, exact=False)
    person.sees("Delete this entry")
    seen += [person.path, person.page.title()]
    assert person.path == entry

    person.move("/journal?search", "Journal")
    search = person.role("textbox", "Search your journal")
    expect(search).to_be_focused()
    person.write("Search your journal", SECRET)
    person.sees("1 entry found")
    seen += [person.path, person.page.title()]
    own = {path: title for path, title in SCREENS.items() if path != ENTRY and "/4" not in path}
    # Where there is room all questions stand on one page.
    own["/check-in/phq9"] = "PHQ-9: Low mood"
    for path, title in own.items():
        person.move(path, title)
        seen += [person.path, person.page.title()]

    assert person.foreign() == []
    assert all(url.startswith("https://cdn.jsdelivr.net/") for url in person.stopped), person.stopped
    told = [unquote(text) for text in (*seen, *person.requests, *person.errors)]
    assert [text for text in told if SECRET in text] == []
    # Flet's client asks for one script, which the policy stops: see test_door.
    assert [line for line in person.errors if not any(url in line for url in person.stopped)] == []
    app.stop()
    assert app.rest == ("", "")
