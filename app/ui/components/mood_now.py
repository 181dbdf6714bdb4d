"""How are you now: one tap saves, and details are one more tap away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import flet as ft

from app.care.journal import MOOD_WORDS
from app.device.touch import confirm
from app.ui.components.base import body, card, heading, quiet, row
from app.ui.components.mood_scale import scale
from app.ui.failing import component
from app.ui.layout import opener
from app.ui.live import use_here, use_live, use_value
from app.ui.notice import attempt
from app.ui.text import t

_MENDS = timedelta(minutes=2)


@component
def MoodNow() -> ft.Control:
    """The card that asks, and says what it saved."""
    here = use_here()
    journal = here.services.journal
    saved, set_saved = use_value(None)
    latest: Any = ft.use_ref(None)
    entry = use_live(lambda: journal.get(saved.record.id) if saved else None, "journal_entry", deps=(saved,))

    def choose(mood: int) -> None:
        # A second tap soon after the first mends it: a slip or a double tap is not another mood. Asked of
        # the store, not of this render: two quick taps may both come before the next one.
        last = journal.get(latest.current) if latest.current else None
        if last is None or here.services.now() - last.at >= _MENDS:
            done = attempt(lambda: journal.add(mood))
        elif last.mood != mood:
            done = attempt(lambda: journal.change(replace(last, mood=mood)))
        else:
            return
        if done is not None:
            confirm()
            latest.current = done.record.id
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
