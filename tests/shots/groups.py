"""What is pictured: which addresses of which store, at which sizes, in which look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from app.care.profile import Theme
from app.ui.layout import PLACES
from app.ui.routes import ROUTES

SMALL, PHONE, DESKTOP = (320, 640), (412, 915), (1280, 800)
SIZES = (SMALL, PHONE, DESKTOP)
# Tall enough to show what a phone shows only after scrolling.
WHOLE, WHOLE_SMALL = (412, 2600), (320, 4200)
NUMBER, ENTRY = "{number}", "{entry}"
TOPIC = "how-an-infusion-goes"
_FILLED = {":number": NUMBER, ":entry": ENTRY, ":topic": TOPIC}
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


def _looked(page: Page) -> None:
    page.get_by_text("can be read").first.wait_for()


def _repaired(page: Page) -> None:
    page.get_by_role("button", name="Repair", exact=True).click()
    page.get_by_text("Your data are back").wait_for()


def _checked(page: Page) -> None:
    page.get_by_role("button", name="Check now").click()
    page.get_by_text("Not everything is in order").wait_for()


_TROUBLE = [Shot("/", "trouble", _looked), Shot("/", "trouble-repaired", _repaired)]
_CHECK = [Shot("/settings/check", "check-found", _checked)]
_NOW = f"/course/{NUMBER}/now"
_LIST = f"/checklist/{NUMBER}"
_BOTH = ("light", "dark")
_HIGH_LIGHT = {"theme": Theme.HIGH_CONTRAST_LIGHT}
_HIGH_DARK = {"theme": Theme.HIGH_CONTRAST_DARK}
_LARGE = {"text_scale": 2.0}

GROUPS = (
    Group("sample", "sample", _every_address(), SIZES, _BOTH),
    Group("sample-200", "sample", _every_address(), SIZES, look=_LARGE),
    Group("sample-whole", "sample", _every_address(), (WHOLE,)),
    Group("sample-whole-200", "sample", _every_address(), (WHOLE_SMALL,), look=_LARGE),
    Group("sample-marked", "first start", _places(), (SMALL, DESKTOP), args=("--sample",)),
    Group("empty", "empty", _places("/questions", "/share", "/help", "/journal/new"), (PHONE, DESKTOP)),
    Group("welcome", "first start", [Shot("/", "welcome")], SIZES, _BOTH),
    Group("welcome-200", "first start", [Shot("/", "welcome")], SIZES, look=_LARGE),
    Group("five-years", "five years", _places("/share"), (PHONE, DESKTOP)),
    Group("the-day", "the day", [Shot("/"), Shot(f"/course/{NUMBER}"), Shot(_LIST)], SIZES),
    Group("in-session", "in session", [Shot("/"), Shot(_NOW, "now"), Shot("/help")], SIZES, _BOTH),
    Group("in-session-200", "in session", [Shot("/"), Shot(_NOW, "now")], SIZES, look=_LARGE),
    Group("resting", "resting", [Shot("/"), Shot("/rest")], SIZES),
    Group("resting-200", "resting", [Shot("/"), Shot("/rest")], SIZES, look=_LARGE),
    Group("over", "over", _places(), (PHONE, DESKTOP)),
    Group("half-done", "half done", [Shot("/checklist"), Shot(_LIST)], (PHONE, DESKTOP, WHOLE)),
    Group("with-reasons", "with reasons", [Shot("/"), Shot("/checklist"), Shot(_LIST)], (*SIZES, WHOLE)),
    Group("backed-up", "backed up", _BACKUPS, SIZES, _BOTH),
    Group("backed-up-whole", "backed up", _BACKUPS, (WHOLE,)),
    Group("backed-up-whole-200", "backed up", _BACKUPS, (WHOLE_SMALL,), look=_LARGE),
    Group("trouble", "damaged", _TROUBLE, (PHONE,), ("dark",)),
    Group("trouble-whole", "damaged", _TROUBLE[:1], (SMALL, DESKTOP, WHOLE)),
    Group("check", "unsound", _CHECK, (PHONE, DESKTOP)),
    Group("check-200", "unsound", _CHECK, (SMALL,), look=_LARGE),
    Group("high-contrast-light", "sample", _places("/help", "/settings"), (PHONE,), look=_HIGH_LIGHT),
    Group("high-contrast-dark", "sample", _places("/help", "/settings"), (PHONE,), look=_HIGH_DARK),
)
