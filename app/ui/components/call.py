"""Buttons that call a number: on a phone at once, elsewhere by showing the number large enough to dial it."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.care.safety import can_dial, dial
from app.ui import theme
from app.ui.components import base
from app.ui.components.base import Style, body, heading, primary, secondary, tappable
from app.ui.layout import opener
from app.ui.notice import close, say
from app.ui.text import t


def can_call() -> bool:
    """Whether this device is a phone or tablet that opens its own dialler."""
    platform = ft.context.page.platform
    return platform is not None and platform.is_mobile()


def show_number(name: str, number: str, how: str = "") -> None:
    """Show a number large, to dial it on another phone.

    Args:
        name: who is called, already translated.
        number: as it was written.
        how: what to do with it, already translated; dialling it where it is left out.
    """
    dialog = ft.AlertDialog(
        title=heading(name),
        content=ft.Column(
            [
                ft.Text(number, theme_style=Style.HEADLINE_LARGE),
                body(how or t("Dial this number on a phone.")),
            ],
            tight=True,
            spacing=theme.CARD_GAP,
        ),
        scrollable=True,
        actions=[
            base.quiet(
                t("Copy the number"),
                lambda _: say("Copied."),
                icon=ft.Icons.CONTENT_COPY,
                action=ft.CopyToClipboard(number),
            ),
            primary(t("Close"), lambda _: close(dialog)),
        ],
        shape=ft.RoundedRectangleBorder(radius=theme.CARD_RADIUS),
    )
    ft.context.page.show_dialog(dialog)


def _calling(name: str, number: str, address: str, how: str = "") -> tuple[Any, dict[str, Any]]:
    # The dialler is opened by the client itself, inside the tap: browsers refuse it after a round trip.
    if address and can_call():
        return None, {"action": ft.OpenUrl(address, target=ft.UrlTarget.SELF)}
    return (lambda _: show_number(name, number, how)), {}


def call_card(
    name: str,
    number: str,
    address: str,
    *,
    note: str = "",
    how: str = "",
    icon: Any = ft.Icons.CALL,
    urgent: bool = False,
    quiet: bool = False,
) -> ft.Control:
    """A large button with who is reached and the number in view.

    Args:
        name: what it does, such as "Call my clinic", already translated.
        number: the number, as it was written.
        address: the "tel:" or "sms:" address that a phone opens, or "" when it cannot be dialled.
        note: one more line, such as when they answer.
        how: what to do with the number on another phone; dialling it where it is left out.
        icon: of ft.Icons.
        urgent: in the colour of danger, for emergencies.
        quiet: for what stands beside a call, such as a text message.
    """
    ground, ink = (
        (ft.Colors.ERROR, ft.Colors.ON_ERROR)
        if urgent
        else (ft.Colors.PRIMARY_CONTAINER, ft.Colors.ON_PRIMARY_CONTAINER)
        if quiet
        else (ft.Colors.PRIMARY, ft.Colors.ON_PRIMARY)
    )
    lines: list[ft.Control] = [
        ft.Text(name, theme_style=Style.TITLE_MEDIUM, color=ink),
        ft.Text(number, theme_style=Style.TITLE_LARGE, color=ink),
    ]
    if note:
        lines.append(ft.Text(note, theme_style=Style.BODY_SMALL, color=ink))
    on_click, more = _calling(name, number, address, how)
    return tappable(
        ft.Row(
            [
                ft.Icon(icon, color=ink, size=28),
                ft.Column(lines, spacing=2, tight=True, expand=True),
            ],
            spacing=16,
        ),
        ". ".join(part.rstrip(".") for part in (name, number, note) if part),
        on_click,
        ground=ground,
        **more,
    )


def call_button(name: str, number: str, *, main: bool = True) -> ft.Control:
    """A button of usual size that calls.

    Args:
        name: who is called, already translated; the number is said after it.
        number: the number, as it was written.
        main: whether it is the main action where it stands.
    """
    on_click, more = _calling(name, number, dial(number) if can_dial(number) else "")
    make = primary if main else secondary
    return make(f"{name}: {number}", on_click, icon=ft.Icons.CALL, **more)


def call_clinic(phone: str, *, main: bool = True) -> ft.Control:
    """Call my clinic, or the way to where its number is entered.

    Args:
        phone: the clinic's number, or "".
        main: whether it is the main action where it stands.
    """
    if phone.strip():
        return call_button(t("Call my clinic"), phone, main=main)
    return secondary(t("Add my clinic's number"), opener("/settings/clinic"), icon=ft.Icons.ADD_CALL)
