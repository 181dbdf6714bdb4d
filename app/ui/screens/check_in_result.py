"""What came of a check-in, in the words of app.care.totals; the ways to reach someone stand before it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import flet as ft

from app.care.checkin import CheckIn, needs_help
from app.care.questionnaire import OVERLAP, Questionnaire
from app.care.score import score
from app.care.sentence import Sentence
from app.care.totals import Totals, words
from app.services import Services
from app.ui.components.base import body, card, heading, primary, row, secondary, small, with_icon
from app.ui.components.question import name_of
from app.ui.failing import component
from app.ui.layout import go, opener, screen
from app.ui.live import use_here, use_live
from app.ui.notice import attempt
from app.ui.screens.check_in_help import Reach
from app.ui.text import moment, t


def result_words(found: Totals, checkin: CheckIn) -> tuple[Sentence, ...]:
    """A result in words, with its change where it is the newest one.

    Args:
        found: all results of the questionnaire.
        checkin: finished.
    """
    newest = found.newest
    change = found.change if newest is not None and newest.checkin.id == checkin.id else None
    return words(checkin, change)


def correct(services: Services, checkin: CheckIn) -> Any:
    """A handler that begins a new version of a finished check-in and shows it.

    Args:
        services: of the store that is shown.
        checkin: finished.
    """

    def begin(_: Any) -> None:
        if attempt(lambda: services.checkins.correct(checkin.id)) is not None:
            go(f"/check-in/{checkin.questionnaire}")

    return begin


@component
def Result(asked: Questionnaire, finished: UUID | None) -> ft.View:
    """The check-in that was just finished, or the newest one while no other can be begun."""
    here = use_here()
    checkins = here.services.checkins
    record = use_live(
        lambda: (checkins.get(finished) if finished else None) or checkins.newest(asked.id),
        "check_in",
        deps=(finished, asked.id),
    )
    refused = use_live(lambda: checkins.refused(asked.id), "check_in", "session", "course", deps=(asked.id,))
    parts: list[ft.Control] = []
    helped = record is not None and needs_help(record)
    if helped:
        parts.append(Reach())
    if record is not None:
        parts.append(_result(here.services, record, just=finished is not None))
    if refused and finished is None:
        parts.insert(1 if helped else 0, card(with_icon(ft.Icons.INFO_OUTLINE, body(t(refused)))))
    parts.append(
        row(
            primary(t("All check-ins"), opener("/check-in"), icon=ft.Icons.FACT_CHECK_OUTLINED),
            secondary(t("Today"), opener("/"), icon=ft.Icons.WB_SUNNY_OUTLINED),
        )
    )
    title = heading(name_of(asked), 1)
    return screen(
        here,
        t("Check-in"),
        *([*parts[:1], title, *parts[1:]] if helped else [title, *parts]),
        place="/check-in",
        back="/check-in",
        untitled=True,
        part="result",
    )


def _result(services: Services, record: CheckIn, *, just: bool) -> ft.Control:
    at = moment(record.finished_at or record.begun_at)
    said = result_words(services.checkins.totals(record.questionnaire), record)
    parts: list[ft.Control] = [
        heading(t("Saved on this device") if just else t("Finished on {moment}", moment=at)),
        *[body(t(sentence)) for sentence in said],
    ]
    if score(record) is not None and record.asked.overlaps:
        parts.append(small(t(OVERLAP)))
    parts.append(row(secondary(t("Correct it"), correct(services, record), icon=ft.Icons.EDIT_OUTLINED)))
    return card(*parts)
