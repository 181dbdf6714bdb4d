"""A month of the journal: each day with its mood, and the entries of the day that was tapped."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import flet as ft

from app.care.journal import DayMood, mood_word
from app.ui.components.base import (
    Style,
    body,
    card,
    heading,
    icon_button,
    row,
    secondary,
    small,
    stack,
    tappable,
    words_of,
)
from app.ui.components.entry_card import day_title, entry_card
from app.ui.components.mood_scale import mood_colours
from app.ui.failing import component
from app.ui.layout import opener
from app.ui.live import Here, use_here, use_live
from app.ui.text import day as day_words
from app.ui.text import long_day, t, tn, weekday
from app.ui.text import month as month_words

# Seven columns of a full target need this width (at normal text size); below it days stand in a list.
_GRID_FITS = 350
_CELL = 60
_OLDEST = 1950
_NOTHING: Any = None


def mood_of(mood: DayMood) -> int:
    """The step of the mood colours for a day: its mean, rounded.

    Args:
        mood: of the day.
    """
    return int(mood.mean + 0.5)


def day_label(day: date, mood: DayMood | None, today: date) -> str:
    """What a screen reader says of a day.

    Args:
        day: the day.
        mood: its moods, or None.
        today: today.
    """
    if mood is None:
        said = t("nothing written")
    else:
        # Two moods that differ have no average, so no word stands for both.
        sure = mood.average is not None or mood.low == mood.high
        number = (
            t("mood {n}, {word}", n=mood.words, word=t(mood_word(mood_of(mood))))
            if sure
            else t("mood {low} to {high}", low=mood.low, high=mood.high)
        )
        said = words_of(number, tn("{n} entry", "{n} entries", mood.count))
    return words_of(long_day(day), t("today") if day == today else "", said)


def _badge(here: Here, mood: DayMood | None) -> ft.Control:
    height = round(28 * max(1.0, here.preferences.text_scale))
    if mood is None:
        return ft.Container(height=height)
    ground, ink = mood_colours(here, mood_of(mood))
    return ft.Container(
        ft.Text(mood.words, theme_style=Style.TITLE_SMALL, color=ink, no_wrap=True),
        bgcolor=ground,
        border=ft.Border.all(1, ft.Colors.OUTLINE_VARIANT),
        border_radius=8,
        height=height,
        padding=ft.Padding.symmetric(horizontal=2),
        alignment=ft.Alignment.CENTER,
    )


def _cell(
    here: Here, day: date, mood: DayMood | None, today: date, chosen: bool, choose: Callable[[date], None]
) -> ft.Control:
    ink = ft.Colors.ON_SURFACE_VARIANT if mood is None and day != today else ft.Colors.ON_SURFACE
    number = ft.Text(
        str(day.day),
        theme_style=Style.LABEL_MEDIUM if day == today else Style.BODY_SMALL,
        color=ink,
        text_align=ft.TextAlign.CENTER,
    )
    height = round(_CELL * max(1.0, here.preferences.text_scale))
    if day > today:
        # A day to come has nothing to open, and says nothing.
        return ft.Semantics(
            exclude_semantics=True,
            content=ft.Container(number, height=height, alignment=ft.Alignment.TOP_CENTER, padding=6),
        )
    content = ft.Column(
        [number, _badge(here, mood)],
        spacing=2,
        tight=True,
        alignment=ft.MainAxisAlignment.CENTER,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return tappable(
        content,
        day_label(day, mood, today),
        lambda _: choose(day),
        ground=ft.Colors.SECONDARY_CONTAINER if chosen else None,
        side=ft.BorderSide(2, ft.Colors.PRIMARY) if day == today else None,
        radius=12,
        padding=3,
        selected=chosen,
        alignment=ft.Alignment.CENTER,
        height=height,
    )


def _grid(
    here: Here,
    shown: tuple[int, int],
    moods: Mapping[date, DayMood],
    today: date,
    chosen: date | None,
    choose: Callable[[date], None],
) -> ft.Control:
    names: list[ft.Control] = [
        ft.Container(
            ft.Semantics(
                label=weekday(n, full=True),
                exclude_semantics=True,
                content=small(weekday(n), text_align=ft.TextAlign.CENTER),
            ),
            expand=True,
        )
        for n in range(7)
    ]
    weeks: list[ft.Control] = [ft.Row(names, spacing=2)]
    for week in calendar.Calendar().monthdatescalendar(*shown):
        cells: list[ft.Control] = [
            ft.Container(
                _cell(here, day, moods.get(day), today, day == chosen, choose)
                if day.month == shown[1]
                else None,
                expand=True,
            )
            for day in week
        ]
        weeks.append(ft.Row(cells, spacing=2))
    return ft.Column(weeks, spacing=2, tight=True)


def _days(
    here: Here,
    moods: Mapping[date, DayMood],
    today: date,
    chosen: date | None,
    choose: Callable[[date], None],
) -> ft.Control:
    if not moods:
        return body(t("Nothing written in this month."), quiet=True)

    def tile(day: date, mood: DayMood) -> ft.Control:
        badge = ft.Container(_badge(here, mood), width=64 * max(1.0, here.preferences.text_scale))
        return tappable(
            ft.Row([ft.Container(body(day_words(day)), expand=True), badge], spacing=8),
            day_label(day, mood, today),
            lambda _: choose(day),
            ground=ft.Colors.SECONDARY_CONTAINER if day == chosen else None,
            radius=12,
            padding=8,
            selected=day == chosen,
        )

    tiles = [tile(day, mood) for day, mood in sorted(moods.items())]
    return stack(tiles, spacing=8)


def _step(shown: tuple[int, int], by: int) -> tuple[int, int]:
    months = shown[0] * 12 + shown[1] - 1 + by
    return months // 12, months % 12 + 1


@component
def Month() -> ft.Control:
    """The calendar, and below it the entries of the chosen day."""
    here = use_here()
    journal = here.services.journal
    today = here.services.now().date()
    shown, set_shown = ft.use_state((today.year, today.month))
    chosen, set_chosen = ft.use_state(_NOTHING)
    moods = use_live(lambda: journal.month(*shown), "journal_entry", deps=(shown,))
    entries = use_live(
        lambda: journal.on(chosen) if chosen is not None else [], "journal_entry", deps=(chosen,)
    )

    def step(by: int) -> None:
        set_shown(_step(shown, by))
        set_chosen(None)

    def choose(day: date) -> None:
        set_chosen(None if day == chosen else day)

    fits = here.roomy >= _GRID_FITS
    name = ft.Semantics(live_region=True, container=True, content=heading(month_words(*shown)))
    head = ft.Row(
        [
            icon_button(
                t("Previous month"), ft.Icons.CHEVRON_LEFT, lambda _: step(-1), disabled=shown[0] < _OLDEST
            ),
            ft.Container(name if fits else None, expand=True, alignment=ft.Alignment.CENTER),
            icon_button(
                t("Next month"),
                ft.Icons.CHEVRON_RIGHT,
                lambda _: step(1),
                disabled=shown >= (today.year, today.month),
            ),
        ],
    )
    grid = (
        _grid(here, shown, moods, today, chosen, choose)
        if fits
        else _days(here, moods, today, chosen, choose)
    )
    note = small(t("The number in colour is your mood on that day, 0 to 10. Tap a day to read it."))
    month = ft.Container(
        stack(
            [
                *([] if fits else [name]),
                head,
                grid,
                ft.Container(note, padding=ft.Padding.symmetric(horizontal=8)),
            ],
            spacing=8,
        ),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        border_radius=20,
        padding=ft.Padding.symmetric(horizontal=6, vertical=12),
    )
    parts: list[ft.Control] = [month]
    if chosen is not None:
        parts.append(day_title(chosen, today))
        parts += [entry_card(here, entry) for entry in entries] or [_nothing(chosen, today)]
    return ft.Column(parts, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _nothing(day: date, today: date) -> ft.Control:
    path = "/journal/new" if day == today else f"/journal/new?day={day.isoformat()}"
    words = t("Write about today") if day == today else t("Write about this day")
    return card(
        body(t("Nothing written on this day."), quiet=True),
        row(secondary(words, opener(path), icon=ft.Icons.ADD)),
    )
