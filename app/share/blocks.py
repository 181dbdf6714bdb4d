"""What a sheet is made of: headings, paragraphs, lists and tables that go on over pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.share.paper import BODY, INK, QUIET, RULE, SMALL, TEAL, TINT, Align, Ink, Paper, heading_size

_CELL_GAP = 2.5
_ROW_GAP = 0.75
_BULLET = 4.0
_POINT_GAP = 0.6
# Room above a heading, by its level, in mm.
_ABOVE = {1: 0.0, 2: 3.0, 3: 1.5}


def heading(paper: Paper, level: int, text: str, *, keep: float = 14.0) -> None:
    """A heading that stays with what follows.

    Args:
        paper: the sheet.
        level: 1 to 3.
        text: on as many lines as it needs.
        keep: how much of what follows has to fit below it, in mm.
    """
    height = paper.font(heading_size(level), bold=True, ink=INK if level == 3 else TEAL)
    lines = paper.lines(paper.letters.line(text), paper.width)
    above = _ABOVE[level]
    if not paper.room(above + len(lines) * height + keep) and not paper.is_empty:
        paper.gap(above)
    paper.font(heading_size(level), bold=True, ink=INK if level == 3 else TEAL)
    with paper.tagged(f"H{level}"):
        for line in lines:
            paper.line(paper.left, paper.y, paper.width, line)
            paper.y += height
    paper.gap(1.0 if level > 1 else 1.5)


def paragraph(
    paper: Paper, text: str, *, size: float = BODY, ink: Ink = INK, bold: bool = False, indent: float = 0.0
) -> None:
    """Words, over as many lines and pages as they need.

    Args:
        paper: the sheet.
        text: any; its line breaks stay.
        size: in points.
        ink: the colour.
        bold: whether they are bold.
        indent: from the left, in mm.
    """
    height = paper.font(size, bold=bold, ink=ink)
    lines = paper.lines(paper.letters.show(text), paper.width - indent)
    while lines:
        if paper.room(height):
            paper.font(size, bold=bold, ink=ink)
        fitting = paper.fitting(height)
        with paper.tagged("P"):
            for line in lines[:fitting]:
                paper.line(paper.left + indent, paper.y, paper.width - indent, line)
                paper.y += height
        lines = lines[fitting:]
    paper.gap(1.0)


def bullets(paper: Paper, texts: Sequence[str], *, size: float = BODY) -> None:
    """A list in full.

    Args:
        paper: the sheet.
        texts: its points.
        size: in points.
    """
    paper.font(size)
    _points(paper, [paper.lines(paper.letters.show(text), paper.width - _BULLET) for text in texts], size)


def short_bullets(paper: Paper, texts: Sequence[str], *, most_lines: int, keep: float) -> int:
    """As much of a list as fits on this page; gives how many points do.

    Args:
        paper: the sheet.
        texts: its points.
        most_lines: of one point; the rest is cut with "…".
        keep: how much of the page is to stay free, in mm.
    """
    height, free = paper.font(BODY), paper.free - keep
    points: list[list[str]] = []
    for text in texts:
        lines = paper.lines(paper.letters.line(text), paper.width - _BULLET)
        if len(lines) > most_lines:
            lines = [*lines[: most_lines - 1], lines[most_lines - 1].rstrip(" .,;") + " …"]
        free -= len(lines) * height + _POINT_GAP
        if free < 0:
            break
        points.append(lines)
    _points(paper, points, BODY)
    return len(points)


def _points(paper: Paper, points: Sequence[list[str]], size: float) -> None:
    if not points:
        return
    whole = paper.group("L")
    for point in points:
        height, lines, first = paper.font(size), point, True
        while lines:
            if paper.room(height):
                paper.font(size)
            fitting = paper.fitting(height)
            item = paper.group("LI", whole)
            if first:
                with paper.unread():
                    paper.line(paper.left + 0.5, paper.y, _BULLET, "•")
            with paper.tagged("LBody", item):
                for line in lines[:fitting]:
                    paper.line(paper.left + _BULLET, paper.y, paper.width - _BULLET, line)
                    paper.y += height
            lines, first = lines[fitting:], False
        paper.gap(_POINT_GAP)
    paper.gap(_POINT_GAP)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. share: of its width, in any unit. align: left, centre or right."""

    title: str
    share: float
    align: Align = "L"


def table(
    paper: Paper, columns: Sequence[Column], rows: Sequence[Sequence[str]], size: float = SMALL
) -> None:
    """A table; its heading comes again on each page.

    Args:
        paper: the sheet.
        columns: from left to right.
        rows: their cells, short enough to fit on one page.
        size: in points.
    """
    whole = sum(column.share for column in columns)
    widths = [paper.width * column.share / whole for column in columns]
    element = paper.group("Table")
    table_head(paper, columns, widths, size, element)
    for index, row in enumerate(rows):
        height = paper.font(size)
        cells = [
            paper.lines(paper.letters.show(text), width - _CELL_GAP)
            for text, width in zip(row, widths, strict=True)
        ]
        tall = max(1, *(len(lines) for lines in cells)) * height + 2 * _ROW_GAP
        if paper.room(tall):
            table_head(paper, columns, widths, size, None)
        if index % 2:
            _tint(paper, tall)
        line = paper.group("TR", element)
        x = paper.left
        paper.font(size)
        for column, width, lines in zip(columns, widths, cells, strict=True):
            with paper.tagged("TD", line):
                for number, words in enumerate(lines):
                    y = paper.y + _ROW_GAP + number * height
                    paper.line(x + _CELL_GAP / 2, y, width - _CELL_GAP, words, column.align)
            x += width
        paper.y += tall
    paper.gap(2.5)


def table_head(
    paper: Paper, columns: Sequence[Column], widths: Sequence[float], size: float, element: object
) -> None:
    """The heading of a table; on later pages (without an element) only for the eye."""
    height = paper.font(size, bold=True, ink=QUIET)
    cells = [
        paper.lines(paper.letters.line(column.title), width - _CELL_GAP)
        for column, width in zip(columns, widths, strict=True)
    ]
    tall = max(1, *(len(lines) for lines in cells)) * height + 2 * _ROW_GAP
    if element is not None and paper.room(tall + 2 * height):
        paper.font(size, bold=True, ink=QUIET)
    row = paper.group("TR", element) if element is not None else None  # type: ignore[arg-type]
    x = paper.left
    for column, width, lines in zip(columns, widths, cells, strict=True):
        with paper.tagged("TH", row) if row is not None else paper.unread():
            for number, words in enumerate(lines):
                y = paper.y + _ROW_GAP + number * height
                paper.line(x + _CELL_GAP / 2, y, width - _CELL_GAP, words, column.align)
        x += width
    paper.y += tall
    with paper.unread():
        paper.pdf.set_draw_color(*RULE)
        paper.pdf.set_line_width(0.3)
        paper.pdf.line(paper.left, paper.y, paper.left + paper.width, paper.y)


def _tint(paper: Paper, tall: float) -> None:
    with paper.unread():
        paper.pdf.set_fill_color(*TINT)
        paper.pdf.rect(paper.left, paper.y, paper.width, tall, style="F")
