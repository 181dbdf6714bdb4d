"""Who takes the patient home: name, number, whether they said yes, who else could, and a card for them."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.care.course import Session as Infusion
from app.ui.components.base import body, card, field, heading, quiet, row, secondary, small, with_icon
from app.ui.components.giving import give_file
from app.ui.components.saving import use_saving
from app.ui.drafts import use_typed
from app.ui.failing import component
from app.ui.live import use_here, use_live, use_value
from app.ui.notice import save, say
from app.ui.screens.course_edit import edit
from app.ui.screens.session_kept import Kept
from app.ui.text import moment, spoken, t


@component
def WayHome(session: Infusion) -> ft.Control:
    """Who takes the patient home, and the numbers that rest mode calls.

    Args:
        session: the infusion.
    """
    services = use_here().services
    now = services.now()
    before = use_live(lambda: _before(services, session.number), "session", deps=(session.number,))

    def keep(name: str) -> Any:
        return lambda text: edit(services, session.number, **{name: text})

    def keep_name(text: str) -> Any:
        # A yes is one person's: it does not pass to another name.
        same = text.strip() == session.escort.strip() or not session.escort.strip()
        yes = session.escort_confirmed_at if same else None
        return edit(services, session.number, escort=text, escort_confirmed_at=yes)

    def say_yes(_: Any) -> None:
        save(lambda: edit(services, session.number, escort_confirmed_at=services.now()))

    def take_over(_: Any) -> None:
        if before is not None:
            save(
                lambda: edit(
                    services,
                    session.number,
                    escort=before.escort,
                    escort_phone=before.escort_phone,
                    escort_confirmed_at=None,
                    backup_escort=before.backup_escort,
                    backup_escort_phone=before.backup_escort_phone,
                )
            )

    parts: list[ft.Control] = [
        heading(t("Who takes you home")),
        body(t("Ask your clinic when you may drive again. Rest mode calls this number."), quiet=True),
    ]
    if before is not None and not session.escort.strip() and not session.escort_phone.strip():
        as_before = t("{name}, as last time", name=before.escort or before.escort_phone)
        parts.append(row(secondary(as_before, take_over, icon=ft.Icons.HISTORY)))
    parts += [
        Kept(t("Name"), session.escort, keep_name, key="escort"),  # type: ignore[call-arg]
        Kept(
            t("Phone"),
            session.escort_phone,
            keep("escort_phone"),
            keyboard=ft.KeyboardType.PHONE,
            key="escort_phone",
        ),  # type: ignore[call-arg]
    ]
    if session.escort.strip() or session.escort_phone.strip():
        if session.escort_confirmed_at is None:
            parts.append(row(secondary(t("They said yes"), say_yes, icon=ft.Icons.HANDSHAKE_OUTLINED)))
        else:
            at = moment(session.escort_confirmed_at, now.date())
            parts += [
                with_icon(ft.Icons.CHECK_CIRCLE_OUTLINE, body(t("They said yes: {moment}", moment=at))),
                row(
                    quiet(
                        t("Not any more"),
                        lambda _: save(lambda: edit(services, session.number, escort_confirmed_at=None)),
                    )
                ),
            ]
    parts += [
        heading(t("If they cannot come")),
        Kept(t("Name of who else could"), session.backup_escort, keep("backup_escort"), key="backup"),  # type: ignore[call-arg]
        Kept(
            t("Phone of who else could"),
            session.backup_escort_phone,
            keep("backup_escort_phone"),
            keyboard=ft.KeyboardType.PHONE,
            key="backup_phone",
        ),  # type: ignore[call-arg]
    ]
    return card(*parts)


@component
def ForThem(session: Infusion) -> ft.Control:
    """A card for who comes along: to read, to copy, to send or to print.

    Args:
        session: the infusion.
    """
    services = use_here().services
    name = use_typed("name on the card")
    shown, show = use_value(False)
    saving = use_saving()
    text = use_live(
        lambda: services.escort.text(session.number, name.value, spoken()),
        "session",
        "course",
        "clinic_profile",
        "preferences",
        deps=(session.number, name.value),
    )
    stamp = services.now().date().isoformat()

    async def save_text(_: Any) -> None:
        try:
            now = services.escort.text(session.number, name.now(), spoken())
            if told := await give_file(f"way-home-{stamp}.txt", now.encode(), t("Save the card")):
                say(told)
        except (OSError, RuntimeError, TimeoutError):
            say(t("The file could not be saved. Your data is safe. Try again, or another place."))

    async def save_pdf(_: Any) -> None:
        make = services.escort.pdf_bytes
        await saving.start(
            "card", f"way-home-{stamp}.pdf", lambda _: make(session.number, name.now(), spoken())
        )

    parts: list[ft.Control] = [
        heading(t("A card for them")),
        body(
            t(
                "One page for who takes you home: when to come, what to expect, what to watch for and whom "
                "to call. Nothing of your journal is on it."
            )
        ),
        field(t("Your name on it, if you like"), name.value, name.on_change, max_length=60),
        row(
            secondary(
                t("Copy as text"),
                lambda _: say(t("Copied. Paste it into a message.")),
                icon=ft.Icons.CONTENT_COPY,
                action=ft.CopyToClipboard(text),
            ),
            secondary(t("Save as text"), save_text, icon=ft.Icons.DESCRIPTION_OUTLINED),
            secondary(t("Save as PDF"), save_pdf, icon=ft.Icons.PICTURE_AS_PDF, disabled=bool(saving.busy)),
            quiet(t("Hide it") if shown else t("Read it"), lambda _: show(not shown)),
        ),
        *saving.progress("card"),
    ]
    if shown:
        parts.append(ft.SelectionArea(content=body(text)))
    parts.append(small(t("It says what your clinic has told you here, and what is in the guide.")))
    return card(*parts)


def _before(services: Any, number: int) -> Infusion | None:
    """The nearest infusion before this one whose escort is known."""
    view = services.courses.current()
    known = [one for one in view.sessions if one.number < number and _named(one)] if view else []
    return known[-1] if known else None


def _named(session: Infusion) -> bool:
    return bool(session.escort.strip() or session.escort_phone.strip())
