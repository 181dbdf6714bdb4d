"""What the answers amount to: a level with its reasons. It allows nothing: that is the clinic's to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.care.checklist_filled import Filled, asked, early, silent, unanswered
from app.care.checklist_items import CLEARANCE, CONDITIONS, Choice, Item, Level, Part
from app.care.profile import ClinicProfile
from app.care.sentence import Sentence, counted

_ORDER: Final = tuple(Level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """A level and why. reasons: most serious first; empty only with "nothing to flag"."""

    level: Level
    reasons: tuple[Sentence, ...] = ()


def readiness(
    screening: Filled | None, day_of: Filled | None, profile: ClinicProfile, day: date | None = None
) -> Readiness:
    """What the answers for one infusion amount to.

    screening, day_of: the newest lists, finished or not; None when not begun: then nothing is answered.
    profile: what the clinic has said. A worse answer never gives a milder level.
    day: of the infusion while it is still to come: "no benzodiazepine today" said on another day is no
        answer for it. None where that is not to be looked at.
    """
    return _sum_up({Part.SCREENING: screening, Part.DAY_OF: day_of}, profile, len(early(day_of, day)))


def screening_readiness(screening: Filled | None, profile: ClinicProfile) -> Readiness:
    """What the screening alone amounts to, while no infusion is looked at."""
    return _sum_up({Part.SCREENING: screening}, profile)


def _sum_up(lists: dict[Part, Filled | None], profile: ClinicProfile, too_early: int = 0) -> Readiness:
    found = [reason for part, filled in lists.items() for reason in _flags(part, filled)]
    waiting = sum(len(unanswered(part, filled, profile)) for part, filled in lists.items())
    if waiting:
        reason = counted("{n} question is not answered yet.", "{n} questions are not answered yet.", waiting)
        found.append((Level.ASK, reason))
    if too_early:
        reason = counted(
            "{n} answer is from before the day of the infusion: answer it again on that day.",
            "{n} answers are from before the day of the infusion: answer them again on that day.",
            too_early,
        )
        found.append((Level.ASK, reason))
    unsettled = len(silent(lists[Part.DAY_OF], profile)) if Part.DAY_OF in lists else 0
    if unsettled:
        reason = counted(
            "Your clinic has not said anything about {n} point yet: ask your clinic.",
            "Your clinic has not said anything about {n} points yet: ask your clinic.",
            unsettled,
        )
        found.append((Level.ASK, reason))
    found.sort(key=lambda reason: -_ORDER.index(reason[0]))
    return Readiness(
        level=found[0][0] if found else Level.NOTHING, reasons=tuple(reason for _, reason in found)
    )


def _flags(part: Part, filled: Filled | None) -> Iterator[tuple[Level, Sentence]]:
    if filled is None:
        return
    for one in asked(part, filled):
        flagged = _flag(one, filled.choice(one.id))
        on_file = one.id in CONDITIONS and filled.choice(CLEARANCE) is Choice.YES
        if flagged and not on_file:
            yield flagged


def _flag(one: Item, choice: Choice | None) -> tuple[Level, Sentence] | None:
    if choice is one.flag:
        return one.level, Sentence(one.reason)
    return (one.unsure_level, Sentence(one.unsure)) if choice is Choice.NOT_SURE else None
