"""Able: what the clinic's server can do is asked once a day, as it says so at great length."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from app.clinic.synchronizer.books import Books
from app.errors import Busy, Cancelled, ClinicError, Offline, SignInNeeded

_ABLE: Final = "able"
_FRESH: Final = timedelta(days=1)
# What says nothing of what the server can do.
_NO_WONDER: Final = (Offline, Busy, Cancelled, SignInNeeded)


@contextmanager
def remembered(books: Books) -> Iterator[None]:
    """Let the client know what the server said before; keep what it learns, forget it all when it fails."""
    state = books.state
    known: dict[str, Any] = state.get(_ABLE, {})
    if known and abs(books.clock() - datetime.fromisoformat(known["at"])) < _FRESH:
        books.client.recall(known["said"])
    try:
        yield
    except ClinicError as error:
        if not isinstance(error, _NO_WONDER):
            state.forget(_ABLE)
        raise
    finally:
        if learned := books.client.learned():
            state.set(_ABLE, {"at": books.clock().isoformat(), "said": learned})
