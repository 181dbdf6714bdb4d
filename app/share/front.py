"""The first page of the report: all that a clinic needs at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from app.care.checklist import Level
from app.care.course import COURSE_DAYS, Status
from app.care.journal import LEAST_FOR_AVERAGE
from app.care.sentence import Sentence
from app.share.blocks import Column, heading, paragraph, short_bullets, table
from app.share.drawing import WEEKS_FROM, mood_chart, small_line
from app.share.paper import INK, QUIET, SMALL, Paper, two_columns
from app.share.report import CheckInPart, CoursePart, Report, Scale, SessionPart
from app.share.words import Words, number

# So many fit beside everything else on one page; the rest is on the pages after it.
MOST_SESSIONS: Final = 8
_MOST_LINES: Final = 2
_LAST_LINE: Final = 6.0
_MOST_REASONS: Final = 3
_CHART: Final = 44.0
_SCALE: Final = 11.0
_SMALL_LINE: Final = 5.5
# The one scale that has its good end at 10.
_SLEEP: Final = "Sleep"


def head(paper: Paper, report: Report, words: Words) -> None:
    """Whose report it is, of which time, and what it is not."""
    t = words.t
    heading(paper, 1, title(report, words), keep=0)
    made = t("Made on {when}.", when=words.moment(report.made_at))
    named = f"{report.name}. " if report.name else ""
    said = t("The patient noted this in an app. It is not a diagnosis, and nobody else has checked it.")
    paragraph(paper, f"{named}{made} {said}", size=SMALL, ink=QUIET)


def title(report: Report, words: Words) -> str:
    """The title of the report, which says nothing of whom or what it is about."""
    return words.t("Report, {days}", days=words.span(report.first, report.last))


def course(paper: Paper, report: Report, words: Words) -> None:
    """How far the course is, and each infusion in one row."""
    t = words.t
    heading(paper, 2, t("The infusions"))
    if report.course is None:
        paragraph(paper, t("No course is entered yet."))
        return
    paragraph(paper, " ".join(_course_sentences(report.course, words)))
    shown = _nearest(report.course)
    if not shown:
        return
    columns = (
        Column(t("No."), 5, "R"),
        Column(t("When"), 21),
        Column(t("Status"), 15),
        Column(t("Blood pressure"), 14),
        Column(t("Noted during it"), 29),
        Column(t("Checklist before it"), 23),
    )
    table(paper, columns, [_row(session, words) for session in shown], SMALL)


def screening(paper: Paper, report: Report, words: Words) -> None:
    """What the screening before the course amounts to, with its reasons."""
    if report.screening_level is None:
        return
    reasons = report.screening_reasons[:_MOST_REASONS]
    paragraph(
        paper, readiness(words.t("Screening before the course"), report.screening_level, reasons, words)
    )


def _course_sentences(part: CoursePart, words: Words) -> list[str]:
    t = words.t
    said = [t("{done} of {planned} infusions are completed.", done=part.done, planned=part.planned)]
    if part.stopped_at is not None:
        said.append(t("The course was stopped on {day}.", day=words.day(part.stopped_at.date())))
    elif part.day is not None and part.day <= COURSE_DAYS:
        said.append(t("Day {day} of {days}.", day=part.day, days=COURSE_DAYS))
    hidden = len(part.sessions) - len(_nearest(part))
    if hidden:
        said.append(t("The nearest ones are shown here."))
    return said


def _nearest(part: CoursePart) -> tuple[SessionPart, ...]:
    """The infusions that matter most now: the last ones that took place, and what comes next."""
    if len(part.sessions) <= MOST_SESSIONS:
        return part.sessions
    over = sum(1 for s in part.sessions if s.status not in (Status.PLANNED, Status.MOVED))
    begin = max(0, min(over - MOST_SESSIONS + 2, len(part.sessions) - MOST_SESSIONS))
    return part.sessions[begin : begin + MOST_SESSIONS]


def _row(session: SessionPart, words: Words) -> tuple[str, ...]:
    t = words.t
    marks = Counter(t(mark.label) for mark in session.marks)
    noted = ", ".join(f"{label} {count}" if count > 1 else label for label, count in marks.items())
    return (
        str(session.number),
        words.near(session.at) if session.at else t("no date yet"),
        t(session.status.value),
        pressure(session),
        noted,
        t(session.level.value) if session.level else "",
    )


def pressure(session: SessionPart) -> str:
    """The blood pressure as "128/80", or what is known of it."""
    if session.systolic is None and session.diastolic is None:
        return ""
    return f"{session.systolic or '–'}/{session.diastolic or '–'}"


def check_ins(paper: Paper, report: Report, words: Words) -> None:
    """The totals of the questionnaires, with the change since the first one."""
    t = words.t
    if not report.check_ins:
        return
    heading(paper, 2, t("Check-ins"))
    columns = (
        Column(t("Questionnaire"), 20),
        Column(t("First"), 17),
        Column(t("Newest"), 22),
        Column(t("Change"), 9, "R"),
        Column(t("In words"), 46),
    )
    table(paper, columns, [_check_in(part, words) for part in report.check_ins], SMALL)


def _check_in(part: CheckInPart, words: Words) -> tuple[str, ...]:
    t = words.t
    first, newest = part.totals[0], part.totals[-1]
    again = len(part.totals) > 1
    change = newest.value - first.value
    value = t("{value} of {most}, {day}", value=number(newest.value), most=part.most,
              day=words.short_day(newest.day))  # fmt: skip
    return (
        part.title,
        t("{value}, {day}", value=number(first.value), day=words.short_day(first.day)),
        value if again else "",
        ("+" if change > 0 else "−" if change < 0 else "±") + number(abs(change)) if again else "",
        " ".join(t(sentence) for sentence in part.sentences),
    )


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
    said = words.n("{n} mood was noted", "{n} moods were noted", notes)
    said += t(" on {days} of {all} days: {low}", days=len(moods), all=report.days, low=low)
    if low != high:
        said += t(" to {high}", high=high)
        if notes >= LEAST_FOR_AVERAGE:
            mean = sum(mood.mean * mood.count for mood in moods) / notes
            said += t(", {mean} on average", mean=f"{mean:.1f}")
        else:
            said += t(", too few for an average")
    said += "."
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
        mean=f"{scale.average:.1f}",
        n=scale.count,
    )


def questions(paper: Paper, report: Report, words: Words) -> None:
    """What the patient wants to ask."""
    t = words.t
    asked = [question.text for question in report.questions if not question.answer]
    if not asked:
        return
    heading(paper, 2, t("Questions for the clinic"))
    left = len(asked) - short_bullets(paper, asked, most_lines=_MOST_LINES, keep=_LAST_LINE)
    if left:
        paragraph(paper, words.n("{n} more is on a later page.", "{n} more are on a later page.", left))


def readiness(what: str, level: Level, reasons: Sequence[Sentence], words: Words) -> str:
    """What answers amount to, and what the app said of it to the patient.

    Args:
        what: was answered.
        level: as it was shown.
        reasons: as they were shown; they speak to the patient.
        words: the language.
    """
    t = words.t
    said = f"{what}: {t(level.value)}."
    if not reasons:
        return said
    told = " ".join(t(reason) for reason in reasons)
    return said + " " + t("The app told the patient: “{told}”", told=told)
