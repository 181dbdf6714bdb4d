"""The moments that were marked in an infusion, and the way to mark one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, cast

import flet as ft

from app.care.course import MARK_KINDS, Mark, Session
from app.ui.components.base import (
    body,
    card,
    field,
    heading,
    icon_button,
    primary,
    quiet,
    row,
    secondary,
    small,
)
from app.ui.components.choices import choice, pick_time
from app.ui.drafts import use_draft, use_typed
from app.ui.failing import component
from app.ui.live import Here, use_here
from app.ui.notice import save
from app.ui.screens.course_edit import on_day_of
from app.ui.text import clock, t

OWN = "own"
_LABELS = dict(MARK_KINDS)


def mark_words(mark: Mark) -> str:
    """What was marked, in words: the kind, and the patient's own words.

    Args:
        mark: of an infusion.
    """
    if mark.kind == OWN:
        return mark.words
    kind = t(_LABELS[mark.kind])
    return f"{kind}: {mark.words}" if mark.words else kind


def mark_row(here: Here, mark: Mark, remove: Any) -> ft.Control:
    """One mark with its time, and a button that takes it away.

    Args:
        here: the screen's surroundings.
        mark: of an infusion.
        remove: takes the id of the mark.
    """
    words, at = mark_words(mark), clock(mark.at)
    beside = ft.Row(
        [small(at), ft.Container(body(words), expand=True)],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return ft.Row(
        [
            ft.Semantics(
                label=f"{at}, {words}",
                container=True,
                exclude_semantics=True,
                expand=True,
                content=ft.Column([small(at), body(words)], spacing=0, tight=True)
                if here.cramped
                else beside,
            ),
            icon_button(
                t("Remove {what} at {time}", what=words, time=at),
                ft.Icons.CLOSE,
                lambda _: remove(mark.id),
            ),
        ],
        spacing=4,
        key=str(mark.id),
    )


def mark_list(here: Here, marks: Sequence[Mark], remove: Any) -> ft.Control:
    """All marks in their order.

    Args:
        here: the screen's surroundings.
        marks: of one infusion.
        remove: takes the id of a mark.
    """
    return ft.Column([mark_row(here, one, remove) for one in marks], spacing=0, tight=True)


@component
def MarksCard(session: Session, marks: tuple[Mark, ...]) -> ft.Control:
    """The marks on the page of an infusion, with a form to add one later.

    Args:
        session: the infusion.
        marks: its marks, oldest first.
    """
    here = use_here()
    services = here.services
    adding, set_adding = use_draft("adding", False)
    kind, set_kind = ft.use_state(MARK_KINDS[0][0])
    at, set_at = ft.use_state(cast("time | None", None))
    words = use_typed("mark")
    usual: datetime = session.began_at or session.starts_at or services.now()
    chosen: time = at or usual.time()

    def remove(mark_id: Any) -> None:
        save(lambda: services.courses.remove_mark(mark_id))

    def add(_: Any) -> None:
        moment = on_day_of(services, session, chosen)
        done = save(lambda: services.courses.mark(session.number, kind, words.now().strip(), at=moment))
        if done is not None:
            set_adding(False)
            words.clear()

    parts: list[ft.Control] = [heading(t("Moments you marked"))]
    if marks:
        parts.append(mark_list(here, marks, remove))
    elif not adding:
        parts.append(body(t("What you mark during the infusion is listed here."), quiet=True))
    if adding:
        parts += [
            choice([(one, t(label)) for one, label in MARK_KINDS], kind, set_kind, name=t("What was it")),
            pick_time(t("When"), chosen, set_at),
            field(t("Your words"), words.value, words.on_change, on_submit=add),
            row(
                primary(t("Save this moment"), add),
                quiet(t("Cancel"), lambda _: set_adding(False)),
            ),
        ]
    else:
        parts.append(row(secondary(t("Add a moment"), lambda _: set_adding(True), icon=ft.Icons.ADD)))
    return card(*parts)
