"""How far a course is, as a ring of one piece for each infusion with the count in its middle."""

from __future__ import annotations

from math import pi, tau

import flet as ft
import flet.canvas as cv

from app.ui.components.base import Style
from app.ui.live import Here
from app.ui.text import t

_SIZE = 112
_STROKE = 11
_GAP = 0.09


def _piece(at: int, of: int, size: float, done: bool) -> cv.Arc:
    part = tau / of
    gap = min(_GAP, part / 4) if of > 1 else 0
    return cv.Arc(
        x=_STROKE / 2,
        y=_STROKE / 2,
        width=size - _STROKE,
        height=size - _STROKE,
        start_angle=-pi / 2 + at * part + gap / 2,
        sweep_angle=part - gap,
        paint=ft.Paint(
            style=ft.PaintingStyle.STROKE,
            stroke_width=_STROKE,
            color=ft.Colors.PRIMARY if done else ft.Colors.OUTLINE_VARIANT,
        ),
    )


def session_ring(here: Here, done: int, planned: int, *, size: float = _SIZE) -> ft.Control:
    """A ring that says "3 of 6".

    Args:
        here: the screen's surroundings.
        done: how many infusions took place, 0 or more.
        planned: how many are planned, 1 to 24.
        size: its width and height at normal text size, in logical pixels.
    """
    wide = size * max(1.0, here.preferences.text_scale)
    pieces: list[cv.Shape] = [_piece(n, planned, wide, n < done) for n in range(planned)]
    count = ft.Text(
        t("{done} of {planned}", done=done, planned=planned),
        theme_style=Style.TITLE_LARGE,
        text_align=ft.TextAlign.CENTER,
    )
    return ft.Semantics(
        label=t("{done} of {planned} infusions done", done=done, planned=planned),
        image=True,
        container=True,
        exclude_semantics=True,
        content=ft.Stack(
            [
                cv.Canvas(pieces, width=wide, height=wide),
                ft.Container(count, alignment=ft.Alignment.CENTER, width=wide, height=wide),
            ],
            width=wide,
            height=wide,
        ),
    )
