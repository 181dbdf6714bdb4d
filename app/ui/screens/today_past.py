"""The cards for what is behind: an infusion nobody noted, the time after the last one, a stopped course."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from app.care.course import Session
from app.care.today import Today as Now
from app.ui.components.base import body, card, heading, primary, row, secondary, small
from app.ui.components.call import call_clinic
from app.ui.layout import opener
from app.ui.live import Here
from app.ui.notice import save
from app.ui.screens.today_words import INK, now_title, now_words, when
from app.ui.text import t, tn


def _took_place(here: Here, session: Session) -> Callable[[Any], None]:
    return lambda _: save(lambda: here.services.courses.complete(session.number))


def forgotten_card(here: Here, session: Session) -> ft.Control:
    """Asks about an infusion whose time has gone by without a word.

    Args:
        here: the screen's surroundings.
        session: the infusion.
    """
    return card(
        heading(t("Did infusion {n} take place?", n=session.number)),
        body(t("It was booked for {when}.", when=when(here, session)), quiet=True),
        row(*_took_place_buttons(here, session)),
    )


def _took_place_buttons(here: Here, session: Session) -> list[ft.Control]:
    return [
        primary(t("It took place"), _took_place(here, session), icon=ft.Icons.CHECK),
        secondary(t("Moved or skipped"), opener(f"/course/{session.number}")),
    ]


def unrecorded_card(here: Here, now: Now) -> ft.Control:
    """A day with an infusion went by and nobody noted what became of it: ask."""
    session = now.unrecorded or now.session
    if session is None:
        return after_card(here, now)
    return card(
        small(when(here, session), color=INK),
        now_title(t("Did infusion {n} take place?", n=session.number)),
        now_words(t("Nothing is noted yet. You can also say it later.")),
        row(*_took_place_buttons(here, session)),
        now=True,
    )


def _since(days: int | None) -> str:
    if days is None:
        return t("No infusion is left in your plan, and none is noted as done.")
    if days == 0:
        return t("Your last infusion was today.")
    return tn("Your last infusion was yesterday.", "Your last infusion was {n} days ago.", days)


def after_card(here: Here, now: Now) -> ft.Control:
    """The last infusion of the course is over."""
    from app.ui.screens.today_held import HeldSoFar  # noqa: PLC0415  (not needed before it)

    held: list[ft.Control] = [] if now.days is None else [HeldSoFar()]
    return card(
        now_title(t("{done} of {planned} infusions done", done=now.done, planned=now.planned)),
        now_words(_since(now.days)),
        *held,
        now_words(
            t(
                "If you notice that it fades, or you feel worse, call your clinic. "
                "They can tell you about further infusions."
            )
        ),
        row(
            call_clinic(here.services.settings.clinic().phone),
            secondary(t("Add an infusion"), opener("/course"), icon=ft.Icons.ADD),
        ),
        now=True,
    )


def stopped_card(here: Here, now: Now) -> ft.Control:
    """The course was stopped before its end."""
    return card(
        now_title(t("Your course is stopped")),
        now_words(
            t(
                "{done} of {planned} infusions are done. You can go on with the journal, "
                "and with the course whenever your clinic and you decide so.",
                done=now.done,
                planned=now.planned,
            )
        ),
        row(
            call_clinic(here.services.settings.clinic().phone),
            secondary(t("Open the course"), opener("/course")),
        ),
        now=True,
    )
