"""All check-ins: what is due, each questionnaire with its last result, what came before, and when to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import flet as ft

from app.care.cadence import Due
from app.care.checkin import CheckIn, needs_help
from app.care.questionnaire import Questionnaire
from app.care.questionnaires import QUESTIONNAIRES
from app.care.score import score
from app.care.sentence import Sentence
from app.services import Services
from app.ui.components.base import body, card, heading, icon_button, primary, quiet, row, secondary, small
from app.ui.components.guide_parts import named_button
from app.ui.components.question import how_long, name_of
from app.ui.failing import component
from app.ui.layout import opener, screen
from app.ui.live import use_here, use_live
from app.ui.notice import save
from app.ui.screens.check_in_help import ReachStrip
from app.ui.screens.check_in_result import correct, result_words
from app.ui.screens.check_in_when import When
from app.ui.text import day, moment, near_day, t, tn

# Years of results are not drawn all at once.
_AT_ONCE = 12
TABLES = ("check_in", "session", "course", "preferences")


@dataclass(frozen=True)
class Listed:
    """One questionnaire as it stands.

    Attributes:
        asked: the questionnaire.
        history: what was finished, newest first.
        said: the newest result in words.
        open: the one to go on with, or None.
        refused: why no new one can be begun now, or "".
        due: the next one that is planned, or None.
    """

    asked: Questionnaire
    history: tuple[CheckIn, ...]
    said: tuple[Sentence, ...]
    open: CheckIn | None
    refused: str
    due: Due | None


def listed(services: Services) -> tuple[Listed, ...]:
    """Every questionnaire; those that are due or begun first.

    Args:
        services: of the store that is shown.
    """
    checkins, today = services.checkins, services.now().date()
    planned = {due.questionnaire.id: due for due in checkins.upcoming()}

    def found(asked: Questionnaire) -> Listed:
        # Read once: years of them take a moment.
        totals = checkins.totals(asked.id)
        history = tuple(point.checkin for point in reversed(totals.points))
        return Listed(
            asked=asked,
            history=history,
            said=result_words(totals, history[0]) if history else (),
            open=checkins.open(asked.id),
            refused=checkins.refused(asked.id),
            due=planned.get(asked.id),
        )

    def later(one: Listed) -> bool:
        return one.open is None and not (one.due is not None and one.due.is_due(today))

    return tuple(sorted((found(one) for one in QUESTIONNAIRES.values()), key=later))


def total_words(checkin: CheckIn) -> str:
    """A result as short as it goes.

    Args:
        checkin: finished.
    """
    result = score(checkin)
    if result is None:
        return t("{n} of {of} answered", n=checkin.answered, of=len(checkin.asked.scored))
    return t("{value} of {most}", value=result.shown, most=checkin.asked.most)


def _when(one: Listed, today: date) -> str:
    if one.open is not None:
        return t("Begun on {moment}", moment=moment(one.open.begun_at, today))
    if one.due is None:
        return t("Not planned. You can do it whenever you like.")
    if one.due.is_due(today):
        return t("Due today")
    return t("Next: {day}. You can do it earlier.", day=near_day(one.due.day, today))


def _begin(one: Listed) -> ft.Control:
    path, name = opener(f"/check-in/{one.asked.id}"), one.asked.name
    if one.open is not None:
        words = (
            t("Go on with the correction of the {name}", name=name)
            if one.open.replaces is not None
            else t("Go on with the {name} you began", name=name)
        )
        return primary(words, path, icon=ft.Icons.PLAY_ARROW)
    if one.refused:
        return secondary(t("Look at the result of the {name}", name=name), path, icon=ft.Icons.VISIBILITY)
    make = primary if one.due is not None else secondary
    return make(t("Begin the {name}", name=name), path, icon=ft.Icons.PLAY_ARROW)


@component
def _Card(one: Listed) -> ft.Control:
    here = use_here()
    shown, set_shown = ft.use_state(0)
    today = here.services.now().date()
    parts: list[ft.Control] = [
        heading(name_of(one.asked)),
        body(_when(one, today)),
        small(how_long(one.asked)),
    ]
    if one.history:
        last = one.history[0]
        parts.append(heading(t("Last result, {day}", day=day(last.day, today)), 3))
        parts += [body(t(sentence)) for sentence in one.said]
    parts.append(row(_begin(one)))
    if one.history:
        many = len(one.history)
        words = t("Hide the results") if shown else tn("Show {n} result", "Show {n} results", many)
        icon = ft.Icons.EXPAND_LESS if shown else ft.Icons.EXPAND_MORE
        label = f"{words}: {one.asked.name}"
        fold = named_button(words, label, lambda _: set_shown(0 if shown else _AT_ONCE), icon, ft.TextButton)
        parts.append(row(fold))
        parts += [_past(here.services, checkin, today) for checkin in one.history[:shown]]
        if 0 < shown < many:
            older = t("Show older ones")
            label = f"{older}: {one.asked.name}"
            more = named_button(
                older, label, lambda _: set_shown(shown + _AT_ONCE), ft.Icons.EXPAND_MORE, ft.TextButton
            )
            parts.append(row(more))
    return card(*parts, spacing=8)


def _past(services: Services, checkin: CheckIn, today: date) -> ft.Control:
    when, name = day(checkin.day, today), checkin.asked.name
    words = f"{when}:  {total_words(checkin)}"
    if checkin.version > 1:
        words += "  " + t("(corrected)")

    def remove(_: Any) -> None:
        save(lambda: services.checkins.remove(checkin.id))

    return ft.Row(
        [
            ft.Container(body(words), expand=True),
            icon_button(
                t("Correct the {name} of {day}", name=name, day=when),
                ft.Icons.EDIT_OUTLINED,
                correct(services, checkin),
            ),
            icon_button(
                t("Delete the {name} of {day}", name=name, day=when), ft.Icons.DELETE_OUTLINE, remove
            ),
        ],
        spacing=8,
    )


def _needs_help(lists: Sequence[Listed]) -> bool:
    """Whether a newest answer, or one that is being given, asks for the ways to reach someone first."""
    shown = [one.open or (one.history[0] if one.history else None) for one in lists]
    return any(one is not None and needs_help(one, past=one.replaces is not None) for one in shown)


@component
def CheckIns() -> ft.View:
    """Each questionnaire with what is due and what came of it, and when to be reminded."""
    here = use_here()
    lists = use_live(lambda: listed(here.services), *TABLES)
    # A component takes a key, which its signature does not show.
    keyed: Any = _Card
    cards: list[ft.Control] = [keyed(one, key=one.asked.id) for one in lists]
    half = (len(cards) + 1) // 2
    first: list[ft.Control] = [
        *([ReachStrip()] if _needs_help(lists) else []),
        body(t("Short questions that show you and your clinic how it goes. You never have to."), quiet=True),
        *cards[:half],
    ]
    see = row(quiet(t("Open insights"), opener("/insights"), icon=ft.Icons.INSIGHTS))
    return screen(
        here,
        t("Check-ins"),
        two=(first, [*cards[half:], When(), see]),
        place="/check-in",
        back="/",
    )
