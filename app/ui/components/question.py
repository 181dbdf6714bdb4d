"""One question of a questionnaire: its words and its answers as large buttons with a word and a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from app.care.questionnaire import Item, Questionnaire
from app.ui import theme
from app.ui.components.base import Style, heading, icon_button, small, tappable
from app.ui.components.guide_parts import named_button
from app.ui.components.mood_scale import scale
from app.ui.failing import component
from app.ui.live import Here
from app.ui.text import t, tn

# A question takes about so long; the whole is only said in minutes.
_MINUTES = 0.3
_MARK = 20
# Its decorator hides from a type checker what it takes.
_SCROLL_KEY: Any = ft.ScrollKey


def how_long(asked: Questionnaire) -> str:
    """How many questions there are, and about how many minutes they take.

    Args:
        asked: the questionnaire.
    """
    many = len(asked.items)
    minutes = max(1, round(many * _MINUTES))
    return (
        tn("{n} question", "{n} questions", many)
        + ", "
        + tn("about {n} minute", "about {n} minutes", minutes)
    )


def name_of(asked: Questionnaire) -> str:
    """Its name with what it asks about, such as "PHQ-9: Low mood".

    Args:
        asked: the questionnaire.
    """
    return t("{name}: {title}", name=asked.name, title=t(asked.title))


def answer_words(item: Item, value: int | None) -> str:
    """An answer in words, with its number.

    Args:
        item: the question.
        value: of the answer, or None while there is none.
    """
    if value is None:
        return t("Not answered")
    option = item.option(value)
    return f"{value}  {t(option.text)}" if option else t("{n} of {most}", n=value, most=item.most)


def answers(
    here: Here,
    item: Item,
    value: int | None,
    on_answer: Callable[[int], Any],
    *,
    name: str = "",
    beside: bool = False,
) -> ft.Control:
    """The answers of a question, of which one may be chosen.

    Args:
        here: the screen's surroundings.
        item: the question.
        value: the chosen answer, or None.
        on_answer: called with the value tapped.
        name: put before each answer's name for screen readers, where several questions are on the screen.
        beside: whether the answers stand beside each other where there is room.
    """
    if not item.options:
        said = name or t("Answer")
        return scale(here, value, on_answer, name=said, low=t(item.low), high=t(item.high))

    def button(number: int, words: str) -> ft.Control:
        chosen = number == value
        ink = ft.Colors.ON_PRIMARY if chosen else ft.Colors.ON_SURFACE
        mark: ft.Control = (
            ft.Icon(ft.Icons.CHECK, size=_MARK, color=ink)
            if chosen and beside
            else ft.Text(
                str(number), theme_style=Style.TITLE_MEDIUM, color=ink, text_align=ft.TextAlign.CENTER
            )
        )
        line: list[ft.Control] = [
            # As wide with a tick as with a number: nothing moves while somebody answers.
            ft.Container(mark, width=_MARK * max(1.0, here.preferences.text_scale)),
            ft.Text(words, theme_style=Style.BODY_LARGE, color=ink, expand=True, expand_loose=beside),
        ]
        if chosen and not beside:
            line.append(ft.Icon(ft.Icons.CHECK, size=_MARK, color=ink))
        return tappable(
            ft.Container(
                ft.Row(line, spacing=4 if beside else 12, tight=beside),
                # At least 48 high, and four beside each other on a page.
                padding=ft.Padding.symmetric(vertical=3 if beside else 0),
            ),
            t("{name}: {words}", name=name, words=f"{number}, {words}") if name else f"{number}, {words}",
            lambda _: on_answer(number),
            ground=ft.Colors.PRIMARY if chosen else ft.Colors.SURFACE_CONTAINER_HIGHEST,
            radius=14,
            padding=10 if beside else 14,
            selected=chosen,
        )

    buttons = [button(option.value, t(option.text)) for option in item.options]
    if beside:
        return ft.Row(buttons, wrap=True, spacing=8, run_spacing=8)
    return ft.Column(buttons, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def clear_button(place: int, on_clear: Callable[[], Any]) -> ft.Control:
    """Takes the answer to a question back.

    Args:
        place: of the question, from 0.
        on_clear: does it.
    """
    label = t("Clear the answer to question {n}", n=place + 1)
    return named_button(
        t("Clear the answer"), label, lambda _: on_clear(), ft.Icons.BACKSPACE_OUTLINED, ft.TextButton
    )


@component
def _question_card(
    here: Here,
    asked: Questionnaire,
    place: int,
    value: int | None,
    current: bool,
    on_answer: Callable[[int, int], Any],
    on_clear: Callable[[int], Any],
) -> ft.Control:
    item = asked.items[place]
    label = t("Clear the answer to question {n}", n=place + 1)
    # Its room is kept: nothing moves when an answer is given.
    clear = (
        ft.Container(width=theme.TARGET, height=theme.TARGET)
        if value is None
        else icon_button(label, ft.Icons.BACKSPACE_OUTLINED, lambda _: on_clear(place))
    )
    question = ft.Container(heading(f"{place + 1}.  {t(item.text)}", 2, look=3), expand=True)
    name = t("Question {n}", n=place + 1)
    parts: list[ft.Control] = [
        ft.Row([question, clear], spacing=8),
        answers(here, item, value, lambda given: on_answer(place, given), name=name, beside=True),
    ]
    if not item.scored:
        parts.insert(1, small(t("This one has no points.")))
    line = ft.Colors.PRIMARY if current else ft.Colors.SURFACE_CONTAINER_LOW
    return ft.Container(
        ft.Column(parts, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        key=_SCROLL_KEY(item.id),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        border=ft.Border.all(2, line),
        border_radius=theme.CARD_RADIUS,
        padding=theme.CARD_PADDING - 2,
    )


# A question among all the others on one page; the keys answer the current one, which has a line around it.
# Of twenty only the two that changed are drawn again, so what it calls has to stay the same.
question_card: Any = ft.memo(_question_card)  # type: ignore[no-untyped-call]
