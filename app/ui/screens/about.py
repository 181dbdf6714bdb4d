"""About: what this app is and is not, its sources, licences and version."""

from __future__ import annotations

import flet as ft

from app.services import bundled
from app.ui.components.base import body, card, heading, quiet, row, small, stack
from app.ui.failing import component
from app.ui.layout import APP_NAME, opener, screen
from app.ui.live import use_here, use_live
from app.ui.text import t
from app.version import VERSION


@component
def About() -> ft.View:
    """Where everything comes from."""
    here = use_here()
    sources = use_live(here.services.guide.sources, "preferences")
    about = (
        card(
            heading(APP_NAME),
            body(t("Version {version}", version=VERSION)),
            body(
                t(
                    "It helps you through a course of infusions: what is next, what to check, how you are. "
                    "It is not a medical device, gives no medical advice and does not replace your clinic."
                )
            ),
            body(t("It makes no request to anyone. What you enter stays in one file on this device.")),
        ),
        card(
            heading(t("Licences")),
            *[
                ft.Column([body(t(one.name)), small(f"{one.licence}. {t(one.what)}")], spacing=2, tight=True)
                for one in bundled.parts()
            ],
        ),
    )
    listed = card(
        heading(t("Sources of the guide")),
        body(
            t("What the clinic says comes from its own text. Everything else names one of these."), quiet=True
        ),
        ft.SelectionArea(
            content=stack(
                [
                    ft.Column([body(source.title), small(source.citation)], spacing=2, tight=True)
                    for source in sources.values()
                ]
            )
        ),
        # Without anything to reach at the end, no key would scroll there.
        row(quiet(t("Open the guide"), opener("/guide"), icon=ft.Icons.MENU_BOOK_OUTLINED)),
    )
    return screen(here, t("About"), two=(about, (listed,)), place="/settings", back="/settings")
