"""Without a mouse: Tab comes to every control, Enter presses it, and each shortcut leads where it says."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.running import Running
from tests.journeys.visit import DESKTOP, Visit, until

NOW = "2026-11-24T10:00+01:00"
_FOCUSED = """() => {
    const node = document.activeElement;
    return node && node.closest("flt-semantics-host") ? node.ariaLabel || node.textContent.trim() : "";
}"""


def tab_to(person: Visit, name: str, *, at_most: int = 60) -> list[str]:
    """Press Tab until a control whose name begins so has the focus; returns the names on the way."""
    passed: list[str] = []
    person.still()
    for _ in range(at_most):
        person.page.keyboard.press("Tab")
        # Flutter moves the focus in its next frame.
        before = passed[-1] if passed else ""
        until(person.page, f"before => ![before, ''].includes(({_FOCUSED})())", before)
        passed.append(person.page.evaluate(_FOCUSED))
        if passed[-1].startswith(name):
            return passed
    raise AssertionError(f"Tab never came to {name!r}: {passed}")


def test_tab_comes_to_help_the_places_and_the_moods_and_enter_presses(
    start_app: Callable[..., Running], visit: Callable[..., Visit]
) -> None:
    person = visit(start_app(now=NOW, args=("--sample",)).url, DESKTOP)
    passed = tab_to(person, "Mood 10 of 10, very good")
    wanted = ["Help now", "Today", "Checklist", "Course", "Journal", "Guide"]
    wanted += [f"Mood {n} of 10" for n in range(11)]
    assert [name for name in wanted if not any(one.startswith(name) for one in passed)] == []
    person.page.keyboard.press("Enter")
    person.sees("10, very good. Saved on this device")
    tab_to(person, "Course")
    person.page.keyboard.press("Enter")
    person.titled("Course")
    tab_to(person, "Help now")
    person.page.keyboard.press("Enter")
    person.titled("Help now")
    person.page.keyboard.press("Escape")
    person.titled("Course")


def test_shortcuts_lead_where_they_say_and_never_take_a_letter(
    start_app: Callable[..., Running], visit: Callable[..., Visit]
) -> None:
    # With every motion, as most people have it: a screen that slides in must not take the letters away.
    person = visit(start_app(now=NOW, args=("--sample",)).url, DESKTOP, reduced_motion="no-preference")
    keyboard = person.page.keyboard
    keyboard.press("Control+n")
    person.titled("How are you now?")
    tab_to(person, "Mood 6 of 10, fairly good")
    keyboard.press("Enter")
    person.titled("Tue 24 Nov, 10:00")
    words = person.role("textbox", "Your words", exact=False)
    tab_to(person, "Your words")
    expect(words).to_be_focused()
    person.write("Your words", "Calm and/or tired")
    expect(words).to_have_value("Calm and/or tired")
    assert person.path.startswith("/journal/")
    keyboard.press("Escape")
    person.titled("Journal")

    person.move("/course", "Course")
    keyboard.press("/")
    search = person.role("textbox", "Search your journal")
    expect(search).to_be_focused()
    person.write("Search your journal", "and/or")
    person.sees("1 entry found")
    person.role("button", "Calm and/or tired", exact=False).wait_for()
    keyboard.press("Escape")
    until(person.page, "() => location.pathname + location.search === '/journal'")
