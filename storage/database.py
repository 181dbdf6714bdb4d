"""Database: one store on the disk, opened with care, written in transactions, its changes told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage import files, gate, migrations
from storage.changes import ChangeFeed
from storage.connections import Connections, Held, connect, use_log
from storage.engine import errors, integrity_errors
from storage.errors import LostStore, StoreBusy, StoreError
from storage.times import utc_text
from storage.told import told

if TYPE_CHECKING:
    import sqlite_utils

Clock = Callable[[], datetime]
_OLDEST_SQLITE = (3, 37, 0)  # strict tables


def open_database(path: Path, *, clock: Clock | None = None, key: bytes | None = None) -> Database:
    """Open the store at path, made where there is none and brought up to today's schema.

    clock: gives the present as an aware datetime; the system's when left out.
    key: 32 bytes of an encrypted store, from its vault; None for a plain one.
    Raises NewerStore, DamagedStore, ForeignStore, KeyNeeded, UnwritableStore, StoreBusy, FullStore.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreError(
            "This Python brings SQLite {sqlite_version}, and the store needs 3.37 or newer, "
            "so nothing was changed; install a newer Python.",
            path,
            sqlite_version=sqlite3.sqlite_version,
        )
    files.prepare(path)
    gate.look(path, key)
    files.close_to_others(path)
    file = files.identity(path)
    try:
        connection = connect(path, key)
        try:
            use_log(connection, path)
            migrations.upgrade(connection, check=lambda: gate.refuse(connection, path))
            if files.identity(path) != file:
                raise StoreBusy(path)  # another process put an encrypted or restored one in its place
        except BaseException:
            connection.close()
            raise
    except errors() as error:
        raise told(error, path) from error
    return Database(path, connection, clock or (lambda: datetime.now(UTC)), key)


class Database:
    """An open store. Made by `open_database`; use it from any thread, each has its own connection.

    Attributes:
        path: the database file.
        key: of an encrypted store; None for a plain one, and after close().
        changes: tells which tables changed, after each commit.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, clock: Clock, key: bytes | None = None
    ) -> None:
        self.path = path
        self.key = key
        self.changes = ChangeFeed()
        self._clock = clock
        self._connections = Connections(path, connection, key)
        self._file = files.identity(path)

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection; errors of what is run on it directly are SQLite's own."""
        return self._connections.here().connection

    @property
    def utils(self) -> sqlite_utils.Database:
        """This thread's connection as sqlite-utils sees it."""
        import sqlite_utils  # noqa: PLC0415  a tenth of a second that an ordinary start does not need

        return sqlite_utils.Database(self.connection, recursive_triggers=False, execute_plugins=False)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all of the block or nothing, then tell what changed.

        A transaction inside another joins it: taken back alone when it fails, saved with the outer one.
        Raises StoreBusy, FullStore, DamagedStore, UnwritableStore, Refused, ClosedStore, LostStore.
        """
        held = self._connections.here()
        if held.touched is not None:
            with self._savepoint(held):
                yield
            return
        with held.lock:
            self._connections.here()  # close() may have come first while we waited
            connection = held.connection
            try:
                connection.execute("BEGIN IMMEDIATE")
                self.refuse_lost()
                held.touched = set()
                yield
                self._whole(held)
                connection.execute("COMMIT")
                changed = frozenset(held.touched)
            except errors() as error:
                raise told(error, self.path) from error
            finally:
                held.touched, held.broken = None, False
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        self.changes.tell(changed)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read all of the block as the store stood at its first query, while others go on writing.

        For reading alone, outside a transaction. Raises what `rows` raises.
        """
        held = self._connections.here()
        with held.lock:
            try:
                held.connection.execute("BEGIN")
                yield
            except errors() as error:
                raise told(error, self.path) from error
            finally:
                if held.connection.in_transaction:
                    held.connection.execute("ROLLBACK")

    def step(self) -> AbstractContextManager[None]:
        """Like a transaction, for the one or two statements of one verb.

        Inside a transaction it takes no savepoint: at each of those the full-text index would write out
        all it holds. Instead an error that is not the record's own fault ends the whole transaction.
        """
        held = self._connections.here()
        return self.transaction() if held.touched is None else self._part(held)

    @contextmanager
    def _part(self, held: Held) -> Iterator[None]:
        self._whole(held)
        try:
            yield
        except errors() as error:
            held.broken = held.broken or not isinstance(error, integrity_errors())
            raise told(error, self.path) from error

    @contextmanager
    def _savepoint(self, held: Held) -> Iterator[None]:
        connection, before = held.connection, set(held.touched or ())
        self._whole(held)
        connection.execute("SAVEPOINT inner")
        try:
            yield
            connection.execute("RELEASE inner")
        except BaseException as error:
            held.touched = before
            if connection.in_transaction:
                connection.execute("ROLLBACK TO inner")
                connection.execute("RELEASE inner")
            if isinstance(error, errors()):
                raise told(error, self.path) from error
            raise

    def _whole(self, held: Held) -> None:
        """Refuse to go on when part of the transaction is lost: what follows must not stand alone."""
        if held.broken or not held.connection.in_transaction:
            raise StoreError("Saving was interrupted, so nothing was saved; try again.", self.path)

    def refuse_lost(self) -> None:
        """Refuse to write into a file that nobody will find again: SQLite itself would not notice."""
        if files.identity(self.path) != self._file:
            raise LostStore(self.path)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query. Raises StoreError for what SQLite says of the store."""
        held = self._connections.here()
        with held.lock:
            try:
                return held.connection.execute(sql, values).fetchall()
            except errors() as error:
                raise told(error, self.path) from None  # None: of a damaged row the cause quotes its words

    def write(self, sql: str, values: Sequence[Any], *, changes: str) -> int:
        """Run one statement inside the open transaction; return how many rows it changed.

        changes: the table to tell the feed of, when the transaction is committed.
        Raises sqlite3.Error, which the transaction turns into a StoreError.
        """
        held = self._connections.here()
        if held.touched is None:
            raise RuntimeError("write() needs a transaction around it")
        count = held.connection.execute(sql, values).rowcount
        if count:
            held.touched.add(changes)
        return count

    def now(self) -> str:
        """Return the present as the store writes it: UTC, in microseconds, with a fixed width."""
        return utc_text(self._clock())

    def poll_other_processes(self) -> bool:
        """Tell the feed that all tables changed when another connection wrote since this was last asked.

        Ask from one thread, the one that shows things; a write of another thread counts too.
        Raises LostStore when the file is not there any more.
        """
        held = self._connections.here()
        self.refuse_lost()
        with held.lock:
            try:
                version = held.version()
            except errors() as error:
                raise told(error, self.path) from error
            moved, held.seen = version != held.seen, version
        if moved:
            self.changes.tell(frozenset(self.tables()))
        return moved

    def tables(self) -> list[str]:
        """Return the names of the tables that hold records."""
        return [name for (name,) in self.rows(migrations.RECORD_TABLES)]

    def close(self) -> None:
        """Close all connections of all threads; what was committed is on the disk already."""
        self.key = None
        self._connections.close()

    def delete_everything(self) -> None:
        """Close the store and delete its files. Raises UnwritableStore when one cannot be deleted."""
        self.close()
        files.delete(self.path)
