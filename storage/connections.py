"""Connections to one store: each thread has its own, and close() ends them all."""

from __future__ import annotations

import sqlite3
import threading
import time
import weakref
from pathlib import Path

from storage.engine import driver, errors, give_key
from storage.errors import ClosedStore, StoreBusy
from storage.told import told

BUSY_MILLISECONDS = 5_000

# synchronous=FULL: a commit that was answered survives a flat battery, also in WAL.
# temp_store=MEMORY: sorting the patient's words leaves no temporary file on the disk.
# secure_delete: what was edited or removed leaves no old wording in free pages.
# recursive_triggers: SQLCipher's build turns them on, Python's does not; both must behave alike.
_PRAGMAS = (
    "foreign_keys = ON",
    "synchronous = FULL",
    "temp_store = MEMORY",
    "cell_size_check = ON",
    "recursive_triggers = OFF",
    "secure_delete = ON",
)


def connect(path: Path, key: bytes | None = None, *, read_only: bool = False) -> sqlite3.Connection:
    """Open one connection with the pragmas that every connection needs.

    key: 32 bytes for an encrypted store, None for a plain one. A wrong one shows at the first query.
    read_only: neither changes the file nor moves what is in its write-ahead log into it.
    Raises what `engine.errors()` names, ImportError for a key where SQLCipher is not installed.
    """
    connection: sqlite3.Connection = driver(key).connect(
        f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}",
        uri=True,
        timeout=BUSY_MILLISECONDS / 1000,
        isolation_level=None,  # transactions are ours, begun with BEGIN IMMEDIATE
        check_same_thread=False,  # so that close() can end the connections of other threads
    )
    try:
        if key is not None:
            connection.execute("PRAGMA cipher_log_level = NONE")  # of a damaged store it would fill stderr
            give_key(connection, key)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def use_log(connection: sqlite3.Connection, path: Path) -> None:
    """Turn on the write-ahead log, waiting for another process that does the same just now."""
    give_up = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except errors() as error:
            # SQLite does not wait for a lock here, whatever the busy timeout.
            if not isinstance(told(error, path), StoreBusy) or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return


class Held:
    """One thread's connection and what its open transaction has done so far.

    Attributes:
        lock: held while the connection works, so that close() waits instead of pulling it away.
        touched: the tables changed in the open transaction; None when none is open.
        broken: a statement failed for want of room or the like, so the transaction must not be saved.
        seen: SQLite's data_version when this thread last looked for writes of others.
    """

    __slots__ = ("broken", "connection", "lock", "seen", "touched")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.lock = threading.RLock()
        self.touched: set[str] | None = None
        self.broken = False
        self.seen = self.version()

    def version(self) -> int:
        """Return a number that moves when another connection commits."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])


_all_open: weakref.WeakSet[Connections] = weakref.WeakSet()


def in_use(path: Path) -> bool:
    """Return whether this process has the store at path open.

    Locks of the system do not tell: they are the process's, and the two engines do not know of each other.
    """
    wanted = path.absolute()
    return any(one.is_for(wanted) for one in list(_all_open))


class Connections:
    """The connections of one store, one for each thread that asks."""

    def __init__(self, path: Path, first: sqlite3.Connection, key: bytes | None = None) -> None:
        self._path = path
        self._key = key
        self._local = threading.local()
        self._lock = threading.Lock()
        self._all: dict[threading.Thread, Held] = {}
        self._closed = False
        self._keep(Held(first))
        _all_open.add(self)

    def here(self) -> Held:
        """Return this thread's connection, opened at its first use.

        Raises ClosedStore after close(), and what opening the file may raise.
        """
        if self._closed:
            raise ClosedStore(self._path)
        held: Held | None = getattr(self._local, "held", None)
        if held is None:
            try:
                held = Held(connect(self._path, self._key))
            except errors() as error:
                raise told(error, self._path) from error
            self._keep(held)
        return held

    def is_for(self, path: Path) -> bool:
        """Return whether these are open connections to the store at an absolute path."""
        return not self._closed and self._path.absolute() == path

    def __len__(self) -> int:
        """Return how many connections are open."""
        return len(self._all)

    def close(self) -> None:
        """End all connections; reading in other threads is interrupted, a transaction there ends first."""
        with self._lock:
            self._closed = True
            self._key = None
            mine = self._all.pop(threading.current_thread(), None)
            others = list(self._all.values())
            self._all.clear()
        for held in others:
            if held.touched is None:
                held.connection.interrupt()
            with held.lock:
                held.connection.close()
        if mine is not None:
            mine.connection.close()

    def _keep(self, held: Held) -> None:
        with self._lock:
            if self._closed:
                held.connection.close()
                raise ClosedStore(self._path)
            for thread in [thread for thread in self._all if not thread.is_alive()]:
                self._all.pop(thread).connection.close()
            self._all[threading.current_thread()] = held
        self._local.held = held
