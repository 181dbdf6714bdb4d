"""One entry of the journal: a number saves it at once, everything else is optional and saves itself."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from urllib.parse import parse_qs, urlparse
from uuid import UUID

import flet as ft

from app.services import Done
from app.ui.components.base import body, card, empty, heading, primary
from app.ui.components.entry_form import EntryForm
from app.ui.components.mood_scale import scale
from app.ui.failing import component
from app.ui.layout import go, opener, screen
from app.ui.live import Here, use_here, use_live
from app.ui.notice import attempt, say
from app.ui.text import near_day, t


def _id(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None


def _asked_day(route: str, today: date) -> date | None:
    """The day of /journal/new?day=2026-11-19, when it is one before today."""
    asked = parse_qs(urlparse(route).query).get("day", [""])[0]
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return None
    return day if day < today else None


def _keyed(component: Any, key: str, *given: Any) -> Any:
    # The key keeps what is typed in one entry out of the next.
    return component(*given, key=key)


@component
def Entry() -> Any:
    """A new entry, the one with this id, or a way back where there is none."""
    here = use_here()
    name = ft.use_route_params().get("entry", "")
    entry_id = _id(name)
    there = use_live(
        lambda: entry_id is not None and here.services.journal.get(entry_id) is not None,
        "journal_entry",
        deps=(name,),
    )
    if name == "new":
        return _keyed(NewEntry, "new")
    if entry_id is not None and there:
        return _keyed(EntryForm, name, entry_id)
    return _keyed(NoEntry, "none")


@component
def NewEntry() -> ft.View:
    """How are you: the number tapped is saved, and the address becomes the entry's."""
    here = use_here()
    journal = here.services.journal
    today = here.services.now().date()
    day = _asked_day(ft.context.page.route or "", today)

    def choose(mood: int) -> None:
        done = attempt(lambda: journal.add(mood, _noon(here, day)))
        if not isinstance(done, Done):
            return
        path = f"/journal/{done.record.id}"
        page = ft.context.page

        def undo() -> None:
            done.undo()
            if page.route == path:
                page.navigate("/journal")

        say(done.sentence, undo)
        go(path)

    asked = t("How are you now?") if day is None else t("How were you on {day}?", day=near_day(day, today))
    return screen(
        here,
        t("New entry"),
        card(
            heading(asked, 1),
            scale(here, None, choose),
            body(t("Tap a number and it is saved. You can add feelings and words after that."), quiet=True),
        ),
        place="/journal",
        back="/journal",
        untitled=True,
    )


def _noon(here: Here, day: date | None) -> datetime | None:
    return None if day is None else here.services.clock.at(day, time(12))


@component
def NoEntry() -> ft.View:
    """What an address shows whose entry was deleted or never was."""
    here = use_here()
    return screen(
        here,
        t("Journal"),
        empty(
            t("This entry is not here"),
            t("It may have been deleted, or the address is mistyped. Your other entries are in the journal."),
            primary(t("Open the journal"), opener("/journal"), icon=ft.Icons.EDIT_NOTE),
        ),
        place="/journal",
        back="/journal",
    )
