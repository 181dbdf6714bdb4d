"""An errand: the app itself sends the person out of it, such as to the system's file dialog."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

import flet as ft

_out: WeakKeyDictionary[ft.Page, int] = WeakKeyDictionary()


@contextmanager
def errand() -> Iterator[None]:
    """While it lasts, a page out of sight was not left: a lock at once would end the errand."""
    page = ft.context.page
    _out[page] = _out.get(page, 0) + 1
    try:
        yield
    finally:
        _out[page] -= 1


def on_errand(page: ft.Page) -> bool:
    """Whether the person is out on an errand of this page's."""
    return _out.get(page, 0) > 0
