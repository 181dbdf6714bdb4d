"""What is asked before an infusion is noted as done, stopped early or skipped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from enum import Enum
from typing import Any, cast

import flet as ft

from app.care.course import Session
from app.ui.components.base import body, card, field, heading, primary, quiet, row
from app.ui.components.choices import pick_time
from app.ui.drafts import use_typed
from app.ui.failing import component
from app.ui.live import use_here
from app.ui.notice import save
from app.ui.screens.course_edit import on_day_of, took_place
from app.ui.text import t


class Asking(Enum):
    """Which question is open."""

    NOTHING = "nothing"
    TOOK_PLACE = "took place"
    STOPPED = "stopped"
    SKIP = "skip"


@component
def TookPlace(session: Session, close: Callable[[], Any]) -> ft.Control:
    """When did it begin?

    Args:
        session: the infusion, still to come.
        close: called when it is saved, or left as it was.
    """
    services = use_here().services
    began, set_began = ft.use_state(cast("time | None", None))
    usual = session.starts_at or services.now()
    chosen = began or usual.time().replace(second=0, microsecond=0)

    def keep(_: Any) -> None:
        at = on_day_of(services, session, chosen)
        if save(lambda: took_place(services, session, at)) is not None:
            close()

    return card(
        heading(t("It took place")),
        body(t("When did it begin? An estimate is fine."), quiet=True),
        pick_time(t("Began at"), chosen, set_began),
        row(primary(t("Save"), keep), quiet(t("Cancel"), lambda _: close())),
    )


@component
def Why(session: Session, asking: Asking, close: Callable[[], Any]) -> ft.Control:
    """Why was it skipped or stopped? The reason can be left out.

    Args:
        session: the infusion.
        asking: SKIP or STOPPED.
        close: called when it is saved, or left as it was.
    """
    courses = use_here().services.courses
    reason = use_typed("reason")
    stopped = asking is Asking.STOPPED

    def keep(_: Any) -> None:
        step = courses.stop_session if stopped else courses.skip
        if save(lambda: step(session.number, reason.now().strip())) is not None:
            close()

    words = (
        t("Tell your clinic how you are and what you noticed.")
        if stopped
        else t("Tell your clinic, too. You can put it back later.")
    )
    return card(
        heading(t("It stopped early") if stopped else t("Skip this infusion?")),
        body(words, quiet=True),
        field(t("Reason, if you like"), reason.value, reason.on_change, lines=2),
        row(
            primary(t("Save") if stopped else t("Skip it"), keep),
            quiet(t("Cancel"), lambda _: close()),
        ),
    )


def ask_card(session: Session, asking: Asking, close: Callable[[], Any]) -> ft.Control:
    """The open question about an infusion.

    Args:
        session: the infusion.
        asking: which question.
        close: called when it is answered or left.
    """
    if asking is Asking.TOOK_PLACE:
        return TookPlace(session, close)
    return Why(session, asking, close)
