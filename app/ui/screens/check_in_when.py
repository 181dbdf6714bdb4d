"""Which questionnaires to be reminded of, and on which day of the week."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.care.questionnaires import QUESTIONNAIRES
from app.ui.components.base import body, card, heading
from app.ui.components.choices import choice, toggles
from app.ui.components.question import name_of
from app.ui.failing import component
from app.ui.live import use_here
from app.ui.notice import attempt
from app.ui.text import t, weekday

_DAYS = 7


@component
def When() -> ft.Control:
    """The choices; each is saved at once."""
    here = use_here()
    chosen = here.preferences

    def change(**fields: Any) -> None:
        attempt(lambda: here.services.settings.change_preferences(**fields))

    def toggle(asked: str) -> None:
        # By what the store says then: two taps can come before the next render.
        before = here.services.settings.preferences().check_ins
        wanted = set(before) ^ {asked}
        # Those that a later version of the app knows stay chosen.
        order = [*QUESTIONNAIRES, *(one for one in before if one not in QUESTIONNAIRES)]
        change(check_ins=tuple(one for one in order if one in wanted))

    return card(
        heading(t("When to ask")),
        body(
            t(
                "Before your first infusion, then once a week on your day, and once more some weeks after "
                "the last one. Never on the day of an infusion."
            ),
            quiet=True,
        ),
        heading(t("Remind me of"), 3),
        toggles([(one.id, name_of(one)) for one in QUESTIONNAIRES.values()], chosen.check_ins, toggle),
        heading(t("My day"), 3),
        choice(
            [(number, weekday(number)) for number in range(_DAYS)],
            chosen.check_in_weekday,
            lambda number: change(check_in_weekday=number),
            name=t("My day"),
        ),
    )
