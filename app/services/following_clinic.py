"""Following at a clinic: a caregiver signs in with an account of their own, and only reads.

Everything that asks the network is called in a thread: `look`, `sign_in`, `refresh`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

from app.care.invalid import Invalid
from app.care.summary import Followed, Origin
from app.errors import NotAccepted, NotThere, SignInNeeded
from storage.errors import StoreError

if TYPE_CHECKING:
    from app.clinic.client import FhirClient
    from app.clinic.discovery import ClinicServer
    from app.clinic.tokens import SignIn, TokenStore
    from app.services.clock import Clock
    from app.services.store import Store

_SPACE: Final = UUID("3f0d8a52-6c1f-4f4b-9d1c-7b6f0a2e8c11")
_DAYS: Final = 90
# What stands for the course is read whole, what comes every day for the last days.
_WHOLE: Final = ("CarePlan", "Procedure", "Appointment", "QuestionnaireResponse")
_DAILY: Final = ("Observation",)
_AT_ONCE: Final = "200"
# More than a course and its journal need; a server that never ends fills no store.
_MOST: Final = 5_000
_SAMPLE: Final = "This is the sample, which asks no clinic; go back to your own data first."
_NO_RECORD: Final = "The clinic's server does not show this record any more; ask the person or the clinic."


class ClinicFollowing:
    """The people that a caregiver follows at their clinics.

    Attributes:
        transport: what carries the requests, for tests; None for the network.
    """

    def __init__(self, store: Store, clock: Clock, *, is_sample: bool = False) -> None:
        self._store = store
        self._clock = clock
        self._is_sample = is_sample
        self.transport: Any = None
        self._places: dict[UUID, TokenStore] = {}

    def look(self, url: str) -> ClinicServer:
        """Ask a server whose it is and what it can do; nothing is sent to it.

        Raises:
            Invalid: it is the sample, or the address is none that may be connected to.
            ClinicError: it was not reached, or is no FHIR server that this app can use.
        """
        from app.clinic.discovery import discover  # noqa: PLC0415  (only for who follows at a clinic)

        self._refuse_sample()
        return discover(url.strip(), transport=self.transport)

    def sign_in(
        self,
        server: ClinicServer,
        name: str,
        open_browser: Callable[[str], Any],
        *,
        stop: Callable[[], bool] = lambda: False,
        client_id: str = "",
        by_link: bool = False,
    ) -> tuple[Followed, bool]:
        """Sign in with the system's browser, read once, and follow that person from now on.

        Args:
            server: what `look` found. name: how the caregiver calls the person, 1 to 200 characters.
            open_browser: opens an address. stop: asked several times a second.
            client_id: under which the clinic knows this app, "" for the usual name.
            by_link: the browser comes back by the app's own link, as on a phone.

        Returns:
            The person, and whether the sign-in is there after the next start, too.

        Raises:
            Invalid: the name is missing, or it is the sample.
            ClinicError: it was refused, stopped, or could not be reached; nobody is followed then.
        """
        from app.services import sync_connecting as connecting  # noqa: PLC0415

        self._refuse_sample()
        if not name.strip():
            raise Invalid("The name of the person cannot be empty; write how you call them.")
        found = connecting.sign_in(
            server,
            open_browser,
            stop,
            client_id=client_id or connecting.CLIENT_ID,
            by_link=by_link,
            reading=True,
            transport=self.transport,
        )
        now = self._clock.now()
        person = Followed(
            id=uuid5(_SPACE, f"{server.base_url} {found.patient}"),
            name=name.strip(),
            origin=Origin.CLINIC,
            content="",
            received_at=now,
            made_at=now,
            server=server.base_url,
            patient_id=found.patient,
        )
        read = self._read(person, lambda refused: _given(found, refused), stop)
        lasts = self._keep(person.id, found)
        self._write(read)
        return read, lasts

    def refresh(self, followed_id: UUID, stop: Callable[[], bool] = lambda: False) -> Followed:
        """Read at the clinic what is new about a person.

        Args:
            followed_id: of somebody followed at a clinic. stop: asked before each request.

        Raises:
            Invalid: nobody is followed there.
            ClinicError: it was refused or not reached; what was read before stays.
        """
        from app.services import sync_connecting as connecting  # noqa: PLC0415

        self._refuse_sample()
        person = self._store.followed.get(followed_id)
        if person is None or person.origin is not Origin.CLINIC:
            raise Invalid("This person is not followed at a clinic; open a newer file of theirs.")
        how = connecting.How(way="browser")
        read = self._read(person, connecting.token_for(how, self._place(person.id), self.transport), stop)
        self._write(read)
        return read

    def forget(self, followed_id: UUID) -> None:
        """Forget the sign-in of a person who is not followed any more.

        Args:
            followed_id: of the person.
        """
        from app.services import sync_connecting as connecting  # noqa: PLC0415

        connecting.forget(self._store.path / str(followed_id), self._place(followed_id))
        self._places.pop(followed_id, None)

    def forget_all(self) -> None:
        """Forget the sign-in of everybody, before everything is deleted."""
        people: list[Followed] = []
        with suppress(StoreError):  # a store that cannot be read is deleted all the same
            people = self._store.followed.where("origin = ?", (Origin.CLINIC,))
        for one in people:
            self.forget(one.id)

    def _read(self, person: Followed, token: Any, stop: Callable[[], bool]) -> Followed:
        from app.clinic.client import FhirClient  # noqa: PLC0415
        from app.clinic.resources import summary, summary_read  # noqa: PLC0415

        now = self._clock.now()
        today = now.date()
        with FhirClient(
            person.server, token=token, transport=self.transport, stop=stop, read_only=True
        ) as client:
            try:
                client.read("Patient", person.patient_id)
            except NotThere:
                raise NotThere(_NO_RECORD) from None
            since = today - timedelta(days=_DAYS)
            resources = list(_resources(client, person.patient_id, since.isoformat()))
        found = summary_read.from_resources(
            resources, person.id, called=person.name, made_at=now, first=since, last=today
        )
        return replace(person, content=json.dumps(summary.to_bundle(found)), received_at=now, made_at=now)

    def _keep(self, followed_id: UUID, found: SignIn) -> bool:
        from app.services import sync_connecting as connecting  # noqa: PLC0415

        path = self._store.path / str(followed_id)
        self._places[followed_id] = connecting.keep(path, self._place(followed_id), found)
        return connecting.lasts(self._places[followed_id])

    def _place(self, followed_id: UUID) -> TokenStore:
        from app.services import sync_connecting as connecting  # noqa: PLC0415

        if followed_id not in self._places:
            self._places[followed_id] = connecting.safe_place(self._store.path, str(followed_id))
        return self._places[followed_id]

    def _write(self, person: Followed) -> None:
        table = self._store.followed
        with self._store.db.transaction():
            before = table.get(person.id)
            table.put(person if before is None else replace(person, name=before.name))

    def _refuse_sample(self) -> None:
        if self._is_sample:
            raise Invalid(_SAMPLE)


def _given(found: SignIn, refused: str | None) -> str:
    if refused is not None:
        raise SignInNeeded("The clinic's server does not take this sign-in; sign in again.")
    return found.access


def _resources(client: FhirClient, patient_id: str, since: str) -> Iterator[Any]:
    count = 0
    for type_ in (*_WHOLE, *_DAILY):
        asked = {"patient": patient_id, "_count": _AT_ONCE}
        if type_ in _DAILY:
            asked["date"] = f"ge{since}"
        try:
            for page in client.search(type_, asked):
                for one in page.resources:
                    count += 1
                    if count > _MOST:
                        return
                    yield one
        except (NotAccepted, NotThere):
            continue  # a server that does not have this type
