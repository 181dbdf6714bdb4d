"""A client of the server in memory; between the two is a network with faults, drawn from the seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.errors import (
    Busy,
    Conflict,
    Forbidden,
    NotAccepted,
    NotFhir,
    NotThere,
    Offline,
    SignInNeeded,
    TooLarge,
)
from tests.clinic.simulator.server import PAGE, Server

Resource = Mapping[str, Any]


class Killed(BaseException):
    """The process is gone at this moment: no handler of the app runs on."""


@dataclass(frozen=True)
class Got:
    """An answer, of whichever kind."""

    resource: Resource
    version: str | None


@dataclass(frozen=True)
class Wrote:
    id: str
    version: str | None


@dataclass(frozen=True)
class Entry:
    status: int
    version: str | None
    outcome: str = ""


@dataclass(frozen=True)
class Leaf:
    resources: Sequence[Resource]
    at: datetime | None
    total: int | None = None


class Client:
    """Speaks to one server. faults: the chance of one at each request, 0 to 1."""

    def __init__(self, server: Server, chance: random.Random, faults: float = 0.0) -> None:
        self.server = server
        self.faults = faults
        self.requests = 0
        self.with_versions = True
        self.can_whole = True
        self.meanwhile: Callable[[], None] = lambda: None
        self._chance = chance
        self._late: list[tuple[Resource, str]] = []

    def gives_ids(self, type_: str) -> bool:
        return False

    def can_transact(self) -> bool:
        return self.can_whole

    def read(self, type_: str, id_: str) -> Got:
        self._before()
        status, found = self.server.read(type_, id_)
        self._after()
        if status != 200 or found is None:
            raise NotThere("It is not there.")
        return Got(found, f'W/"{found["meta"]["versionId"]}"')

    def put(self, resource: Resource, version: str | None = None, *, absent: bool = False) -> Wrote:
        self._before()
        if version is not None and self._fault(0.2):
            self._late.append((resource, version))  # it is on its way for longer than anybody waits
            raise Offline("The connection broke off.")
        status, new = self._write(resource, version, absent)
        if self._fault(0.2):
            self._write(resource, version, absent)  # a proxy sent it twice
        self._after()
        if status == 412:
            raise Conflict("It was changed.") if self._chance.random() < 0.5 else Conflict("409")
        if status == 404:
            raise NotThere("It is not there.")
        return Wrote(resource["id"], new)

    def send(self, resources: Sequence[Resource], *, whole: bool) -> list[Entry]:
        assert len(resources) <= 50
        self._before()
        if len(resources) > 1 and self._fault(0.2):
            raise TooLarge("Too large.")
        if whole and self._fault(0.2):
            raise NotAccepted("A part of it was refused.")
        answers = []
        for one in resources:
            if not whole and self._fault():
                answers.append(Entry(self._chance.choice((429, 500, 422)), None, "Not now."))
                continue
            status, version = self._write(one, None)
            answers.append(Entry(status, version if self.with_versions else None))
        self._after()
        return answers

    def search(self, type_: str, params: Mapping[str, str]) -> Iterator[Leaf]:
        self._before()
        since = params.get("_lastUpdated", "").removeprefix("ge") or None
        found = self.server.search(type_, since)
        at = self.server.now
        self._after()
        for start in range(0, max(1, len(found)), PAGE):
            if start:
                self._before()
                self._after()
            yield Leaf(found[start : start + PAGE], at)

    def search_many(
        self, searches: Sequence[tuple[str, Mapping[str, str]]], still: tuple[str, str, str] | None = None
    ) -> tuple[list[Leaf | None], bool]:
        self._before()
        found = [self._found(type_, params) for type_, params in searches]
        at = self.server.now
        same = None if still is None else self.server.read(*still[:2])[1]
        self._after()
        pages = [
            Leaf([], at, len(one))
            if params.get("_summary") == "count"
            else Leaf(one, at, len(one))
            if len(one) <= PAGE
            else None
            for one, (_, params) in zip(found, searches, strict=True)
        ]
        return pages, bool(same and still and f'W/"{same["meta"]["versionId"]}"' == still[2])

    def recall(self, plain: Mapping[str, Any]) -> None:
        raise NotImplementedError

    def learned(self) -> dict[str, Any] | None:
        return None

    def _found(self, type_: str, params: Mapping[str, str]) -> list[Resource]:
        since = params.get("_lastUpdated", "")
        found = self.server.search(type_, since[2:] or None)
        without = since[2:] if since.startswith("gt") else ""
        return [one for one in found if one["meta"]["lastUpdated"] != without]

    def create(self, resource: Resource, identifier: str = "") -> Wrote:
        raise NotAccepted("It takes ids of ours alone.")

    def arrive(self) -> None:
        """What was on its way arrives at the server, in any order."""
        self._chance.shuffle(self._late)
        for resource, version in self._late:
            self._write(resource, version)
        self._late.clear()

    def _write(self, resource: Resource, version: str | None, absent: bool = False) -> tuple[int, str]:
        return self.server.put(resource, version, "*" if absent else None)

    def _fault(self, share: float = 1.0) -> bool:
        return self._chance.random() < self.faults * share

    def _before(self) -> None:
        """The request is lost, or the server says no at once; nobody waits for it to write on meanwhile."""
        self.requests += 1
        self.meanwhile()
        if self._fault(0.3):
            self.arrive()
        if self._fault():
            raise self._chance.choice(
                (
                    Offline("There is no connection."),
                    Busy("The server is busy."),
                    Busy("The server is busy.", timedelta(seconds=30)),
                    SignInNeeded("Sign in again."),
                    Forbidden("The clinic does not allow this."),
                    NotFhir("What answered is no FHIR server."),
                    Killed(),
                )
            )

    def _after(self) -> None:
        """The answer is lost, or the app is killed before it reads it."""
        self.meanwhile()
        if self._fault():
            raise self._chance.choice((Offline("The connection broke off."), Killed()))
