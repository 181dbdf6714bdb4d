"""What studies found: only for who wants to know, each with its source, apart from the patient's own line."""

from __future__ import annotations

import flet as ft

from app.care.guide import Source
from app.care.studies import STUDIES, WORDS, Study
from app.ui.components.base import body, card, heading, primary, quiet, row, secondary, small
from app.ui.failing import component
from app.ui.layout import opener, screen
from app.ui.live import use_here, use_live
from app.ui.notice import attempt
from app.ui.text import t

_INTRO = (
    "Studies follow groups of people. They cannot say how it will go for you: people differ, and so do the "
    "ways in which it was given and counted."
)
_APART = (
    "None of this is a target, and your own line is not drawn beside it: there is no curve to compare with."
)


@component
def Studies() -> ft.View:
    """A question first; then what was found, and the way to hide it again."""
    here = use_here()
    services = here.services
    wanted = use_live(lambda: services.settings.preferences().studies_shown, "preferences")
    sources = use_live(services.guide.sources, "preferences")

    def want(yes: bool) -> None:
        attempt(lambda: services.settings.change_preferences(studies_shown=yes))

    if not wanted:
        asked = card(
            heading(t("Only if you want to know")),
            body(t(_INTRO)),
            body(t("Some people find such numbers helpful, others find them heavy. Both are fine.")),
            row(
                primary(t("Show what studies found"), lambda _: want(True)),
                secondary(t("Back to insights"), opener("/insights")),
            ),
        )
        return screen(here, t("What studies found"), asked, place="/journal", back="/insights")
    intro = card(
        body(t(_INTRO)),
        body(t(_APART)),
        *[small(t(one)) for one in WORDS],
        row(
            secondary(t("Write down a question"), opener("/questions")),
            quiet(t("Hide this again"), lambda _: want(False)),
        ),
    )
    found = [_study(one, sources[one.source]) for one in STUDIES]
    # Without anything to reach at the end, no key would scroll there.
    end = row(secondary(t("Back to insights"), opener("/insights")))
    half = (len(found) + 1) // 2
    return screen(
        here,
        t("What studies found"),
        two=([intro, *found[:half]], [*found[half:], end]),
        place="/journal",
        back="/insights",
    )


def _study(study: Study, source: Source) -> ft.Control:
    return card(
        heading(source.title),
        *[body(t(one)) for one in study.sentences],
        small(t("Source: {source}", source=source.citation)),
        spacing=6,
    )
