"""One run: pull, then push; how it ended is remembered, so that every screen and the next start can tell."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from app.clinic.synchronizer import able, clinics, whole
from app.clinic.synchronizer.books import Books, Stopped
from app.clinic.synchronizer.border import Border
from app.clinic.synchronizer.needs import Client, Kinds
from app.clinic.synchronizer.pull import Pull, TooMany
from app.clinic.synchronizer.push import Push
from app.clinic.synchronizer.status import (
    ASK,
    RUN,
    TAKE_BACK,
    Progress,
    Status,
    connection,
    disconnect,
    status,
)
from app.clinic.synchronizer.taking_back import take_back
from app.clinic.synchronizer.ways import look
from app.errors import Busy, Cancelled, ClinicError, Forbidden, Offline, SignInNeeded
from storage.links import State

if TYPE_CHECKING:
    from app.care.kept import KeptText
    from storage.database import Database
    from storage.table import Table

_FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(hours=1)
_CLOCK_MOVED: Final = timedelta(hours=25)


class Synchronizer:
    """Exchanges the records with the clinic's server. Use it in a worker thread; one run at a time."""

    def __init__(
        self,
        db: Database,
        tables: Mapping[str, Table[Any]],
        kept: Table[KeptText],
        client: Client,
        kinds: Kinds,
        clock: Callable[[], datetime],
        *,
        on_progress: Callable[[Progress], None] = lambda _: None,
        stop: Callable[[], bool] = lambda: False,
        chance: random.Random | None = None,
        here: Callable[[datetime], datetime] = lambda at: at,
    ) -> None:
        """Take what a run needs.

        Args:
            tables: the tables of records, by name. kept: of the kept texts.
            clock: the present, aware; for what is shown and for when to try again, never for a cursor.
            on_progress: called in the thread of the run. stop: asked between requests.
            chance: for the jitter of the waiting times.
            here: how clocks here show a moment that the clinic wrote in UTC.

        Raises:
            LookupError: there is no connection.
        """
        made = connection(db)
        if made is None:
            raise LookupError("There is no connection to a clinic.")
        self._clock = clock
        self._books = Books(
            db=db,
            tables=tables,
            kept=kept,
            client=Border(client, kinds, State(db)),
            kinds=kinds,
            clock=clock,
            tell=on_progress,
            stop=stop,
            chance=chance or random.Random(),  # noqa: S311  not for secrets
            patient_id=made.patient_id,
            here=here,
            held=frozenset(made.held),
        )

    def run(self, *, automatic: bool = False) -> Status:
        """Pull, then push; return how it stands. What the network does never raises.

        Args:
            automatic: nobody asked for it now, so nothing is done before Status.next_try.

        Raises:
            StoreError: the store cannot be written.
        """
        before = status(self._books.db)
        if automatic and before.next_try and timedelta(0) < before.next_try - self._clock() < _CLOCK_MOVED:
            return before
        if before.asks is not None:
            return before
        try:
            self._exchange()
        except (Stopped, Cancelled):
            pass
        except TooMany as many:
            self._ask("removals", many.count)
        except whole.Emptied as emptied:
            self._ask("emptied", emptied.count)
        except ClinicError as error:
            self._failed(error)
        return status(self._books.db)

    def _exchange(self) -> None:
        books = self._books
        if books.state.get(TAKE_BACK):
            take_back(books)
            disconnect(books.db)
            return
        with able.remembered(books):
            self._pull_and_push()

    def _pull_and_push(self) -> None:
        books = self._books
        if not books.whole:
            whole.begin(books, lost=False)
        look(books, (*books.kinds.types, *clinics.types(books)))
        pull = Pull(books)
        if not pull.run() and not whole.is_open(books):
            whole.begin(books, lost=True)
            pull.run()
        if whole.is_open(books):
            whole.end(books)
            pull.remove()
        books.state.forget(ASK)
        clinics.read(books)
        Push(books).run()
        unreadable = pull.unreadable or int(books.state.get(RUN, {}).get("unreadable", 0))
        books.state.set(RUN, {"last": self._clock().isoformat(), "unreadable": unreadable})

    def _ask(self, kind: str, count: int) -> None:
        books = self._books
        here = sum(books.tables[name].count() for name in books.kinds.names)
        books.state.set(ASK, {"kind": kind, "count": count, "of": here})

    def _failed(self, error: ClinicError) -> None:
        """Remember why, and wait longer each time, never exactly as long as the other devices do."""
        state = self._books.state
        run: dict[str, Any] = state.get(RUN, {})
        tries = int(run.get("tries", 0)) + 1
        wait = min(_FIRST_WAIT * 2 ** min(tries - 1, 10), LONGEST_WAIT) * self._books.chance.uniform(0.5, 1)
        if isinstance(error, Busy) and error.retry_after:
            wait = max(wait, error.retry_after)
        if isinstance(error, Forbidden | SignInNeeded):
            wait = LONGEST_WAIT
        state.set(
            RUN,
            {
                **run,
                "tries": tries,
                "problem": str(error),
                "needs_sign_in": isinstance(error, SignInNeeded),
                "offline": isinstance(error, Offline),
                "next_try": (self._clock() + wait).isoformat(),
            },
        )
