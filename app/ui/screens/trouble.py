"""The store cannot be opened: say what and where, that nothing was touched, and offer the ways on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from app.services import StoreError, StoreProblem
from app.ui import theme
from app.ui.components.base import body, card, heading, primary, secondary, small, with_icon
from app.ui.failing import component
from app.ui.layout import APP_NAME
from app.ui.live import use_value
from app.ui.text import t


@component
def Trouble(problem: StoreProblem, reopen: Callable[[], Any], set_aside: Callable[[], Any]) -> ft.View:
    """What is wrong with the store, and a choice."""
    failed, set_failed = use_value("")

    def attempt(action: Callable[[], Any]) -> Callable[[Any], None]:
        def on_click(_: Any) -> None:
            try:
                action()
            except (StoreError, OSError) as refused:
                set_failed(str(refused))

        return on_click

    actions = [primary(t("Try again"), attempt(reopen), icon=ft.Icons.REFRESH)]
    if problem.can_set_aside:
        actions.append(secondary(t("Keep it aside and start afresh"), attempt(set_aside)))
    parts: list[ft.Control] = [
        heading(t("Your data could not be opened"), 1),
        card(
            with_icon(ft.Icons.ERROR_OUTLINE, body(t(problem.sentence)), ft.Colors.ERROR),
            ft.SelectionArea(content=small(str(problem.path))),
            body(t("Nothing was changed. The file is still where it was.")),
        ),
        ft.Row(actions, wrap=True),
        card(
            heading(t("If you need help now"), look=3),
            body(t("In the US call or text 988. In an emergency call 911 or your local number.")),
        ),
    ]
    if problem.can_set_aside:
        parts.append(
            body(
                t(
                    "Kept aside, the file gets another name in the same folder and is never written to. "
                    "Someone who knows SQLite may be able to read it."
                ),
                quiet=True,
            )
        )
    if failed:
        parts.append(body(failed, color=ft.Colors.ERROR))
    return ft.View(
        route="/",
        controls=[
            ft.SafeArea(
                ft.Column(
                    [
                        ft.Container(
                            ft.Column(parts, spacing=theme.CARD_GAP), padding=theme.EDGE, width=theme.COLUMN
                        )
                    ],
                    scroll=ft.ScrollMode.AUTO,
                    expand=True,
                ),
                expand=True,
            )
        ],
        padding=0,
        can_pop=False,
        key=APP_NAME,
    )
