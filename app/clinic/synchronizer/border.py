"""Border: where a server gives ids itself, its ids and ours are exchanged on the way out and in.

Inside, a resource has its record's id, and references name records. A server that takes no ids of ours gets
a POST with If-None-Exist (HL7 FHIR R4, 3.1.0.8.1), so that a lost answer makes nothing twice, and after that
a PUT to the id it chose. What it knows under another id is known again by its identifier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from app.clinic.answers import Entry
from app.clinic.synchronizer.ids import Ids, Key, inward, key_of, named, outward
from app.clinic.synchronizer.needs import Answer, Client, EntryAnswer, Found, Kinds, Page, Resource
from app.errors import Conflict, Gone, NotAccepted, NotThere
from storage.links import State

_POSTS: Final = "posts"
_THERE: Final = "The clinic's server has this already; it is read first."
_OTHER: Final = "The clinic's server has something else in this place."
_CONFLICT: Final = 412


@dataclass(frozen=True, slots=True)
class _Got:
    resource: Resource
    version: str | None


@dataclass(frozen=True, slots=True)
class _Leaf:
    resources: Sequence[Resource]
    at: datetime | None
    total: int | None


class Border:
    """A client that speaks of our ids alone; see `app.clinic.synchronizer.needs.Client`."""

    def __init__(self, client: Client, kinds: Kinds, state: State) -> None:
        self._client = client
        self._kinds = kinds
        self._state = state
        self._ids = Ids(state)
        self._unknown: set[Key] = set()
        self._posts: list[str] = state.get(_POSTS, [])

    def gives_ids(self, type_: str) -> bool:
        """Whether it takes no ids of ours for a type, as it says or as was seen."""
        return type_ in self._posts or self._client.gives_ids(type_)

    def can_transact(self) -> bool:
        """Whether it takes transactions."""
        return self._client.can_transact()

    def recall(self, plain: Mapping[str, Any]) -> None:
        """See `FhirClient.recall`."""
        self._client.recall(plain)

    def learned(self) -> dict[str, Any] | None:
        """See `FhirClient.learned`."""
        return self._client.learned()

    def read(self, type_: str, id_: str) -> Found:
        """One of ours, wherever it is. Raises NotThere, and what the client raises."""
        key = (type_, id_)
        theirs = self._ids.theirs(key)
        if theirs is None and self.gives_ids(type_):
            theirs = self._search(key)
        try:
            found = self._client.read(type_, theirs or id_)
        except NotThere:
            self._forget(key, theirs)
            raise
        record = self._kinds.identify(found.resource)
        if theirs is not None and (record is None or str(record[1]) != id_):
            # A server that was set back gives its ids again, this one to something else.
            self._forget(key, theirs)
            raise NotThere(_OTHER)
        return _Got(self._in(found.resource), found.version)

    def put(self, resource: Resource, version: str | None = None, *, absent: bool = False) -> Answer:
        """Write one of ours. Raises Conflict where it is there, against `absent`; what the client raises."""
        key = key_of(resource)
        theirs = self._ids.theirs(key)
        if theirs is None and version is None and self.gives_ids(key[0]):
            return self._create(resource, absent=absent)
        sent = self._at(self._out(resource), theirs)
        try:
            return self._client.put(sent, version, absent=absent and theirs is None)
        except (NotThere, NotAccepted) as error:
            self._forget(key, theirs if isinstance(error, NotThere) else None)
            if version is not None or isinstance(error, Gone):
                raise
            return self._create_instead(resource, error, absent=absent)

    def create(self, resource: Resource, identifier: str = "") -> Answer:
        """See `FhirClient.create`."""
        return self._client.create(self._out(resource), identifier)

    def send(self, resources: Sequence[Resource], *, whole: bool) -> Sequence[EntryAnswer]:
        """Write several of ours; what is to be created and is there already answers 412."""
        to_post = {
            key for key in map(key_of, resources) if not self._ids.theirs(key) and self.gives_ids(key[0])
        }
        if not to_post:
            sent = [self._at(self._out(one), self._ids.theirs(key_of(one))) for one in resources]
            return self._client.send(sent if self._ids.any else resources, whole=whole)
        entries = [self._entry(one, to_post, whole=whole) for one in resources]
        answers = self._client.bundle(entries, "transaction" if whole else "batch")
        return [self._sent(*one) for one in zip(resources, entries, answers, strict=True)]

    def bundle(self, entries: Sequence[Entry], kind: Any = "batch") -> Sequence[EntryAnswer]:
        """See `FhirClient.bundle`."""
        return self._client.bundle(entries, kind)

    def search(self, type_: str, params: Mapping[str, str]) -> Iterator[Page]:
        """See `FhirClient.search`."""
        return (self._page(page) for page in self._client.search(type_, params))

    def search_many(
        self, searches: Sequence[tuple[str, Mapping[str, str]]], still: tuple[str, str, str] | None = None
    ) -> tuple[Sequence[Page | None], bool]:
        """See `FhirClient.search_many`."""
        if still and (theirs := self._ids.theirs(still[:2])):
            still = (still[0], theirs, still[2])
        pages, same = self._client.search_many(searches, still)
        return [None if page is None else self._page(page) for page in pages], same

    def _create(self, resource: Resource, *, absent: bool) -> Answer:
        key = key_of(resource)
        made, identifier = named(self._out(resource))
        answer = self._client.create(made, identifier)
        theirs = answer.id or self._search(key)
        if theirs is None:
            raise NotThere(_THERE)
        self._ids.learn(key, theirs)
        if answer.created:
            return answer
        if absent:
            raise Conflict(_THERE)
        return self._client.put({**made, "id": theirs}, None)

    def _create_instead(self, resource: Resource, refused: Exception, *, absent: bool) -> Answer:
        """It may be that ids of ours are what it refused."""
        try:
            answer = self._create(resource, absent=absent)
        except (NotAccepted, NotThere):
            raise refused from None
        if (type_ := key_of(resource)[0]) not in self._posts:
            self._posts.append(type_)
            self._state.set(_POSTS, self._posts)
        return answer

    def _at(self, resource: Resource, theirs: str | None) -> Resource:
        """A resource under the server's id, with the identifier by which it is known there."""
        return resource if theirs is None else {**named(resource)[0], "id": theirs}

    def _entry(self, resource: Resource, to_post: set[Key], *, whole: bool) -> Entry:
        key = key_of(resource)
        sent = outward(resource, self._theirs, to_post if whole else ())
        if key not in to_post:
            return Entry(self._at(sent, self._ids.theirs(key)))
        made, identifier = named(sent)
        return Entry(made, method="POST", identifier=identifier)

    def _sent(self, resource: Resource, entry: Entry, answer: EntryAnswer) -> EntryAnswer:
        if entry.method != "POST" or not 200 <= answer.status < 300:
            return answer
        if answer.id:
            self._ids.learn(key_of(resource), answer.id)
        # Of what was there already nothing was changed.
        return answer if answer.status == 201 and answer.id else replace(answer, status=_CONFLICT)  # type: ignore[type-var]

    def _search(self, key: Key) -> str | None:
        """The server's id of one of ours by its identifier; None when it has none, or cannot look for it."""
        try:
            page = next(self._client.search(key[0], {"identifier": key[1]}), None)
        except NotAccepted:
            return None
        for one in page.resources if page else ():
            record = self._kinds.identify(one)
            if record is not None and str(record[1]) == key[1]:
                self._ids.learn(key, str(one["id"]))
                return str(one["id"])
        return None

    def _forget(self, key: Key, theirs: str | None) -> None:
        if theirs is not None:
            self._ids.forget(key)

    def _page(self, page: Page) -> Page:
        for one in page.resources:
            self._meet(one)
        if not self._ids.any:
            return page
        return _Leaf([self._in(one) for one in page.resources], page.at, page.total)

    def _meet(self, resource: Resource) -> None:
        """Learn the id under which the server has one of ours."""
        record = self._kinds.identify(resource)
        if record is None:
            return
        key = (str(resource["resourceType"]), str(record[1]))
        if resource["id"] != key[1] or self._ids.theirs(key) is not None:
            self._ids.learn(key, str(resource["id"]))

    def _out(self, resource: Resource) -> Resource:
        type_ = key_of(resource)[0]
        if not self._ids.any and not self.gives_ids(type_):
            return resource
        return outward(resource, self._theirs, ())

    def _theirs(self, key: Key) -> str | None:
        is_known = key[0] not in self._kinds.types or not self.gives_ids(key[0])
        return self._ids.theirs(key) or (key[1] if is_known else None)

    def _in(self, resource: Resource) -> Resource:
        self._meet(resource)
        if not self._ids.any:
            return resource
        record = self._kinds.identify(resource)
        found = inward(resource, self._ours if record else self._ids.ours)
        return found if record is None else {**found, "id": str(record[1])}

    def _ours(self, key: Key) -> str | None:
        """Our id of one of the server's, asked for where one of ours names it before it was read."""
        known = self._ids.ours(key)
        if known or key in self._unknown or key[0] not in self._kinds.types:
            return known
        self._unknown.add(key)
        try:
            self._meet(self._client.read(*key).resource)
        except NotThere:
            return None
        return self._ids.ours(key)
