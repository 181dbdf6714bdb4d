"""Sleep, anxiety, energy and pain: each a line that unfolds into a scale, each can be left out."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from app.care.journal import JournalEntry
from app.ui.components.base import Style, body, card, heading, quiet, row, small, stack, tappable
from app.ui.components.entry_card import DETAILS
from app.ui.components.mood_scale import scale
from app.ui.live import Here
from app.ui.text import t

# What 0 and 10 mean.
_ENDS = {
    "sleep": ("very bad", "very good"),
    "anxiety": ("none", "very strong"),
    "energy": ("none", "full of it"),
    "pain": ("none", "as bad as it can be"),
}


def numbers(
    here: Here,
    entry: JournalEntry,
    unfolded: frozenset[str],
    unfold: Callable[[str], None],
    change: Callable[..., None],
) -> ft.Control:
    """The card of the four numbers.

    Args:
        here: the screen's surroundings.
        entry: of the journal.
        unfolded: the fields of JournalEntry whose scale is shown.
        unfold: folds and unfolds one.
        change: keeps a field's new number, or None.
    """
    parts: list[ft.Control] = [
        heading(t("More numbers")),
        small(t("Only if you want to. Each can be left out.")),
    ]
    for name, label in DETAILS:
        parts += _one(here, name, t(label), getattr(entry, name), name in unfolded, unfold, change)
    return card(*parts, spacing=8)


def _one(
    here: Here,
    name: str,
    label: str,
    value: int | None,
    shown: bool,
    unfold: Callable[[str], None],
    change: Callable[..., None],
) -> list[ft.Control]:
    said = t("not noted") if value is None else t("{n} of 10", n=value)
    line = ft.Row(
        [
            ft.Container(
                stack([ft.Text(label, theme_style=Style.TITLE_MEDIUM), body(said, quiet=True)], spacing=0),
                expand=True,
            ),
            ft.Icon(
                ft.Icons.EXPAND_LESS if shown else ft.Icons.EXPAND_MORE, color=ft.Colors.ON_SURFACE_VARIANT
            ),
        ]
    )
    name_said = t("{name}: {said}. Hide the scale", name=label, said=said)
    if not shown:
        name_said = t("{name}: {said}. Change", name=label, said=said)
    parts = [
        tappable(line, name_said, lambda _: unfold(name), radius=12, padding=12, ground=ft.Colors.SURFACE)
    ]
    if shown:
        low, high = _ENDS[name]
        parts.append(
            scale(here, value, lambda number: change(**{name: number}), name=label, low=t(low), high=t(high))
        )
        if value is not None:
            clear = quiet(
                t("Clear {name}", name=label.lower()),
                lambda _: change(**{name: None}),
                icon=ft.Icons.BACKSPACE_OUTLINED,
            )
            parts.append(row(clear))
    return parts
