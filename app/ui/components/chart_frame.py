"""The frame that all pictures share: axes, words in the plot, and the sentence that a screen reader says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import flet as ft

from app.ui.components.base import Style
from app.ui.live import Here
from app.ui.text import t

if TYPE_CHECKING:
    import flet_charts as fch

_HEIGHT, _TALL = 190, 260
# What stands around the plot, at normal text size.
_LEFT, _TOP, _BOTTOM = 30, 24, 22
# Between a direct label and its place.
_LIFT = 3
# How high a label is, at normal text size.
_LETTERS = 16
# What a mark's number needs beside the next one, and the edges of a card, in logical pixels.
_NUMBER = 16
_AROUND = 100

Label = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Inside:
    """Words at a place inside the plot, as a direct label.

    Attributes:
        x, y: where, in the units of the axes.
        words: what stands there, already translated.
        color: a colour role.
        above: whether they stand above the place, else below it; None for beside it, at its height.
    """

    x: float
    y: float
    words: str
    color: str
    above: bool | None = True


@dataclass(frozen=True, slots=True)
class Axes:
    """What is seen around a picture.

    Attributes:
        x, y: lowest and highest.
        left, bottom, top: where labels stand, and their words.
        grid: between two lines across.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    left: Sequence[Label] = ()
    bottom: Sequence[Label] = ()
    top: Sequence[Label] = ()
    grid: float | None = None


def text_scale(here: Here) -> float:
    """How much larger than usual texts in a picture are."""
    return max(1.0, here.preferences.text_scale)


def width_of(here: Here) -> float:
    """About how wide a plot is on this window, in logical pixels."""
    column = here.column_width / 2 if here.wide else here.column_width
    return max(120.0, min(column, 720) - _AROUND)


def plot(
    here: Here,
    axes: Axes,
    series: Sequence[fch.LineChartData],
    said: str,
    *,
    inside: Sequence[Inside] = (),
    beside: ft.Control | None = None,
    right: float = 0,
    tall: bool = False,
) -> ft.Control:
    """A picture as one image for a screen reader.

    Args:
        here: the screen's surroundings.
        axes: what is around it.
        series: what is drawn, the lowest first.
        said: the sentence that says the same.
        inside: direct labels.
        beside: stands at the right of the plot, as high as it is.
        right: room at the right, in logical pixels.
        tall: where many lines are close to each other.
    """
    import flet_charts as fch  # noqa: PLC0415  (not needed by other screens: the first does not wait)

    scale = text_scale(here)
    height = (_TALL if tall else _HEIGHT) * min(scale, 1.5)
    left, top, bottom = _LEFT * scale, _TOP * scale, _BOTTOM * scale
    grid = fch.ChartGridLines(interval=axes.grid, color=ft.Colors.OUTLINE_VARIANT, width=1)
    chart: ft.Control = fch.LineChart(
        data_series=list(series),
        min_x=axes.x[0],
        max_x=axes.x[1],
        min_y=axes.y[0],
        max_y=axes.y[1],
        height=height,
        interactive=False,
        tooltip=None,
        animation=ft.Animation(0),
        horizontal_grid_lines=grid if axes.grid else None,
        left_axis=_axis(axes.left, left, 5 if axes.grid == 5 else 1),
        bottom_axis=_axis(axes.bottom, bottom),
        top_axis=_axis(axes.top, top),
        right_axis=fch.ChartAxis(show_labels=False, label_size=4),
    )
    layers: list[ft.Control] = [
        _placed(one, axes, (left, top, right, bottom), height, scale) for one in inside
    ]
    if beside is not None:
        layers.append(ft.Container(beside, width=right, right=0, top=top, bottom=bottom))
    if layers:
        chart = ft.Stack([ft.Container(chart, left=0, right=right, top=0, bottom=0), *layers], height=height)
    return ft.Semantics(label=said, image=True, container=True, exclude_semantics=True, content=chart)


def _axis(labels: Sequence[Label], size: float, spacing: float = 1) -> fch.ChartAxis:
    import flet_charts as fch  # noqa: PLC0415

    # Without any label the chart would number the axis itself, and without labels leave it no room.
    labels = labels or [(0, "")]
    return fch.ChartAxis(
        labels=[
            fch.ChartAxisLabel(
                value=value,
                label=ft.Text(
                    words,
                    theme_style=Style.LABEL_SMALL,
                    color=ft.Colors.ON_SURFACE_VARIANT,
                    text_align=ft.TextAlign.CENTER,
                    no_wrap=True,
                ),
            )
            for value, words in labels
        ],
        label_size=size,
        label_spacing=spacing,
        show_min=False,
        show_max=False,
    )


def _placed(
    one: Inside, axes: Axes, around: tuple[float, float, float, float], height: float, scale: float
) -> ft.Control:
    left, top, right, bottom = around
    words = ft.Container(
        ft.Text(one.words, theme_style=Style.LABEL_SMALL, color=one.color, no_wrap=True),
        # Lines that go on behind it would make it hard to read.
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        border_radius=4,
        padding=ft.Padding.symmetric(horizontal=3),
    )
    up = (one.y - axes.y[0]) / (axes.y[1] - axes.y[0]) * (height - top - bottom)
    # Across as an alignment, since nobody knows the plot's width here; the label stays inside it that way.
    across = 2 * (one.x - axes.x[0]) / (axes.x[1] - axes.x[0]) - 1
    lift = _LIFT if one.above is not None else -_LETTERS * scale / 2
    return ft.Container(
        ft.Row([ft.Container(words, alignment=ft.Alignment(max(-1.0, min(1.0, across)), 0), expand=True)]),
        left=left,
        right=right,
        bottom=bottom + up + lift if one.above is not False else None,
        top=height - bottom - up + lift if one.above is False else None,
    )


def line(points: Sequence[tuple[float, float]], color: str, width: float = 3, **more: Any) -> Any:
    """A line with a dot at each point.

    Args:
        points: x and y, in order.
        color: a colour role.
        width: in logical pixels.
        more: other properties of a LineChartData.
    """
    import flet_charts as fch  # noqa: PLC0415

    more.setdefault("point", fch.ChartCirclePoint(color=color, radius=width))
    return fch.LineChartData(
        points=[fch.LineChartDataPoint(round(x, 3), round(y, 2)) for x, y in points],
        color=color,
        stroke_width=width,
        rounded_stroke_cap=True,
        rounded_stroke_join=True,
        **more,
    )


def upright(x: float, top: float, color: str = ft.Colors.TERTIARY) -> Any:
    """A thin dashed line from the bottom to the top: an infusion."""
    return line([(x, 0), (x, top)], color, 1.5, dash_pattern=[4, 4], point=None)


def across(y: float, ends: tuple[float, float], color: str) -> Any:
    """A thin dashed line from the left to the right."""
    return line([(ends[0], y), (ends[1], y)], color, 1.5, dash_pattern=[4, 4], point=None)


def numbers(here: Here, marks: Sequence[tuple[float, int]], ends: tuple[float, float]) -> list[Label]:
    """The numbers of infusions above their lines; those too near to each other share one, "1–3".

    Args:
        here: the screen's surroundings.
        marks: where each infusion is, and its number; in order.
        ends: lowest and highest x.
    """
    least = (ends[1] - ends[0]) * _NUMBER * text_scale(here) / width_of(here)
    groups: list[list[tuple[float, int]]] = []
    for mark in marks:
        if groups and mark[0] - groups[-1][-1][0] < least:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    found: list[Label] = []
    for group in groups:
        first, last = group[0][1], group[-1][1]
        words = str(first) if len(group) == 1 else t("{first}–{last}", first=first, last=last)
        # The chart shows a label only at a whole number.
        found.append((round((group[0][0] + group[-1][0]) / 2), words))
    return found
