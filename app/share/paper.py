"""A sheet to write on from top to bottom: headings, paragraphs, lists, tables and pictures, each tagged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from fpdf import FPDF
from fpdf.prefs import ViewerPreferences
from fpdf.structure_tree import StructElem

from app.share.letters import Letters
from app.share.lines import cut
from app.share.tags import Tags

Ink = tuple[int, int, int]
Size = Literal["letter", "a4"]
Align = Literal["L", "C", "R"]

# Always dark on white, whatever the theme of the screens: it is to be printed and read by others.
INK: Final[Ink] = (22, 29, 30)
QUIET: Final[Ink] = (60, 70, 72)
TEAL: Final[Ink] = (0, 100, 108)
SAND: Final[Ink] = (107, 79, 18)
RULE: Final[Ink] = (186, 198, 200)
TINT: Final[Ink] = (237, 244, 244)

MARGIN: Final = 15.0
BODY: Final = 9.5
SMALL: Final = 8.5
_FOOT: Final = 12.0
_HEADINGS: Final = {1: 18.0, 2: 12.5, 3: 10.5}
_FONTS: Final = Path(__file__).parents[2] / "assets" / "fonts"
_FAMILY: Final = "atkinson"
_MM: Final = 25.4 / 72
_LEADING: Final = 1.32


class _Document(FPDF):
    """fpdf2's document with the tags of ours, and a foot that is no part of what is read."""

    def __init__(self, size: Size, foot: str, page_of: str) -> None:
        super().__init__(unit="mm", format=size)
        self.struct_builder = Tags()
        self.foot, self._page_of = foot, page_of

    def footer(self) -> None:
        """What is at the foot of each page."""
        self._out("/Artifact BMC")
        self.set_font(_FAMILY, "", 8)
        self.set_text_color(*QUIET)
        self.set_xy(MARGIN, self.h - _FOOT)
        self.cell(text=self.foot)
        place = self._page_of.format(page=self.page, pages="{nb}")
        self.set_x(self.w - MARGIN - self.get_string_width(place.replace("{nb}", "00")))
        self.cell(text=place)
        self._out("EMC")


class Paper:
    """The sheets of one document, written from top to bottom.

    Attributes:
        pdf: the document, for drawing.
        letters: what turns any text into letters that can be shown.
        y: how far down the page is full, in mm.
        left, width: of what can be written on, in mm.
    """

    def __init__(
        self, *, title: str, author: str, made_at: datetime, language: str, size: Size, page_of: str
    ) -> None:
        """Begin the first page.

        Args:
            title: of the document, also at the foot of each page.
            author: in what is said of the document beside its text; "" for nobody.
            made_at: when it is made.
            language: a short code such as "en", for reading aloud.
            size: of the sheets.
            page_of: as in "Page {page} of {pages}".
        """
        document = _Document(size, title, page_of)
        self.pdf: FPDF = document
        self._tags: Tags = document.struct_builder  # type: ignore[assignment]
        document.add_font(_FAMILY, "", _FONTS / "AtkinsonHyperlegibleNext-Regular.ttf")
        document.add_font(_FAMILY, "B", _FONTS / "AtkinsonHyperlegibleNext-SemiBold.ttf")
        has = document.fonts[_FAMILY].cmap  # type: ignore[union-attr]
        self.letters = Letters(has)
        title, author = self.letters.line(title), self.letters.line(author)
        document.foot = title  # in letters that can be shown, which only the typeface knows
        document.set_auto_page_break(False)
        document.set_margin(MARGIN)
        document.c_margin = 0
        document.set_title(title)
        document.set_lang(language)
        document.set_producer("fpdf2")
        document.set_creation_date(made_at)
        if author:
            document.set_author(author)
        document.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.left, self.width = MARGIN, document.w - 2 * MARGIN
        self._bottom = document.h - _FOOT - 4
        self.y = MARGIN
        # How wide each letter of each weight is, as a part of the size of the type.
        self._widths: dict[tuple[bool, str], float] = {}
        document.add_page()

    def room(self, height: float) -> bool:
        """Begin a new page unless so much fits on this one; tells whether it did.

        Args:
            height: in mm.
        """
        if self.y + height <= self._bottom or self.y == MARGIN:
            return False
        self.pdf.add_page()
        self.y = MARGIN
        return True

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written on this page yet."""
        return self.y == MARGIN

    @property
    def free(self) -> float:
        """How much of this page is left, in mm."""
        return self._bottom - self.y

    def fitting(self, height: float) -> int:
        """How many lines still fit on this page; at least one.

        Args:
            height: of one, in mm.
        """
        return max(1, int(self.free / height))

    def turn(self) -> None:
        """Let what comes next begin on a new page; where nothing comes, there is none."""
        self.y = self._bottom

    @property
    def page(self) -> int:
        """The number of the page that is written on, from 1."""
        return self.pdf.page

    def gap(self, height: float) -> None:
        """Leave room.

        Args:
            height: in mm.
        """
        self.y += height

    @contextmanager
    def tagged(
        self, kind: str, parent: StructElem | None = None, alt: str | None = None
    ) -> Iterator[StructElem]:
        """What is written inside is one element, on one page.

        Args:
            kind: of PDF's own kinds: H1, P, TD, Figure.
            parent: the element that holds it.
            alt: what a picture shows, in words.
        """
        element, number = self._tags.leaf(kind, self.page, parent, alt)
        self.pdf.pages[self.page].struct_parents = self._tags.spid_per_page_number[self.page]
        self.pdf._out(f"/{kind} <</MCID {number}>> BDC")
        yield element
        self.pdf._out("EMC")

    @contextmanager
    def unread(self) -> Iterator[None]:
        """What is drawn inside is only for the eye."""
        self.pdf._out("/Artifact BMC")
        yield
        self.pdf._out("EMC")

    def group(self, kind: str, parent: StructElem | None = None) -> StructElem:
        """An element that holds others.

        Args:
            kind: of PDF's own kinds: Table, TR, L, LI.
            parent: the element that holds it.
        """
        return self._tags.group(kind, self.page, parent)

    def font(self, size: float = BODY, *, bold: bool = False, ink: Ink = INK) -> float:
        """Choose what the next words look like; gives the height of their lines in mm.

        Args:
            size: in points.
            bold: whether they are bold.
            ink: their colour.
        """
        self.pdf.set_font(_FAMILY, "B" if bold else "", size)
        self.pdf.set_text_color(*ink)
        return size * _MM * _LEADING

    def lines(self, text: str, width: float) -> list[str]:
        """The text cut into lines in the chosen font.

        Args:
            text: as it is to be shown.
            width: in mm.
        """
        if not text.strip():
            return []
        bold, size, widths = self.pdf.font_style == "B", self.pdf.font_size, self._widths

        def width_of(letter: str) -> float:
            found = widths.get((bold, letter))
            if found is None:
                found = widths[bold, letter] = self.pdf.get_string_width(letter) / size
            return found * size

        return cut(text, width, lambda letters: sum(map(width_of, letters)))

    def line(self, x: float, y: float, width: float, text: str, align: Align = "L") -> None:
        """One line in the chosen font, as it is.

        Args:
            x, y: its upper left corner, in mm.
            width: in mm.
            text: in letters that can be shown.
            align: left, centre or right.
        """
        self.pdf.set_xy(x, y)
        self.pdf.cell(width, self.pdf.font_size * _LEADING, text, align=align)

    def bytes(self) -> bytes:
        """The finished document."""
        return bytes(self.pdf.output())


def heading_size(level: int) -> float:
    """The size of a heading, in points.

    Args:
        level: 1 to 3.
    """
    return _HEADINGS[level]


def two_columns(paper: Paper, share: float, gap: float = 6.0) -> Sequence[tuple[float, float]]:
    """Where two columns begin and how wide they are.

    Args:
        paper: the sheet.
        share: how much of it the first one has, 0 to 1.
        gap: between them, in mm.
    """
    first = (paper.width - gap) * share
    return (paper.left, first), (paper.left + first + gap, paper.width - gap - first)
