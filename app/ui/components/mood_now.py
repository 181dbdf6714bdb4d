"""How are you now: one tap saves, and details are one more tap away."""

from __future__ import annotations

from uuid import UUID

import flet as ft

from app.care.journal import MOOD_WORDS
from app.ui.components.base import body, card, heading, quiet, row
from app.ui.components.mood_scale import scale
from app.ui.failing import component
from app.ui.layout import opener
from app.ui.live import use_here, use_live, use_value
from app.ui.notice import attempt
from app.ui.text import t


@component
def MoodNow() -> ft.Control:
    """The card that asks, and says what it saved."""
    here = use_here()
    journal = here.services.journal
    saved, set_saved = use_value(None)
    entry = use_live(lambda: journal.get(saved.record.id) if saved else None, "journal_entry", deps=(saved,))

    def choose(mood: int) -> None:
        done = attempt(lambda: journal.add(mood))
        if done is not None:
            set_saved(done)

    def undo(_: object) -> None:
        if saved is not None and attempt(saved.undo) is not None:
            set_saved(None)

    parts: list[ft.Control] = [
        heading(t("How are you now?")),
        scale(here, entry.mood if entry else None, choose),
    ]
    if entry is not None:
        parts.append(_confirmation(entry.mood, entry.id, undo))
    return card(*parts)


def _confirmation(mood: int, entry_id: UUID, undo: object) -> ft.Control:
    words = t("{n}, {word}. Saved on this device", n=mood, word=t(MOOD_WORDS[mood]))
    return ft.Semantics(
        live_region=True,
        container=True,
        content=row(
            ft.Icon(ft.Icons.CHECK_CIRCLE, color=ft.Colors.PRIMARY, size=24),
            body(words),
            quiet(t("Undo"), undo),  # type: ignore[arg-type]
            quiet(t("Add details"), opener(f"/journal/{entry_id}")),
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
    )
