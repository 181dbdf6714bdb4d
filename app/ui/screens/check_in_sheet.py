"""A check-in with all questions on one page, for a desktop: by mouse, or with digits and arrows."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.ui import theme
from app.ui.components.base import body, heading, small
from app.ui.components.question import name_of, question_card
from app.ui.failing import component
from app.ui.layout import screen
from app.ui.screens.check_in_form import Form, begun_words, end_card
from app.ui.screens.check_in_help import ReachStrip
from app.ui.text import t


def _stable(latest: Any) -> tuple[Any, Any]:
    """What the questions call, the same in every render, so that those that did not change stand still."""

    def answer(place: int, value: int) -> None:
        latest.current.choose(latest.current.asked.items[place], value)

    def clear(place: int) -> None:
        latest.current.clear(latest.current.asked.items[place])

    return answer, clear


@component
def Sheet(form: Form) -> ft.View:
    """Every question below the other; the ways to reach someone stay in view where an answer asks for it."""
    asked = form.asked
    box: Any = ft.use_ref(None)
    finish: Any = ft.use_ref(None)

    async def follow() -> None:
        if not form.by_key or box.current is None:
            return
        # The question before stays in view, too: it is the one just answered.
        at = form.place - 1
        if form.place >= form.end:
            await box.current.scroll_to(offset=-1)
            if finish.current is not None:
                await finish.current.focus()
        elif at >= 0:
            await box.current.scroll_to(scroll_key=asked.items[at].id)
        else:
            await box.current.scroll_to(offset=0)

    ft.use_effect(follow, [form.place, bool(form.by_key)])

    latest: Any = ft.use_ref(None)
    latest.current = form
    on_answer, on_clear = ft.use_memo(lambda: _stable(latest), [])

    def one(place: int) -> ft.Control:
        value = form.checkin.value(asked.items[place].id)
        current = place == form.place
        card: ft.Control = question_card(
            form.here, asked, place, value, current, on_answer, on_clear, key=asked.items[place].id
        )
        return card

    parts = [
        heading(name_of(asked), 1),
        *begun_words(form),
        *[body(t(words)) for words in (asked.intro, asked.stem) if words],
        small(t("Every answer is saved at once. Keys: 0 to 9 answer, arrows move.")),
        *[one(place) for place in range(form.end)],
        end_card(form, ref=finish),
        small(t("Source: {source}", source=asked.source)),
    ]
    column = ft.Column(
        parts, spacing=theme.CARD_GAP, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )
    inside = ft.Container(column, padding=ft.Padding(theme.EDGE, 4, theme.EDGE, theme.EDGE * 2))
    centred = ft.Row(
        [ft.Container(inside, width=theme.COLUMN, expand=True, expand_loose=True)],
        alignment=ft.MainAxisAlignment.CENTER,
    )
    # Above what scrolls: in view wherever someone has got to, and what a screen reader meets first.
    reach = (
        ft.Container(ReachStrip(), padding=ft.Padding(theme.EDGE, 0, theme.EDGE, 8)) if form.needs else None
    )
    scrolled = ft.Column(
        [centred],
        ref=box,
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return screen(
        form.here,
        t("Check-in"),
        place="/check-in",
        back="/check-in",
        untitled=True,
        fill=ft.Column(
            [ft.Container(reach, visible=reach is not None), scrolled],
            spacing=0,
            expand=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
    )
