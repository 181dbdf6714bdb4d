"""What Flet calls for each page: dress it, then show the app over the store of this device."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import flet as ft

from app import config
from app.device import phone
from app.language import remember_device
from app.services import Door, Services, StoreProblem
from app.ui.entrance import Entrance
from app.ui.failing import guard
from app.ui.notice import say
from app.ui.theme import FONTS


def page_main(
    opened: Door | Services | StoreProblem,
    reopen: Callable[[], Services | StoreProblem] | None = None,
    *,
    sample: bool = False,
) -> Callable[[ft.Page], None]:
    """The function that Flet calls for each page, over one store.

    Args:
        opened: the door to the store, or the open store, or what is wrong with it; all windows and tabs of
            one process share it.
        reopen: tries again to open it, where no door was given.
        sample: begin with the sample store.
    """
    door = opened if isinstance(opened, Door) else Door.around(opened, reopen)

    def main(page: ft.Page) -> None:
        page.fonts = dict(FONTS)
        page.padding = 0
        guard(page, say)
        phone.remember(page)
        entrance = Entrance(page, door, sample=sample)
        entrance.show()
        page.run_task(entrance.ask_wishes)
        if phone.here():
            page.run_task(_ask_languages, page, entrance)

    return main


async def _ask_languages(page: ft.Page, entrance: Entrance) -> None:
    """Speak the language of the phone, which no variable tells, while the patient has chosen none."""
    # Where it does not answer it stays English, until somebody chooses.
    with suppress(RuntimeError, TimeoutError, TypeError):
        told = await page.get_device_info()
        remember_device(str(one) for one in (told.locales if told else ()))
        if entrance.feed is not None:
            entrance.feed.refresh()


def device_main(folder: str | Path | None = None, *, sample: bool = False) -> Callable[[ft.Page], None]:
    """The function that Flet calls for each page, over the store of this device.

    Args:
        folder: the data folder, or the usual one.
        sample: begin with the sample store.
    """
    door = Door(config.data_dir(folder))
    door.start()
    return page_main(door, sample=sample)
