"""The clock of session mode: minutes left in large digits inside a quiet ring."""

from __future__ import annotations

from math import pi, tau
from typing import Any

import flet as ft
import flet.canvas as cv

from app.care.course import Session
from app.care.session_clock import (
    RECOVERY_MINUTES,
    SESSION_MINUTES,
    ClockPart,
    SessionClock,
    clock,
)
from app.ui.components.base import Style, body, heading, small
from app.ui.failing import component
from app.ui.live import use_here, use_repeat
from app.ui.text import clock as time_words
from app.ui.text import t, tn

# How often the clock is looked at, in seconds; it is drawn again only when a minute has gone by.
TICK = 1.0
_INSIDE = 0.14
_RING = 232
_STROKE = 14


def minutes_left(now: SessionClock) -> int:
    """Whole minutes that are left of this part, rounded up.

    Args:
        now: where the session stands.
    """
    return max(0, -int(-now.left.total_seconds() // 60))


def _title(part: ClockPart) -> str:
    return {
        ClockPart.INFUSION: t("Infusion"),
        ClockPart.COMING_ROUND: t("Coming round"),
        ClockPart.OVER: t("The usual time is over"),
    }[part]


def _spoken(part: ClockPart, left: int) -> str:
    if part is ClockPart.OVER:
        return t("The usual time is over")
    return f"{_title(part)}. " + tn("{n} minute left", "{n} minutes left", left)


@component
def Clock(session: Session) -> ft.Control:
    """Where the infusion is now; it goes on by itself until it is not shown any more.

    Args:
        session: the infusion in progress.
    """
    here = use_here()
    services = here.services
    shown, set_shown = ft.use_state((ClockPart.INFUSION, -1))

    def look() -> SessionClock:
        return clock(session, services.now())

    def tick() -> None:
        now = look()
        set_shown((now.part, minutes_left(now)))

    use_repeat(here.feed, TICK, tick)
    del shown  # only wakes this component
    now = look()
    left = minutes_left(now)
    began = time_words(session.began_at) if session.began_at else ""
    return ft.Column(
        [
            _face(here, now.part, left),
            small(t("Began at {time}", time=began), text_align=ft.TextAlign.CENTER),
            ft.Container(
                body(t(now.sentence), color=ft.Colors.ON_PRIMARY_CONTAINER),
                bgcolor=ft.Colors.PRIMARY_CONTAINER,
                border_radius=20,
                padding=16,
            ),
        ],
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _face(here: Any, part: ClockPart, left: int) -> ft.Control:
    whole = {ClockPart.INFUSION: SESSION_MINUTES, ClockPart.COMING_ROUND: RECOVERY_MINUTES}.get(part, 1)
    size = min(_RING * max(1.0, here.preferences.text_scale), max(_RING, min(here.width, 720) - 48))
    gone = 1 - left / whole
    ring: list[cv.Shape] = [_arc(size, tau, ft.Colors.SURFACE_CONTAINER_HIGHEST)]
    if gone > 0:
        ring.append(_arc(size, tau * gone, ft.Colors.PRIMARY))
    if part is ClockPart.OVER:
        inside: list[ft.Control] = [ft.Icon(ft.Icons.CHECK, size=64, color=ft.Colors.PRIMARY)]
    else:
        inside = [
            ft.Text(str(left), theme_style=Style.DISPLAY_LARGE),
            body(t("minute left") if left == 1 else t("minutes left"), text_align=ft.TextAlign.CENTER),
        ]
    column = ft.Column(
        inside,
        spacing=0,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        alignment=ft.MainAxisAlignment.CENTER,
    )
    drawn = ft.Semantics(
        label=_spoken(part, left),
        image=True,
        container=True,
        exclude_semantics=True,
        content=ft.Stack(
            [
                cv.Canvas(ring, width=size, height=size),
                ft.Container(
                    column,
                    alignment=ft.Alignment.CENTER,
                    width=size,
                    height=size,
                    # Below its middle a ring is narrower: longer words go on in a second line.
                    padding=ft.Padding.symmetric(horizontal=size * _INSIDE),
                ),
            ],
            width=size,
            height=size,
        ),
    )
    return ft.Column(
        [*([heading(_title(part))] if part is not ClockPart.INFUSION else []), drawn],
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )


def _arc(size: float, sweep: float, color: str) -> cv.Arc:
    return cv.Arc(
        x=_STROKE / 2,
        y=_STROKE / 2,
        width=size - _STROKE,
        height=size - _STROKE,
        start_angle=-pi / 2,
        sweep_angle=sweep,
        paint=ft.Paint(style=ft.PaintingStyle.STROKE, stroke_width=_STROKE, color=color),
    )
