"""Making files for others: the report of a full course beside the least that fpdf2 can make."""

from __future__ import annotations

import io
from pathlib import Path

from fpdf import FPDF
from PIL import Image

from app.services.opening import open_sample
from app.share.report import Period, Wanted
from tests.bench.measure import Figure, in_turn, timed

_FONT = Path(__file__).parents[2] / "assets" / "fonts" / "AtkinsonHyperlegibleNext-Regular.ttf"
_RUNS = 15


def papers(folder: Path) -> list[Figure]:
    """The PDF of a full course with words, against one page with a line and a picture in the same typeface.

    Args:
        folder: an empty one.
    """
    services = open_sample(folder, stage=6, anew=True)
    picture = io.BytesIO()
    Image.new("RGB", (800, 400), "white").save(picture, "PNG")
    wanted = Wanted(period=Period.COURSE, words=True)

    def bare() -> None:
        document = FPDF()
        document.add_font("face", "", _FONT)
        document.add_page()
        document.set_font("face", size=12)
        document.cell(text="A report, ¿no?")
        document.image(picture, w=180)
        document.output()

    try:
        ours, theirs = in_turn(
            lambda: timed(lambda: services.reports.pdf_bytes(wanted)), lambda: timed(bare), _RUNS
        )
    finally:
        services.close()
    return [Figure("report of a full course, as PDF", ours, theirs, "ms", None, "one page, one picture")]
