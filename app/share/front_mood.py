"""The moods on the first page: in words, as a line, and small lines of sleep, anxiety, energy and pain."""

from __future__ import annotations

from typing import Final

from app.care.journal import LEAST_FOR_AVERAGE
from app.share.blocks import heading, paragraph
from app.share.drawing import WEEKS_FROM, mood_chart, small_line
from app.share.paper import INK, QUIET, SMALL, Paper, two_columns
from app.share.report import Report, Scale
from app.share.words import Words

_CHART: Final = 40.0
_SCALE: Final = 10.0
_SMALL_LINE: Final = 5.0
# The one scale that has its good end at 10.
_SLEEP: Final = "Sleep"


def mood(paper: Paper, report: Report, words: Words) -> None:
    """The moods in words and as a line; beside it sleep, anxiety, energy and pain."""
    t = words.t
    keep = _CHART if report.moods else 6
    heading(paper, 2, t("Mood, 0 (very low) to 10 (very good)"), keep=keep + 6)
    said = _mood_sentence(report, words)
    paragraph(paper, said)
    if not report.moods and not report.scales:
        return
    (left, wide), (right, narrow) = two_columns(paper, 0.62 if report.scales else 1.0)
    top = paper.y
    with paper.tagged("Figure", alt=t("Chart of the moods. {sentence}", sentence=said)):
        mood_chart(paper, report, words, left, wide, _CHART)
    bottom = paper.y
    paper.y = top + 1
    for scale in report.scales:
        _scale(paper, report, scale, words, right, narrow)
    paper.y = max(bottom, paper.y)
    paragraph(paper, _legend(report, words), size=SMALL, ink=QUIET)
    if report.feelings:
        said = ", ".join(f"{t(label)} {count}" for label, count in report.feelings[:8])
        paragraph(paper, t("Feelings noted most often: {feelings}.", feelings=said))


def _mood_sentence(report: Report, words: Words) -> str:
    """The moods in words; of one or two no average is told."""
    t, moods = words.t, report.moods
    notes = sum(mood.count for mood in moods)
    if not notes:
        return t("No mood was noted in these {n} days.", n=report.days)
    low, high = min(mood.low for mood in moods), max(mood.high for mood in moods)
    template = "{moods} on {days} of {all} days: {low}."
    if low != high:
        template = "{moods} on {days} of {all} days: {low} to {high}, {mean} on average."
        if notes < LEAST_FOR_AVERAGE:
            template = "{moods} on {days} of {all} days: {low} to {high}, too few for an average."
    said = t(
        template,
        moods=words.n("{n} mood was noted", "{n} moods were noted", notes),
        days=len(moods),
        all=report.days,
        low=low,
        high=high,
        mean=float(sum(mood.mean * mood.count for mood in moods) / notes),
    )
    if report.infusions:
        held = len(report.infusions)
        said += " " + words.n("{n} infusion was in this time.", "{n} infusions were in this time.", held)
    return said


def _legend(report: Report, words: Words) -> str:
    t = words.t
    said = (
        t("Each small dot is a day; the line joins the means of weeks with at least three moods.")
        if report.days >= WEEKS_FROM
        else t("Each dot is a day.")
    )
    if report.infusions:
        said += " " + t("The numbered lines are the infusions.")
    most = [t(scale.label) for scale in report.scales if scale.label != _SLEEP]
    if len(most) < len(report.scales):
        said += " " + t("Sleep: 10 is very good.")
    if most:
        said += " " + t("{scales}: 10 is the most.", scales=", ".join(most))
    return said


def _scale(paper: Paper, report: Report, scale: Scale, words: Words, x: float, width: float) -> None:
    t = words.t
    name = t(scale.label)
    said = _scale_words(scale, words)
    with paper.tagged("P"):
        height = paper.font(SMALL, bold=True, ink=INK)
        paper.line(x, paper.y, 20, name)
        name_width = paper.pdf.get_string_width(name + "  ")
        paper.font(SMALL, ink=INK)
        paper.line(x + name_width, paper.y, width - name_width, said)
    with paper.unread():
        small_line(paper, report, scale.days, x, paper.y + height, width, _SMALL_LINE)
    paper.y += _SCALE


def _scale_words(scale: Scale, words: Words) -> str:
    t = words.t
    if scale.average is None:
        return t("{low} to {high}, too few for an average", low=scale.low, high=scale.high)
    return t(
        "{low} to {high}, {mean} on average, {n} values",
        low=scale.low,
        high=scale.high,
        mean=float(scale.average),
        n=scale.count,
    )
