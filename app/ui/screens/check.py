"""Settings, check: look whether the data are in order, and lead to the repair where they are not."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.ui.components.base import body, card, heading, primary, row, secondary, small, with_icon
from app.ui.components.slow import use_slow
from app.ui.failing import component
from app.ui.layout import screen
from app.ui.live import use_here, use_value
from app.ui.text import t

_NOTHING: Any = None


@component
def Check() -> ft.View:
    """One button that looks at everything, and what it found."""
    here = use_here()
    checked, set_checked = use_value(False)
    problem, set_problem = use_value(_NOTHING)
    slow = use_slow()

    async def check(_: Any) -> None:
        set_checked(False)
        found = await slow.run(lambda: (here.services.check_up(thorough=True),))
        if found is not None:
            set_problem(found[0])
            set_checked(True)

    parts: list[ft.Control] = [
        card(
            body(
                t("The app reads all that it keeps and looks whether it fits together. Nothing is changed.")
            ),
            *slow.progress(t("Checking your data")),
            *([with_icon(ft.Icons.ERROR_OUTLINE, body(slow.error), ft.Colors.ERROR)] if slow.error else []),
            row(primary(t("Check now"), check, icon=ft.Icons.FACT_CHECK_OUTLINED, disabled=slow.busy)),
        )
    ]
    if checked and problem is None:
        parts.append(card(with_icon(ft.Icons.CHECK_CIRCLE_OUTLINE, body(t("Everything is in order.")))))
    elif checked:
        parts.append(
            card(
                heading(t("Not everything is in order")),
                body(t("What can still be read is kept. A repair keeps the present file too, as it is.")),
                small(t(problem.sentence)),
                row(
                    secondary(
                        t("See what can be done"),
                        lambda _: here.entrance.report(problem),
                        icon=ft.Icons.BUILD_OUTLINED,
                        disabled=here.services.is_sample,
                    )
                ),
                now=True,
            )
        )
    return screen(here, t("Check my data"), *parts, place="/settings", back="/settings")
