"""The results of one questionnaire in their order, with the words for a patient; never a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.care.checkin import CheckIn
from app.care.questionnaire import Questionnaire, ScoreKind
from app.care.score import Change, Score, baseline, score, shown
from app.care.sentence import Sentence, say

_HALF: Final = 50
NOT_A_DIAGNOSIS: Final = say("This is not a diagnosis. Your clinic reads it together with you.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One finished check-in of a chart. score: None when it is not complete: then answered of of are."""

    checkin: CheckIn
    day: date
    score: Score | None
    answered: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """All results of one questionnaire, with their sentences first.

    points: oldest first. baseline: its point, or None. change: of the newest complete one since the
    baseline; None without both. sentences: the newest result, the change, what they are called, and the
    word that none of it is a diagnosis.
    """

    questionnaire: Questionnaire
    points: tuple[Point, ...] = ()
    baseline: Point | None = None
    change: Change | None = None
    sentences: tuple[Sentence, ...] = ()

    @property
    def newest(self) -> Point | None:
        """The newest complete one, or None."""
        return next((point for point in reversed(self.points) if point.score is not None), None)


def totals(asked: Questionnaire, checkins: Sequence[CheckIn], first_infusion: datetime | None) -> Totals:
    """All results of one questionnaire.

    checkins: of it, as `latest` gives them. first_infusion: of the course, None while there was none.
    """
    points = tuple(_point(checkin) for checkin in checkins)
    first = baseline(checkins, first_infusion)
    base = next((point for point in points if first is not None and point.checkin is first), None)
    found = Totals(questionnaire=asked, points=points, baseline=base)
    newest = found.newest
    change = None
    if base is not None and base.score and newest is not None and newest.score and newest is not base:
        change = Change(baseline=base.score, newest=newest.score)
    said = words(newest.checkin if newest else points[-1].checkin if points else None, change)
    if newest is not None and points[-1] is not newest:
        template = "Of the newest check-in {n} of {of} are answered, so it has no total. The last whole one:"
        said = (say(template, n=points[-1].answered, of=points[-1].of), *said)
    return Totals(questionnaire=asked, points=points, baseline=base, change=change, sentences=said)


def words(checkin: CheckIn | None, change: Change | None = None) -> tuple[Sentence, ...]:
    """A result in words a patient understands, and what it changed by; never a verdict.

    checkin: the newest, or None. change: since the baseline, if there is one.
    """
    if checkin is None:
        return (say("There is no check-in yet."),)
    asked, result = checkin.asked, score(checkin)
    if result is None:
        said = say(
            "{n} of {of} answered: without the others there is no total.",
            n=checkin.answered,
            of=len(asked.scored),
        )
        return (said,)
    return (*_result(result), *(_changed(change) if change else ()), NOT_A_DIAGNOSIS)


def _result(result: Score) -> Iterable[Sentence]:
    asked = result.asked
    if asked.kind is ScoreKind.MEAN:
        template = "The mean of your {n} answers is {value}, on a scale from 0 to {most}."
        yield say(template, n=result.of, value=result.shown, most=asked.most)
    else:
        yield say("Your total is {value} of {most}.", value=result.shown, most=asked.most)
    if result.band is not None:
        yield result.band.sentence
    if asked.cut is not None:
        low, high = asked.cut
        yield say("Clinics often ask more from {low} to {high} points on.", low=low, high=high)


def _changed(change: Change) -> Iterable[Sentence]:
    asked = change.newest.asked
    first, by = change.baseline.shown, shown(abs(change.value), asked)
    if change.newest.points == change.baseline.points:
        yield say("It is the same as before your first infusion.")
    elif change.value < 0:
        yield say("It is {by} lower than before your first infusion ({first}).", by=by, first=first)
    else:
        yield say("It is {by} higher than before your first infusion ({first}).", by=by, first=first)
    yield from called(change)


def called(change: Change) -> Iterable[Sentence]:
    """What studies call a change; never a verdict, and the same words for the patient and the clinic."""
    asked = change.newest.asked
    if asked.change is not None:
        if change.matters:
            yield say("Studies call a change of {n} points or more one that matters.", n=asked.change)
        elif change.value:
            yield say("Studies call only a change of {n} points or more one that matters.", n=asked.change)
    if change.response:
        template = "Half or less of the first result is what studies call a response."
        if asked.response != _HALF:
            template = "A fall of {percent} percent or more is what studies call an improvement."
        yield say(template, percent=asked.response or 0)
    if change.remission and asked.remission is not None and change.baseline.points >= asked.remission:
        yield say("Studies call a total below {n} remission.", n=asked.remission)


def _point(checkin: CheckIn) -> Point:
    return Point(
        checkin=checkin,
        day=checkin.day,
        score=score(checkin),
        answered=checkin.answered,
        of=len(checkin.asked.scored),
    )
