"""ROUTES: the one list of screens. A new screen is one module in app/ui/screens and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

import flet as ft

from app.ui.failing import failed_view, note


@dataclass(frozen=True)
class Screen:
    """Where a screen lives.

    Attributes:
        path: its address; a part such as :number is a value.
        module: its module in app.ui.screens.
        component: its component in that module.
        parent: the screen below it, where Back leads; "" for none.
        over: it lies over whatever was shown, which stays as it was and is where Back leads.
    """

    path: str
    module: str
    component: str
    parent: str = ""
    over: bool = False


ROUTES: Final = (
    Screen("/", "today", "Today"),
    Screen("/checklist", "checklists", "Checklists"),
    Screen("/checklist/:number", "checklist", "Checklist", "/checklist"),
    Screen("/course", "course", "Course"),
    Screen("/course/:number", "session", "Session", "/course"),
    Screen("/course/:number/now", "session_mode", "SessionMode", "/course/:number"),
    Screen("/journal", "journal", "Journal"),
    Screen("/journal/:entry", "entry", "Entry", "/journal"),
    Screen("/insights", "insights", "Insights"),
    Screen("/insights/studies", "studies", "Studies", "/insights"),
    Screen("/guide", "guide", "Guide"),
    Screen("/guide/:topic", "topic", "Topic", "/guide"),
    Screen("/check-in", "check_ins", "CheckIns"),
    Screen("/check-in/:questionnaire", "check_in", "CheckIn", "/check-in"),
    Screen("/questions", "questions", "Questions"),
    Screen("/rest", "rest", "Rest"),
    Screen("/share", "share", "Share"),
    Screen("/share/summary", "share_summary", "ShareSummary", "/share"),
    Screen("/share/summary/:share", "share_summary_one", "ShareSummaryOne", "/share/summary"),
    Screen("/share/hand-over", "hand_over", "HandOver", "/share"),
    Screen("/people", "people", "People"),
    Screen("/people/clinic", "people_clinic", "PeopleClinic", "/people"),
    Screen("/people/:person", "person", "Person", "/people"),
    Screen("/people/:person/help", "person_help", "PersonHelp", "/people/:person"),
    Screen("/settings", "settings", "Settings"),
    Screen("/settings/clinic", "clinic", "Clinic", "/settings"),
    Screen("/settings/reminders", "reminders", "Reminders", "/settings"),
    Screen("/settings/passcode", "passcode", "Passcode", "/settings"),
    Screen("/settings/backup", "backup", "Backup", "/settings"),
    Screen("/settings/kept", "kept", "Kept", "/settings"),
    Screen("/settings/connection", "connection", "ConnectionScreen", "/settings"),
    Screen("/settings/check", "check", "Check", "/settings"),
    Screen("/settings/about", "about", "About", "/settings"),
    Screen("/settings/delete", "delete", "Delete", "/settings"),
    Screen("/sync", "sync", "Sync"),
    Screen("/signed-in", "signed_in", "SignedIn", over=True),
    Screen("/help", "help", "Help", over=True),
    Screen("/welcome", "welcome", "Welcome"),
)


def _lazy(screen: Screen) -> Callable[..., Any]:
    # A screen's module is read when it is first opened: the first screen does not wait for the others.
    def show() -> Any:
        try:
            return getattr(import_module(f"app.ui.screens.{screen.module}"), screen.component)()
        except (ImportError, AttributeError) as mistake:
            note(mistake)
            return failed_view()

    return show


def _branch(parent: str) -> list[ft.Route]:
    found = []
    for screen in ROUTES:
        if screen.parent == parent:
            relative = screen.path[len(parent) :].strip("/")
            children = _branch(screen.path)
            if not relative:
                found.append(ft.Route(index=True, component=_lazy(screen)))
            else:
                route = ft.Route(
                    path=relative, component=_lazy(screen), children=children or None, modal=screen.over
                )
                found.append(route)
    return found


def routes() -> list[ft.Route]:
    """ROUTES as the tree that Flet's router wants, so that Back has a stack to go down."""
    return _branch("")
