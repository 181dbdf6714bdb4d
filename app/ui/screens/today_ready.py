"""What the answers so far say about the infusion that comes next: one line on Today, and the way to why."""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft

from app.care.checklist import Level, Readiness, early
from app.care.today import Phase
from app.care.today import Today as Now
from app.services import Services
from app.ui.components.base import heading_with, row, secondary
from app.ui.components.call import call_clinic
from app.ui.components.readiness_card import level_words
from app.ui.layout import opener
from app.ui.live import Here
from app.ui.screens.today_words import INK, now_words
from app.ui.text import t

_SCREENING = "/checklist/screening"
_TO_COME = {Phase.BEFORE, Phase.DAYS_BEFORE, Phase.THE_DAY}


@dataclass(frozen=True, slots=True)
class Said:
    """What the answers amount to, and the address of the list that says why."""

    readiness: Readiness
    path: str


def said_so_far(services: Services, now: Now) -> Said | None:
    """What to say on Today about the answers, or None where there is nothing to say yet.

    Args:
        services: the store that is shown.
        now: the phase with what it needs.
    """
    session = now.session
    if session is None or now.kind not in _TO_COME:
        return None
    if now.kind is Phase.THE_DAY and now.day_of is not None:
        return Said(services.checklists.readiness(session.number), f"/checklist/{session.number}")
    # Clearance takes days to get, so the screening speaks up before the day; once an infusion has taken
    # place the clinic has decided, and it stays on its own page.
    if now.screening is None or any(one.was_held for one in now.sessions):
        return None
    found = services.checklists.readiness()
    loud = found.level is Level.TALK or (found.level is Level.ASK and now.screening.is_finished)
    return Said(found, _SCREENING) if loud else None


def ready_lines(here: Here, said: Said | None) -> list[ft.Control]:
    """The level in words, and whom to call about it; nothing where there is nothing to say.

    Args:
        here: the screen's surroundings.
        said: from said_so_far.
    """
    if said is None:
        return []
    level = said.readiness.level
    words = level_words(level)
    if level is Level.NOTHING:
        return [now_words(words)]
    icon = ft.Icons.PHONE_IN_TALK if level is Level.TALK else ft.Icons.HELP_OUTLINE
    actions: list[ft.Control] = [call_clinic(here.services.settings.clinic().phone, main=False)]
    if said.path == _SCREENING:
        actions.insert(0, secondary(t("See why"), opener(said.path)))
    return [heading_with(icon, words, look=3, color=INK, ink=INK), row(*actions)]


def early_answers(now: Now) -> int:
    """How many answers for the infusion of this day were given before this day.

    Args:
        now: the phase with what it needs.
    """
    return len(early(now.day_of, now.session.day)) if now.session is not None else 0
