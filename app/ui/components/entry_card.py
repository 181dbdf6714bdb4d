"""Journal entries as they read in a list: a day's heading and a card for each entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

import flet as ft

from app.care.journal import FEELING_LABELS, JournalEntry, mood_word
from app.ui.components.base import Style, body, heading, small, stack, tappable, words_of
from app.ui.components.mood_scale import mood_colours
from app.ui.failing import component
from app.ui.layout import opener
from app.ui.live import Here
from app.ui.text import clock, long_day, near_day, t

# What the patient may note beside the mood: field of JournalEntry -> its name.
DETAILS = (("sleep", "Sleep"), ("anxiety", "Anxiety"), ("energy", "Energy"), ("pain", "Pain"))
_EXCERPT = 180
_LEAD = 40
# Below this width (at normal text size) words get the whole card instead of the place beside the number.
_BESIDE_FITS = 340


def feeling_words(feelings: Sequence[str]) -> str:
    """Feelings as one line, "Calm, Tired".

    Args:
        feelings: ids of app.care.journal.FEELINGS, or the patient's own words.
    """
    return ", ".join(t(FEELING_LABELS.get(feeling, feeling)) for feeling in feelings)


def detail_words(entry: JournalEntry) -> str:
    """The other numbers of an entry as one line, "Sleep 6, Pain 2".

    Args:
        entry: of the journal.
    """
    found = ((label, getattr(entry, name)) for name, label in DETAILS)
    return ", ".join(t("{name} {n}", name=t(label), n=value) for label, value in found if value is not None)


def excerpt(words: str, wanted: str = "", most: int = _EXCERPT) -> str:
    """The beginning of the words, or the part around the first word that was searched for.

    Args:
        words: of an entry.
        wanted: what was searched for.
        most: characters at most, without the dots.
    """
    line = " ".join(words.split())
    small_line = line.lower()
    places = [at for at in (small_line.find(word) for word in wanted.lower().split()) if at >= 0]
    start = max(0, min(places) - _LEAD) if places and min(places) > most - _LEAD else 0
    cut, rest = line[start : start + most].strip(), line[start + most :]
    if rest and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return ("… " if start else "") + cut + (" …" if rest else "")


def swatch(here: Here, mood: int, words: str, size: int = 52) -> ft.Control:
    """A number on the colour of its mood.

    Args:
        here: the screen's surroundings.
        mood: 0 to 10, which gives the colour.
        words: the number as it is shown.
        size: its width and height at normal text size, in logical pixels.
    """
    ground, ink = mood_colours(here, mood)
    side = round(size * max(1.0, here.preferences.text_scale * 0.85))
    return ft.Container(
        ft.Text(words, theme_style=Style.TITLE_LARGE, color=ink),
        bgcolor=ground,
        border=ft.Border.all(1, ft.Colors.OUTLINE_VARIANT),
        border_radius=14,
        width=side,
        height=side,
        alignment=ft.Alignment.CENTER,
    )


def entry_card(here: Here, entry: JournalEntry, wanted: str = "") -> ft.Control:
    """One entry as one button that opens it.

    Args:
        here: the screen's surroundings.
        entry: of the journal.
        wanted: what was searched for, to show that part of the words.
    """
    word = t(mood_word(entry.mood))
    title = word[:1].upper() + word[1:]
    cut = excerpt(entry.words, wanted)
    feelings, details = feeling_words(entry.feelings), detail_words(entry)
    more: list[ft.Control] = []
    if feelings:
        more.append(body(feelings, quiet=True))
    if cut:
        more.append(body(cut))
    if details:
        more.append(small(details))
    number = swatch(here, entry.mood, str(entry.mood))
    head: list[ft.Control] = [
        ft.Text(title, theme_style=Style.TITLE_MEDIUM),
        small(clock(entry.at)),
    ]
    if here.roomy >= _BESIDE_FITS:
        first = ft.Row(head, alignment=ft.MainAxisAlignment.SPACE_BETWEEN)
        content: ft.Control = ft.Row(
            [number, ft.Container(stack([first, *more], spacing=4), expand=True)],
            spacing=16,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
    else:
        first = ft.Row([number, ft.Container(stack(head, spacing=0), expand=True)], spacing=12)
        content = stack([first, *more], spacing=8)
    said = words_of(
        t("{time}: mood {n} of 10, {word}", time=clock(entry.at), n=entry.mood, word=word),
        feelings,
        details,
        cut,
    )
    return tappable(content, said, opener(f"/journal/{entry.id}"), ground=ft.Colors.SURFACE_CONTAINER_LOW)


@component
def _day_entries(
    here: Here,
    day: date,
    entries: tuple[JournalEntry, ...],
    today: date,
    wanted: str,
    dark: bool,  # noqa: ARG001  (a change of it must draw the colours again)
) -> ft.Control:
    title = ft.Semantics(
        heading_level=2,
        container=True,
        label=long_day(day),
        exclude_semantics=True,
        content=ft.Text(near_day(day, today), theme_style=Style.TITLE_MEDIUM),
    )
    return ft.Column(
        [
            ft.Container(title, padding=ft.Padding(4, 8, 4, 0)),
            *[entry_card(here, e, wanted) for e in entries],
        ],
        spacing=8,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


# A day that did not change is not drawn again when older ones are appended.
day_entries: Any = ft.memo(_day_entries)  # type: ignore[no-untyped-call]


def by_day(entries: Sequence[JournalEntry]) -> list[tuple[date, tuple[JournalEntry, ...]]]:
    """Entries grouped by the local day on which they were written, in the given order.

    Args:
        entries: newest first.
    """
    return [(day, tuple(group)) for day, group in groupby(entries, key=lambda entry: entry.day)]


def day_title(day: date, today: date) -> ft.Control:
    """The heading over one day's entries.

    Args:
        day: the day.
        today: today.
    """
    return heading(near_day(day, today), 3)
