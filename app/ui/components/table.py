"""The numbers of a picture, one tap away: a table that is read row by row, on a narrow window as lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import flet as ft

from app.ui.components.base import Style, body, quiet, row, small, tappable, words_of
from app.ui.failing import component
from app.ui.live import Here, use_here, use_value
from app.ui.sides import ends
from app.ui.text import t

# So many rows at once; older ones come by a button.
PAGE = 60
# From so many rows on the way to hide them stands below them, too.
_LONG = 8
# A letter, the narrowest column, and what is around a table, at normal text size, in logical pixels.
_LETTER, _NARROWEST, _AROUND = 8.5, 60, 64
_FIRST_SHARE = 1.5
_FEW = 3
_EDGE = 4


@dataclass(frozen=True)
class Table:
    """Numbers to show.

    Attributes:
        name: what they are of, already translated.
        columns: their names, already translated; the first column names the row.
        rows: the newest or most important first; "" where there is nothing to say.
        note: a line below, such as what a value means; or "".
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def numbers_below(table: Table, key: str = "") -> ft.Control:
    """The table behind a button, which stays open when what is above it changes.

    Args:
        table: the numbers.
        key: tells it from others on the screen; its name where it is left out.
    """
    made: ft.Control = Numbers(table, key=key or table.name)  # type: ignore[call-arg]
    return made


@component
def Numbers(table: Table) -> ft.Control:
    """A button that shows a table in its place, and hides it again.

    Args:
        table: the numbers.
    """
    here = use_here()
    shown, set_shown = use_value(False)
    pages, set_pages = use_value(1)

    def toggle(_: Any) -> None:
        set_shown(not shown)
        set_pages(1)

    parts: list[ft.Control] = [_switch(table, shown, toggle)]
    if shown:
        rows = table.rows[: pages * PAGE]
        parts += _rows(here, table, rows)
        if table.note:
            parts.append(small(table.note))
        if len(rows) < len(table.rows):
            more = quiet(t("Show more rows"), lambda _: set_pages(pages + 1), icon=ft.Icons.EXPAND_MORE)
            parts.append(row(more))
        if len(rows) > _LONG:
            parts.append(_switch(table, shown, toggle))
    return ft.Column(parts, spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _switch(table: Table, shown: bool, toggle: Any) -> ft.Control:
    words = t("Hide the numbers") if shown else t("Show the numbers")
    icon = ft.Icons.EXPAND_LESS if shown else ft.Icons.TABLE_ROWS_OUTLINED
    content = ft.Row(
        [
            ft.Icon(icon, size=20, color=ft.Colors.PRIMARY),
            ft.Text(
                words,
                theme_style=Style.LABEL_LARGE,
                color=ft.Colors.PRIMARY,
                expand=True,
                expand_loose=True,
            ),
        ],
        spacing=8,
        tight=True,
    )
    # Several of them on a screen: each says which numbers.
    return row(tappable(content, f"{words}: {table.name}", toggle, radius=24, padding=12))


def _rows(here: Here, table: Table, rows: Sequence[tuple[str, ...]]) -> list[ft.Control]:
    if not _fits(here, table):
        return [_said(table, one, _lines(table, one)) for one in rows]
    names = _cells([small(name) for name in table.columns], table.columns)
    head = ft.Semantics(
        exclude_semantics=True,
        content=ft.Container(names, padding=ft.Padding.symmetric(horizontal=_EDGE)),
    )
    return [head, *(_said(table, one, _cells([body(cell) for cell in one], table.columns)) for one in rows)]


def _fits(here: Here, table: Table) -> bool:
    """Whether the longest word has room in its column; where it has none each row becomes lines."""
    width = (here.column_width / 2 if here.wide else here.column_width) - _AROUND
    need = float(_NARROWEST)
    for cells in (table.columns, *table.rows):
        for place, cell in enumerate(cells):
            longest = max(map(len, cell.split()), default=0) * _LETTER
            need = max(need, longest / _FIRST_SHARE if place == 0 else longest)
    return (len(table.columns) - 1 + _FIRST_SHARE) * need * max(1.0, here.preferences.text_scale) <= width


def _said(table: Table, cells: tuple[str, ...], content: ft.Control) -> ft.Control:
    """One row, read as "Thu 26 Nov: mood 5.3, notes 3"."""
    named = [f"{name} {cell}" for name, cell in zip(table.columns[1:], cells[1:], strict=True) if cell]
    ruled = ft.Container(
        content,
        padding=ft.Padding.symmetric(vertical=8, horizontal=_EDGE),
        border=ft.Border.only(top=ft.BorderSide(1, ft.Colors.OUTLINE_VARIANT)),
    )
    said = f"{cells[0]}: {words_of(*named)}"
    return ft.Semantics(label=said, container=True, exclude_semantics=True, content=ruled)


def _cells(cells: Sequence[ft.Control], columns: Sequence[str]) -> ft.Control:
    share = round(10 * _FIRST_SHARE) if len(columns) > 1 else 10
    return ft.Row(
        [
            ft.Container(cell, expand=share if place == 0 else 10, padding=ends(8))
            for place, cell in enumerate(cells)
        ],
        spacing=0,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def _lines(table: Table, cells: tuple[str, ...]) -> ft.Control:
    named = [f"{name}: {cell}" for name, cell in zip(table.columns[1:], cells[1:], strict=True) if cell]
    if len(table.columns) > _FEW:
        # One below the other they would take a screen for each row.
        named = [" · ".join(named)]
    first = ft.Text(cells[0], theme_style=Style.TITLE_SMALL)
    return ft.Column([first, *map(body, named)], spacing=2, tight=True)
