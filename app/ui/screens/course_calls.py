"""The large buttons of rest mode: who can be called, and the number shown large where nothing can dial it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from app.care.course import Session
from app.care.profile import Person
from app.care.safety import HelpRoute, Kind, can_dial, dial
from app.ui import theme
from app.ui.components.base import Style, body, tappable
from app.ui.components.call import can_call
from app.ui.text import t

# With 22.4 of text between them: 68 logical pixels at least, where rest mode needs 60.
_PADDING = 20


def wide(text: str, on_click: Callable[[Any], Any], *, filled: bool = True) -> ft.Control:
    """A button as wide as the column.

    Args:
        text: the words, already translated.
        on_click: what it does.
        filled: whether it is the main one.
    """
    ink = ft.Colors.ON_PRIMARY if filled else ft.Colors.ON_SURFACE
    return tappable(
        ft.Text(text, theme_style=Style.LABEL_LARGE, color=ink, text_align=ft.TextAlign.CENTER),
        text,
        on_click,
        ground=ft.Colors.PRIMARY if filled else ft.Colors.SURFACE_CONTAINER_HIGH,
        padding=_PADDING,
        alignment=ft.Alignment.CENTER,
    )


def wide_height(scale: float) -> float:
    """How high such a button is while its words fit on one line, about, in logical pixels.

    Args:
        scale: of the text.
    """
    return 2 * _PADDING + 1.25 * scale * theme.type_sizes(1)["label_large"]


def ride(session: Session | None, person: Person) -> tuple[str, str]:
    """Name and number of who takes the patient home: of this infusion, else the patient's person.

    Args:
        session: the infusion, or None.
        person: whom the patient would call.
    """
    if session is not None and session.escort_phone.strip():
        return session.escort.strip(), session.escort_phone.strip()
    return person.name.strip(), person.phone.strip()


def second_ride(session: Session | None) -> tuple[str, str]:
    """Name and number of who else could take the patient home; each may be "".

    Args:
        session: the infusion, or None.
    """
    if session is None:
        return "", ""
    return session.backup_escort.strip(), session.backup_escort_phone.strip()


def calls(
    driver: tuple[str, str],
    routes: Sequence[HelpRoute],
    session: Session | None,
    show: Callable[[str, str], Any],
    second: tuple[str, str] = ("", ""),
) -> list[ft.Control]:
    """Call my ride, my clinic, emergency; a missing number says where it is added later.

    Args:
        driver: name and number of who takes the patient home, each may be "".
        routes: every way to reach someone.
        session: the infusion that rest follows, or None.
        show: shows a name and a number large.
        second: name and number of who else could come, each may be "".
    """
    name, number = driver
    place = t("on the page of infusion {n}", n=session.number) if session is not None else t("in Settings")
    found = {route.kind: route.number for route in reversed(routes)}
    clinic, emergency = found.get(Kind.CLINIC, ""), found.get(Kind.EMERGENCY, "")
    no_ride = t("There is no number for your ride. Add it later, {place}.", place=place)
    no_clinic = t("There is no number for your clinic. Add it later, in Settings.")
    no_emergency = t("Emergency: dial the number of the country you are in.")
    mine = t("Call my ride, {name}", name=name) if name else t("Call my ride")
    other = t("Call {name} instead", name=second[0]) if second[0] else t("Call who else could come")
    car, hospital, star = (
        ft.Icons.DIRECTIONS_CAR_OUTLINED,
        ft.Icons.LOCAL_HOSPITAL_OUTLINED,
        ft.Icons.EMERGENCY_OUTLINED,
    )
    return [
        _call(mine, number, car, show) if number else body(no_ride, quiet=True),
        *([_call(other, second[1], car, show)] if second[1] else []),
        _call(t("Call my clinic"), clinic, hospital, show) if clinic else body(no_clinic, quiet=True),
        _call(t("Emergency"), emergency, star, show, urgent=True) if emergency else body(no_emergency),
    ]


def _call(
    label: str, number: str, icon: Any, show: Callable[[str, str], Any], *, urgent: bool = False
) -> ft.Control:
    # The container's red: the full one would be the brightest thing in a dim room.
    ground = ft.Colors.ERROR_CONTAINER if urgent else ft.Colors.SURFACE_CONTAINER_HIGH
    ink = ft.Colors.ON_ERROR_CONTAINER if urgent else ft.Colors.ON_SURFACE
    words = ft.Text(label, theme_style=Style.LABEL_LARGE, color=ink, expand=True)
    on_click: Any = lambda _: show(label, number)  # noqa: E731
    more: dict[str, Any] = {}
    if can_dial(number) and can_call():
        # The device opens its dialler inside the tap itself; elsewhere the number is shown large.
        on_click, more = None, {"action": ft.OpenUrl(dial(number), target=ft.UrlTarget.SELF)}
    return tappable(
        ft.Row([ft.Icon(icon, color=ink, size=32), words], spacing=16),
        f"{label}: {number}",
        on_click,
        ground=ground,
        padding=_PADDING,
        **more,
    )


def number_page(label: str, number: str, close: Callable[[Any], Any]) -> list[ft.Control]:
    """A number, large enough to be read and dialled on another phone.

    Args:
        label: who is called, already translated.
        number: as it was written.
        close: leads back.
    """
    return [
        ft.Text(label, theme_style=Style.TITLE_LARGE, color=ft.Colors.ON_SURFACE),
        ft.SelectionArea(
            content=ft.Text(number, theme_style=Style.HEADLINE_LARGE, color=ft.Colors.ON_SURFACE)
        ),
        body(t("Dial this number on a phone, or ask someone to.")),
        wide(t("Back"), close),
    ]
