"""Drafts: words that are typed and not added yet are there again when the lock screen is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import flet as ft

from app.ui.live import use_here, use_value

V = TypeVar("V")


def use_draft(name: str, initial: V) -> tuple[V, Callable[[V], None]]:
    """Like a state of the component, which outlives locking; leaving the screen ends it.

    Args:
        name: what it is, once on a screen.
        initial: while nothing is typed.
    """
    entrance = use_here().entrance
    key = (ft.context.page.route or "/", name)
    kept: Any = ft.use_ref(key)
    value, set_value = use_value(lambda: entrance.drafts.get(key, initial))

    def change(new: V) -> None:
        entrance.drafts[kept.current] = new
        set_value(new)

    def end() -> None:
        # A screen that goes because the page was locked comes back.
        if entrance.is_open:
            entrance.drafts.pop(kept.current, None)

    ft.use_effect(lambda: None, [], end)
    return value, change


@dataclass(frozen=True)
class Typed:
    """The text of a field whose words are added by a button or Enter.

    Attributes:
        value: what the field shows.
        on_change: give it to the field.
        now: what is typed, to the last letter: who presses right after it is quicker than a render.
        clear: empties the field, once its words are added.
    """

    value: str
    on_change: Callable[[Any], None]
    now: Callable[[], str]
    clear: Callable[[], None]


def use_typed(name: str) -> Typed:
    """A text that is typed and not added yet; it outlives locking as every draft does.

    Args:
        name: what it is, once on a screen.
    """
    value, change = use_draft(name, "")
    latest: Any = ft.use_ref(value)

    def put(text: str) -> None:
        latest.current = text
        change(text)

    return Typed(value, lambda e: put(e.control.value), lambda: latest.current, lambda: put(""))
