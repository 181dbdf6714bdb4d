"""Readiness in words and a sign, with every reason; it never says that someone is cleared."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.care.checklist import Level, Readiness
from app.ui import theme
from app.ui.components.base import body, card, heading_with, row, with_icon
from app.ui.components.call import call_clinic
from app.ui.text import t

# The sign differs as well as the ground: the level is seen without colours.
_LOOK: dict[Level, tuple[Any, str, str]] = {
    Level.NOTHING: (ft.Icons.TASK_ALT, ft.Colors.PRIMARY_CONTAINER, ft.Colors.ON_PRIMARY_CONTAINER),
    Level.ASK: (ft.Icons.HELP_OUTLINE, ft.Colors.SURFACE_CONTAINER_HIGH, ft.Colors.ON_SURFACE),
    Level.TALK: (ft.Icons.PHONE_IN_TALK, ft.Colors.TERTIARY_CONTAINER, ft.Colors.ON_TERTIARY_CONTAINER),
}
_WORDS: dict[Level, tuple[str, str]] = {
    Level.NOTHING: (
        "Nothing to flag",
        "Nothing in your answers needs a call. Your clinic decides on the day.",
    ),
    Level.ASK: ("Ask your clinic", "Some things are open. Your clinic can help with what you do not know."),
    Level.TALK: (
        "Talk to your clinic before you go",
        "Call before your infusion, so that your clinic can decide with you.",
    ),
}


def level_words(level: Level) -> str:
    """The level in the patient's language.

    Args:
        level: of app.care.checklist.
    """
    return t(_WORDS[level][0])


def readiness_card(readiness: Readiness, phone: str) -> ft.Control:
    """What the answers give: the level, every reason, and the way to call where there is something to say.

    Args:
        readiness: of app.care.checklist.
        phone: the clinic's number, or "".
    """
    icon, ground, ink = _LOOK[readiness.level]
    title, words = _WORDS[readiness.level]
    parts: list[ft.Control] = [
        heading_with(icon, t(title), color=ink, ink=ink),
        body(t(words), color=ink),
    ]
    parts += [
        with_icon(ft.Icons.CHEVRON_RIGHT, body(t(reason), color=ink), color=ink)
        for reason in readiness.reasons
    ]
    if readiness.level is not Level.NOTHING:
        parts.append(row(call_clinic(phone)))
    shown = card(*parts, tone=ground)
    if readiness.level is not Level.TALK:
        return shown
    return ft.Container(shown, border=ft.Border.all(2, ft.Colors.TERTIARY), border_radius=theme.CARD_RADIUS)
