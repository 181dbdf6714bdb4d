"""What the cards of Today have in common: their ink, titles and words."""

from __future__ import annotations

import flet as ft

from app.care.course import Session
from app.ui.components.base import body, heading
from app.ui.live import Here
from app.ui.text import clock, near_day, t

INK = ft.Colors.ON_TERTIARY_CONTAINER


def now_words(text: str) -> ft.Control:
    """A paragraph on the card for now."""
    return body(text, color=INK)


def now_title(text: str) -> ft.Control:
    """The title of the card for now."""
    return heading(text, color=INK)


def when(here: Here, session: Session) -> str:
    """When an infusion is booked for, in words when it is near.

    Args:
        here: the screen's surroundings.
        session: the infusion.
    """
    today = here.services.now().date()
    if session.starts_at is None:
        return t("No date yet")
    return f"{near_day(session.starts_at.date(), today)}, {clock(session.starts_at)}"
