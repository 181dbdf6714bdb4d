"""Counts as pictures: bars of feelings, and a small field of numbers for one scale beside the mood."""

from __future__ import annotations

import flet as ft

from app.care.insight import RANGES, Beside, FeelingCount, Feelings
from app.ui.components.base import Style, body, small
from app.ui.components.mood_scale import mood_colours
from app.ui.live import Here
from app.ui.sides import begins
from app.ui.text import t

MOST_BARS = 8
# Below this width (at normal text size) a name stands above its bar.
_BESIDE_FITS = 300
_BAR = 20
# A mood in the middle of each third, for its colour.
_MIDDLE = (1, 5, 9)


def feeling_name(one: FeelingCount) -> str:
    """A feeling as it is shown: the app's own is translated, the patient's own word stays."""
    return t(one.label) if one.known else one.feeling


def feeling_bars(here: Here, feelings: Feelings, said: str) -> ft.Control:
    """The most frequent feelings as bars with their counts.

    Args:
        here: the screen's surroundings.
        feelings: with at least one.
        said: the sentence that says the same.
    """
    shown = feelings.counts[:MOST_BARS]
    most = shown[0].count
    beside = here.roomy >= _BESIDE_FITS
    parts: list[ft.Control] = []
    for one in shown:
        bar: list[ft.Control] = [
            ft.Container(bgcolor=ft.Colors.PRIMARY, border_radius=6, height=_BAR, expand=one.count)
        ]
        if most > one.count:
            bar.append(ft.Container(expand=most - one.count))
        number = ft.Container(
            ft.Text(str(one.count), theme_style=Style.LABEL_LARGE),
            width=44 * max(1.0, here.preferences.text_scale),
            padding=begins(8),
        )
        name = body(feeling_name(one))
        row = ft.Row([ft.Container(ft.Row(bar, spacing=0), expand=True), number], spacing=0)
        if beside:
            parts.append(ft.Row([ft.Container(name, expand=2), ft.Container(row, expand=3)], spacing=8))
        else:
            parts.append(ft.Column([name, row], spacing=2, tight=True))
    return ft.Semantics(
        label=said,
        image=True,
        container=True,
        exclude_semantics=True,
        content=ft.Column(parts, spacing=8, tight=True),
    )


def range_words(place: int) -> str:
    """A third of the scale as "4–6"."""
    low, high = RANGES[place]
    return f"{low}–{high}"


def beside_field(here: Here, beside: Beside, name: str, said: str) -> ft.Control:
    """Nine counts: three rows of the scale, the highest on top, and three columns of the mood.

    Args:
        here: the screen's surroundings.
        beside: with at least one note.
        name: of the scale, already translated.
        said: the sentence that says the same.
    """
    roomy = here.roomy >= _BESIDE_FITS

    def line(first: str, cells: list[ft.Control]) -> ft.Control:
        label = ft.Container(small(first), expand=3)
        boxes = [ft.Container(cell, expand=2) for cell in cells]
        if roomy:
            return ft.Row([label, *boxes], spacing=6)
        return ft.Column([small(first), ft.Row(list(boxes), spacing=6)], spacing=2, tight=True)

    heads: list[ft.Control] = [
        small(range_words(place), text_align=ft.TextAlign.CENTER) for place in range(len(RANGES))
    ]
    parts = [line(t("Mood"), heads)]
    for place in reversed(range(len(RANGES))):
        cells = [_cell(here, count, column) for column, count in enumerate(beside.rows[place].by_mood)]
        parts.append(line(f"{name} {range_words(place)}", cells))
    return ft.Semantics(
        label=said,
        image=True,
        container=True,
        exclude_semantics=True,
        content=ft.Column(parts, spacing=6, tight=True),
    )


def _cell(here: Here, count: int, column: int) -> ft.Control:
    # The colour is that of the mood, as in the calendar; how many is said by the number alone.
    ground, ink = mood_colours(here, _MIDDLE[column]) if count else (None, ft.Colors.ON_SURFACE_VARIANT)
    return ft.Container(
        ft.Text(str(count), theme_style=Style.TITLE_SMALL, color=ink, no_wrap=True),
        bgcolor=ground,
        border=ft.Border.all(1, ft.Colors.OUTLINE_VARIANT),
        border_radius=8,
        padding=10,
        alignment=ft.Alignment.CENTER,
    )
