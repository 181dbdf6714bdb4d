"""What is pictured: which addresses of which store, at which sizes, in which look."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page

from app.care.journal import JournalEntry
from app.care.profile import Theme
from app.clinic.resources import collection
from app.clinic.resources.parts import Context
from app.ui.places import PLACES
from app.ui.routes import ROUTES
from tests.shots.stores import ENDED, NOW, PERSON

SMALL, PHONE, DESKTOP = (320, 640), (412, 915), (1280, 800)
SIZES = (SMALL, PHONE, DESKTOP)
# Tall enough to show what a phone shows only after scrolling.
WHOLE, WHOLE_SMALL = (412, 2600), (320, 4200)
# Insights are longer still.
TALL, TALL_SMALL, WIDE = (412, 5200), (320, 6000), (1280, 2800)
NUMBER, ENTRY = "{number}", "{entry}"
TOPIC = "how-an-infusion-goes"
_FILLED = {
    ":number": NUMBER,
    ":entry": ENTRY,
    ":topic": TOPIC,
    ":questionnaire": "phq9",
    ":person": str(PERSON),
}
_ALL_PLACES = tuple(place.path for place in PLACES)

Step = Callable[[Page], None]


@dataclass(frozen=True)
class Shot:
    """One screen.

    Attributes:
        path: its address; {number} and {entry} stand for what the store has.
        name: what the picture is called; from the address where it is left out.
        step: does something there first, such as opening the month.
    """

    path: str
    name: str = ""
    step: Step | None = None

    @property
    def called(self) -> str:
        """The name of the picture's file, without what says its size."""
        return (
            self.name or self.path.strip("/").replace("/", "-").replace("{", "").replace("}", "") or "today"
        )


@dataclass(frozen=True)
class Group:
    """Pictures over one start of the app.

    Attributes:
        name: of the folder.
        store: one of stores.STORES.
        shots: the screens.
        sizes: width and height in logical pixels.
        schemes: of the browser, "light" or "dark".
        look: preferences.
        args: for `run`.
    """

    name: str
    store: str
    shots: Sequence[Shot]
    sizes: Sequence[tuple[int, int]]
    schemes: Sequence[str] = ("light",)
    look: dict[str, Any] = field(default_factory=dict)
    args: tuple[str, ...] = ()


def _every_address() -> list[Shot]:
    found = []
    for screen in ROUTES:
        path = screen.path
        for part, value in _FILLED.items():
            path = path.replace(part, value)
        if path != "/rest" and not path.endswith("/now"):
            found.append(Shot(path))
    # The journal in its other two ways apart from itself: a new address is told by another screen.
    return [
        *found,
        Shot("/checklist/screening"),
        Shot("/journal?search", "journal-search"),
        Shot("/course/1", "course-held"),
        Shot("/journal/new"),
        Shot("/journal", "journal-month", _month),
        Shot("/guide/who-should-not"),
        Shot("/nowhere", "lost"),
    ]


def _month(page: Page) -> None:
    # Where there is room for two columns the month is there anyway.
    button = page.get_by_role("button", name="Month", exact=True)
    if button.count():
        button.click()


def _places(*more: str) -> list[Shot]:
    return [Shot(path) for path in (*_ALL_PLACES, *more)]


def _look_into(page: Page) -> None:
    page.get_by_role("button", name="Bring back the copy of").first.click()
    page.get_by_role("button", name="Bring it back").wait_for()


def _brought(page: Page) -> None:
    _look_into(page)
    page.get_by_role("button", name="Bring it back").click()
    page.get_by_role("button", name="Close").wait_for()


def _chosen(page: Page) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a backup file").click()
    file = {"name": "infusion-companion-2026-11-19.icbackup", "mimeType": "", "buffer": b"not a backup"}
    chooser.value.set_files(file)
    page.get_by_role("button", name="Look inside").click()
    page.get_by_text("This file is not a backup of this app").wait_for()


_BACKUPS = [
    Shot("/settings/backup"),
    Shot("/settings/kept"),
    Shot("/course/1"),
    Shot(f"/journal/{ENTRY}"),
    Shot("/settings/backup", "backup-copy", _look_into),
    Shot("/settings/kept"),
    Shot("/settings/backup", "backup-chosen", _chosen),
    Shot("/settings/kept"),
    Shot("/settings/backup", "backup-brought", _brought),
]


def _choose_fhir(page: Page, content: bytes, then: str) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a FHIR file").click()
    file = {"name": "infusion-companion-2026-11-19.fhir.json", "mimeType": "", "buffer": content}
    chooser.value.set_files(file)
    page.get_by_text(then).first.wait_for()
    page.mouse.move(250, 300)  # beside the rail
    page.mouse.wheel(0, 100_000)


def _fhir_refused(page: Page) -> None:
    _choose_fhir(page, b"<!DOCTYPE html>", "is a web page")


def _fhir_chosen(page: Page) -> None:
    context = Context(patient_id=str(uuid4()), share_words=True)
    entry = JournalEntry(id=uuid4(), at=NOW, mood=6, words="The garden was quiet.")
    bundle = collection.head(uuid4(), NOW)
    bundle["entry"] = [collection.patient(context), *collection.entries("journal_entry", entry, context, NOW)]
    bundle["entry"].append({"resource": {"resourceType": "Organization"}})
    _choose_fhir(page, json.dumps(bundle).encode(), "Bring it in")


def _fhir_brought(page: Page) -> None:
    _fhir_chosen(page)
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_role("button", name="Close").wait_for()


_FHIR = [
    Shot("/share", "fhir"),
    Shot("/settings"),
    Shot("/share", "fhir-refused", _fhir_refused),
    Shot("/settings"),
    Shot("/share", "fhir-chosen", _fhir_chosen),
    Shot("/settings"),
    Shot("/share", "fhir-brought", _fhir_brought),
]


def _looked(page: Page) -> None:
    page.get_by_text("can be read").first.wait_for()


def _repaired(page: Page) -> None:
    page.get_by_role("button", name="Repair", exact=True).click()
    page.get_by_text("Your data are back").wait_for()


def _checked(page: Page) -> None:
    page.get_by_role("button", name="Check now").click()
    page.get_by_text("Not everything is in order").wait_for()


def _numbers(page: Page) -> None:
    page.get_by_text("Days held:").first.wait_for()
    # From the last on: what opens pushes down only what is below it.
    for name in ("Beside your mood", "Feelings", "Around each infusion", "Days held", "PHQ-9", "Mood"):
        button = page.get_by_role("button", name=f"Show the numbers: {name}")
        if button.count():
            button.first.click()


def _to_the_end(page: Page) -> None:
    _read(page)
    page.mouse.move(160, 300)
    page.mouse.wheel(0, 100_000)
    page.get_by_role("button", name="What studies found").wait_for()


def _all_of_it(page: Page) -> None:
    page.get_by_role("button", name="Time: All").click()
    page.get_by_text("All entries").first.wait_for()


def _studies(page: Page) -> None:
    page.get_by_role("button", name="Show what studies found").click()
    page.get_by_role("button", name="Hide this again").wait_for()


def _hidden(page: Page) -> None:
    page.get_by_role("button", name="Hide this again").click()


def _read(page: Page) -> None:
    page.get_by_text("Days held:").first.wait_for()


_INSIGHTS = [
    Shot("/insights", "insights", _read),
    Shot("/insights", "insights-all", _all_of_it),
    Shot("/insights", "insights-numbers", _numbers),
    Shot("/insights", "insights-end", _to_the_end),
    Shot("/insights/studies", "studies-asked"),
    Shot("/insights", "insights-again", _read),
    Shot("/insights/studies", "studies", _studies),
    Shot("/insights/studies", "studies-hidden", _hidden),
]
_TROUBLE = [Shot("/", "trouble", _looked), Shot("/", "trouble-repaired", _repaired)]
_CHECK = [Shot("/settings/check", "check-found", _checked)]
_CHECK_IN = "/check-in/phq9"


def _third(page: Page) -> None:
    for _ in range(2):
        page.keyboard.press("1")
    page.get_by_text("question 3 of 20").or_(page.get_by_text("Clear the answer")).first.wait_for()


def _to_answers(page: Page) -> None:
    on = page.get_by_role("button", name="Go on with the questions")
    if on.count():
        on.click()
        page.get_by_role("button", name="Leave it out").click()
        page.get_by_role("button", name="Finish").wait_for()


# The list between them: each of them has the same title.
_LIST_OF_ALL = Shot("/check-in")
_CHECK_INS = [
    *(_LIST_OF_ALL, Shot(_CHECK_IN)),
    *(_LIST_OF_ALL, Shot("/check-in/peg")),
    *(_LIST_OF_ALL, Shot("/check-in/pcl5", "third", _third)),
]
_ANSWERING = [Shot("/"), Shot("/check-in"), Shot(_CHECK_IN, "help"), Shot(_CHECK_IN, "answers", _to_answers)]
_ANSWERED = [Shot("/check-in"), Shot(_CHECK_IN, "result")]
_NOW = f"/course/{NUMBER}/now"
_LIST = f"/checklist/{NUMBER}"
_REMINDERS = (Shot("/"), Shot("/settings/reminders"))
_BOTH = ("light", "dark")
_HIGH_LIGHT = {"theme": Theme.HIGH_CONTRAST_LIGHT}
_HIGH_DARK = {"theme": Theme.HIGH_CONTRAST_DARK}
_LARGE = {"text_scale": 2.0}

_CLINIC = [Shot("/settings/connection"), Shot("/sync")]


def _further_down(page: Page) -> None:
    page.mouse.move(160, 300)
    page.mouse.wheel(0, 900)


def _previewed(page: Page) -> None:
    page.get_by_label("Their name").focus()
    page.keyboard.type("Sam")
    page.get_by_role("button", name="Show what they will see").click()
    page.get_by_role("heading", name="This is what they will see").wait_for()


_SHARING = [
    Shot("/share/summary"),
    Shot("/share/summary/new", "summary-new"),
    Shot("/share"),
    Shot("/share/summary/new", "summary-preview", _previewed),
]

# Those of one title apart.
_CARING = [
    Shot("/people"),
    Shot(f"/people/{PERSON}/help", "person-help"),
    Shot(f"/people/{PERSON}", "person", _further_down),
    Shot("/guide"),
    Shot(f"/people/{PERSON}", "person-top"),
    Shot("/guide"),
    Shot(f"/people/{ENDED}", "person-ended"),
]

GROUPS = (
    Group("sample", "sample", _every_address(), SIZES, _BOTH),
    Group("sample-200", "sample", _every_address(), SIZES, look=_LARGE),
    Group("sample-whole", "sample", _every_address(), (WHOLE,)),
    Group("sample-whole-200", "sample", _every_address(), (WHOLE_SMALL,), look=_LARGE),
    Group("caring", "caring", _CARING, (*SIZES, WHOLE, WIDE), _BOTH),
    Group("caring-200", "caring", _CARING, (SMALL, (320, 9000)), look=_LARGE),
    Group("sharing", "sample", _SHARING, (PHONE, WHOLE, WIDE), _BOTH),
    Group("sharing-200", "sample", _SHARING, ((320, 9000),), look=_LARGE),
    Group("caring-nobody", "caring for nobody", [Shot("/people"), Shot("/guide")], SIZES),
    Group("handing-over", "sample", [Shot("/share/hand-over")], (SMALL, PHONE), _BOTH),
    Group("sample-marked", "first start", _places(), (SMALL, DESKTOP), args=("--sample",)),
    Group("empty", "empty", _places("/questions", "/share", "/help", "/journal/new"), (PHONE, DESKTOP)),
    Group("welcome", "first start", [Shot("/", "welcome")], SIZES, _BOTH),
    Group("welcome-200", "first start", [Shot("/", "welcome")], SIZES, look=_LARGE),
    Group("five-years", "five years", _places("/share"), (PHONE, DESKTOP)),
    Group("the-day", "the day", [Shot("/"), Shot(f"/course/{NUMBER}"), Shot(_LIST)], SIZES),
    Group("reminders", "the day", _REMINDERS, (PHONE, WHOLE, WIDE), _BOTH),
    Group("reminders-200", "the day", _REMINDERS, (SMALL, WHOLE_SMALL), look=_LARGE),
    Group("in-session", "in session", [Shot("/"), Shot(_NOW, "now"), Shot("/help")], SIZES, _BOTH),
    Group("in-session-200", "in session", [Shot("/"), Shot(_NOW, "now")], SIZES, look=_LARGE),
    Group("resting", "resting", [Shot("/"), Shot("/rest")], SIZES),
    Group("resting-200", "resting", [Shot("/"), Shot("/rest")], SIZES, look=_LARGE),
    Group("over", "over", _places(), (PHONE, DESKTOP)),
    Group("half-done", "half done", [Shot("/checklist"), Shot(_LIST)], (PHONE, DESKTOP, WHOLE)),
    Group("with-reasons", "with reasons", [Shot("/"), Shot("/checklist"), Shot(_LIST)], (*SIZES, WHOLE)),
    Group("check-in", "sample", _CHECK_INS, SIZES, _BOTH),
    Group("check-in-200", "sample", _CHECK_INS, SIZES, look=_LARGE),
    Group("check-in-empty", "empty", [Shot("/check-in")], (PHONE, DESKTOP)),
    Group("check-in-years", "five years", [Shot("/check-in")], (PHONE,)),
    Group("answering", "answering", _ANSWERING, SIZES, _BOTH),
    Group("answering-200", "answering", _ANSWERING, SIZES, look=_LARGE),
    Group("answered", "answered", _ANSWERED, (PHONE, DESKTOP, WHOLE)),
    Group("fhir", "backed up", _FHIR, (WHOLE, DESKTOP), _BOTH),
    Group("fhir-200", "backed up", _FHIR, (WHOLE_SMALL,), look=_LARGE),
    Group("backed-up", "backed up", _BACKUPS, SIZES, _BOTH),
    Group("backed-up-whole", "backed up", _BACKUPS, (WHOLE,)),
    Group("backed-up-whole-200", "backed up", _BACKUPS, (WHOLE_SMALL,), look=_LARGE),
    Group("insights", "sample", [_INSIGHTS[0], *_INSIGHTS[3:]], SIZES, _BOTH),
    Group("insights-whole", "sample", _INSIGHTS, (TALL,), _BOTH),
    Group("insights-whole-200", "sample", _INSIGHTS, (TALL_SMALL,), look=_LARGE),
    Group("insights-over", "over", _INSIGHTS[:3], (TALL, WIDE)),
    Group("insights-weeks-after", "weeks after", _INSIGHTS[:3], (TALL, WIDE), ("dark",)),
    Group("insights-five-years", "five years", _INSIGHTS[:3], (TALL, WIDE)),
    Group("insights-empty", "empty", [Shot("/insights")], (PHONE, DESKTOP)),
    Group("clinic", "empty", _CLINIC, SIZES, _BOTH),
    Group("clinic-200", "empty", _CLINIC, (SMALL,), look=_LARGE),
    Group("clinic-connected", "connected", _CLINIC, (*SIZES, WHOLE), _BOTH),
    Group("clinic-refused", "some refused", [*_CLINIC, Shot("/")], (PHONE, WHOLE, DESKTOP), _BOTH),
    Group("clinic-refused-200", "some refused", _CLINIC, (WHOLE_SMALL,), look=_LARGE),
    Group("clinic-asked", "asked", [*_CLINIC[:1], Shot("/")], (PHONE, DESKTOP)),
    Group(
        "clinic-says",
        "clinic says",
        [Shot(f"/course/{NUMBER}"), Shot("/course/1")],
        (PHONE, TALL, WIDE),
        _BOTH,
    ),
    Group("clinic-booked", "clinic booked", [Shot("/course")], (PHONE, DESKTOP)),
    Group("clinic-booked-200", "clinic booked", [Shot("/course")], (SMALL,), look=_LARGE),
    Group("trouble", "damaged", _TROUBLE, (PHONE,), ("dark",)),
    Group("trouble-whole", "damaged", _TROUBLE[:1], (SMALL, DESKTOP, WHOLE)),
    Group("check", "unsound", _CHECK, (PHONE, DESKTOP)),
    Group("check-200", "unsound", _CHECK, (SMALL,), look=_LARGE),
    Group("high-contrast-light", "sample", _places("/help", "/settings"), (PHONE,), look=_HIGH_LIGHT),
    Group("high-contrast-dark", "sample", _places("/help", "/settings"), (PHONE,), look=_HIGH_DARK),
)
