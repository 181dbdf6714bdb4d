"""Where a line begins and where it ends: left and right, or the other way round where a language runs so.

Flet's paddings, borders and alignments know left and right alone; its arrows turn round by themselves.
"""

from __future__ import annotations

import flet as ft

from app.ui.text import spoken


def begins(at: float) -> ft.Padding:
    """Room where a line begins.

    Args:
        at: in logical pixels.
    """
    return ft.Padding.only(right=at) if spoken().rtl else ft.Padding.only(left=at)


def ends(at: float) -> ft.Padding:
    """Room where a line ends.

    Args:
        at: in logical pixels.
    """
    return ft.Padding.only(left=at) if spoken().rtl else ft.Padding.only(right=at)


def edge(side: ft.BorderSide) -> ft.Border:
    """A border where a line begins.

    Args:
        side: how it looks.
    """
    return ft.Border(right=side) if spoken().rtl else ft.Border(left=side)


def beginning() -> ft.Alignment:
    """In the middle of the height, where a line begins."""
    return ft.Alignment.CENTER_RIGHT if spoken().rtl else ft.Alignment.CENTER_LEFT
