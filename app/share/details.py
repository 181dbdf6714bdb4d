"""The pages after the first: each infusion, check-in, day, answer and question, and the words if chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from app.care.course import OPEN
from app.share.blocks import Column, bullets, heading, paragraph, table
from app.share.front import help_answer, pressure, readiness
from app.share.paper import QUIET, SMALL, Paper
from app.share.report import MarkPart, Report, SessionPart, Total
from app.share.words import Words

_WEEK: Final = 7
Step = Callable[[], None]


def sessions(paper: Paper, report: Report, words: Words, step: Step) -> None:
    """Each infusion of the report's time, and one to come that has answers already."""
    t = words.t
    whole = report.course.sessions if report.course else ()
    shown = [s for s in whole if s.within or (s.level and s.status in OPEN)]
    if not shown:
        return
    heading(paper, 2, t("Each infusion"), keep=26)
    for session in shown:
        step()
        when = words.moment(session.at) if session.at else t("no date yet")
        heading(paper, 3, t("Infusion {n}, {when}", n=session.number, when=when))
        paragraph(paper, " ".join(_facts(session, words)))
        if session.marks:
            bullets(paper, [_mark(mark, words) for mark in session.marks], size=SMALL + 0.5)
        if session.level is not None:
            paragraph(paper, readiness(t("Checklist before it"), session.level, session.reasons, words))
        if session.reason:
            paragraph(paper, t("Reason: {words}", words=session.reason))
        if session.notes:
            paragraph(paper, t("Notes: {words}", words=session.notes))
        paper.gap(1.5)


def _facts(session: SessionPart, words: Words) -> list[str]:
    t = words.t
    status = t(session.status.value)
    said = [f"{status[:1].upper()}{status[1:]}."]
    if session.at is not None and session.ended_at is not None:
        minutes = int((session.ended_at - session.at) / timedelta(minutes=1))
        said.append(
            t("From {begin} to {end}, {n} minutes.", begin=words.clock(session.at),
              end=words.clock(session.ended_at.astimezone(session.at.tzinfo)), n=minutes)
        )  # fmt: skip
    if told := pressure(session):
        said.append(t("Blood pressure {pressure} mmHg, as told by the patient.", pressure=told))
    return said


def _mark(mark: MarkPart, words: Words) -> str:
    said = f"“{mark.words}”" if mark.words else words.t(mark.label)
    return words.t("Minute {n}: {mark}", n=mark.minute, mark=said) if mark.minute >= 0 else said


def check_ins(paper: Paper, report: Report, words: Words, step: Step) -> None:
    """Every total, and the answers of the newest check-in of each questionnaire."""
    t = words.t
    if not report.check_ins:
        return
    heading(paper, 2, t("Each check-in"), keep=36)
    for part in report.check_ins:
        step()
        heading(paper, 3, part.title, keep=24)
        columns = [Column(t("Day"), 20), Column(t("Result"), 18), Column(t("Range"), 26)]
        if part.help_number:
            columns.append(Column(t("Question {n}", n=part.help_number), 26))
        rows = [
            (
                words.day(total.day),
                _result(total, part.most, words),
                t(total.band) if total.band else "",
                *([help_answer(total, words)] if part.help_number else []),
            )
            for total in part.totals
        ]
        table(paper, columns, rows)
        if part.answers:
            if part.english:
                paragraph(paper, t("This check-in is in English, word for word as it was published."))
            paragraph(paper, t("The newest answers:"))
            # Word for word: no catalogue has a say in what was published.
            answers = [(question, answer or t("not answered")) for question, answer in part.answers]
            table(paper, (Column(t("Question"), 46), Column(t("Answer"), 18)), answers)


def _result(total: Total, most: int, words: Words) -> str:
    if total.value is None:
        return words.t("{n} of {of} answered", n=total.answered, of=total.of)
    return words.t("{value} of {most}", value=words.number(total.value), most=most)


def days(paper: Paper, report: Report, words: Words, step: Step) -> None:
    """The mood of each day, a row a week, as numbers: what the line of the first page shows."""
    t = words.t
    if not report.moods:
        return
    step()
    heading(paper, 2, t("Mood by day"), keep=30)
    paragraph(
        paper,
        t(
            "One number is the only mood of a day or the mean of at least three, two numbers with a dash "
            "are the lowest and the highest. “inf.” marks a day with an infusion and its number."
        ),
        size=SMALL,
        ink=QUIET,
    )
    moods = {mood.day: mood.words for mood in report.moods}
    held = dict(report.infusions)

    def cell(day: date) -> str:
        infusion = [t("inf. {n}", n=held[day])] if day in held else []
        return " ".join([*([moods[day]] if day in moods else []), *infusion])

    monday = report.first - timedelta(days=report.first.weekday())
    rows = []
    while monday <= report.last:
        week = [monday + timedelta(days=n) for n in range(_WEEK)]
        cells = [cell(day) for day in week]
        if any(cells):
            rows.append((words.short_day(monday), *cells))
        monday += timedelta(days=_WEEK)
    columns = (Column(t("Week from"), 13), *(Column(words.weekday(n), 12) for n in range(_WEEK)))
    table(paper, columns, rows)


def screening(paper: Paper, report: Report, words: Words, step: Step) -> None:
    """Each question of the screening with its answer."""
    t = words.t
    if report.screening is None:
        return
    step()
    heading(paper, 2, t("Answers of the screening"))
    rows = [
        (t(part.question), t(part.answer) if part.answer else t("not answered")) for part in report.screening
    ]
    if report.screening_level is not None:
        paragraph(paper, readiness(t("Screening"), report.screening_level, report.screening_reasons, words))
    table(paper, (Column(t("Question"), 50), Column(t("Answer"), 12)), rows)
    noted = [f"{t(part.question)} {part.note}" for part in report.screening if part.note]
    if noted:
        bullets(paper, noted)


def questions(paper: Paper, report: Report, words: Words, step: Step) -> None:
    """Every question for the clinic in full, and what was answered."""
    t = words.t
    if not report.questions:
        return
    step()
    heading(paper, 2, t("All questions for the clinic"))
    bullets(
        paper,
        [
            t("{question} Answer: {answer}", question=part.text, answer=part.answer)
            if part.answer
            else part.text
            for part in report.questions
        ],
    )


def own_words(paper: Paper, report: Report, words: Words, step: Step) -> None:
    """What the patient wrote, only where that was chosen."""
    t = words.t
    if not report.words:
        return
    heading(paper, 2, t("In the patient’s own words"))
    for part in report.words:
        step()
        heading(paper, 3, t("{when}, mood {mood}", when=words.moment(part.at), mood=part.mood), keep=5)
        paragraph(paper, part.words)


PARTS: Final[Sequence[Callable[[Paper, Report, Words, Step], None]]] = (
    sessions, check_ins, days, screening, questions, own_words,
)  # fmt: skip
