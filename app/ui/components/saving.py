"""A text field that saves itself: a moment after the last letter, and at once when it is left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import flet as ft

from app.care.invalid import Invalid
from app.ui.live import use_value

# Long enough not to write at each letter, short enough that a kill loses a word at most.
PAUSE = 0.4


def use_saved_field(
    value: str, save: Callable[[str], Any], pause: float = PAUSE
) -> tuple[str, Callable[[Any], None], str | None]:
    """The text to show, what to call with each letter, and the sentence when it was refused.

    Args:
        value: what the store holds.
        save: writes the text; raises Invalid when it refuses.
        pause: after the last letter, in seconds.

    Returns:
        What to give a field as value, on_change and error. What is typed stays shown when it is refused.
    """
    typed, set_typed = use_value(None)
    error, set_error = use_value(None)
    waiting: Any = ft.use_ref(None)
    latest: Any = ft.use_ref(None)
    saver: Any = ft.use_ref(None)
    saver.current = save

    def write() -> None:
        text, latest.current = latest.current, None
        if text is None:
            return
        try:
            saver.current(text)
            set_error(None)
        except Invalid as refused:
            set_error(str(refused))

    async def later() -> None:
        await asyncio.sleep(pause)
        write()

    def stop() -> None:
        if waiting.current is not None:
            waiting.current.cancel()
            waiting.current = None

    def leave() -> None:
        stop()
        write()

    def on_change(event: Any) -> None:
        latest.current = event.control.value
        set_typed(event.control.value)
        stop()
        waiting.current = asyncio.get_running_loop().create_task(later())

    ft.use_effect(lambda: None, [], leave)
    return (value if typed is None else typed), on_change, error
