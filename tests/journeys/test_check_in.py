"""A check-in in a real browser: on a phone with the ninth answer above 0, and on a desktop by keys alone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.running import Running
from tests.journeys.visit import DESKTOP, Visit

NOW = "2026-11-24T10:00+01:00"
HELP = "You can talk to someone now."


def test_on_a_phone_help_comes_at_once_survives_a_reload_and_stands_before_the_total(
    start_app: Callable[..., Running], visit: Callable[..., Visit]
) -> None:
    person = visit(start_app(now=NOW, args=("--sample",)).at("/check-in/phq9"))
    for number in range(1, 9):
        person.titled(f"PHQ-9, question {number} of 10")
        person.tap("button", "0, Not at all")
    person.titled("PHQ-9, question 9 of 10")
    person.tap("button", "1, Several days")
    person.sees(HELP)
    person.sees("This app tells no one")
    for way in ("Call emergency", "988"):
        expect(person.role("button", way, exact=False).first).to_be_attached()
    assert person.violations() == []

    # Whoever closes the window comes back to it.
    person.reload()
    person.sees(HELP)
    person.tap("button", "Go on with the questions")
    person.titled("PHQ-9, question 10 of 10")
    person.tap("button", "Leave it out")
    person.tap("button", "Finish")
    person.sees("Your total is 1 of 27.")
    person.sees(HELP)
    above, below = (
        person.page.get_by_text(words).or_(person.page.get_by_label(words)).first.bounding_box()
        for words in (HELP, "Your total is 1 of 27.")
    )
    assert above is not None
    assert below is not None
    assert above["y"] < below["y"]
    assert person.violations() == []
    assert person.foreign() == []


def test_on_a_desktop_keys_answer_a_whole_check_in(
    start_app: Callable[..., Running], visit: Callable[..., Visit]
) -> None:
    person = visit(start_app(now=NOW, args=("--sample",)).at("/check-in/peg"), DESKTOP)
    person.titled("PEG: Pain")
    keyboard = person.page.keyboard
    keyboard.press("1")
    keyboard.press("0")
    keyboard.press("ArrowRight")
    keyboard.press("7")
    keyboard.press("ArrowRight")
    person.sees("2 of 3 answered")
    assert person.violations() == []
    keyboard.press("4")
    keyboard.press("ArrowRight")
    person.sees("3 of 3 answered")
    person.tap("button", "Finish")
    person.sees("The mean of your 3 answers is 7.0, on a scale from 0 to 10.")
    person.tap("button", "All check-ins")
    person.titled("Check-ins")
    person.tap("button", "Show 1 result: PEG")
    person.tap("button", "Delete the PEG of Tue 24 Nov")
    person.tap("button", "Undo")
    expect(person.role("button", "Delete the PEG of Tue 24 Nov")).to_be_attached()
