"""Every address: its screen, its name, Help now, the mark of sample data, no barrier for anyone; and Back."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator

import pytest

from app.ui.routes import ROUTES
from tests.journeys.running import Running
from tests.journeys.visit import DESKTOP, PHONE, Visit, until

NOW = "2026-11-24T10:00+01:00"
MARK = "Sample data. Nothing here is about you."
PLACES = {
    "Today": "/",
    "Checklist": "/checklist",
    "Course": "/course",
    "Journal": "/journal",
    "Guide": "/guide",
}
ENTRY = "/journal/ENTRY"  # stands for one that is there
# Each address with the heading of its screen. Neighbours differ, so that no heading is met too early.
SCREENS = {
    **{path: name for name, path in PLACES.items()},
    "/checklist/screening": "Screening",
    "/checklist/4": "Infusion 4",
    "/course/4": "Infusion 4 of 6",
    "/course/4/now": "Infusion 4",
    "/journal/new": "How are you now?",
    ENTRY: "Tue 24 Nov, 09:05",
    "/guide/how-an-infusion-goes": "How an infusion goes",
    "/check-in": "Check-ins",
    "/check-in/phq9": "PHQ-9, question 1 of 10",
    "/insights": "Insights",
    "/insights/studies": "What studies found",
    "/questions": "My questions",
    "/rest": "Rest now. There is nothing you have to do.",
    "/share": "Share",
    "/share/summary": "For someone who cares",
    "/share/summary/new": "A summary",
    "/people": "People",
    "/people/clinic": "Follow at a clinic",
    "/share/hand-over": "Hand over this device",
    "/settings": "Settings",
    "/settings/clinic": "My clinic and my people",
    "/settings/reminders": "Reminders",
    "/settings/passcode": "Passcode",
    "/settings/backup": "Backup",
    "/settings/kept": "Other versions",
    "/settings/connection": "Clinic connection",
    "/settings/check": "Check my data",
    "/settings/about": "About",
    "/settings/delete": "Delete everything",
    "/sync": "Sync with the clinic",
    "/help": "Help now",
    "/welcome": "Welcome to Infusion Companion",
    # Addresses that lead nowhere say so.
    "/course/99": "Course",
    "/checklist/99": "Checklist",
    "/journal/no-such-entry": "Journal",
    "/check-in/no-such": "Check-ins",
    "/guide/no-such-topic": "Guide",
    "/people/no-such-person": "People",
    "/share/summary/no-such": "A summary",
    "/people/no-such-person/help": "Help now",
    "/nowhere": "This page does not exist",
}
# Screens that go on to another one by themselves.
LEADS_ON = {"/signed-in": "/settings/connection"}
# Screens that say something else while nothing has been entered.
EMPTY = {
    path: SCREENS[path]
    for path in (*PLACES.values(), "/check-in", "/questions", "/rest", "/settings/backup", "/help")
}
_NAMELESS = """() => [...document.querySelectorAll(
    "flt-semantics-host :is([role=button], [role=img], [role=tab], [role=link], input, textarea)"
)].filter(node => !(node.ariaLabel || node.textContent).trim()).map(node => node.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The sample data, for all the tests here: they only look."""
    running = Running("app", tmp_path_factory.mktemp("data"), NOW, ("--sample",))
    yield running
    running.stop()


def address(app: Running, path: str) -> str:
    """The address, with the id of the newest entry where it stands for one."""
    if path != ENTRY:
        return path
    assert app.data_dir is not None
    store = sqlite3.connect(app.data_dir / "sample" / "companion.db")
    (entry,) = store.execute("SELECT id FROM journal_entry ORDER BY at DESC LIMIT 1").fetchone()
    store.close()
    return f"/journal/{entry}"


def missing(person: Visit) -> list[str]:
    """What every screen has to have, and this one lacks; and what axe-core finds."""
    found = [f"without a name: {html}" for html in person.page.evaluate(_NAMELESS)]
    found += [] if person.role("button", "Help now").count() else ["no Help now"]
    return found + person.violations()


def test_every_route_is_among_the_addresses_visited_here() -> None:
    patterns = [re.sub(r":\w+", "[^/]+", screen.path) for screen in ROUTES]
    visited = (*SCREENS, *LEADS_ON)
    assert [one for one in patterns if not any(re.fullmatch(one, path) for path in visited)] == []


def test_every_address_shows_its_screen_marked_with_help_and_without_a_barrier(
    app: Running, visit: Callable[..., Visit]
) -> None:
    person = visit(app.url)
    wrong = {}
    for path, title in SCREENS.items():
        person.move(address(app, path), title)
        found = missing(person)
        if not person.page.get_by_text(MARK).count():
            found.append("not marked as sample data")
        if person.path != address(app, path):
            found.append(f"the address became {person.path}")
        if found:
            wrong[path] = found
    for path, to in LEADS_ON.items():
        person.move(path, SCREENS[to])
        until(person.page, "to => location.pathname === to", to)
    assert wrong == {}


def test_an_empty_app_has_help_and_no_barrier_either(
    start_app: Callable[..., Running], visit: Callable[..., Visit]
) -> None:
    person = visit(start_app(now=NOW).url)
    wrong = {"the welcome": missing(person)}
    person.tap("button", "Skip all of this")
    for path, title in EMPTY.items():
        person.move(path, title)
        wrong[path] = missing(person)
    assert {path: found for path, found in wrong.items() if found} == {}


@pytest.mark.parametrize("path", ["/course/4/now", ENTRY, "/nowhere"])
def test_a_deep_link_and_a_reload_open_their_screen(
    app: Running, visit: Callable[..., Visit], path: str
) -> None:
    person = visit(app.at(address(app, path)))
    person.titled(SCREENS[path])
    person.reload()
    person.titled(SCREENS[path])
    assert person.path == address(app, path)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_each_place_is_reached_by_its_role_and_name(
    app: Running, visit: Callable[..., Visit], size: tuple[int, int]
) -> None:
    person = visit(app.at("/course/4"), size)
    wrong = {}
    for name, path in PLACES.items():
        person.place(name).click()
        person.titled(name)
        assert person.path == path
        if found := missing(person):
            wrong[path] = found
    assert wrong == {}


def test_back_leads_where_a_person_expects(app: Running, visit: Callable[..., Visit]) -> None:
    person = visit(app.at("/nowhere"))
    person.tap("button", "Go to Today")
    person.titled("Today")
    person.place("Course").click()
    person.tap("button", "Infusion 4, Thu 26 Nov, 10:00, Next")
    person.titled("Infusion 4 of 6")
    person.tap("button", "Help now")
    person.titled("Help now")

    # Help lies over the screen it was called from.
    person.tap("button", "Back")
    person.titled("Infusion 4 of 6")
    assert person.path == "/course/4"
    # The app's own Back goes up; the browser's goes to what was shown before.
    person.tap("button", "Back")
    person.titled("Course")
    assert person.path == "/course"
    person.page.go_back()
    person.titled("Infusion 4 of 6")
    person.page.go_back()
    person.titled("Help now")
    person.page.go_back()
    person.titled("Infusion 4 of 6")
    person.page.go_back()
    person.titled("Course")
    person.page.go_forward()
    person.titled("Infusion 4 of 6")
    assert person.path == "/course/4"
