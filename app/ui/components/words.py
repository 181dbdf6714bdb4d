"""Words that keep themselves: after each pause, when the field is left and when the screen is left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flet as ft

from app.care.invalid import Invalid
from app.services import StoreError
from app.ui.components.base import field
from app.ui.keyboard import ended_typing
from app.ui.live import use_here

# After the last letter, in seconds: short enough that a kill loses a word at most, long enough not to write
# at each letter.
PAUSE = 0.5
_NOTHING: Any = None


@dataclass(frozen=True)
class Words:
    """A text that is being typed.

    Attributes:
        value: what the field shows.
        waiting: whether letters are typed that are not kept yet.
        error: why the text was not kept, in one sentence; what was typed stays shown then.
        on_change: give it to the field.
        flush: keeps at once what is typed.
    """

    value: str
    waiting: bool
    error: str | None
    on_change: Callable[[Any], None]
    flush: Callable[[], None]


def use_words(stored: str, keep: Callable[[str], Any]) -> Words:
    """The state of a text field that saves itself.

    What is typed wins until it is kept; then the store's text is shown again, so that Undo and other
    windows are seen. Letters do not draw the screen again, or fast typing would be overtaken by its echo.

    Args:
        stored: the text in the store now, read at this render.
        keep: writes the text; raises Invalid or StoreError when it is refused.
    """
    waiting, set_waiting = ft.use_state(False)
    error, set_error = ft.use_state(_NOTHING)
    typed: Any = ft.use_ref(None)
    task: Any = ft.use_ref(None)
    keeper: Any = ft.use_ref(None)
    keeper.current = keep

    def write() -> None:
        text = typed.current
        if text is None:
            return
        try:
            keeper.current(text)
        except (Invalid, StoreError) as refused:
            set_error(str(refused))
            return
        typed.current = None
        set_error(None)
        set_waiting(False)

    async def later() -> None:
        await asyncio.sleep(PAUSE)
        write()

    def flush() -> None:
        if task.current is not None:
            task.current.cancel()
            task.current = None
        write()

    def on_change(event: Any) -> None:
        typed.current = event.control.value
        set_waiting(True)
        if task.current is not None:
            task.current.cancel()
        task.current = asyncio.get_running_loop().create_task(later())

    feed = use_here().feed
    end: Any = ft.use_ref(None)

    def watch() -> None:
        # A page that is locked closes the store before its screens are gone.
        end.current = feed.before_closing(lambda: latest.current())

    def stop() -> None:
        if end.current is not None:
            end.current()
        flush()

    latest: Any = ft.use_ref(None)
    latest.current = flush
    ft.use_effect(watch, [], stop)
    shown = stored if typed.current is None else typed.current
    return Words(shown, waiting, error, on_change, flush)


def words_field(label: str, stored: str, keep: Callable[[str], Any], **more: Any) -> ft.Control:
    """A text field that saves itself; a component may hold one, for it uses hooks.

    Args:
        label: its name, already translated.
        stored: the text in the store now, read at this render.
        keep: writes the text; raises Invalid or StoreError when it is refused.
        more: other arguments of `field`.
    """
    words = use_words(stored, keep)

    def left(event: Any) -> None:
        words.flush()
        ended_typing(event)

    return field(label, words.value, words.on_change, error=words.error, on_blur=left, **more)
