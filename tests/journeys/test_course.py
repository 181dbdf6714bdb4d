"""A whole first week: from the welcome to the morning after the first infusion, and what a kill leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.running import Running
from tests.journeys.visit import DESKTOP, PHONE, Visit

WORDS = "The ceiling was a quiet sea."
# The answer to each question of the day that is no reason to ask the clinic.
ANSWERS = (
    ("Have you taken a benzodiazepine today?", "No"),
    ("Have you taken a prescribed narcotic today?", "No"),
    ("Have you kept to what your clinic says about food and drink before the infusion?", "Yes"),
    ("Is someone taking you home today?", "Yes"),
    ("Has anything changed in your medicines since your last visit?", "No"),
    (
        (
            "Do you know what your clinic wants you to do with blood pressure medicine today? "
            "Answer yes if you take none."
        ),
        "Yes",
    ),
    ("Have you been ill in the last few days?", "No"),
    ("Are you pregnant, or could you be?", "No"),
    ("Has your clinic got the consent form from you, if it uses one?", "Yes"),
    ("Do you have what your clinic asked you to bring?", "Yes"),
)


def welcome(person: Visit) -> None:
    """Say who it is for and when it begins: Thursday 5 March."""
    person.tap("button", "For me.", exact=False)
    person.tap("button", "First infusion: Pick a day")
    person.tap("button", "5, Thursday, March 5, 2026")
    person.tap("button", "OK")
    person.sees("First infusion: Thu 5 Mar")
    person.tap("button", "Go on")
    person.tap("button", "Begin")
    person.titled("Today")


def answer_the_checklist(person: Visit) -> None:
    """From Today to a finished list, one tap a question."""
    person.tap("button", "Open checklist")
    for at, (question, answer) in enumerate(ANSWERS, 1):
        person.tap("button", f"{question}: {answer}")
        person.sees(f"{at} of {len(ANSWERS)} answered")
    person.tap("button", "Finish")
    person.sees("A finished list cannot change. A correction is a new version beside it.")


def go_through_the_infusion(person: Visit) -> None:
    """Session mode with two marks, up to rest mode."""
    person.place("Today").click()
    person.tap("button", "Start session mode")
    person.tap("button", "Start now")
    person.sees("Infusion. 45 minutes left")
    person.tap("button", "Mark Lightness now")
    person.role("button", "Remove Lightness at", exact=False).wait_for()
    person.tap("button", "Mark Calm now")
    person.role("button", "Remove Calm at", exact=False).wait_for()
    person.tap("button", "End")
    person.sees("Rest now. There is nothing you have to do.")
    assert person.path == "/rest"
    # A dizzy thumb that goes on must not take the end back.
    onward, undo = (person.role("button", name).bounding_box() for name in ("Next", "Undo"))
    assert onward is not None
    assert undo is not None
    assert undo["y"] + undo["height"] <= onward["y"]


def write_the_next_morning(person: Visit) -> None:
    """Two taps and some words."""
    person.tap("button", "Mood 7 of 10, good")
    person.tap("button", "Add details")
    person.write("Your words", WORDS)
    person.sees("Saving …")
    person.sees("Saved on this device")


@pytest.mark.parametrize(
    ("size", "zone"),
    # West of Greenwich summer time begins on the day of the second infusion; east of it a day picked in a
    # browser is told as a moment of the day before.
    [(PHONE, "America/Los_Angeles"), (DESKTOP, "Pacific/Auckland")],
    ids=["phone in the west", "desktop in the east"],
)
def test_a_first_week_is_all_there_after_a_kill(
    start_app: Callable[..., Running],
    visit: Callable[..., Visit],
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    zone: str,
) -> None:
    monkeypatch.setenv("TZ", zone)
    app = start_app(now="2026-03-02T09:00")
    person = visit(app.url, size, timezone_id=zone)
    welcome(person)
    person.place("Course").click()
    person.titled("Course")
    for name in ("Infusion 1, Thu 5 Mar, 10:00, Next", "Infusion 2, Mon 9 Mar, 10:00, Planned"):
        person.role("button", name).wait_for(state="attached")
    person.role("button", "Infusion 6, Mon 23 Mar, 10:00, Planned").wait_for(state="attached")

    app.restart(now="2026-03-05T09:45")
    person.go(app.url)
    answer_the_checklist(person)
    go_through_the_infusion(person)

    app.restart(now="2026-03-06T08:00")
    person.go(app.url)
    person.titled("Today")
    write_the_next_morning(person)

    app.kill()
    app.restart()
    person.go(app.at("/course"))
    person.titled("Course")
    person.sees("1 of 6 infusions done")
    person.move("/course/1", "Infusion 1 of 6")
    person.role("button", "Remove Lightness at", exact=False).wait_for(state="attached")
    person.role("button", "Remove Calm at", exact=False).wait_for(state="attached")
    person.sees("Finished.")
    person.move("/journal", "Journal")
    person.role("button", WORDS, exact=False).wait_for(state="attached")
