"""A field of an infusion that is saved while someone types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from app.ui.components.words import words_field
from app.ui.failing import component


@component
def Kept(
    label: str,
    value: str,
    keep: Callable[[str], Any],
    keyboard: ft.KeyboardType | None = None,
    lines: int = 1,
) -> ft.Control:
    """A field that is saved while someone types, when they pause, and when they leave.

    Args:
        label: its name, already translated.
        value: what the store holds.
        keep: writes what was typed; raises Invalid when it refuses.
        keyboard: which keys a phone shows.
        lines: how many at least.
    """
    return ft.Row([words_field(label, value, keep, lines=lines, keyboard_type=keyboard, expand=True)])
