"""The parts of the journal screen: the search, and the list with its ends and its empty states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import flet as ft

from app.care.journal import FEELING_LABELS, FEELINGS, JournalEntry
from app.ui.components.base import body, card, empty, field, heading, primary, quiet, row, secondary, small
from app.ui.components.choices import choice
from app.ui.components.entry_card import by_day, day_entries
from app.ui.components.mood_scale import is_dark
from app.ui.layout import opener
from app.ui.live import Here
from app.ui.text import t, tn

if TYPE_CHECKING:
    from app.services.journal import JournalService

PAGE = 30


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to.

    Attributes:
        words: as typed.
        feeling: one id of FEELINGS, or None.
    """

    words: str = ""
    feeling: str | None = None

    def __bool__(self) -> bool:
        return bool(self.words.strip() or self.feeling)


def find(journal: JournalService, wanted: Wanted, limit: int) -> list[JournalEntry]:
    """The newest entries that are wanted.

    Args:
        journal: the service.
        wanted: words, a feeling, both or neither.
        limit: at most so many.
    """
    if not wanted.words.strip():
        return journal.page(limit=limit, feeling=wanted.feeling)
    if wanted.feeling is None:
        return journal.search(wanted.words, limit=limit)
    found: list[JournalEntry] = []
    before = None
    while len(found) < limit:
        # Feelings are in the index too, which leaves few to look at; a word of the same name is dropped here.
        some = journal.search(f"{wanted.feeling} {wanted.words}", before, limit)
        found += [entry for entry in some if wanted.feeling in entry.feelings]
        if len(some) < limit:
            break
        before = (some[-1].at, some[-1].id)
    return found[:limit]


def search_field(box: Any, words: str, on_type: Callable[[str], None]) -> ft.Control:
    """The field to search in.

    Args:
        box: a ref that holds the field, to focus it.
        words: as typed so far.
        on_type: called with each letter.
    """
    return field(
        t("Search your journal"),
        words,
        lambda event: on_type(event.control.value),
        prefix_icon=ft.Icons.SEARCH,
        ref=box,
    )


def feeling_filter(
    feeling: str | None, unfolded: bool, on_unfold: Callable[[bool], None], on_feeling: Callable[[Any], None]
) -> list[ft.Control]:
    """Filter by feeling: one button that unfolds the feelings, and the chosen one with a way back to all.

    Args:
        feeling: the chosen one, or None.
        unfolded: whether the feelings are shown.
        on_unfold: folds and unfolds them.
        on_feeling: called with the feeling tapped, or None for all.
    """
    words = t("Hide the feelings") if unfolded else t("Filter by feeling")
    buttons: list[ft.Control] = [
        secondary(words, lambda _: on_unfold(not unfolded), icon=ft.Icons.FILTER_LIST)
    ]
    if feeling is not None:
        label = t("Feeling: {feeling}. Show all", feeling=t(FEELING_LABELS.get(feeling, feeling)))
        buttons.append(quiet(label, lambda _: on_feeling(None), icon=ft.Icons.CLOSE))
    parts: list[ft.Control] = [row(*buttons)]
    if unfolded:
        options = [(one, t(label)) for one, label in FEELINGS]
        parts.append(choice(options, feeling, on_feeling, name=t("Feeling")))
    return parts


def entry_list(
    here: Here, entries: Sequence[JournalEntry], wanted: Wanted, more: bool, on_more: Callable[[], None]
) -> list[ft.Control]:
    """The entries by day, newest first, and what stands at their end.

    Args:
        here: the screen's surroundings.
        entries: as far as they are shown.
        wanted: what they are narrowed to.
        more: whether there are older ones.
        on_more: shows older ones.
    """
    today = here.services.now().date()
    dark = is_dark(here)
    if not entries:
        return [_nothing(wanted)]
    parts: list[ft.Control] = []
    if wanted:
        said = (
            t("The newest {n} entries found", n=len(entries))
            if more
            else tn("{n} entry found", "{n} entries found", len(entries))
        )
        parts.append(ft.Semantics(live_region=True, container=True, content=small(said)))
    parts += [
        day_entries(here, day, group, today, wanted.words, dark, key=day.isoformat())
        for day, group in by_day(entries)
    ]
    if more:
        older = secondary(t("Show older"), lambda _: on_more(), icon=ft.Icons.EXPAND_MORE)
        parts.append(ft.Row([older], alignment=ft.MainAxisAlignment.CENTER))
    elif not wanted:
        parts.append(small(t("Your journal begins here."), text_align=ft.TextAlign.CENTER))
    return parts


def _nothing(wanted: Wanted) -> ft.Control:
    if wanted.words.strip():
        return card(
            heading(t("Nothing found")),
            body(t("No entry has “{words}”. Try another word.", words=wanted.words.strip()), quiet=True),
        )
    if wanted.feeling:
        label = t(FEELING_LABELS.get(wanted.feeling, wanted.feeling))
        return card(
            heading(t("Nothing found")),
            body(t("No entry has the feeling “{feeling}” yet.", feeling=label), quiet=True),
        )
    return empty(
        t("Your journal"),
        t(
            "One number for how you are is enough. You can add feelings and words when you want to. "
            "It all stays on this device."
        ),
        primary(t("New entry"), opener("/journal/new"), icon=ft.Icons.ADD),
    )
