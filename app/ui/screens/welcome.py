"""The first start: three short steps that can all be skipped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import flet as ft

from app.care.profile import Role
from app.ui.components.base import (
    body,
    card,
    heading,
    primary,
    quiet,
    row,
    secondary,
    small,
    tappable,
    with_icon,
)
from app.ui.components.choices import pick_day, pick_time
from app.ui.failing import component
from app.ui.layout import APP_NAME, go, opener, screen
from app.ui.live import Here, use_here, use_value
from app.ui.notice import attempt
from app.ui.text import day, t

_PEOPLE = "/people"
_STEPS = 3
_USUAL = time(10)
# "It is suggested to undergo six infusions within a span of three weeks" (the clinic's text).
_PLANNED = 6


def _big_choice(icon: Any, title: str, words: str, on_click: Any) -> ft.Control:
    content = ft.Row(
        [
            ft.Icon(icon, size=32, color=ft.Colors.PRIMARY),
            ft.Column([heading(title, 3), body(words, quiet=True)], spacing=4, tight=True, expand=True),
        ],
        spacing=16,
    )
    return tappable(content, f"{title}. {words}", on_click, ground=ft.Colors.SURFACE_CONTAINER_LOW)


def _who(here: Here, choose: Any) -> list[ft.Control]:
    return [
        heading(t("Welcome to {app}", app=APP_NAME), 1),
        body(t("It goes with you through a course of ketamine infusions, one step at a time.")),
        _big_choice(
            ft.Icons.SPA_OUTLINED,
            t("For me"),
            t("I am having infusions, or may have them soon."),
            lambda _: choose(Role.PATIENT),
        ),
        _big_choice(
            ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED,
            t("I care for someone"),
            t("See what someone shares with me, and how to help on the day."),
            lambda _: choose(Role.CAREGIVER),
        ),
        _big_choice(
            ft.Icons.TRAVEL_EXPLORE,
            t("Look around with sample data"),
            t("An invented course to try everything on. It stays apart from yours."),
            lambda _: here.show_sample(True),
        ),
    ]


def _dates(
    first: date | None, at: time, set_first: Any, set_at: Any, today: date, proposed: Sequence[datetime]
) -> list[ft.Control]:
    plan = (
        body(
            t(
                "We propose six dates: {days}. You can change every one of them later.",
                days=", ".join(day(one.date()) for one in proposed),
            ),
            quiet=True,
        )
        if first
        else body(t("If you do not know yet, go on without a date."), quiet=True)
    )
    return [
        heading(t("When is your first infusion?"), 1),
        card(
            row(
                pick_day(
                    t("First infusion"), first, set_first, first=today - timedelta(days=60), today=today
                ),
                pick_time(t("Usual time"), at, set_at),
            ),
            plan,
        ),
    ]


def _promise() -> list[ft.Control]:
    lines = (
        (ft.Icons.SMARTPHONE, "What you enter stays on this device. There is no account."),
        (ft.Icons.CLOUD_OFF_OUTLINED, "The app works without a connection and sends nothing to anyone."),
        (ft.Icons.SUPPORT, "Help now is on every screen. This app tells no one how you are: you call."),
        (ft.Icons.HEALTH_AND_SAFETY_OUTLINED, "It does not replace your clinic, and it makes no diagnosis."),
    )
    return [
        heading(t("What stays with you"), 1),
        card(*[with_icon(icon, body(t(words))) for icon, words in lines], spacing=16),
    ]


@component
def Welcome() -> ft.View:
    """Who it is for, when it begins, what stays on this device."""
    here = use_here()
    step, set_step = use_value(0)
    first, set_first = use_value(None)
    at, set_at = use_value(_USUAL)
    services = here.services

    def choose(role: Role) -> None:
        if attempt(lambda: services.settings.change_preferences(role=role)) is None:
            return
        set_step(1 if role is Role.PATIENT else 2)

    def finish(_: Any = None) -> None:
        role = services.settings.preferences().role
        if first is not None and services.courses.current() is None:
            started = attempt(lambda: services.courses.start(first, at, (), _PLANNED))
            if started is None:
                set_step(1)
                return
        if attempt(lambda: services.settings.change_preferences(welcomed_at=services.now())) is not None:
            go(_PEOPLE if role is Role.CAREGIVER else "/")

    proposed = services.courses.propose(first, at, (), _PLANNED) if first else ()
    steps = (
        lambda: _who(here, choose),
        lambda: _dates(first, at, set_first, set_at, services.now().date(), proposed),
        _promise,
    )
    buttons: list[ft.Control] = []
    if step == 1:
        label = t("Go on") if first else t("Not booked yet")
        buttons.append(primary(label, lambda _: set_step(2), icon=ft.Icons.ARROW_FORWARD))
    if step == 2:
        buttons.append(primary(t("Begin"), finish, icon=ft.Icons.CHECK))
    if step > 0:
        buttons.append(secondary(t("Back"), lambda _: set_step(step - 1)))
    else:
        buttons.append(quiet(t("Skip all of this"), finish))
        buttons.append(quiet(t("I have a backup"), opener("/settings/backup")))
    progress = small(t("Step {n} of {all}", n=step + 1, all=_STEPS))
    return screen(here, APP_NAME, progress, *steps[step](), row(*buttons), bare=True, untitled=True)
