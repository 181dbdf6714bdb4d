"""What the clinic says of an infusion: the date it has booked where that differs, and what it gave."""

from __future__ import annotations

from datetime import date, datetime

import flet as ft

from app.care.clinic_dates import GivenDrug
from app.care.course import Session
from app.ui.components.base import body, card, heading, primary, row, secondary, with_icon
from app.ui.failing import component
from app.ui.live import Here, use_here, use_live
from app.ui.notice import save
from app.ui.text import moment, t, tn


@component
def FromTheClinic(session: Session) -> ft.Control:
    """A card with it; nothing where no clinic is connected, or it says nothing that is not here already.

    Args:
        session: the infusion.
    """
    here = use_here()
    side = here.services.clinic_side
    deps = (session,)
    booked = use_live(lambda: side.booked(session), "sync_state", deps=deps)
    given = use_live(lambda: side.given(session), "sync_state", deps=deps)
    differs = booked is not None and session.is_open and booked != session.starts_at
    if not given and not differs:
        return ft.Container(visible=False)
    today = here.services.now().date()
    lines: list[ft.Control] = [heading(t("From your clinic"))]
    if booked is not None and differs:
        lines += _another_date(here, session, booked, today)
    lines += [with_icon(ft.Icons.MEDICATION_OUTLINED, body(_words(one, today))) for one in given]
    if given:
        lines.append(body(t("This is what your clinic wrote down. Ask them about it."), quiet=True))
    return card(*lines)


@component
def BookedCourse() -> ft.Control:
    """While there is no course: the dates that the clinic has booked, to make it of. Nothing without any."""
    here = use_here()
    services = here.services
    dates = use_live(services.clinic_side.dates, "sync_state")
    known = [at for at in dates if at is not None]
    if not known:
        return ft.Container(visible=False)
    today = services.now().date()
    return card(
        heading(
            tn("Your clinic has booked {n} infusion", "Your clinic has booked {n} infusions", len(known))
        ),
        *[
            with_icon(ft.Icons.EVENT, body(t("{n}: {when}", n=number, when=moment(at, today))))
            for number, at in enumerate(dates, start=1)
            if at is not None
        ],
        row(
            primary(
                t("Use these dates"),
                lambda _: save(lambda: services.courses.start(planned=len(dates), dates=dates)),
                icon=ft.Icons.EVENT_AVAILABLE,
            )
        ),
        now=True,
    )


def _another_date(here: Here, session: Session, booked: datetime, today: date) -> list[ft.Control]:
    services = here.services
    said = t("Your clinic has booked {when}.", when=moment(booked, today))
    return [
        with_icon(ft.Icons.EVENT, body(said)),
        body(t("The date above is another one. If you are not sure which one counts, call your clinic.")),
        row(
            secondary(
                t("Use the clinic’s date"),
                lambda _: save(lambda: services.courses.set_date(session.number, booked)),
                icon=ft.Icons.EVENT_AVAILABLE,
            )
        ),
    ]


def _words(one: GivenDrug, today: date) -> str:
    when = moment(one.at, today)
    if one.dose:
        return t("{what}, {dose}, on {when}", what=one.what, dose=one.dose, when=when)
    return t("{what}, on {when}", what=one.what, when=when)
