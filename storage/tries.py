"""Tries: wrong passcodes slow down the next try, across restarts; they never delete anything."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage import files
from storage.errors import StoreError, TooManyTries

FREE_TRIES = 4
_WAITS = (30, 60, 5 * 60, 15 * 60, 30 * 60)  # seconds before the fifth try, the sixth …; the last stays


class Tries:
    """The tries at one store's passcode since it was last opened."""

    def __init__(self, path: Path) -> None:
        """Count the tries at the store at path."""
        self._path = path
        self._file = files.tries(path)

    def wait(self, now: datetime) -> timedelta:
        """Return how long the next try has to wait; zero when it need not.

        now: aware. Set back behind the last try, it makes nobody wait longer than the whole wait.
        """
        count, since = self._read()
        if count < FREE_TRIES:
            return timedelta()
        whole = timedelta(seconds=_WAITS[min(count - FREE_TRIES, len(_WAITS) - 1)])
        if now < since:
            # Waiting for the old time could take a year: this wait begins anew, at the time there is.
            self._write(count, now)
            return whole
        return max(timedelta(), since + whole - now)

    def begin(self, now: datetime) -> None:
        """Count a try before it is looked at, so that pulling the plug wins no more of them.

        Raises TooManyTries when it comes too early, and does not count then; StoreBusy.
        """
        from storage.conversion import exchanging  # noqa: PLC0415  (not needed while there is no passcode)

        # Of many that come at once, from tabs or processes, each has to see the count of the one before.
        with exchanging(self._path):
            if wait := self.wait(now):
                raise TooManyTries(wait)
            count, _ = self._read()
            self._write(count + 1, now)

    def clear(self) -> None:
        """Forget all tries: the passcode was right."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

    def _read(self) -> tuple[int, datetime]:
        try:
            given = json.loads(self._file.read_bytes())
            since = datetime.fromisoformat(given["since"])
            return max(0, int(given["count"])), since if since.tzinfo else since.replace(tzinfo=UTC)
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return 0, datetime.min.replace(tzinfo=UTC)

    def _write(self, count: int, since: datetime) -> None:
        # A full disk or a read-only folder must not keep the owner out.
        with suppress(StoreError):
            content = {"count": count, "since": since.astimezone(UTC).isoformat()}
            files.write(self._file, json.dumps(content).encode("ascii"))
