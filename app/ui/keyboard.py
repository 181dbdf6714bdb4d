"""The keys of a desktop: Ctrl+N writes an entry, / searches, Esc leaves; never while someone types."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

import flet as ft

# The address at which a text field got the focus, until it loses it. A field that goes away with its screen
# never says so: at another address nobody types any more.
_typing: WeakKeyDictionary[ft.Page, str | None] = WeakKeyDictionary()

# What asks for the focus on a page, and has to ask anew where the page was loaded again.
_askers: WeakKeyDictionary[ft.Page, list[Callable[[], None]]] = WeakKeyDictionary()

# What takes plain keys on a page, and the address at which it does.
_takers: WeakKeyDictionary[ft.Page, tuple[str, Callable[[str], Any]]] = WeakKeyDictionary()

# Whether the person at a page cares for somebody, and has no journal.
_caring: WeakKeyDictionary[ft.Page, bool] = WeakKeyDictionary()

_DIALOGS = (ft.AlertDialog, ft.DatePicker, ft.TimePicker)

# In seconds: a screen that slides in takes the focus away again, and a field that asks for it at once
# keeps its caret but gets no letter.
SETTLED = 0.5
_TRIES = 8
# In seconds: until then a page that has the field has said so.
_ANSWERED = 1.0
_SEARCH = "?search"

_HELP = "/help"

SHORTCUTS = (
    ("Ctrl+N", "Write a new journal entry"),
    ("/", "Search the journal, or the guide when it is open"),
    ("Esc", "Go back"),
    ("Tab and Enter", "Move to each button and press it"),
    ("0 to 9", "Answer a question of a check-in: 1, then 0, is 10"),
    ("Arrows", "Go to the question before or after"),
)


def began_typing(_: Any) -> None:
    """A text field got the focus: plain keys are letters now."""
    _typing[ft.context.page] = ft.context.page.route


def ended_typing(_: Any) -> None:
    """A text field lost the focus."""
    page = ft.context.page
    # One that goes away with its screen says so late: by then another field may be waiting for the focus.
    if page in _typing:
        _typing[page] = None


def set_caring(page: ft.Page, caring: bool) -> None:
    """Say whose keys they are.

    Args:
        page: the page.
        caring: whether it is a caregiver's.
    """
    _caring[page] = caring


def target_of(key: str, ctrl: bool, route: str, typing: bool, *, caring: bool = False) -> str | None:
    """The address that a key leads to, or None.

    Args:
        key: the key's name as Flet tells it.
        ctrl: whether Ctrl (or Cmd) is held.
        route: the address shown now.
        typing: whether a text field has the focus.
        caring: whether it is a caregiver's, who writes nothing and searches the guide.
    """
    if key in ("N", "n") and ctrl:
        return None if caring else "/journal/new"
    if key == "Escape" and route.endswith(_SEARCH):
        return route.removesuffix(_SEARCH)
    if key == "Escape":
        parent = route.rstrip("/").rsplit("/", 1)[0] or "/"
        return parent if route not in ("/", "/welcome") else None
    if key == "/" and not typing and not ctrl:
        return ("/guide" if caring or route.startswith("/guide") else "/journal") + _SEARCH
    return None


def _asks(page: ft.Page) -> bool:
    # The fields of a calendar or a clock are Flutter's own and tell nobody that someone types in them.
    shown: Any = page._dialogs.controls
    return any(one.open and isinstance(one, _DIALOGS) for one in shown)


def leave_help(_: Any = None) -> None:
    """Go back from Help to the screen it lies over, which kept what was typed there."""
    page = ft.context.page
    # The router knows what is below, also when it was opened by its address alone.
    leave: Any = page.on_view_pop
    if leave is not None:
        leave(ft.ViewPopEvent(name="view_pop", control=page, route=_HELP))


def handle_key(event: ft.KeyboardEvent) -> None:
    """Go where a key leads, unless a dialog is open: then every key is the dialog's."""
    page = ft.context.page
    if _asks(page):
        return
    if event.key == "Escape" and page.route == _HELP:
        leave_help()
        return
    typing = _typing.get(page) == page.route
    held = event.ctrl or event.meta or event.alt
    path, take = _takers.get(page, ("", None))
    if take is not None and path == page.route and not typing and not held and take(event.key):
        return
    caring = _caring.get(page, False)
    target = target_of(event.key, event.ctrl or event.meta, page.route or "/", typing, caring=caring)
    if target is not None and target != page.route:
        page.navigate(target)


def use_keys(path: str, take: Callable[[str], bool]) -> None:
    """Give plain keys to a component while its address is shown and nobody types in a field.

    Args:
        path: the address.
        take: called with the key's name as Flet tells it; says whether it did something. Flutter keeps Enter
            for the control that has the focus, so it is not for this.
    """
    latest: Any = ft.use_ref(None)
    latest.current = take
    mine: Any = ft.use_ref(None)

    def begin() -> None:
        page = ft.context.page
        mine.current = (page, (path, lambda key: latest.current(key)))
        _takers[page] = mine.current[1]

    def stop() -> None:
        page, own = mine.current or (None, None)
        if page is not None and _takers.get(page) is own:
            del _takers[page]

    ft.use_effect(begin, [path], stop)


def connected(page: ft.Page) -> None:
    """Ask for the focus anew: a page that was loaded again has given it away.

    Args:
        page: that is connected again.
    """
    for ask in list(_askers.get(page, ())):
        ask()


def use_focus(wanted: bool) -> Any:
    """A ref for a text field that gets the focus while it is wanted, as soon as its screen stands.

    Args:
        wanted: whether the field should have the focus.
    """
    box: Any = ft.use_ref(None)
    task: Any = ft.use_ref(None)
    mine: Any = ft.use_ref(None)

    async def later(page: ft.Page) -> None:
        # A call is never answered where the connection breaks, and late where the page is slow to draw: asked
        # again until it says that the field has the focus, and no more from then on, or a tap elsewhere would
        # be lost.
        for _ in range(_TRIES):
            await asyncio.sleep(SETTLED)
            if box.current is None or page in _typing:
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(box.current.focus(), _ANSWERED)

    def end() -> None:
        if task.current is not None:
            task.current.cancel()
            task.current = None

    def ask() -> None:
        end()
        page = ft.context.page
        _typing.pop(page, None)
        task.current = asyncio.get_running_loop().create_task(later(page))

    def start() -> None:
        if wanted:
            mine.current = (ft.context.page, ask)
            _askers.setdefault(ft.context.page, []).append(ask)
            ask()

    def stop() -> None:
        end()
        page, own = mine.current or (None, None)
        if page is not None and own is not None and own in _askers.get(page, ()):
            _askers[page].remove(own)
        mine.current = None

    ft.use_effect(start, [wanted], stop)
    return box
