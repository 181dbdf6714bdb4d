"""What takes a moment up to some seconds: done in a thread, so that the page stays alive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flet as ft

from app.care.invalid import Invalid
from app.errors import AppError
from app.services import StoreError
from app.ui.components.base import working
from app.ui.live import use_here, use_value
from app.ui.text import t

_NOTHING: Any = None


@dataclass(frozen=True)
class Slow:
    """Something slow that a component does.

    Attributes:
        busy: whether it is under way.
        error: why it was refused, as one sentence, or "".
        refuse: tells why it cannot be begun.
        run: does it; gives what it gave (True for nothing), or None when it was refused.
    """

    busy: bool
    error: str
    refuse: Callable[[str], None]
    run: Callable[[Callable[[], Any]], Any]

    def progress(self, words: str) -> list[ft.Control]:
        """What to show while it is under way."""
        return working(words) if self.busy else []


def use_slow() -> Slow:
    """One slow action of the component at a time."""
    busy, set_busy = use_value(False)
    error, set_error = use_value("")

    async def run(action: Callable[[], Any]) -> Any:
        if busy:
            return None
        set_busy(True)
        set_error("")
        try:
            found = await asyncio.to_thread(action)
        except (Invalid, StoreError, AppError) as refused:
            set_error(t(refused))
            return None
        finally:
            set_busy(False)
        return True if found is None else found

    return Slow(busy, error, set_error, run)


def use_loaded(query: Callable[[], Any], *names: str, deps: tuple[Any, ...] = ()) -> Any:
    """The answer of a slow query, None until it is there; asked again when something changes.

    Args:
        query: reads from the services, in a thread.
        names: the tables and other names of the change feed that the answer depends on.
        deps: other values that the answer depends on; until the new answer is there the old one stays.
    """
    here = use_here()
    answer, set_answer = use_value(_NOTHING)
    end: Any = ft.use_ref(None)
    asked: Any = ft.use_ref(0)
    wanted = frozenset(names)

    async def ask() -> None:
        asked.current = mine = asked.current + 1
        try:
            found = await asyncio.to_thread(query)
        except StoreError:
            return  # it is being closed or exchanged; whoever opens it again shows the screen anew
        if mine == asked.current:
            set_answer(found)

    def changed(changes: frozenset[str]) -> None:
        if changes & wanted:
            ft.context.page.run_task(ask)

    async def begin() -> None:
        stop()
        end.current = here.feed.listen(changed)
        await ask()

    def stop() -> None:
        if end.current is not None:
            end.current()
            end.current = None

    ft.use_effect(begin, [here.feed, *deps], stop)
    return answer
