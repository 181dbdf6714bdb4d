"""The first page of the report: all that a clinic needs at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from app.care.checklist import Level
from app.care.course import COURSE_DAYS, Status
from app.care.sentence import Sentence
from app.share.blocks import Column, heading, paragraph, short_bullets, table
from app.share.paper import QUIET, SMALL, Paper
from app.share.report import CheckInPart, CoursePart, Report, SessionPart, Total
from app.share.words import Words

# So many fit beside everything else on one page; the rest is on the pages after it.
MOST_SESSIONS: Final = 8
_MOST_LINES: Final = 2
_LAST_LINE: Final = 6.0
_MOST_REASONS: Final = 3
_MOST_ANSWERS: Final = 3


def head(paper: Paper, report: Report, words: Words) -> None:
    """Whose report it is, of which time, and what it is not."""
    t = words.t
    heading(paper, 1, title(report, words), keep=0)
    made = t("Made on {when}.", when=words.moment(report.made_at))
    if report.name:
        paragraph(paper, report.name, bold=True)
    said = t("The patient noted this in an app. It is not a diagnosis, and nobody else has checked it.")
    paragraph(paper, f"{made} {said}", size=SMALL, ink=QUIET)


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
    for part in report.check_ins:
        if part.help_number:
            paragraph(paper, _help_answers(part, words), size=SMALL)


def _check_in(part: CheckInPart, words: Words) -> tuple[str, ...]:
    t = words.t
    whole = [(total.day, total.value) for total in part.totals if total.value is not None]
    said = " ".join(t(sentence) for sentence in part.sentences)
    if not whole:
        return part.title, "", "", "", said
    (first_day, first), (newest_day, newest) = whole[0], whole[-1]
    begun = t("{value}, {day}", value=words.number(first), day=words.short_day(first_day))
    if len(whole) == 1:
        return part.title, begun, "", "", said
    value = t("{value} of {most}, {day}", value=words.number(newest), most=part.most,
              day=words.short_day(newest_day))  # fmt: skip
    # What is shown is subtracted: 6.3 and 4.0 differ by 2.3.
    change = round(newest, 1) - round(first, 1)
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    return part.title, begun, value, sign + words.number(round(abs(change), 1)), said


def help_answer(total: Total, words: Words) -> str:
    """The answer to the question for which the app offers help at once, or that there is none.

    Args:
        total: the check-in.
        words: the language.
    """
    return total.help or words.t("not answered")


def _help_answers(part: CheckInPart, words: Words) -> str:
    """The first and the newest answers to the question for which help is offered; the details have all."""
    t = words.t
    answers = [f"{words.short_day(one.day)}: {help_answer(one, words)}" for one in part.totals]
    if len(answers) > _MOST_ANSWERS:
        answers = [answers[0], *answers[1 - _MOST_ANSWERS :]]
    return t(
        "{title}, question {n}: {answers}.",
        title=part.title,
        n=part.help_number,
        answers="; ".join(answers),
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
