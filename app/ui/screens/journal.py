"""The journal: what was written, newest first, by word, by feeling and by month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flet as ft

from app.ui import theme
from app.ui.components.base import icon_button, primary, row
from app.ui.components.chart import LastDays
from app.ui.components.choices import choice
from app.ui.components.month import Month
from app.ui.failing import component
from app.ui.keyboard import use_focus
from app.ui.layout import go, opener, screen
from app.ui.live import Here, Size, use_here, use_live
from app.ui.screens.journal_parts import PAGE, Wanted, entry_list, feeling_filter, find, search_field
from app.ui.text import t

# Older entries are fetched when less than this is left below, in logical pixels.
_NEAR_END = 900
# Below this width (at normal text size) the button for a new entry stands in the list.
_FLOATING_FITS = 360
# Room for the button that floats over the end of the list.
_UNDER_BUTTON = 96


@component
def Journal() -> ft.View:
    """The list beside the month on a desktop; one of the two on a phone."""
    here = use_here()
    journal = here.services.journal
    view, set_view = ft.use_state("entries")
    opened, set_opened = ft.use_state(False)
    unfolded, set_unfolded = ft.use_state(False)
    wanted, set_wanted = ft.use_state(Wanted())
    pages, set_pages = ft.use_state(1)
    asked = "?search" in (ft.context.page.route or "")
    box = use_focus(asked)
    limit = pages * PAGE
    found = use_live(lambda: find(journal, wanted, limit + 1), "journal_entry", deps=(wanted, limit))
    entries, more = found[:limit], len(found) > limit

    def want(words: str | None = None, feeling: str | None = None) -> None:
        set_wanted(Wanted(wanted.words if words is None else words, feeling))
        set_pages(1)

    def choose_feeling(feeling: str | None) -> None:
        set_unfolded(False)
        want(feeling=None if feeling == wanted.feeling else feeling)

    def show_search(_: Any) -> None:
        set_opened(True)
        set_view("entries")

    def hide_search(_: Any) -> None:
        set_opened(False)
        set_unfolded(False)
        want("")
        if asked:
            go("/journal")

    def show_more() -> None:
        if more:
            set_pages(pages + 1)

    def scrolled(event: ft.OnScrollEvent) -> None:
        if event.pixels > event.max_scroll_extent - _NEAR_END:
            show_more()

    # A list that is narrowed always shows by what, and the way back to all.
    searching = here.wide or opened or asked or bool(wanted)
    listed = here.wide or view == "entries" or asked
    search: list[ft.Control] = []
    if searching and listed and (entries or wanted):
        search = [
            search_field(box, wanted.words, lambda words: want(words, wanted.feeling)),
            *feeling_filter(wanted.feeling, unfolded, set_unfolded, choose_feeling),
        ]
    older = entry_list(here, entries, wanted, more, show_more) if listed else []
    new = primary(t("New entry"), opener("/journal/new"), icon=ft.Icons.ADD)
    if here.wide:
        left = [*([row(new)] if entries or wanted else []), *search, *older]
        fill = _columns(_list(left, scrolled, theme.EDGE * 2), [LastDays(), Month()], here)
        return screen(here, t("Journal"), place="/journal", fill=fill)
    switch = row(
        choice(
            [("entries", t("Entries")), ("month", t("Month"))], "entries" if listed else "month", set_view
        ),
        icon_button(t("Close the search"), ft.Icons.SEARCH_OFF, hide_search)
        if searching
        else icon_button(t("Search and filter"), ft.Icons.SEARCH, show_search),
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
    )
    parts: list[ft.Control] = []
    # Where there is little room the button must not float over what is read.
    floating = here.roomy >= _FLOATING_FITS
    if (entries or wanted) and not floating:
        parts.append(row(new))
    if not entries and not wanted:
        parts += older or [Month()]
    elif not listed:
        parts += [switch, Month(), LastDays()]
    else:
        parts += [switch, *search, *([] if searching else [LastDays()]), *older]
    shown = screen(here, t("Journal"), place="/journal", fill=_list(parts, scrolled, _UNDER_BUTTON, here))
    if (entries or wanted) and floating:
        shown.floating_action_button = ft.FloatingActionButton(
            content=t("New entry"),
            icon=ft.Icons.ADD,
            bgcolor=ft.Colors.PRIMARY,
            foreground_color=ft.Colors.ON_PRIMARY,
            on_click=opener("/journal/new"),
        )
    return shown


def _list(parts: Sequence[ft.Control], scrolled: Any, foot: int, here: Here | None = None) -> ft.ListView:
    # Children are built as they come into view, so that the length of a journal costs nothing.
    rail = 0 if here is None or here.size is Size.PHONE else 112
    edge = max(theme.EDGE, (here.width - rail - theme.COLUMN) / 2) if here else 0
    return ft.ListView(
        controls=list(parts),
        spacing=theme.CARD_GAP,
        padding=ft.Padding(edge, 4, edge, foot),
        on_scroll=scrolled,
        scroll_interval=100,
        expand=True,
    )


def _columns(left: ft.Control, right: Sequence[ft.Control], here: Here) -> ft.Control:
    edge = max(theme.EDGE, (here.width - 200 - 2 * theme.COLUMN + 240) / 2)
    beside = ft.Column(
        [ft.Container(part) for part in right],
        spacing=theme.CARD_GAP,
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return ft.Container(
        ft.Row(
            [ft.Container(left, expand=True), ft.Container(beside, expand=True)],
            spacing=theme.EDGE,
            vertical_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        padding=ft.Padding.symmetric(horizontal=edge),
        expand=True,
    )
