"""What Flet calls for each page: dress it, then show the app over the store of this device."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import flet as ft

from app import config
from app.services import Services, StoreProblem, open_or_problem
from app.ui.app import App, dress
from app.ui.failing import guard
from app.ui.keyboard import handle_key
from app.ui.layout import APP_NAME
from app.ui.notice import say
from app.ui.theme import FONTS


def page_main(
    opened: Services | StoreProblem,
    reopen: Callable[[], Services | StoreProblem] | None = None,
    *,
    sample: bool = False,
) -> Callable[[ft.Page], None]:
    """The function that Flet calls for each page, over one store.

    Args:
        opened: the store, or what is wrong with it; all windows and tabs of one process share it.
        reopen: tries again to open it.
        sample: begin with the sample store.
    """
    state = [opened]

    def again() -> Services | StoreProblem:
        state[0] = reopen() if reopen is not None else opened
        return state[0]

    def main(page: ft.Page) -> None:
        page.title = APP_NAME
        page.fonts = dict(FONTS)
        page.padding = 0
        # Before the first picture, or a slow start would flash Flet's own colours and sizes.
        if isinstance(state[0], Services):
            dress(page, state[0].settings.preferences(), page.width)
        # Before the first screen: whoever sees it can use its keys.
        page.on_keyboard_event = handle_key
        guard(page, say)
        page.render_views(App, state[0], again, sample)

    return main


def device_main(folder: str | Path | None = None, *, sample: bool = False) -> Callable[[ft.Page], None]:
    """The function that Flet calls for each page, over the store of this device.

    Args:
        folder: the data folder, or the usual one.
        sample: begin with the sample store.
    """
    data_dir = config.data_dir(folder)

    def open_it() -> Services | StoreProblem:
        return open_or_problem(data_dir)

    return page_main(open_it(), open_it, sample=sample)
