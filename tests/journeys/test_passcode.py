"""The passcode in a real browser: set it, reload, be asked, go on where one was; Help before the lock."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.running import Running
from tests.journeys.visit import Visit

PASS = "heron lamp quiet seven"
SECRET = "Heronfeather"
_SEEN = """state => {
    Object.defineProperty(document, "visibilityState", {configurable: true, get: () => state});
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_whoever_sets_a_passcode_is_asked_and_goes_on_at_the_same_screen(
    start_app: Callable[..., Running], visit: Callable[..., Visit]
) -> None:
    app = start_app(now="2026-11-24T10:00+01:00")
    folder = app.data_dir
    assert folder is not None
    person = visit(app.url, first=True)
    person.tap("button", "Skip all of this")
    person.tap("button", "Mood 5 of 10, so-so")
    person.tap("button", "Add details")
    person.write("Your words", SECRET)
    person.tap("button", "Done")
    person.role("button", SECRET, exact=False).wait_for()

    person.move("/settings/passcode", "Passcode")
    assert person.violations() == []
    person.write("New passcode", PASS)
    person.write("The same again", PASS)
    person.tap("button", "Set the passcode")
    person.sees("Your recovery code")
    person.tap("button", "I have written it down")
    person.sees("The passcode is on")
    assert person.violations() == []
    person.tap("button", "Ask again: at once")
    files = [file.read_bytes() for file in folder.iterdir() if file.is_file()]
    assert not any(SECRET.encode() in content or PASS.encode() in content for content in files)

    person.move("/journal", "Journal")
    person.reload()
    person.titled("Locked")
    assert person.page.title() == "Infusion Companion"
    assert not seen(person, SECRET)
    assert person.violations() == []
    # The field has the focus: one types and presses Enter.
    field = person.page.get_by_label("Passcode").and_(person.page.get_by_role("textbox"))
    expect(field).to_be_focused()

    person.tap("button", "Help now")
    person.titled("Help now")
    person.sees("988")
    person.tap("button", "Back")
    person.titled("Locked")

    person.write("Passcode", "wrong")
    person.page.keyboard.press("Enter")
    person.sees("This is not the passcode")
    # What was typed is still there, and so is the focus: one goes on where one was.
    expect(field).to_be_focused()
    person.page.keyboard.press("Control+A")
    person.page.keyboard.type(PASS)
    expect(field).to_have_value(PASS)
    person.page.keyboard.press("Enter")
    person.titled("Journal")
    person.sees(SECRET)
    assert person.path == "/journal"

    # As when another tab comes before this one, and then this one again.
    for seen_now in ("hidden", "visible"):
        person.page.evaluate(_SEEN, seen_now)
    person.titled("Locked")
    other = visit(app.at("/journal"), first=True)
    other.titled("Locked")
    assert not seen(other, SECRET)
    app.stop()
    assert app.rest == ("", "")


def seen(person: Visit, words: str) -> bool:
    """Whether words are anywhere in the page."""
    return words in str(person.page.evaluate("document.documentElement.outerHTML"))
