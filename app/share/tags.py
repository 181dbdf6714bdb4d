"""The tags of a PDF: headings, paragraphs, lists and tables, as a screen reader meets them.

fpdf2 itself tags only pictures, side by side; this gives its tree depth. It leans on parts of fpdf2 that may
change, which is why its version is pinned and a test reads the tags back.
"""

from __future__ import annotations

from typing import Any

from fpdf.structure_tree import StructElem, StructureTreeBuilder
from fpdf.syntax import PDFArray

# What a column's heading says of itself to a screen reader.
_COLUMN = "<</O /Table /Scope /Column>>"


class _Element(StructElem):
    """One element of the tree; the heading of a column says so."""

    def __init__(self, kind: str, parent: StructElem, page: int, alt: str | None) -> None:
        super().__init__(struct_type=f"/{kind}", parent=parent, kids=[], page_number=page, alt=alt)
        self.a = _COLUMN if kind == "TH" else None


class _Whole(PDFArray):
    """What belongs to the document: in the file the topmost elements, for fpdf2's own walk every one."""

    def __init__(self) -> None:
        super().__init__()
        self.top: PDFArray = PDFArray()

    def serialize(self, *args: Any, **named: Any) -> str:
        """Only the topmost elements are the document's own."""
        return self.top.serialize(*args, **named)


class Tags(StructureTreeBuilder):
    """A tree of tags with any depth, in the order in which it is read."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = _Whole()
        self.doc_struct_elem.k = self._whole

    def group(self, kind: str, page: int, parent: StructElem | None = None) -> StructElem:
        """An element that holds others, such as a table or one of its rows.

        Args:
            kind: of PDF's own kinds: Table, TR, L, LI.
            page: where it begins, from 1.
            parent: what it belongs to; the document where it is left out.
        """
        return self._add(kind, page, parent, None)

    def leaf(
        self, kind: str, page: int, parent: StructElem | None = None, alt: str | None = None
    ) -> tuple[StructElem, int]:
        """An element that holds what is written next, and the number it goes by on its page.

        Args:
            kind: of PDF's own kinds: H1, P, TD, Figure.
            page: where it is, from 1.
            parent: what it belongs to; the document where it is left out.
            alt: what a picture shows, in words.
        """
        element = self._add(kind, page, parent, alt)
        spid = self.spid_per_page_number.setdefault(page, len(self.spid_per_page_number))
        numbered = self.struct_tree_root.parent_tree.nums[spid]
        element.k.append(len(numbered))
        numbered.append(element)
        return element, len(numbered) - 1

    def _add(self, kind: str, page: int, parent: StructElem | None, alt: str | None) -> StructElem:
        element = _Element(kind, parent or self.doc_struct_elem, page, alt)
        (self._whole.top if parent is None else parent.k).append(element)
        self._whole.append(element)
        return element
