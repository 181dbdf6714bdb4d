"""The pictures of the report: the line of moods with the infusions, and small lines of other scales."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from fpdf import FPDF

from app.care.insight import weeks
from app.care.journal import DayMood
from app.share.paper import QUIET, RULE, SAND, TEAL, Ink, Paper
from app.share.report import Report
from app.share.words import Words

# From so many days on the line joins weeks, and the days are only dots.
WEEKS_FROM: Final = 90
_WEEK: Final = 7
# Days further apart than this are not joined: the line would claim what nobody said.
_JOINED: Final = 3
_PALE: Final[Ink] = (140, 184, 189)

Point = tuple[float, float]
Value = tuple[date, float]


def mood_chart(paper: Paper, report: Report, words: Words, x: float, width: float, height: float) -> None:
    """The moods of the report's days, 0 to 10, with a numbered line for each infusion.

    Args:
        paper: the sheet.
        report: what is drawn.
        words: the language.
        x: its left edge, in mm; it begins where the sheet is full.
        width, height: in mm.
    """
    pdf, top = paper.pdf, paper.y + 5
    plot_x, plot_w, plot_h = x + 6, width - 8, height - 10
    span = max(1, report.days - 1)

    def at(day: date, value: float) -> Point:
        return plot_x + plot_w * (day - report.first).days / span, top + plot_h * (1 - value / 10)

    _grid(paper, plot_x, plot_w, top, plot_h)
    _dates(paper, report, words, plot_x, plot_w, top + plot_h + 1)
    pdf.set_draw_color(*SAND)
    pdf.set_line_width(0.35)
    small = paper.font(8, bold=True, ink=SAND)
    for day, number in report.infusions:
        place, _ = at(day, 0)
        pdf.set_dash_pattern(1.2, 1.0)
        pdf.line(place, top, place, top + plot_h)
        pdf.set_dash_pattern()
        paper.line(place - 4, top - small, 8, str(number), "C")
    days = [(mood.day, mood.mean) for mood in report.moods]
    if report.days >= WEEKS_FROM:
        _dots(pdf, [at(*value) for value in days], 0.45, _PALE)
        days = week_means(report.moods, report.first, report.last)
    gap = _WEEK if report.days >= WEEKS_FROM else _JOINED
    pdf.set_draw_color(*TEAL)
    pdf.set_line_width(0.6)
    for piece in pieces(days, gap):
        for (x1, y1), (x2, y2) in pairwise(piece):
            pdf.line(*at(x1, y1), *at(x2, y2))
    _dots(pdf, [at(*value) for value in days], 0.75, TEAL)
    paper.y += height


def small_line(
    paper: Paper, report: Report, days: Sequence[Value], x: float, y: float, width: float, height: float
) -> None:
    """A small line of one scale over the report's days, 0 at the bottom and 10 at the top.

    Args:
        paper: the sheet.
        report: whose days.
        days: the mean of each day.
        x, y, width, height: where it is, in mm.
    """
    pdf, span = paper.pdf, max(1, report.days - 1)

    def at(day: date, value: float) -> Point:
        return x + width * (day - report.first).days / span, y + height * (1 - value / 10)

    pdf.set_draw_color(*RULE)
    pdf.set_line_width(0.2)
    pdf.line(x, y + height, x + width, y + height)
    pdf.set_draw_color(*TEAL)
    pdf.set_line_width(0.45)
    for piece in pieces(days, _WEEK):
        for (x1, y1), (x2, y2) in pairwise(piece):
            pdf.line(*at(x1, y1), *at(x2, y2))
        if len(piece) == 1:
            _dots(pdf, [at(*piece[0])], 0.4, TEAL)


def week_means(moods: Sequence[DayMood], first: date, last: date) -> list[Value]:
    """The mean of each calendar week that has at least three values, at its middle day.

    Args:
        moods: the days, oldest first.
        first, last: the days of the report; a week counts as far as it is between them.
    """
    found = weeks(moods, first, last)
    return [
        (week.first + (week.last - week.first) // 2, week.mean) for week in found if week.mean is not None
    ]


def pieces(values: Sequence[Value], gap: int) -> list[list[Value]]:
    """The values cut where more days than the gap lie between two of them.

    Args:
        values: oldest first.
        gap: in days.
    """
    found: list[list[Value]] = []
    for value in values:
        if found and (value[0] - found[-1][-1][0]).days <= gap:
            found[-1].append(value)
        else:
            found.append([value])
    return found


def _grid(paper: Paper, x: float, width: float, top: float, height: float) -> None:
    paper.pdf.set_draw_color(*RULE)
    paper.pdf.set_line_width(0.2)
    small = paper.font(8, ink=QUIET)
    for value in (0, 5, 10):
        y = top + height * (1 - value / 10)
        paper.pdf.line(x, y, x + width, y)
        paper.line(x - 6, y - small / 2, 4.6, str(value), "R")


def _dates(paper: Paper, report: Report, words: Words, x: float, width: float, y: float) -> None:
    paper.font(8, ink=QUIET)
    middle = report.first + timedelta(days=(report.days - 1) // 2)
    paper.line(x, y, 30, words.short_day(report.first))
    if width > 70:
        place = x + width * (middle - report.first).days / max(1, report.days - 1)
        paper.line(place - 15, y, 30, words.short_day(middle), "C")
    paper.line(x + width - 30, y, 30, words.short_day(report.last), "R")


def _dots(pdf: FPDF, points: Sequence[Point], radius: float, ink: Ink) -> None:
    pdf.set_fill_color(*ink)
    for x, y in points:
        pdf.circle(x=x, y=y, radius=radius, style="F")
