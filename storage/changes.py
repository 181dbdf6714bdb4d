"""ChangeFeed: tells, after a commit, which tables changed."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable

Listener = Callable[[frozenset[str]], None]

_log = logging.getLogger(__name__)


class ChangeFeed:
    """Listeners of one store. They are held strongly until they unsubscribe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys = itertools.count()
        self._listeners: dict[int, Listener] = {}

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call listener with the names of the changed tables after each commit; return what ends it.

        The listener runs on the thread that wrote, so it must be quick.
        Ending twice is harmless.
        """
        with self._lock:
            key = next(self._keys)
            self._listeners[key] = listener

        def unsubscribe() -> None:
            with self._lock:
                self._listeners.pop(key, None)

        return unsubscribe

    def tell(self, tables: frozenset[str]) -> None:
        """Tell all listeners that these tables changed; nothing is told for an empty set."""
        if not tables:
            return
        with self._lock:
            listeners = list(self._listeners.values())
        for listener in listeners:
            try:
                listener(tables)
            except Exception as error:  # noqa: BLE001  what was saved stays saved, and others must still hear of it
                # The kind alone: a message or a traceback could carry the patient's words into a log.
                _log.error("A listener to changes failed with %s.", type(error).__name__)
