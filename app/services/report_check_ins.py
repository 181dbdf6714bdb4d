"""The check-ins of a report: totals with their change, and the answers of which a clinic wants to know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.care.checkin import CheckIn
from app.care.questionnaire import Item
from app.care.questionnaires import QUESTIONNAIRES
from app.care.sentence import Sentence, say
from app.care.totals import Point, Totals, called
from app.services.checkins import CheckInService
from app.services.worded import stays_english, worded
from app.share.report import CheckInPart, Total


def parts(checkins: CheckInService, first: date, last: date, language: str = "en") -> Iterator[CheckInPart]:
    """Each questionnaire that was ever answered, in the order of the registry.

    The own baseline and the newest are told always, the others where they are within the report's days.

    Args:
        checkins: where they are.
        first, last: the days of the report.
        language: a short code; questions and answers are told in it where they are published in it.
    """
    for one in QUESTIONNAIRES:
        found = checkins.totals(one)
        points = [point for point in found.points if _belongs(point, found, first, last)]
        if points:
            yield _part(found, points, language)


def _belongs(point: Point, found: Totals, first: date, last: date) -> bool:
    if point is found.baseline or first <= point.day <= last:
        return True
    return point is found.newest or point is found.points[-1]


def _part(found: Totals, points: list[Point], language: str) -> CheckInPart:
    asked = worded(found.questionnaire, language)
    asking = next((item for item in asked.items if item.help), None)
    # One from before the baseline would take its place as what all else is held against.
    if found.baseline is not None:
        points = points[points.index(found.baseline) :]
    return CheckInPart(
        title=asked.name,
        most=asked.most,
        totals=tuple(_total(point, asking) for point in points),
        sentences=tuple(_sentences(found)),
        answers=tuple(_answers(points[-1].checkin, language)),
        english=stays_english(found.questionnaire, language),
        help_number=asked.items.index(asking) + 1 if asking else 0,
    )


def _total(point: Point, asking: Item | None) -> Total:
    score = point.score
    return Total(
        day=point.day,
        value=score.value if score else None,
        band=score.band.name if score and score.band else "",
        answered=point.answered,
        of=point.of,
        help=_answer(point.checkin, asking) if asking else "",
    )


def _sentences(found: Totals) -> Iterator[Sentence]:
    last = found.points[-1]
    if last.score is None:
        yield say(
            "Of the newest one {n} of {of} are answered, so it has no total.", n=last.answered, of=last.of
        )
    newest = found.newest
    if newest is not None and newest.score is not None and newest.score.band is not None:
        yield newest.score.band.sentence
    if found.change is not None:
        yield from called(found.change)


def _answers(checkin: CheckIn, language: str) -> Iterator[tuple[str, str]]:
    for item in worded(checkin.asked, language).items:
        yield item.text, _answer(checkin, item)


def _answer(checkin: CheckIn, item: Item) -> str:
    """The answer in the words of the item; of a scale its number; "" where it was left out."""
    value = checkin.value(item.id)
    if value is None:
        return ""
    option = item.option(value)
    return option.text if option else str(value)
