"""Insights in a real browser: pictures that speak, their numbers by the keyboard alone, no barrier."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.running import Running
from tests.journeys.visit import Visit

NOW = "2026-11-24T10:00+01:00"


def test_the_numbers_behind_a_picture_are_reached_by_the_keyboard_and_read_row_by_row(
    start_app: Callable[..., Running], visit: Callable[..., Visit]
) -> None:
    person = visit(start_app(now=NOW, args=("--sample",)).at("/insights"))
    person.titled("Insights")
    picture = person.role("img", "Chart: Mood. In the last 30 days your mood went from", exact=False)
    expect(picture).to_be_attached()

    # Every picture brings its button; the keyboard alone opens it.
    person.role("button", "Show the numbers: Mood").focus()
    person.page.keyboard.press("Enter")
    person.role("button", "Hide the numbers: Mood").first.wait_for()
    expect(person.page.get_by_text("Mon 23 Nov: Mood", exact=False)).to_be_attached()
    assert person.violations() == []

    person.tap("button", "Time: 90 days")
    person.sees("Each point is the mean of a week; a week with fewer than three notes has none.")
    expect(person.page.get_by_text("16–22 Nov: Mood", exact=False)).to_be_attached()

    person.move("/insights/studies", "What studies found")
    person.tap("button", "Show what studies found")
    person.sees("424 people had six infusions in 21 days, counted with the PHQ-9.")
    assert person.violations() == []
