"""After the last infusion, on Today: how long it has held, and when the next check-in comes."""

from __future__ import annotations

import flet as ft

from app.ui.components.slow import use_loaded
from app.ui.failing import component
from app.ui.live import use_here, use_live
from app.ui.screens.today_words import now_words
from app.ui.text import day, t


@component
def HeldSoFar() -> ft.Control:
    """Days held in a sentence for the card for now; the picture of it is on the page of insights."""
    services = use_here().services
    held = use_loaded(services.insights.held, "journal_entry", "session", "course")
    coming = use_live(services.checkins.upcoming, "check_in", "session", "course", "preferences")
    today = services.now().date()
    later = sorted(one.day for one in coming if not one.is_due(today))
    lines = [now_words(t(sentence)) for sentence in held.sentences] if held is not None else []
    if later:
        lines.append(now_words(t("Your next check-in is planned for {day}.", day=day(later[0], today))))
    return ft.Column(lines, spacing=8, tight=True, visible=bool(lines))
