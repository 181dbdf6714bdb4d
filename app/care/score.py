"""What the answers of a check-in add up to, and how that changed since the baseline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.care.checkin import CheckIn
from app.care.invalid import Invalid
from app.care.questionnaire import Band, Questionnaire, ScoreKind
from app.care.questionnaires import questionnaire

# An older one tells of another time than that before the course.
BASELINE_WITHIN: Final = timedelta(days=28)
_PERCENT: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What all answers that count add up to. points: their sum. of: how many there are."""

    questionnaire: str
    points: int
    of: int

    @property
    def asked(self) -> Questionnaire:
        """The questionnaire."""
        return questionnaire(self.questionnaire)

    @property
    def value(self) -> float:
        """The result: the sum, or the mean where that is the score."""
        return self.points if self.asked.kind is ScoreKind.SUM else self.points / self.of

    @property
    def shown(self) -> int | float:
        """The result as it is shown: "12", of a mean "6.3"."""
        return shown(self.value, self.asked)

    @property
    def band(self) -> Band | None:
        """What published tables call it; None where there is no table."""
        return self.asked.band(self.points)


def score(checkin: CheckIn) -> Score | None:
    """What the answers add up to; None unless every question that counts is answered."""
    values = [checkin.value(item.id) for item in checkin.asked.scored]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return Score(questionnaire=checkin.questionnaire, points=sum(known), of=len(known))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a result differs from the own baseline. Raises Invalid for two questionnaires."""

    baseline: Score
    newest: Score

    def __post_init__(self) -> None:
        if self.baseline.questionnaire != self.newest.questionnaire:
            raise Invalid("Only results of the same questionnaire can be compared.")

    @property
    def value(self) -> float:
        """The difference; below 0 when the result is lower, and lower is better in all of them."""
        return self.newest.value - self.baseline.value

    @property
    def matters(self) -> bool | None:
        """Whether it is as large as a change that matters; None where no such number is published."""
        least = self.newest.asked.change
        return None if least is None else abs(self.newest.points - self.baseline.points) >= least

    @property
    def response(self) -> bool | None:
        """Whether it fell by as many percent as is called a response; None where nothing can be said."""
        percent = self.newest.asked.response
        if percent is None or not self.baseline.points:
            return None
        return self.newest.points * _PERCENT <= self.baseline.points * (_PERCENT - percent)

    @property
    def remission(self) -> bool | None:
        """Whether the result is low enough to be called remission; None where that is not defined."""
        below = self.newest.asked.remission
        return None if below is None else self.newest.points < below


def baseline(checkins: Iterable[CheckIn], first_infusion: datetime | None) -> CheckIn | None:
    """The own baseline: the newest complete check-in from before the first infusion, and there is only one.

    checkins: of one questionnaire, as `latest` gives them.
    first_infusion: when it began, or None while there was none.
    It must be from the 28 days before. Raises Invalid for check-ins of two questionnaires.
    """
    found = list(checkins)
    if len({checkin.questionnaire for checkin in found}) > 1:
        raise Invalid("A baseline is of one questionnaire; take the others away.")
    before = [
        checkin
        for checkin in found
        if score(checkin) is not None
        and (first_infusion is None or first_infusion - BASELINE_WITHIN <= checkin.taken_at < first_infusion)
    ]
    return max(before, key=lambda checkin: checkin.taken_at, default=None)


def shown(value: float, asked: Questionnaire) -> int | float:
    """A result or a difference as it is shown: a whole number, of a mean one with a decimal."""
    return round(value) if asked.kind is ScoreKind.SUM else round(value, 1)
