"""What a screen hangs on: where it is shown (Here), and queries that run again when the store changes."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import flet as ft

from app.ui import theme
from app.ui.failing import note

if TYPE_CHECKING:
    from app.care.profile import Preferences
    from app.services import Services
    from app.ui.entrance import Entrance

T = TypeVar("T")


class Size(StrEnum):
    """How much room there is: a phone, a tablet or a desktop window."""

    PHONE = "phone"
    TABLET = "tablet"
    DESKTOP = "desktop"


class LiveFeed:
    """Carries the store's change feed to the components of one page, on that page's own event loop.

    The store tells its changes on the thread that wrote, which may belong to another page or none;
    a component may only be woken inside its own page's context.

    Attributes:
        open: whether the page is there and shows this store; what repeats itself ends with it.
    """

    def __init__(self, page: ft.Page, services: Services) -> None:
        self.open = True
        self._page = page
        self._services = services
        self._listeners: dict[int, Callable[[frozenset[str]], None]] = {}
        self._typing: dict[int, Callable[[], None]] = {}
        self._next = 0
        self._context = contextvars.copy_context()
        self._unsubscribe = services.changes.subscribe(self._told)

    def listen(self, callback: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call back with the changed tables after each commit; returns what ends it."""
        key, self._next = self._next, self._next + 1
        self._listeners[key] = callback

        def end() -> None:
            self._listeners.pop(key, None)

        return end

    def before_closing(self, save: Callable[[], None]) -> Callable[[], None]:
        """Call back while the store is still open, to keep what is being typed; returns what ends it."""
        key, self._next = self._next, self._next + 1
        self._typing[key] = save

        def end() -> None:
            self._typing.pop(key, None)

        return end

    def save_typing(self) -> None:
        """Keep what is being typed: the store is about to be closed."""
        for save in list(self._typing.values()):
            try:
                save()
            except Exception as mistake:  # noqa: BLE001  what others typed is kept all the same
                note(mistake)

    def refresh(self) -> None:
        """Let every component ask again: a window that was cut off has missed what changed meanwhile."""
        self._tell(frozenset(self._services.db.tables()))

    def close(self) -> None:
        """End all of it, when the page is gone or another store is shown."""
        self.open = False
        self._unsubscribe()
        self._listeners.clear()
        self._typing.clear()

    def _told(self, tables: frozenset[str]) -> None:
        connection = self._page.session.connection
        if connection is not None:
            connection.loop.call_soon_threadsafe(self._tell, tables, context=self._context.copy())

    def _tell(self, tables: frozenset[str]) -> None:
        for callback in list(self._listeners.values()):
            try:
                callback(tables)
            except Exception as mistake:  # noqa: BLE001  the others must still hear of it
                note(mistake)


@dataclass(frozen=True)
class Here:
    """What every screen may need to know of its surroundings.

    Attributes:
        services: the store that is shown, the patient's own or the sample.
        feed: tells changes of that store.
        size: how much room there is.
        width: the window's width in logical pixels, rounded down to a step that matters for layouts.
        preferences: what the patient chose.
        show_sample: switches between the patient's own store (False) and the sample (True).
        restart: goes on with another store, after everything was deleted.
        entrance: of this page, which locks it.
    """

    services: Services
    feed: LiveFeed
    size: Size
    width: int
    preferences: Preferences
    show_sample: Callable[[bool], None]
    restart: Callable[[Services], None]
    entrance: Entrance

    @property
    def wide(self) -> bool:
        """Whether there is room for a rail and two columns."""
        return self.size is Size.DESKTOP

    @property
    def column_width(self) -> float:
        """The width that is left beside the rail, in logical pixels."""
        return self.width - {Size.PHONE: 0, Size.TABLET: 96, Size.DESKTOP: 184}[self.size]

    @property
    def cramped(self) -> bool:
        """Whether the text is so large for the window that a long word needs all of its width."""
        return self.roomy < theme.CRAMPED

    @property
    def roomy(self) -> float:
        """The width in logical pixels at normal text size: what counts for "does it fit"."""
        return self.width / max(self.preferences.text_scale, 1.0)


_here: Any = ft.create_context(None)


def provide(here: Here, callback: Callable[[], Any]) -> Any:
    """Render what the callback gives with these surroundings."""
    return _here(here, callback)


def use_here() -> Here:
    """The surroundings of the component that is being rendered."""
    here: Here = ft.use_context(_here)
    return here


def use_value(initial: Any) -> tuple[Any, Callable[[Any], None]]:
    """Flet's use_state, for a value whose type only the screen knows.

    Args:
        initial: the first value, or what makes it.
    """
    value: Any
    value, change = ft.use_state(initial)
    return value, change


def use_current(initial: Any) -> tuple[Any, Callable[[Any], None], Callable[[], Any]]:
    """A value, what changes it, and what gives it as it is now.

    Two taps can come before the next render: a handler of the one before still holds the value of then.

    Args:
        initial: the first value.
    """
    value, draw = use_value(lambda: initial)
    latest: Any = ft.use_ref(value)

    def change(new: Any) -> None:
        latest.current = new
        draw(new)

    return value, change, lambda: latest.current


def use_services() -> Services:
    """The services of the store that is shown."""
    return use_here().services


def use_live(query: Callable[[], T], *tables: str, deps: tuple[Any, ...] = ()) -> T:
    """The answer of a query, asked again when one of its tables changes.

    Args:
        query: reads from the services; runs on the event loop, so it must use an index.
        tables: the tables that the answer depends on; none means any.
        deps: other values that the answer depends on.
    """
    here = use_here()
    version, set_version = ft.use_state(0)
    end: Any = ft.use_ref(None)
    wanted = frozenset(tables)

    def changed(names: frozenset[str]) -> None:
        if not wanted or names & wanted:
            set_version(lambda n: n + 1)

    def begin() -> None:
        stop()
        end.current = here.feed.listen(changed)

    def stop() -> None:
        if end.current is not None:
            end.current()
            end.current = None

    ft.use_effect(begin, [here.feed], stop)
    # An answer may hold words.
    answer: T = ft.use_memo(query, [version, here.services, here.preferences.language, *deps])
    return answer


class HasEnd(Protocol):
    """Something that ends with its page, such as a LiveFeed."""

    @property
    def open(self) -> bool:
        """Whether it is still there."""


def use_repeat(feed: HasEnd, seconds: float, tick: Callable[[], Any]) -> None:
    """Call back again and again while the component is shown and its page is there.

    Args:
        feed: of the page; Flet cleans up no component of a page that is gone, so its end is looked at.
        seconds: from one call to the next.
        tick: the one of the newest render is called.
    """
    latest: Any = ft.use_ref(None)
    latest.current = tick

    async def run() -> None:
        while feed.open:
            await asyncio.sleep(seconds)
            if feed.open:
                try:
                    latest.current()
                except Exception as mistake:  # noqa: BLE001  the next call may work again
                    note(mistake)

    ft.use_effect(run, [feed], lambda: None)
