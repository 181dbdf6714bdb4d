"""What Flet calls for each page: dress it, then show the app."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from app.services import Services
from app.ui.app import App
from app.ui.layout import APP_NAME
from app.ui.theme import FONTS


def page_main(services: Services) -> Callable[[ft.Page], None]:
    """The function that Flet calls for each page, over one open store.

    Args:
        services: the open store; one process serves all of its windows and tabs from it.
    """

    def main(page: ft.Page) -> None:
        page.title = APP_NAME
        page.fonts = dict(FONTS)
        page.padding = 0
        page.render_views(App, services)

    return main
