"""Sync: what is sent to the connected clinic, when, and how it stands.

Nothing is requested unless the patient connected, and never for the sample. What asks the network is
called in a thread: `look`, `sign_in`, `connect_with_token`, `run`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.care.invalid import Invalid
from app.care.sentence import Sentence
from app.clinic import synchronizer
from app.clinic.synchronizer import Connection, Progress, Status, Synchronizer
from app.services.sync_connected import BUSY, PATIENCE, Connected, Offer
from app.services.sync_kinds import kinds_for
from app.services.sync_words import SHARED, status_words
from storage.errors import StoreError

if TYPE_CHECKING:
    from app.clinic.synchronizer.needs import Client, Kinds
    from app.services.clock import Clock
    from app.services.store import Store
    from app.services.sync_background import Background
    from storage.outbox import OutboxRow
    from storage.table import Table

__all__ = ["Offer", "SyncService"]


class SyncService(Connected):
    """The sync of one open store.

    Attributes:
        make_client, make_kinds: what a run speaks with, and how records are written; tests give others.
        progress: how far the run of this process is, in the background or not; None while there is none.
    """

    def __init__(self, store: Store, clock: Clock, *, is_sample: bool = False) -> None:
        super().__init__(store, clock, is_sample=is_sample)
        self.make_client: Callable[[Connection, Callable[[], bool]], Client] = self._client
        self.make_kinds: Callable[[Connection], Kinds] = kinds_for
        self.progress: Progress | None = None
        self._background: Background | None = None
        self._unsubscribe: Callable[[], None] = lambda: None

    def disconnect(self) -> None:
        """Forget the clinic and the sign-in; every record stays here, and what the clinic has stays there.

        Raises:
            Invalid: a run does not stop.
        """
        self.close()
        with self._alone(PATIENCE) as alone:
            if not alone:
                raise Invalid(BUSY)
            self._forget_sign_in()
            synchronizer.disconnect(self._store.db)

    def take_back(self) -> None:
        """Let the next run mark all that was sent as entered in error at the clinic, and then disconnect."""
        self._made()
        synchronizer.take_back(self._store.db)
        self.changed()

    def run(
        self,
        progress: Callable[[Progress], None] = lambda _: None,
        stop: Callable[[], bool] = lambda: False,
        *,
        automatic: bool = False,
    ) -> Status:
        """Exchange with the clinic now; where somebody does so already, only tell how it stands.

        Args:
            progress: called in this thread. stop: whether to stop, asked often.
            automatic: nobody asked for it now, so nothing is done before the waiting time is over.

        Raises:
            Invalid: no clinic is connected.
            NotGiven: the variable with the token is not set.
            StoreError: the store cannot be written.
        """
        made = self._made()

        def told(now: Progress) -> None:
            self.progress = now
            progress(now)

        with self._alone(0) as alone:
            if not alone:
                return self.status()
            self._cancelled.clear()
            self.progress = Progress(step="read", done=0)
            try:
                return self._exchange(
                    made, told, lambda: self._cancelled.is_set() or stop(), automatic=automatic
                )
            finally:
                self.progress = None

    def status(self) -> Status:
        """How it stands, from the store alone."""
        return synchronizer.status(self._store.db)

    def words(self) -> Sentence:
        """How it stands, in words."""
        now = self.status()
        first = self.refused(1) if now.refused == 1 else []
        return status_words(now, self._clock.now(), (first[0].refused or "") if first else "")

    def waiting(self, limit: int = 100) -> list[OutboxRow]:
        """The records that wait to be sent, those that have waited longest first."""
        made = self.connection
        held = made.held if made else ()
        return [row for row in synchronizer.waiting(self._store.db, limit) if row.kind not in held]

    def refused(self, limit: int = 100) -> list[OutboxRow]:
        """The records that the clinic refused, each with the reason."""
        return synchronizer.refused(self._store.db, limit)

    def try_again(self, kind: str | None = None, record_id: UUID | None = None) -> int:
        """Let refused records wait again, all or one; return how many."""
        count = synchronizer.try_again(self._store.db, kind, record_id)
        self.changed()
        return count

    def keep_here_only(self, kind: str, record_id: UUID) -> None:
        """Send a record no more; what the clinic has of it stays there."""
        synchronizer.keep_here_only(self._store.db, kind, record_id)

    def answer(self, *, yes: bool) -> None:
        """Answer the question of `Status.asks`."""
        synchronizer.answer(self._store.db, yes=yes)
        self.changed()

    def start(self) -> None:
        """Sync in the background from now on, where a clinic is connected; more than once is harmless."""
        from app.services.sync_background import Background  # noqa: PLC0415

        if self._background is None and self.connection is not None:
            self._background = Background(self._automatic)
            self._unsubscribe = self._store.changes.subscribe(self.changed)
            self._background.start()

    def close(self) -> None:
        """End the sync in the background, before the store is closed; it can be started again."""
        self._unsubscribe()
        self.cancel()
        running, self._background = self._background, None
        if running is not None:
            running.stop()

    def erase(self) -> None:
        """Before everything is deleted: end, and forget the sign-in."""
        self.close()
        connected = True
        with suppress(StoreError):  # a store that cannot be read is deleted all the same
            connected = self.connection is not None
        if connected:
            self._forget_sign_in()
        self._store.path.with_suffix(".sync.lock").unlink(missing_ok=True)

    def changed(self, _tables: frozenset[str] = frozenset()) -> None:
        """Sync soon, where that runs in the background."""
        if self._background is not None:
            self._background.changed()

    def _exchange(
        self,
        made: Connection,
        progress: Callable[[Progress], None],
        stop: Callable[[], bool],
        *,
        automatic: bool,
    ) -> Status:
        client: Any = self.make_client(made, stop)
        try:
            found = Synchronizer(
                self._store.db,
                self._tables(),
                self._store.kept,
                client,
                self.make_kinds(made),
                self._clock.now,
                on_progress=progress,
                stop=stop,
                here=self._clock.here,
            ).run(automatic=automatic)
        finally:
            getattr(client, "close", lambda: None)()
        if self.connection is None:  # all was taken back
            self._forget_sign_in()
        return found

    def _automatic(self, stop: Callable[[], bool]) -> float:
        """One run in the background; how many seconds the next one has to wait at least."""
        if self.connection is None:
            return 0.0
        found = self.run(stop=stop, automatic=True)
        if found.next_try is None:
            return 0.0
        return max(0.0, (found.next_try - self._clock.now()).total_seconds())

    def _client(self, made: Connection, stop: Callable[[], bool]) -> Client:
        from app.clinic.client import FhirClient  # noqa: PLC0415  (only for who connected)
        from app.services.sync_connecting import token_for  # noqa: PLC0415

        token = token_for(self._how(), self._place(), self.transport)
        return FhirClient(
            made.server,
            token=token,
            transport=self.transport,
            clock=lambda: datetime.now(UTC),
            stop=stop,
        )

    def _tables(self) -> Mapping[str, Table[Any]]:
        wanted = {name for names in SHARED.values() for name in names}
        return {table.name: table for table in self._store.tables if table.name in wanted}

    def _forget_sign_in(self) -> None:
        from app.services.sync_connecting import forget  # noqa: PLC0415

        forget(self._store.path, self._place())
        self.place = None
