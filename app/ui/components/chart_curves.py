"""The days around each infusion, laid over each other, with the number of the infusion at each line's end."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from app.care.insight import Curve, Curves
from app.ui.components.chart import cut
from app.ui.components.chart_frame import Axes, Inside, line, plot, text_scale, upright
from app.ui.live import Here
from app.ui.text import t

_FIRST, _LAST = -1, 14
# Days further apart than this are not joined, as in the mood line.
_JOINED = 3
# Numbers of lines that end within so many days stand so many points of the mood apart.
_NEAR_DAYS, _APART = 1.6, 1.0
# A number stands so many days after the end of its line.
_BESIDE = 0.7
_LARGE = 1.5


def curves_picture(here: Here, curves: Curves, said: str) -> ft.Control:
    """One line an infusion from the day before to 14 days after, and their mean where there is one.

    Args:
        here: the screen's surroundings.
        curves: with at least one mood.
        said: the sentence that says the same.
    """
    newest = max(curve.number for curve in curves.curves if curve.points)
    # Room at the right for the numbers.
    ends = (_FIRST - 0.3, _LAST + 1.2)
    series = [upright(0, 10)]
    for curve in curves.curves:
        series += _lines(curve, newest)
    mean = [(float(point.offset), point.mean) for point in curves.mean]
    series += [
        line([mean[n] for n in piece], ft.Colors.PRIMARY, 4.5, point=None if len(piece) > 1 else True)
        for piece in cut([x for x, _ in mean], _JOINED)
    ]
    inside = [Inside(1.3, 10, t("infusion"), ft.Colors.TERTIARY, above=False)]
    inside += _ends(here, curves.curves, newest)
    # Large words would hide what they name; the line below the picture names it, too.
    if mean and text_scale(here) < _LARGE:
        # Below its lowest point nothing of it can be hidden.
        x, y = min(mean, key=lambda point: (point[0] < 1, point[1]))
        inside.append(Inside(x, y, t("mean"), ft.Colors.PRIMARY, above=False))
    axes = Axes(
        x=ends,
        y=(-0.3, 10.6),
        left=[(0, "0"), (5, "5"), (10, "10")],
        bottom=[(0, "0"), (3, "+3"), (7, "+7"), (14, "+14")],
        grid=5,
    )
    return plot(here, axes, series, said, inside=inside, tall=True)


def _colour(number: int, newest: int) -> str:
    return ft.Colors.TERTIARY if number == newest else ft.Colors.OUTLINE


def _lines(curve: Curve, newest: int) -> list[object]:
    points = [(float(offset), mood.mean) for offset, mood in curve.points]
    width = 2.5 if curve.number == newest else 1.5
    return [
        line([points[n] for n in piece], _colour(curve.number, newest), width)
        for piece in cut([x for x, _ in points], _JOINED)
    ]


def _ends(here: Here, curves: Sequence[Curve], newest: int) -> list[Inside]:
    """The number of each infusion at the end of its line, moved up where it would lie on another one."""
    found: list[Inside] = []
    told = [curve for curve in curves if curve.points]
    apart = _APART * min(text_scale(here), 1.5)
    for curve in sorted(told, key=lambda one: (one.points[-1][1].mean, one.number)):
        offset, mood = curve.points[-1]
        y = mood.mean
        for other in found:
            if abs(other.x - offset - _BESIDE) < _NEAR_DAYS:
                y = max(y, other.y + apart)
        colour = ft.Colors.TERTIARY if curve.number == newest else ft.Colors.ON_SURFACE
        found.append(Inside(offset + _BESIDE, y, str(curve.number), colour, above=None))
    return found
