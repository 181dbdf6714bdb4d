"""What a caregiver's view says of a summary, in sentences that are no verdict; pure, like all of app.care."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Final
from uuid import UUID

from app.care.checkin import CheckIn
from app.care.course_progress import next_session
from app.care.course_records import HELD, Session, Status
from app.care.insight_line import LinePoint, MoodLine, Span, weeks
from app.care.journal import LEAST_FOR_AVERAGE, DayMood
from app.care.moment import local_day
from app.care.questionnaire import ScoreKind
from app.care.questionnaires import questionnaire
from app.care.score import Score
from app.care.sentence import Sentence, say
from app.care.summary import SharedMood, SharedSession, SharedTotal, Summary
from app.care.totals import Point, Totals

# From more days on a point of the line is a week, as in the patient's own insights.
_WEEKLY_FROM: Final = 60
# The sessions of a view belong to no stored course.
_NONE: Final = UUID(int=0)
_SUM: Final = "{who}’s newest total is {value} of {most}."
_MEAN: Final = "The mean of {who}’s newest answers is {value}, on a scale from 0 to {most}."
_SUM_THEIRS: Final = "Their newest total is {value} of {most}."
_MEAN_THEIRS: Final = "The mean of their newest answers is {value}, on a scale from 0 to {most}."


def as_sessions(summary: Summary) -> tuple[Session, ...]:
    """The infusions of a summary as the screens of a course draw them; what was not chosen is empty.

    Args:
        summary: of one person.
    """
    return tuple(_session(one) for one in summary.sessions)


def _session(one: SharedSession) -> Session:
    begins, ends = one.began_at or one.starts_at, one.ended_at or one.began_at or one.starts_at
    status = one.status
    if status in HELD and begins is None:
        # Without a time nothing can be drawn as held.
        status, ends = Status.PLANNED, None
    over = status in {Status.COMPLETED, Status.STOPPED_EARLY}
    return Session(
        id=_NONE,
        course_id=_NONE,
        number=one.number,
        # Where it was moved from was never in the summary.
        status=Status.PLANNED if status is Status.MOVED else status,
        starts_at=one.starts_at,
        began_at=begins if status in HELD else None,
        ended_at=ends if over else None,
    )


def next_of(summary: Summary, now: datetime) -> SharedSession | None:
    """The infusion that is going on, or else the next one to come; None when there is none.

    Args:
        summary: of one person.
        now: aware.
    """
    found = next_session(as_sessions(summary), now)
    return None if found is None else next(one for one in summary.sessions if one.number == found.number)


def infusion_days(summary: Summary) -> tuple[tuple[date, int], ...]:
    """The local day and the number of each infusion that took place."""
    found = []
    for one in summary.sessions:
        at = one.began_at or one.starts_at
        if one.status in HELD and at is not None:
            found.append((local_day(at), one.number))
    return tuple(sorted(found))


def mood_line(summary: Summary, who: str) -> MoodLine:
    """The mood numbers as a line, with the sentence that says the same first.

    Args:
        summary: of one person.
        who: how they are called, or "".
    """
    days = list(_days(summary.moods))
    weekly = (summary.last - summary.first).days >= _WEEKLY_FROM
    span = Span.ALL if weekly else Span.DAYS_30
    first = min([summary.first, *(one.day for one in days)])
    last = max([summary.last, *(one.day for one in days)])
    points = tuple(weeks(days, first, last)) if weekly else tuple(map(_point, days))
    marks = tuple((day, number) for day, number in infusion_days(summary) if first <= day <= last)
    sentences = (mood_sentence(summary, who),)
    return MoodLine(span=span, first=first, last=last, sentences=sentences, points=points, infusions=marks)


def _days(moods: Sequence[SharedMood]) -> Iterator[DayMood]:
    for day, some in groupby(sorted(moods, key=lambda one: local_day(one.at)), lambda one: local_day(one.at)):
        values = [one.mood for one in some]
        mean = sum(values) / len(values)
        yield DayMood(day=day, mean=mean, low=min(values), high=max(values), count=len(values))


def _point(one: DayMood) -> LinePoint:
    return LinePoint(first=one.day, last=one.day, mean=one.mean, low=one.low, high=one.high, count=one.count)


def mood_sentence(summary: Summary, who: str) -> Sentence:
    """Between which numbers the mood was; an average only of three or more.

    Args:
        summary: of one person.
        who: how they are called, or "".
    """
    values = [one.mood for one in summary.moods]
    days = (summary.last - summary.first).days + 1
    whose = say("{who}’s mood", who=who) if who else say("Their mood")
    if not values:
        return say("No mood was noted in these {days} days.", days=days)
    low, high = min(values), max(values)
    if len(values) == 1:
        return say("{whose} was noted once in these {days} days: {low}.", whose=whose, days=days, low=low)
    if low == high:
        template = "{whose} was {low} each time in these {days} days, in {n} notes."
        return say(template, whose=whose, low=low, days=days, n=len(values))
    if len(values) < LEAST_FOR_AVERAGE:
        template = "{whose} was between {low} and {high} in these {days} days, in {n} notes."
        return say(template, whose=whose, low=low, high=high, days=days, n=len(values))
    mean = sum(values) / len(values)
    template = "{whose} was between {low} and {high} in these {days} days, {mean} on average, in {n} notes."
    return say(template, whose=whose, low=low, high=high, days=days, mean=mean, n=len(values))


def totals_of(summary: Summary, who: str) -> tuple[Totals, ...]:
    """The totals by questionnaire, each with its sentences, in the order of their names.

    Args:
        summary: of one person.
        who: how they are called, or "".
    """
    names = sorted({one.questionnaire for one in summary.totals})
    return tuple(_totals([one for one in summary.totals if one.questionnaire == name], who) for name in names)


def _totals(found: Sequence[SharedTotal], who: str) -> Totals:
    points = tuple(_result(one) for one in sorted(found, key=lambda one: one.taken_at))
    newest = points[-1].score
    assert newest is not None
    return Totals(questionnaire=newest.asked, points=points, sentences=total_sentences(newest, who))


def _result(one: SharedTotal) -> Point:
    asked = questionnaire(one.questionnaire)
    of = len(asked.scored)
    points = round(one.value if asked.kind is ScoreKind.SUM else one.value * of)
    # No answer was ever in the summary; only its day and its total are drawn.
    taken = CheckIn(id=_NONE, questionnaire=one.questionnaire, taken_at=one.taken_at, begun_at=one.taken_at)
    total = Score(questionnaire=one.questionnaire, points=points, of=of)
    return Point(checkin=taken, day=local_day(one.taken_at), score=total, answered=of, of=of)


def total_sentences(newest: Score, who: str) -> tuple[Sentence, ...]:
    """What the newest total is, and what a published table calls it; never a verdict.

    Args:
        newest: the newest one.
        who: how they are called, or "".
    """
    asked = newest.asked
    mean = asked.kind is ScoreKind.MEAN
    template = (_MEAN if mean else _SUM) if who else (_MEAN_THEIRS if mean else _SUM_THEIRS)
    said = [say(template, **({"who": who} if who else {}), value=newest.shown, most=asked.most)]
    if newest.band is not None:
        said.append(newest.band.sentence)
    said.append(say("This is not a diagnosis. Their clinic reads it together with them."))
    return tuple(said)


def duties(session: SharedSession) -> tuple[Sentence, ...]:
    """What whoever takes them home does that day, from the guide's topic for caregivers.

    "The infusion takes 45 minutes … within 15 minutes of the end" (the clinic's text); "leave with a
    responsible adult" (ketamine's label).

    Args:
        session: the next one.
    """
    at = session.starts_at
    first = (
        say("Ask the clinic when to come: plan for about an hour from the beginning.")
        if at is None
        else say(
            "It begins at {time}. Plan for about an hour, and ask the clinic when to come.",
            time=f"{at:%H:%M}",
        )
    )
    return (
        first,
        say("They should leave with a responsible adult, and not drive home themselves."),
        say("They may feel dizzy or see blurred for an hour or two. Ask the clinic how long to stay."),
    )
