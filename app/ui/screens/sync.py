"""Sync: every record that waits for the clinic or was refused, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from app.services import Services
from app.services.records import NAMES
from app.services.sync_words import refusal_words
from app.ui.components.base import body, card, empty, heading, quiet, row, secondary, small, stack
from app.ui.components.guide_parts import named_button
from app.ui.failing import component
from app.ui.kept_places import where
from app.ui.layout import opener, screen
from app.ui.live import use_here, use_live, use_value
from app.ui.notice import attempt, say
from app.ui.screens.connection_words import TABLES
from app.ui.text import moment, t, tn

# So many are shown at first, and more with each tap.
_SOME = 20


@component
def Sync() -> ft.View:
    """What is not at the clinic yet, and why."""
    here = use_here()
    services = here.services
    many, set_many = use_value(_SOME)
    connected = use_live(lambda: services.has_clinic, *TABLES)
    title = t("Sync with the clinic")
    if not connected:
        nothing = empty(
            t("No clinic is connected"),
            t("Everything stays on this device unless you send it."),
            secondary(t("Clinic connection"), opener("/settings/connection"), icon=ft.Icons.SYNC),
        )
        return screen(here, title, nothing, place="/settings", back="/settings")
    return screen(
        here,
        title,
        _Rows(many, lambda: set_many(many + _SOME)),
        place="/settings",
        back="/settings/connection",
    )


@component
def _Rows(many: int, more: Callable[[], None]) -> ft.Control:
    services = use_here().services
    sync = services.sync
    # Any table: what waits is written with its record.
    now = use_live(sync.status)
    refused = use_live(lambda: sync.refused(many), deps=(many,))
    waiting = use_live(lambda: sync.waiting(many), deps=(many,))
    kept = use_live(services.kept.count, "kept_text")
    parts: list[ft.Control] = [card(body(t(sync.words())), _to_connection())]
    if refused:
        parts.append(
            card(
                heading(tn("{n} was refused", "{n} were refused", now.refused)),
                body(t("The clinic’s server did not take these. They are safe on this device."), quiet=True),
                *[_refused(services, one) for one in refused],
                row(secondary(t("Try all again"), lambda _: attempt(sync.try_again), icon=ft.Icons.REFRESH)),
            )
        )
    if waiting:
        parts.append(
            card(
                heading(tn("{n} waits", "{n} wait", now.waiting)),
                body(t("These are sent with the next sync."), quiet=True),
                *[_waits(services, one) for one in waiting],
            )
        )
    if max(now.refused, now.waiting) > many:
        parts.append(row(quiet(t("Show more"), lambda _: more())))
    if kept:
        words = tn("{n} text is kept beside what you see.", "{n} texts are kept beside what you see.", kept)
        parts.append(
            card(
                heading(t("Other versions")),
                body(words),
                row(quiet(t("Look at them"), opener("/settings/kept"), icon=ft.Icons.ARROW_FORWARD)),
            )
        )
    return stack(parts)


def _to_connection() -> ft.Control:
    return row(quiet(t("Clinic connection"), opener("/settings/connection"), icon=ft.Icons.SYNC))


def _said(services: Services, one: Any) -> str:
    at = one.changed_at.astimezone(services.clock.zone)
    name = t(NAMES[one.kind]) if one.kind in NAMES else one.kind
    return f"{name[:1].upper()}{name[1:]} · {moment(at, services.now().date())}"


def _open(services: Services, one: Any) -> list[ft.Control]:
    """The way to a record, where it has a screen."""
    # A check-in has no screen of its own; its answers are in the list.
    path = "/check-in" if one.kind == "check_in" else where(services, one.kind, one.record_id)[1]
    name = t("Open it: {record}", record=_said(services, one))
    return (
        [named_button(t("Open it"), name, opener(path), ft.Icons.ARROW_FORWARD, ft.TextButton)]
        if path
        else []
    )


def _waits(services: Services, one: Any) -> ft.Control:
    ways = _open(services, one)
    return stack([body(_said(services, one)), *([row(*ways)] if ways else [])], spacing=4)


def _refused(services: Services, one: Any) -> ft.Control:
    said = _said(services, one)
    sync = services.sync

    def keep(_: Any) -> None:
        if attempt(lambda: sync.keep_here_only(one.kind, one.record_id)) is not None:
            say(t("It stays on this device and is not sent any more."))

    return stack(
        [
            body(said),
            small(t(refusal_words(one.refused or ""))),
            row(
                *_open(services, one),
                named_button(
                    t("Try again"),
                    t("Try again: {record}", record=said),
                    lambda _: attempt(lambda: sync.try_again(one.kind, one.record_id)),
                    ft.Icons.REFRESH,
                    ft.TextButton,
                ),
                named_button(
                    t("Keep here only"),
                    t("Keep here only: {record}", record=said),
                    keep,
                    ft.Icons.PHONE_ANDROID,
                    ft.TextButton,
                ),
            ),
        ],
        spacing=4,
    )
