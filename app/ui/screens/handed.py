"""What somebody else sees while the patient's device is in their hands: one summary, and Help now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import flet as ft

from app.care.summary import Summary
from app.services import Locked
from app.ui.components.base import body, heading, primary, row
from app.ui.components.summary_view import SummaryView
from app.ui.entrance import Entrance
from app.ui.layout import bare_screen
from app.ui.live import Here, Size, provide
from app.ui.text import t

_PHONE = 600


def handed_view(
    entrance: Entrance,
    locked: Locked,
    summary: Summary,
    on_help: Callable[[Any], Any],
    on_back: Callable[[Any], Any],
) -> ft.View:
    """The summary alone; the store behind it is locked, and nothing here can ask it anything.

    Args:
        entrance: of this page.
        locked: the store.
        summary: made just before it was locked.
        on_help: opens Help now.
        on_back: asks for the passcode.
    """
    width = int(entrance.page.width or 412)
    look = locked.card.look
    nothing = cast("Any", None)
    here = Here(
        services=nothing,
        feed=nothing,
        # In one column, however wide the window is.
        size=Size.PHONE if width < _PHONE else Size.TABLET,
        width=width,
        preferences=look,
        show_sample=nothing,
        restart=nothing,
        entrance=entrance,
    )
    shown = provide(here, lambda: SummaryView(summary, entrance.now()))
    return bare_screen(
        heading(t("How it goes"), 1),
        body(t("The app is locked. Only this can be seen."), quiet=True),
        shown,
        roomy=width / max(look.text_scale, 1.0),
        on_help=on_help,
        foot=row(primary(t("Back to the app"), on_back, icon=ft.Icons.LOCK_OUTLINED)),
    )
