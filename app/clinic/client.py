"""FhirClient: one clinic's FHIR R4 server, asked in turn from a worker thread.

HL7 FHIR R4, 3.1 RESTful API (hl7.org/fhir/R4/http.html). Every method may raise each of the errors below
`app.errors.ClinicError`; where an answer was lost (Offline, Busy, Cancelled) the write may have arrived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event
from typing import Any, Literal, Self
from urllib.parse import quote, urlencode

import httpx

from app.clinic import address, asking, reading
from app.clinic.answers import (
    MOST_ENTRIES,
    Answer,
    Capabilities,
    Entry,
    EntryAnswer,
    Found,
    Limits,
    Page,
    Resource,
)
from app.clinic.exchange import Exchange, Reply
from app.errors import Forbidden, NotAccepted, NotFhir, NotThere

# Gives the bearer token; with the one that was refused (401) it gives a newer one, or raises SignInNeeded.
Token = Callable[[str | None], str]


class FhirClient:
    """One FHIR server. Not for two threads at once, but for `cancel`."""

    def __init__(
        self,
        base_url: str,
        *,
        token: Token | None = None,
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], datetime] | None = None,
        stop: Callable[[], bool] = lambda: False,
        limits: Limits | None = None,
        read_only: bool = False,
    ) -> None:
        """Connects to nothing yet.

        Args:
            base_url: the server's FHIR base; https, or http on this machine alone.
            token: gives the bearer token, or None for a server without sign-in.
            transport: what carries the requests, for tests.
            clock: now, aware; for dates in Retry-After only.
            stop: asked before each request and while an answer comes; True ends in Cancelled.
            limits: what the server may cost.
            read_only: whatever would write is refused (Forbidden) before it is sent.

        Raises:
            Invalid: the address is none that may be connected to.
        """
        self.base_url = address.checked(base_url)
        self._limits = limits or Limits()
        self._cancelled = Event()
        self._known: Capabilities | None = None
        self._learned = False
        self._exchange = Exchange(
            self.base_url,
            token=token,
            transport=transport,
            clock=clock or (lambda: datetime.now(UTC)),
            stop=lambda: self._cancelled.is_set() or stop(),
            limits=self._limits,
            read_only=read_only,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._exchange.close()

    def cancel(self) -> None:
        """End what runs, and what would run later, in Cancelled; for any thread."""
        self._cancelled.set()

    def capabilities(self) -> Capabilities:
        """Return what the server says it can do, asked once.

        Raises:
            NotFhir: it is no FHIR R4 server.
        """
        if self._known is None:
            self._known = reading.capabilities(self._exchange.ask("GET", "metadata").resource())
            self._learned = True
        return self._known

    def recall(self, plain: Mapping[str, Any]) -> None:
        """Take what the server said some time ago (`learned`) for what it would say now."""
        self._known, self._learned = Capabilities.of(plain), False

    def learned(self) -> dict[str, Any] | None:
        """What the server said in its own words or by its refusals, to be recalled; None for nothing new."""
        return self._known.plain() if self._known and self._learned else None

    def can_create(self, type_: str = "") -> bool:
        """Whether a PUT to an id of ours creates a resource: of a type, or of every type that it has."""
        known = self.capabilities()
        return (
            type_ in known.update_create
            if type_
            else bool(known.types) and known.types == known.update_create
        )

    def gives_ids(self, type_: str) -> bool:
        """Whether it says that it takes no ids of ours for a type."""
        return type_ in self.capabilities().gives_ids

    def can_transact(self) -> bool:
        """Whether it takes transactions, which it does whole or not at all."""
        return self.capabilities().transaction

    def read(self, type_: str, id_: str) -> Found:
        """Return one resource.

        Raises:
            NotThere: there is none. Gone: there was one.
        """
        reply = self._exchange.ask("GET", asking.path(type_, id_))
        resource = reply.resource()
        if resource["resourceType"] != type_:
            raise NotFhir(reading.NO_FHIR)
        return Found(resource, reading.version(reply.etag, resource), reading.last_updated(resource))

    def put(self, resource: Resource, version: str | None = None, *, absent: bool = False) -> Answer:
        """Write a resource to its own id.

        Args:
            resource: with resourceType and id.
            version: the one that it replaces (If-Match), or None for a first write.
            absent: write only where none is yet (If-None-Match: *), which some servers ignore.

        Raises:
            Conflict: the server has another version. NotThere: it was deleted there, or none may be created.
            NotAccepted, TooLarge: it does not take this content.
        """
        headers = {"If-Match": version} if version else {"If-None-Match": "*"} if absent else {}
        path = asking.path(resource["resourceType"], resource["id"])
        reply = self._exchange.ask("PUT", path, body=resource, headers=headers)
        return self._written(reply, resource["id"])

    def create(self, resource: Resource, identifier: str = "") -> Answer:
        """Let the server choose an id.

        Args:
            resource: its id is left out.
            identifier: "system|value" of the resource; one that is there with it is left as it is
                (If-None-Exist), and its id is the answer's.

        Raises:
            Conflict: several have this identifier.
        """
        headers = {"If-None-Exist": asking.identified(identifier)} if identifier else {}
        body = {key: value for key, value in resource.items() if key != "id"}
        reply = self._exchange.ask("POST", resource["resourceType"], body=body, headers=headers)
        return self._written(reply, "")

    def bundle(
        self, entries: Sequence[Entry], kind: Literal["transaction", "batch"] = "batch"
    ) -> list[EntryAnswer]:
        """Send up to 50 writes in one request.

        Args:
            kind: "transaction" does all or none, and one that fails raises; "batch" does each by itself.

        Returns:
            One answer for each entry, in their order.

        Raises:
            ValueError: more than 50.
        """
        if len(entries) > MOST_ENTRIES:
            raise ValueError(f"At most {MOST_ENTRIES} entries go into one bundle.")
        if not entries:
            return []
        body = {"resourceType": "Bundle", "type": kind, "entry": [asking.entry(one) for one in entries]}
        reply = self._exchange.ask("POST", "", body=body)
        answers = reading.entries(reply.resource(), f"{kind}-response")
        if len(answers) != len(entries):
            raise NotFhir(reading.NO_FHIR)
        return answers

    def send(self, resources: Sequence[Resource], *, whole: bool) -> list[EntryAnswer]:
        """PUT resources, each to its own id, without versions; see `bundle`. whole: all or none."""
        return self.bundle([Entry(one) for one in resources], "transaction" if whole else "batch")

    def search(self, type_: str, params: Mapping[str, str]) -> Iterator[Page]:
        """Give the pages of a search, each asked for when the one before was taken.

        Args:
            params: names and values, not yet quoted.

        Raises:
            NotAccepted: the server does not know one of the names, or left it out.
            NotFhir: the pages do not end. ForeignRedirect: the next one is on another server.
        """
        query = urlencode({name: str(value) for name, value in params.items()})
        return self._pages(f"{quote(type_)}?{query}", {"Prefer": "handling=strict"}, params)

    def history(self, type_: str, since: datetime | None = None) -> Iterator[Page]:
        """Give what changed and what was deleted of a type, the newest first.

        Raises:
            NotThere, NotAccepted: the server has no such history.
        """
        query = "?" + urlencode({"_since": since.isoformat()}) if since else ""
        return self._pages(f"{quote(type_)}/_history{query}", {}, {})

    def search_many(
        self, searches: Sequence[tuple[str, Mapping[str, str]]], still: tuple[str, str, str] | None = None
    ) -> tuple[list[Page | None], bool]:
        """Ask the first page of several searches in one batch, for a sync that finds nothing new.

        Args:
            still: type, id and version of a resource of which it is asked whether it is still the same.

        Returns:
            One for each search: its page when that is all there is, or None: it has to be asked by itself.
            And whether `still` is known to be the same.
        """
        known = self.capabilities()
        nothing: list[Page | None] = [None] * len(searches)
        if not known.batch or not 1 < len(searches) < MOST_ENTRIES:
            return nothing, False
        gets = asking.gets(searches, still)
        body = {"resourceType": "Bundle", "type": "batch", "entry": gets}
        try:
            reply = self._exchange.ask("POST", "", body=body, headers={"Prefer": "handling=strict"})
            answers = reading.entries(reply.resource(), "batch-response")
        except (NotThere, NotFhir, NotAccepted, Forbidden):  # some servers let a patient send no bundles
            answers = []
        if len(answers) != len(gets):
            # It offers what it does not do; that is not tried again for as long as this is remembered.
            self._known, self._learned = replace(known, batch=False), True
            return nothing, False
        asked = zip(answers, searches, strict=False)
        pages = [self._alone(one, params, reply.at) for one, (_, params) in asked]
        return pages, still is not None and reading.is_same(answers[-1], still[2])

    def _alone(self, answer: EntryAnswer, params: Mapping[str, str], at: datetime | None) -> Page | None:
        bundle = answer.resource
        if not answer.done or bundle is None or reading.link(bundle, "next"):
            return None
        try:
            reading.check_self(bundle, params)
            return reading.page(bundle, at)
        except (NotFhir, NotAccepted):
            return None

    def _pages(self, path: str, headers: Mapping[str, str], params: Mapping[str, Any]) -> Iterator[Page]:
        seen: set[str] = set()
        following: str | None = path
        while following is not None:
            if following in seen or len(seen) >= self._limits.pages:
                raise NotFhir("The clinic's server gives pages without end; ask the clinic to look at it.")
            seen.add(following)
            reply = self._exchange.ask("GET", following, headers=headers)
            bundle = reply.resource()
            if len(seen) == 1:
                reading.check_self(bundle, params)
            page = reading.page(bundle, reply.at)
            link = reading.link(bundle, "next")
            # Verbatim: what a server needs for the next page is its own affair.
            following = address.within(self.base_url + "/", link) if link else None
            yield page

    def _written(self, reply: Reply, id_: str) -> Answer:
        resource = reply.resource_or_none()
        where = reading.located(reply.location)
        return Answer(
            id=str(resource["id"]) if resource and "id" in resource else where[0] or id_,
            version=reading.version(reply.etag, resource) or where[1],
            last_updated=reading.last_updated(resource) or reply.last_modified,
            resource=resource,
            created=reply.status == 201,
        )
