"""A text field that never takes back what is being typed, however busy the machine is."""

from __future__ import annotations

from typing import Any

import flet as ft


class TypedField(ft.TextField):
    """A text field whose letters are the client's while somebody types.

    Letters travel in two messages: the field's value, then the change that the program hears of. A render
    in between holds the older letters, and Flet would send them back over the newer ones. So a render that
    only repeats what the program heard last leaves the field as it is; any other value was set on purpose
    (emptied, undone, corrected) and is sent.

    What `on_change` hears has to be kept before it returns, and given to the field at the next render.
    """

    # What the program heard last, or what it set since.
    _heard: Any

    def init(self) -> None:
        """Begin with what the program gives."""
        super().init()  # type: ignore[no-untyped-call]
        self._heard = self.value

    def before_event(self, e: ft.ControlEvent) -> bool | None:
        """Remember what the handler is about to hear."""
        if e.name == "change":
            self._heard = self.value
        heard: bool | None = super().before_event(e)
        return heard

    def _migrate_state(self, other: ft.BaseControl) -> None:
        # Called before Flet compares the field as rendered (self) with the one that stands there (other).
        super()._migrate_state(other)
        if isinstance(other, TypedField) and self.value == other._heard:
            # Written past the property, as Flet itself does for what the client tells: self is frozen.
            if other.value:
                self._values["value"] = other.value
            else:
                self._values.pop("value", None)
            self._heard = other._heard
