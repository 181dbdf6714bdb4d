"""The connection of one open store to a clinic: made, changed, and known again after a start."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from app.care.invalid import Invalid
from app.clinic import synchronizer
from app.clinic.synchronizer import Connection
from app.services.sync_words import SHARED, Share
from storage.links import State

if TYPE_CHECKING:
    from app.clinic.discovery import ClinicServer
    from app.clinic.tokens import TokenStore
    from app.services.clock import Clock
    from app.services.store import Store
    from app.services.sync_connecting import How

_HOW: Final = "sign in"
# Seconds for a run to stop at its next request, when something else has to be done at once.
PATIENCE: Final = 2.0
BUSY: Final = "The sync is still at work, so nothing was changed; try again in a moment."
_SAMPLE: Final = "This is the sample, which is never sent anywhere; go back to your own data first."
_NONE: Final = "No clinic is connected; connect one in Settings first."


@dataclass(frozen=True, slots=True)
class Offer:
    """A clinic's server before anything is sent. sends: what would be, kind by kind."""

    server: ClinicServer
    sends: tuple[Share, ...]

    @property
    def host(self) -> str:
        """Whose address it is."""
        return self.server.host

    @property
    def software(self) -> str:
        """What the server calls itself, or ""."""
        known = self.server.capabilities
        return " · ".join(part for part in (known.publisher, known.software) if part)


class Connected:
    """A store and its clinic. What asks the network is called in a thread.

    Attributes:
        transport: what carries the requests, for tests; None for the network.
        place: where the sign-in is kept, once somebody needed it.
    """

    def __init__(self, store: Store, clock: Clock, *, is_sample: bool = False) -> None:
        self._store = store
        self._clock = clock
        self._is_sample = is_sample
        self.transport: Any = None
        self.place: TokenStore | None = None
        self._one = threading.Lock()
        self._cancelled = threading.Event()

    @property
    def connection(self) -> Connection | None:
        """The clinic that is connected, or None."""
        return None if self._is_sample else synchronizer.connection(self._store.db)

    def shares(self) -> tuple[Share, ...]:
        """What can be sent, kind by kind, and whether it is."""
        made = self.connection
        held = made.held if made else ()
        store = self._store
        counts = {table.name: table.count() for table in store.tables}
        return tuple(
            Share(id_, sum(counts[name] for name in names), names[0] not in held)
            for id_, names in SHARED.items()
        )

    def look(self, url: str) -> Offer:
        """Ask a server whose it is and what it can do; nothing of the patient's is sent.

        Raises:
            Invalid: it is the sample, or the address is none that may be connected to.
            ClinicError: it was not reached, or is no FHIR server that this app can use.
        """
        from app.clinic.discovery import discover  # noqa: PLC0415  (only for who connects)

        self._refuse_sample()
        return Offer(discover(url.strip(), transport=self.transport), self.shares())

    def sign_in(
        self,
        offer: Offer,
        open_browser: Callable[[str], Any],
        *,
        stop: Callable[[], bool] = lambda: False,
        off: Collection[str] = (),
        words: bool = False,
        client_id: str = "",
        by_link: bool = False,
    ) -> bool:
        """Sign in with the system's browser, and connect.

        Args:
            offer: what `look` found. open_browser: opens an address.
            off: kinds of SHARED that are not sent. words: whether the patient's words are sent.
            client_id: under which the clinic knows this app, "" for the usual name.
            by_link: the browser comes back by the app's own link (a phone), to `came_back`.

        Returns:
            Whether the sign-in is there after the next start, too.

        Raises:
            ClinicError: it was refused, stopped, or could not be reached; nothing is connected then.
        """
        from app.services import sync_connecting as connecting  # noqa: PLC0415

        self._refuse_sample()
        found = connecting.sign_in(
            offer.server, open_browser, stop, client_id=client_id, by_link=by_link, transport=self.transport
        )
        # The connection first: another one than before forgets all that the store remembers of a clinic.
        self._connect(offer, found.patient, off, words, connecting.How(way="browser"))
        self.place = connecting.keep(self._store.path, self._place(), found)
        return connecting.lasts(self.place)

    def came_back(self, query: str) -> bool:
        """Give the sign-in that is under way what the browser came back with.

        Args:
            query: what stands behind the question mark of the app's link.

        Returns:
            Whether a sign-in waits for it.
        """
        from app.clinic import app_link  # noqa: PLC0415  (only for who connects)

        return app_link.came_back(query)

    def connect_with_token(
        self,
        offer: Offer,
        patient_id: str,
        token_env: str = "",
        *,
        off: Collection[str] = (),
        words: bool = False,
    ) -> None:
        """Connect with a bearer token that the environment holds, for automation.

        Args:
            offer: what `look` found. patient_id: of the Patient there.
            token_env: the variable's name; "" for a server on this machine that asks for no token.

        Raises:
            NotGiven: the variable is not set.
            ClinicError: the server does not let us read this patient.
        """
        from app.clinic.client import FhirClient  # noqa: PLC0415
        from app.services import sync_connecting as connecting  # noqa: PLC0415

        self._refuse_sample()
        how = connecting.How(way="token" if token_env else "none", token_env=token_env)
        token = connecting.token_for(how, self._place(), self.transport)
        with FhirClient(offer.server.base_url, token=token, transport=self.transport) as client:
            connecting.look_at_patient(client, patient_id)
        self._connect(offer, patient_id, off, words, how)

    def change(self, *, off: Collection[str] | None = None, words: bool | None = None) -> None:
        """Send other kinds from now on; what the clinic has already stays there.

        Args:
            off: kinds of SHARED that are not sent. words: whether the patient's words are sent.

        Raises:
            Invalid: no clinic is connected, or a run does not stop.
        """
        made = self._made()
        held = made.held if off is None else _held(off)
        share = made.share_words if words is None else words
        # A run that goes on would send by the old choice.
        self.cancel()
        with self._alone(PATIENCE) as alone:
            if not alone:
                raise Invalid(BUSY)
            synchronizer.connect(self._store.db, replace(made, held=held, share_words=share))
        self.changed()

    def cancel(self) -> None:
        """Let the run that is under way stop at its next request; what was exchanged stays."""
        self._cancelled.set()

    @contextmanager
    def _alone(self, seconds: float) -> Iterator[bool]:
        """Whether nobody else on this device exchanges meanwhile; waited for so many seconds."""
        from filelock import FileLock, Timeout  # noqa: PLC0415

        if not self._one.acquire(timeout=seconds):
            yield False
            return
        file = FileLock(self._store.path.with_suffix(".sync.lock"), timeout=seconds, mode=0o600)
        try:
            try:
                file.acquire()
            except Timeout:
                yield False
                return
            try:
                yield True
            finally:
                file.release()
        finally:
            self._one.release()

    def changed(self, _tables: frozenset[str] = frozenset()) -> None:
        """Something is there to be exchanged soon."""

    def _connect(self, offer: Offer, patient_id: str, off: Collection[str], words: bool, how: How) -> None:
        made = Connection(
            server=offer.server.base_url, patient_id=patient_id, share_words=words, held=_held(off)
        )
        synchronizer.connect(self._store.db, made)
        State(self._store.db).set(_HOW, asdict(how))

    def _how(self) -> How:
        from app.services.sync_connecting import How  # noqa: PLC0415

        return How(**State(self._store.db).get(_HOW, {"way": "browser"}))

    def _place(self) -> TokenStore:
        from app.services.sync_place import InStore, place_of  # noqa: PLC0415

        # With the passcode the place changes, too.
        if self.place is None or isinstance(self.place, InStore) is not self._is_encrypted:
            self.place = place_of(self._store)
        return self.place

    @property
    def _is_encrypted(self) -> bool:
        return self._store.db.key is not None

    def _made(self) -> Connection:
        self._refuse_sample()
        made = self.connection
        if made is None:
            raise Invalid(_NONE)
        return made

    def _refuse_sample(self) -> None:
        if self._is_sample:
            raise Invalid(_SAMPLE)


def _held(off: Collection[str]) -> tuple[str, ...]:
    return tuple(name for id_ in SHARED if id_ in off for name in SHARED[id_])
