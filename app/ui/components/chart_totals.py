"""The totals of a questionnaire over its published bands, with the infusions marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import flet as ft

from app.care.insight import Held
from app.care.totals import Totals
from app.ui.components.base import Style
from app.ui.components.chart import dates_below
from app.ui.components.chart_frame import (
    Axes,
    Inside,
    Label,
    across,
    line,
    numbers,
    plot,
    text_scale,
    upright,
)
from app.ui.live import Here
from app.ui.sides import beginning, begins
from app.ui.text import said, t, tn

# The shortest time that is shown, so that one result stands in the middle of something.
_LEAST_DAYS = 15
# Below this the lines would be too short, so the bands are named in the sentence alone.
_LEFT_FOR_LINES = 256
# The widest letter, on average over a name, of a label's size.
_LETTER = 13 * 0.5
# In a picture of about 150 units a label would lie on its neighbour with less between them.
_LINES = 9
_MOST_DOTS = 60
# So much of the width a label needs.
_NEAR = 0.4


def totals_picture(
    here: Here, totals: Totals, infusions: Sequence[tuple[date, int]], today: date, said: str
) -> ft.Control:
    """The complete results as a line over the bands.

    Args:
        here: the screen's surroundings.
        totals: with at least one complete result.
        infusions: the day and number of each.
        today: the right end.
        said: the sentence that says the same.
    """
    asked = totals.questionnaire
    known = [(point.day, point.score.value) for point in totals.points if point.score is not None]
    first = min(known[0][0], today - timedelta(days=_LEAST_DAYS - 1))
    days = (today - first).days + 1
    ends = (-0.5, days - 0.5)
    top = asked.most * 1.03
    marks = [((day - first).days, number) for day, number in infusions if first <= day <= today]
    points = [((day - first).days, value) for day, value in known]
    series = [across(y, ends, ft.Colors.OUTLINE_VARIANT) for y in _limits(totals)]
    series += [upright(x, asked.most) for x, _ in marks]
    series.append(line(points, ft.Colors.PRIMARY, 3))
    inside = [
        Inside(x, y, _number(totals, y), ft.Colors.ON_SURFACE, above=y < asked.most * 0.85)
        for x, y in {points[0], points[-1]}
    ]
    axes = Axes(
        x=ends,
        y=(-asked.most * 0.02, top),
        left=[(y, str(y)) for y in _apart([0, *_limits(totals), asked.most], asked.most)],
        bottom=dates_below(here, first, days),
        top=numbers(here, marks, ends),
    )
    wide = _wide(totals)
    if asked.bands and here.roomy >= _LEFT_FOR_LINES + wide:
        return plot(
            here,
            axes,
            series,
            said,
            inside=inside,
            beside=_names(totals, top),
            right=wide * text_scale(here),
        )
    return plot(here, axes, series, said, inside=inside)


def _number(totals: Totals, value: float) -> str:
    return next(said(p.score.shown) for p in totals.points if p.score is not None and p.score.value == value)


def _limits(totals: Totals) -> list[int]:
    """Where a band begins, or from where on clinics look closer."""
    asked = totals.questionnaire
    return [band.low for band in asked.bands[1:]] or ([asked.cut[0]] if asked.cut else [])


def _apart(values: Sequence[int], most: int) -> list[int]:
    """Without those too near to the highest to be read."""
    return [
        one for one, later in pairwise([*values, 2 * most]) if later - one >= most / _LINES or one == most
    ]


def _wide(totals: Totals) -> float:
    """The room at normal text size for the longest name of a band, in logical pixels."""
    return 16 + _LETTER * max((len(t(band.name)) for band in totals.questionnaire.bands), default=0)


def _names(totals: Totals, top: float) -> ft.Control:
    """The name of each band at its height, in the published words."""
    bands = totals.questionnaire.bands
    highs = [band.low for band in bands[1:]] + [top]
    parts: list[ft.Control] = [
        ft.Container(
            ft.Text(
                t(band.name), theme_style=Style.LABEL_SMALL, color=ft.Colors.ON_SURFACE_VARIANT, no_wrap=True
            ),
            expand=round(100 * (high - band.low)),
            alignment=beginning(),
            padding=begins(8),
        )
        for band, high in zip(bands, highs, strict=True)
    ]
    return ft.Column(parts[::-1], spacing=0, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def held_picture(here: Here, held: Held, better: int, said: str) -> ft.Control:
    """The means of three days since the last infusion, with the own baseline and the line above it.

    Args:
        here: the screen's surroundings.
        held: with a baseline and at least one day that has a mean.
        better: how many points above the baseline count.
        said: the sentence that says the same.
    """
    base = held.baseline or 0.0
    points = [(n, row.mean) for n, row in enumerate(held.table, 1) if row.mean is not None]
    most = max(7, len(held.table))
    ends = (0.5, most + 0.5)
    edge = max(1, most // 6)
    labels: list[Label] = [(n, tn("{n} day", "{n} days", n)) for n in (1 + edge, most - edge)]
    series = [
        across(base, ends, ft.Colors.OUTLINE),
        across(base + better, ends, ft.Colors.TERTIARY),
        # Of many days the dots would touch.
        line(points, ft.Colors.PRIMARY, 3 if most <= _MOST_DOTS else 1.5),
    ]
    side = max(ends, key=lambda end: _room(points, end, ends, (base, base + better)))
    inside = [
        Inside(side, base, t("baseline {value}", value=base), ft.Colors.ON_SURFACE, above=False),
        Inside(side, base + better, t("{n} points better", n=better), ft.Colors.TERTIARY, above=False),
    ]
    axes = Axes(
        x=ends,
        y=(-0.3, 10.3),
        left=[(0, "0"), (5, "5"), (10, "10")],
        bottom=labels,
        grid=5,
    )
    return plot(here, axes, series, said, inside=inside)


def _room(
    points: Sequence[tuple[float, float]], end: float, ends: tuple[float, float], lines: tuple[float, float]
) -> float:
    """How far the points near one end keep from the middle of what stands there."""
    near = [y for x, y in points if abs(x - end) < (ends[1] - ends[0]) * _NEAR]
    return min((abs(y - sum(lines) / 2) for y in near), default=ends[1])
