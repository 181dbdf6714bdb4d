"""Background sync: one thread beside an open store, that runs when it is time and sleeps between.

What is due when is worked out by Due, from times alone; the thread only waits for it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_log = logging.getLogger(__name__)

# After the last change, so that a text that is being typed is sent once.
AFTER_CHANGE: Final = 5.0
# Whatever comes from the clinic or another device is seen this soon.
EVERY: Final = 15 * 60.0

_PATIENCE: Final = 0.5


@dataclass(slots=True)
class Due:
    """When the next run is due, in seconds of one clock that never goes back.

    changed: when the last change was, None when it was sent. ran: when the last run ended, None before the
    first. held_until: not before, because the server was not reached or asked to wait.
    """

    changed: float | None = None
    ran: float | None = None
    held_until: float = 0.0

    def at(self) -> float:
        """The moment from which a run is due; 0 at the start."""
        if self.ran is None:
            return self.held_until
        times = [self.ran + EVERY]
        if self.changed is not None:
            times.append(self.changed + AFTER_CHANGE)
        if self.held_until > self.ran:
            # Over: what waited is tried again without waiting for the timer.
            times.append(self.held_until)
        return max(min(times), self.held_until)


class Background:
    """The thread of one store. It ends with `stop`, which may be called at any time, and more than once."""

    def __init__(
        self,
        run: Callable[[Callable[[], bool]], float],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Starts nothing yet.

        Args:
            run: does one run, and returns how many seconds the next one has to wait at least (0 for none);
                asks its argument whether to stop.
            clock: seconds that never go back.
        """
        self._run = run
        self._clock = clock
        self._due = Due()
        self._wake = threading.Condition()
        self._ended = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, unless it has begun."""
        with self._wake:
            if self._thread is None and not self._ended:
                self._thread = threading.Thread(target=self._live, name="sync", daemon=True)
                self._thread.start()

    def changed(self) -> None:
        """Something was written; what this thread writes itself does not count."""
        if threading.current_thread() is self._thread:
            return
        with self._wake:
            self._due.changed = self._clock()
            self._wake.notify_all()

    def poke(self) -> None:
        """Look again at the clock, such as after it was moved."""
        with self._wake:
            self._wake.notify_all()

    def stop(self) -> None:
        """End: a run that is under way stops at its next request, and is waited for a moment."""
        with self._wake:
            self._ended = True
            self._wake.notify_all()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            # Not for ever: what a server does not answer must hold up nobody who locks or closes the app.
            thread.join(_PATIENCE)

    def _live(self) -> None:
        while True:
            with self._wake:
                while not self._ended and (left := self._due.at() - self._clock()) > 0:
                    self._wake.wait(left)
                if self._ended:
                    return
                self._due.changed = None
            wait = 0.0
            try:
                wait = self._run(lambda: self._ended)
            except Exception as error:  # noqa: BLE001  the next run may work; a store that closes ends the thread
                # The kind alone: a message could carry the patient's words into a log.
                _log.warning("The sync in the background ended with %s.", type(error).__name__)
            with self._wake:
                self._due.ran = self._clock()
                self._due.held_until = self._due.ran + wait if wait > 0 else 0.0
