"""Handing a file over: made in a thread, so that the page stays alive, and stopped on request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flet as ft

from app.care.invalid import Invalid
from app.services import StoreError
from app.share.stopped import Progress, Stopped
from app.ui.components.base import quiet, row, working
from app.ui.components.giving import give_file
from app.ui.live import use_value
from app.ui.notice import say
from app.ui.text import t

_TICK = 0.1  # seconds between two looks at how far it is


@dataclass(frozen=True)
class Saving:
    """One file at a time.

    Attributes:
        busy: the name of what is being made, or "".
        done: how much of it is made, 0 to 1; None where nobody can say.
        start: makes and hands over a file: what (a name for busy), its file name, and what makes it, which is
            given a Progress.
        stop: ends the making.
    """

    busy: str
    done: float | None
    start: Callable[[str, str, Callable[[Progress], bytes]], Any]
    stop: Callable[[], None]

    def progress(self, what: str) -> list[ft.Control]:
        """What to show under a button while its file is being made, and nothing else.

        Args:
            what: the name of the file's kind.
        """
        if self.busy != what:
            return []
        shown = working(t("Preparing the file …"), self.done)
        if self.done is not None:
            shown.append(row(quiet(t("Stop"), lambda _: self.stop(), icon=ft.Icons.CLOSE)))
        return shown


def use_saving() -> Saving:
    """The files that a screen hands over."""
    busy, set_busy = use_value("")
    done, set_done = use_value(None)
    stopped: Any = ft.use_ref(False)
    how_far: Any = ft.use_ref(None)

    async def start(what: str, name: str, make: Callable[[Progress], bytes]) -> None:
        if busy:
            return
        stopped.current, how_far.current = False, None
        set_done(None)
        set_busy(what)

        def progress(share: float) -> bool:
            how_far.current = share
            return not stopped.current

        try:
            # Thousands of entries take a while: the screen stays alive meanwhile.
            work = asyncio.ensure_future(asyncio.to_thread(make, progress))
            while not (await asyncio.wait([work], timeout=_TICK))[0]:
                set_done(how_far.current)
            content = work.result()
            if told := await give_file(name, content, t("Save my data")):
                say(told)
        except Stopped:
            say(t("Stopped. There is no file."))
        except (Invalid, StoreError) as refused:
            say(t(refused))
        except (OSError, RuntimeError, TimeoutError):
            say(t("The file could not be saved. Your data is safe. Try again, or another place."))
        finally:
            set_busy("")

    def stop() -> None:
        stopped.current = True

    return Saving(busy, done, start, stop)
