"""All checklists: the one that comes next first, then the screening and the list of each infusion."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from app.care.checklist import Level
from app.care.course import OPEN, Status
from app.services import Services
from app.ui.components.base import (
    Style,
    body,
    card,
    empty,
    heading,
    primary,
    row,
    secondary,
    small,
    tappable,
)
from app.ui.components.fitting import leads_on
from app.ui.components.readiness_card import readiness_card
from app.ui.failing import component
from app.ui.layout import opener, screen
from app.ui.live import use_here, use_live
from app.ui.screens.checklist_parts import Listed, listed
from app.ui.text import t

_TABLES = ("checklist", "course", "session", "clinic_profile")


def _all(services: Services) -> tuple[Listed, ...]:
    view = services.courses.current()
    sessions = view.sessions if view else ()
    return (listed(services, None), *[listed(services, session) for session in sessions])


def next_list(lists: Sequence[Listed]) -> Listed | None:
    """The list to answer next: the screening until it is finished, then that of the next infusion.

    Once an infusion has taken place the clinic has decided, and the screening only waits among the others.

    Args:
        lists: the screening, then one a session.
    """
    if not lists[0].finished and not any(one.session and one.session.was_held for one in lists):
        return lists[0]
    coming = (one for one in lists[1:] if one.session and one.session.status in {*OPEN, Status.IN_PROGRESS})
    return next(coming, None)


def _next(one: Listed) -> ft.Control:
    ink = ft.Colors.ON_TERTIARY_CONTAINER
    kept = one.finished and not one.again
    words = t("Look at it") if kept else t("Go on") if one.begun else t("Begin")
    icon = ft.Icons.VISIBILITY_OUTLINED if kept else ft.Icons.CHECKLIST
    why = (
        t("A few questions about your health that your clinic needs to know.")
        if one.session is None
        else t("A few questions for the day of your infusion.")
    )
    return card(
        small(one.when, color=ink),
        heading(t("Screening") if one.session is None else t("Before infusion {n}", n=one.number), color=ink),
        body(why, color=ink),
        row(
            primary(words, opener(one.path), icon=icon),
            ft.Container(body(one.state, color=ink), padding=ft.Padding.symmetric(vertical=12)),
        ),
        now=True,
    )


def _other(one: Listed) -> ft.Control:
    icon = (
        ft.Icons.CHECK_CIRCLE
        if one.finished and not one.again
        else ft.Icons.INCOMPLETE_CIRCLE
        if one.begun
        else ft.Icons.RADIO_BUTTON_UNCHECKED
    )
    content = ft.Row(
        [
            ft.Icon(icon, color=ft.Colors.PRIMARY if one.begun else ft.Colors.OUTLINE),
            ft.Column(
                [
                    ft.Text(one.title, theme_style=Style.TITLE_MEDIUM),
                    small(one.when),
                    body(one.state),
                ],
                spacing=2,
                tight=True,
                expand=True,
            ),
            *leads_on(),
        ],
        spacing=16,
    )
    said = f"{one.title}. {one.when}. {one.state}"
    return tappable(content, said, opener(one.path), ground=ft.Colors.SURFACE_CONTAINER_LOW)


def _nothing_next(planned: bool) -> ft.Control:
    if planned:
        return card(body(t("No infusion is left to prepare for.")))
    return card(
        heading(t("The screening is finished")),
        body(t("Next come the dates of your infusions.")),
        row(primary(t("Plan my course"), opener("/course"), icon=ft.Icons.TIMELINE)),
    )


@component
def Checklists() -> ft.View:
    """Which list comes next, and how each of them stands."""
    here = use_here()
    services = here.services
    lists = use_live(lambda: _all(services), *_TABLES)
    clinic = use_live(services.settings.clinic, "clinic_profile")
    coming = next_list(lists)
    number = coming.number if coming else None
    readiness = use_live(lambda: services.checklists.readiness(number), *_TABLES, deps=(number,))

    first: list[ft.Control] = [_next(coming)] if coming else [_nothing_next(len(lists) > 1)]
    # Before anything is answered, a verdict would only say that nothing is answered.
    if coming is not None and (coming.begun or readiness.level is Level.TALK):
        first.append(readiness_card(readiness, clinic.phone))
    rest = [heading(t("All lists")), *[_other(one) for one in lists]]
    if len(lists) == 1:
        rest.append(
            empty(
                t("A list for each infusion"),
                t("Once your course has infusions, each gets a short list of questions for its day."),
                secondary(t("Plan my course"), opener("/course"), icon=ft.Icons.TIMELINE),
            )
        )
    return screen(here, t("Checklist"), two=(first, rest), place="/checklist")
