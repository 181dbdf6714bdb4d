"""The look back in the middle of a course: after infusion 3, before the next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.care.course_progress import held_days
from app.care.course_records import Course, Session, Status
from app.care.insight_held import before_course, mean_of
from app.care.journal import DayMood
from app.care.sentence import Sentence, say
from app.care.totals import Totals

AFTER: Final = 3
_OVER: Final = frozenset({Status.COMPLETED, Status.STOPPED_EARLY})


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBack:
    """What can be said in the middle of the course. before, since: mean moods, None with too few notes."""

    sentences: tuple[Sentence, ...]
    before: float | None = None
    since: float | None = None


def look_back(
    course: Course | None,
    sessions: Sequence[Session],
    days: Sequence[DayMood],
    totals: Sequence[Totals],
    today: date,
) -> LookBack | None:
    """The look back; None before infusion 3 is over, from infusion 4 on, and in a course without a fourth.

    sessions: of the course. days: the moods by day. totals: of the questionnaires in use.
    """
    over = [session for session in sessions if session.status in _OVER]
    held = held_days(sessions)
    # On the day itself nobody should be asked to read much.
    if course is None or course.planned <= AFTER or len(over) != AFTER or len(held) != AFTER:
        return None
    taken = sorted(held)
    if today <= taken[-1]:
        return None
    before = before_course(days, taken[0])
    since = mean_of(mood for mood in days if taken[0] < mood.day <= today)
    moods = tuple(None if mean is None else float(mean) for mean in (before, since))
    sentences = tuple(_sentences(course, len(over), moods[0], moods[1], totals))
    return LookBack(sentences=sentences, before=moods[0], since=moods[1])


def _sentences(
    course: Course, over: int, before: float | None, since: float | None, totals: Sequence[Totals]
) -> Iterator[Sentence]:
    yield say("{n} of {planned} infusions are over.", n=over, planned=course.planned)
    if before is None or since is None:
        yield say("Not enough entries yet to set your mood before and since beside each other.")
    else:
        yield say(
            "In the two weeks before the first one your mood was {before} on average, since then {since}.",
            before=before,
            since=since,
        )
    for one in totals:
        if one.change is not None:
            yield say(
                "{name}: {first} before the first infusion, {newest} now.",
                name=one.questionnaire.name,
                first=one.change.baseline.shown,
                newest=one.change.newest.shown,
            )
    yield say("What has changed, and what has not? Your clinic can look at it together with you.")
