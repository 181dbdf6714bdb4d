"""When an infusion is, and what happened to it: the card at the top of its page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

import flet as ft

from app.care.course import Session, Status
from app.services import Services
from app.ui.components.base import body, card, heading, primary, quiet, row, secondary, stack, with_icon
from app.ui.components.choices import pick_day, pick_time
from app.ui.components.session_line import status_mark, status_words
from app.ui.drafts import use_draft
from app.ui.failing import component
from app.ui.layout import go, opener
from app.ui.live import Here, use_here
from app.ui.notice import attempt, save
from app.ui.screens.course_ask import Asking, ask_card
from app.ui.screens.course_edit import can_step, set_moment
from app.ui.text import clock, moment, t

USUAL = time(10)


@component
def WhenCard(session: Session, is_next: bool, notes: tuple[str, ...]) -> ft.Control:
    """The date, the status, and the buttons for what can happen now.

    Args:
        session: the infusion.
        is_next: whether it is the next one to come.
        notes: about its date, already translated.
    """
    here = use_here()
    services = here.services
    asking, set_asking = use_draft("asking", Asking.NOTHING)
    if asking is not Asking.NOTHING:
        return ask_card(session, asking, lambda: set_asking(Asking.NOTHING))
    today = services.now().date()
    ink = ft.Colors.ON_TERTIARY_CONTAINER if is_next else None
    return card(
        _title(here, session, is_next, ink),
        *[body(line, color=ink) for line in _facts(session, today)],
        *([_dates(services, session)] if session.is_open else []),
        *[with_icon(ft.Icons.INFO_OUTLINE, body(one, color=ink), color=ink) for one in notes],
        _steps(services, session, set_asking),
        now=is_next,
    )


def _title(here: Here, session: Session, is_next: bool, ink: str | None) -> ft.Control:
    at = session.began_at or session.starts_at
    name = moment(at, here.services.now().date()) if at else t("No date yet")
    status = status_words(session, is_next=is_next)
    lines: list[ft.Control] = [heading(name, color=ink)]
    if status != name:
        lines.append(body(status, color=ink))
    mark = status_mark(here, session, is_next=is_next)
    if here.roomy < 260:
        return stack([mark, *lines], 4)
    return ft.Row([mark, ft.Column(lines, spacing=2, tight=True, expand=True)], spacing=16)


def _facts(session: Session, today: date) -> list[str]:
    lines: list[str] = []
    if session.moved_from is not None and session.status is Status.MOVED:
        lines.append(t("It was planned for {when}.", when=moment(session.moved_from, today)))
    if session.began_at is not None and session.ended_at is not None:
        lines.append(t("From {begin} to {end}.", begin=clock(session.began_at), end=clock(session.ended_at)))
    elif session.began_at is not None:
        lines.append(t("It began at {begin}.", begin=clock(session.began_at)))
    if session.reason:
        lines.append(session.reason)
    if session.is_open:
        lines.append(t("45 minutes, then about 15 to come round."))
    return lines


def _dates(services: Services, session: Session) -> ft.Control:
    at = session.starts_at
    usual = at.time() if at else USUAL

    def pick(day: date, clock_at: time) -> None:
        save(lambda: set_moment(services, session, day, clock_at))

    today = services.now().date()
    parts = [pick_day(t("Day"), at.date() if at else None, lambda day: pick(day, usual), today=today)]
    if at is not None:
        parts.append(pick_time(t("Time"), usual, lambda picked: pick(at.date(), picked)))
    return row(*parts)


def _steps(services: Services, session: Session, ask_for: Callable[[Asking], Any]) -> ft.Control:
    courses, number = services.courses, session.number
    now_page = f"/course/{number}/now"
    can = can_step(session, services.now().date())

    def start(_: Any) -> None:
        if save(lambda: courses.begin(number)) is not None:
            go(now_page)

    buttons: list[ft.Control] = []
    if session.status is Status.IN_PROGRESS:
        buttons += [
            primary(t("Open the clock"), opener(now_page), icon=ft.Icons.TIMER_OUTLINED),
            secondary(t("It has ended"), lambda _: save(lambda: courses.complete(number))),
            quiet(t("Stopped early"), lambda _: ask_for(Asking.STOPPED)),
        ]
    if can.start:
        buttons.append(primary(t("Start now"), start, icon=ft.Icons.PLAY_ARROW))
    if can.took_place:
        make = secondary if can.start else primary
        buttons.append(make(t("It took place"), lambda _: ask_for(Asking.TOOK_PLACE), icon=ft.Icons.CHECK))
    if can.rest:
        buttons.append(primary(t("Rest mode"), lambda _: open_rest(services), icon=ft.Icons.BEDTIME_OUTLINED))
    if can.skip:
        buttons.append(quiet(t("Skip this one"), lambda _: ask_for(Asking.SKIP)))
    if can.put_back:
        moved = session.status is Status.MOVED
        words = t("Back to the earlier date") if moved else t("Put back to planned")
        buttons.append(quiet(words, lambda _: save(lambda: courses.put_back(number))))
    return row(*buttons)


def open_rest(services: Services) -> None:
    """Show rest mode, also after it was left.

    Args:
        services: the store that is shown.
    """
    if attempt(lambda: services.settings.change_preferences(rest_until=None)) is not None:
        go("/rest")
