"""Words that keep themselves: after each pause, when the field is left and when the screen is left.

What the store refuses as the screen is left waits in its field until somebody comes back to it.
"""

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
from app.ui.notice import say
from app.ui.text import t

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
        flush: keeps at once what is typed; returns why not, or None.
    """

    value: str
    waiting: bool
    error: str | None
    on_change: Callable[[Any], None]
    flush: Callable[[], str | None]


def use_words(name: str, stored: str, keep: Callable[[str], Any]) -> Words:
    """The state of a text field that saves itself.

    What is typed wins until it is kept; then the store's text is shown again, so that Undo and other
    windows are seen. Letters do not draw the screen again: that would be much work for nothing.

    Args:
        name: what the text is, once on a screen.
        stored: the text in the store now, read at this render.
        keep: writes the text; raises Invalid or StoreError when it is refused.
    """
    here = use_here()
    drafts = here.entrance.drafts
    # The address may be another one when the field goes.
    place: Any = ft.use_ref((ft.context.page.route or "/", f"{here.services.is_sample} {name}"))
    typed: Any = ft.use_ref(lambda: drafts.pop(place.current, None))
    waiting, set_waiting = ft.use_state(typed.current is not None)
    error, set_error = ft.use_state(_NOTHING)
    task: Any = ft.use_ref(None)
    keeper: Any = ft.use_ref(None)
    keeper.current = keep
    # What was kept last and the store's text before it, until a render reads another one from the store: a
    # component may be drawn before the one that hands it the store's text.
    kept: Any = ft.use_ref(None)
    read: Any = ft.use_ref(stored)
    read.current = stored
    if kept.current is not None and stored != kept.current[1]:
        kept.current = None

    def write() -> str | None:
        text = typed.current
        if text is None:
            return None
        try:
            keeper.current(text)
        except (Invalid, StoreError) as refused:
            set_error(t(refused))
            return t(refused)
        kept.current = (text, read.current)
        typed.current = None
        set_error(None)
        set_waiting(False)
        return None

    async def later() -> None:
        await asyncio.sleep(PAUSE)
        write()

    def flush() -> str | None:
        if task.current is not None:
            task.current.cancel()
            task.current = None
        return write()

    def on_change(event: Any) -> None:
        typed.current = event.control.value
        set_waiting(True)
        if task.current is not None:
            task.current.cancel()
        task.current = asyncio.get_running_loop().create_task(later())

    end: Any = ft.use_ref(None)

    def watch() -> None:
        # A page that is locked closes the store before its screens are gone.
        end.current = here.feed.before_closing(lambda: latest.current())
        write()  # what was refused when the field was here before

    def stop() -> None:
        if end.current is not None:
            end.current()
        why = flush()
        if why is None:
            return
        drafts[place.current] = typed.current
        if here.entrance.is_open:
            say(t("{why} What you typed waits in its field.", why=why))

    latest: Any = ft.use_ref(None)
    latest.current = flush
    ft.use_effect(watch, [], stop)
    shown = stored if kept.current is None else kept.current[0]
    if typed.current is not None:
        shown = typed.current
    return Words(shown, waiting, error, on_change, flush)


def words_field(
    label: str, stored: str, keep: Callable[[str], Any], *, name: str = "", **more: Any
) -> ft.Control:
    """A text field that saves itself; a component may hold one, for it uses hooks.

    Args:
        label: what it is called, already translated.
        stored: the text in the store now, read at this render.
        keep: writes the text; raises Invalid or StoreError when it is refused.
        name: what it is, once on a screen, where the label does not say that.
        more: other arguments of `field`.
    """
    words = use_words(name or label, stored, keep)

    def left(event: Any) -> None:
        words.flush()
        ended_typing(event)

    return field(label, words.value, words.on_change, error=words.error, on_blur=left, **more)
