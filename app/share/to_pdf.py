"""The report as a PDF: one page that says it all, then the details; tagged, and in our typeface."""

from __future__ import annotations

from app.language import ENGLISH, Language
from app.share import details, front
from app.share.blocks import paragraph
from app.share.front_mood import mood
from app.share.paper import QUIET, SMALL, Paper
from app.share.report import Report
from app.share.stopped import Progress, Stopped
from app.share.words import Words

# Putting the letters that are used into the file takes about as long as everything before it.
_WRITING = 0.6


def to_pdf(report: Report, language: Language = ENGLISH, progress: Progress = lambda _: True) -> bytes:
    """The report as one PDF file.

    Args:
        report: what it says.
        language: of its texts, days and numbers.
        progress: is told how much is done, 0 to 1; False from it stops the work.

    Raises:
        Stopped: progress said so.
    """
    words = Words(language)
    steps = _Steps(report, progress)
    steps()
    paper = Paper(
        title=front.title(report, words),
        author=report.name,
        made_at=report.made_at,
        language=report.language,
        size="letter" if report.letter else "a4",
        page_of=words.t("Page {page} of {pages}", page="{page}", pages="{pages}"),
    )
    front.head(paper, report, words)
    for part in (front.course, front.screening, front.check_ins, mood, front.questions):
        steps()
        part(paper, report, words)
    paper.turn()
    for detail in details.PARTS:
        detail(paper, report, words, steps)
    if paper.letters.lost:
        paragraph(
            paper,
            words.t(
                "Some signs could not be shown here; “?” stands for each. They are in the app and its tables."
            ),
            size=SMALL,
            ink=QUIET,
        )
    steps()
    made = paper.bytes()
    progress(1.0)
    return made


class _Steps:
    """Counts the parts as they are written."""

    def __init__(self, report: Report, progress: Progress) -> None:
        held = len(report.course.sessions) if report.course else 0
        self._all = 12 + held + len(report.check_ins) + len(report.words)
        self._done = 0
        self._progress = progress

    def __call__(self) -> None:
        if not self._progress(min(self._done / self._all, 1.0) * _WRITING):
            raise Stopped("The report was stopped; no file was made.")
        self._done += 1
