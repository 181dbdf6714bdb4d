"""The cards of the course screen: how far it is, each infusion, what can be changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import flet as ft

from app.care.course import Session, Status
from app.services.courses import CourseView
from app.ui.components.base import (
    Style,
    body,
    card,
    heading,
    small,
    stack,
    with_icon,
    words_of,
)
from app.ui.components.session_line import (
    days_sentence,
    days_strip,
    session_line,
    status_mark,
    status_words,
)
from app.ui.components.session_ring import session_ring
from app.ui.layout import opener
from app.ui.live import Here
from app.ui.text import moment, near_day, t


def next_number(view: CourseView) -> int | None:
    """The number of the infusion that is in progress or comes next; None when the course has ended.

    Args:
        view: the course.
    """
    return None if view.ended or view.upcoming is None else view.upcoming.number


def progress_card(here: Here, view: CourseView, today: date, coming: int | None) -> ft.Control:
    """The ring, the next infusion in words, the line and the 21 days.

    Args:
        here: the screen's surroundings.
        view: the course.
        today: today.
        coming: the number of the next infusion, or None.
    """
    sessions = view.sessions
    following = view.session(coming) if coming is not None else None
    lines: list[ft.Control] = [heading(_headline(view, following, today))]
    where = days_sentence(sessions, today)
    if where:
        lines.append(body(where, quiet=True))
    ring = session_ring(here, view.done, view.course.planned)
    beside = here.roomy >= 380
    top: ft.Control = (
        ft.Row([ring, ft.Container(stack(lines, 6), expand=True)], spacing=20)
        if beside
        else ft.Column(
            [ft.Row([ring], alignment=ft.MainAxisAlignment.CENTER), stack(lines, 6)], spacing=12, tight=True
        )
    )
    return card(
        top,
        session_line(here, view, next_number=coming),
        days_strip(sessions, today),
        spacing=20,
    )


def _headline(view: CourseView, following: Session | None, today: date) -> str:
    if view.ended:
        return t("This course has ended")
    if following is None:
        return t("All infusions of this plan are over")
    if following.status is Status.IN_PROGRESS:
        return t("Infusion {n} is going on", n=following.number)
    if following.starts_at is None:
        return t("Next: infusion {n}, no date yet", n=following.number)
    return t("Next: {day}", day=near_day(following.starts_at.date(), today))


def session_card(here: Here, session: Session, today: date, *, is_next: bool) -> ft.Control:
    """One infusion; the whole card opens its page.

    Args:
        here: the screen's surroundings.
        session: the infusion.
        today: today.
        is_next: whether it is the next one to come.
    """
    name = t("Infusion {n}", n=session.number)
    at = session.starts_at
    when = moment(at, today) if at else t("No date yet")
    status = status_words(session, is_next=is_next)
    ink = ft.Colors.ON_TERTIARY_CONTAINER if is_next else None
    quiet = ft.Colors.ON_SURFACE_VARIANT
    known: list[ft.Control] = [heading_text(name, ink), body(when, color=ink)]
    if at is not None:
        known.append(small(status, color=ink))
    return card(
        ft.Row(
            [
                status_mark(here, session, is_next=is_next),
                ft.Column(known, spacing=2, tight=True, expand=True),
                *([] if here.cramped else [ft.Icon(ft.Icons.CHEVRON_RIGHT, color=ink or quiet)]),
            ],
            spacing=16,
        ),
        now=is_next,
        on_click=opener(f"/course/{session.number}"),
        label=words_of(name, when, status if at else ""),
    )


def heading_text(text: str, color: str | None = None) -> ft.Text:
    """A title inside a button, where a heading of its own would split the button.

    Args:
        text: the words, already translated.
        color: a colour role, or the surface's own.
    """
    return ft.Text(text, theme_style=Style.TITLE_MEDIUM, color=color)


def notes_card(notes: Sequence[str]) -> list[ft.Control]:
    """Calm notes about the dates; nothing where there are none.

    Args:
        notes: sentences, already translated.
    """
    if not notes:
        return []
    lines: list[ft.Control] = [with_icon(ft.Icons.INFO_OUTLINE, body(one)) for one in notes]
    return [card(heading(t("Worth a look"), 3), *lines)]


def action(icon: Any, title: str, words: str, on_click: Callable[[Any], Any]) -> ft.Control:
    """A row that does something to the course, with what it does in one line.

    Args:
        icon: of ft.Icons.
        title: what it does, already translated.
        words: one more sentence, already translated.
        on_click: does it.
    """
    return card(
        ft.Row(
            [
                ft.Icon(icon, color=ft.Colors.PRIMARY),
                ft.Column([heading_text(title), small(words)], spacing=2, tight=True, expand=True),
            ],
            spacing=16,
        ),
        on_click=on_click,
        label=f"{title}. {words}",
    )
