"""A FHIR server in memory, as far as the synchronizer needs one; no clock of its own but a counter."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

Resource = dict[str, Any]
START = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass
class Server:
    """Keeps resources. Each write gets the next version and a later time.

    ids: whether it takes "ours"; or gives its own, which it "says", or refuses "silently" to take ours.
    counts: whether its versions are numbers, else they are names without an order.
    again: whether one that was set back gives its ids again, to others.
    page: how many resources it gives at once.
    refuses: identifiers of what it does not accept at the moment.
    """

    resources: dict[tuple[str, str], Resource] = field(default_factory=dict)
    now: datetime = START
    writes: int = 0
    ids: Literal["ours", "says", "silently"] = "ours"
    counts: bool = True
    again: bool = False
    page: int = 7
    refuses: set[str] = field(default_factory=set)
    _made: int = 0
    _snapshot: tuple[dict[tuple[str, str], Resource], int] = ({}, 0)

    def read(self, type_: str, id_: str) -> tuple[int, Resource | None]:
        found = self.resources.get((type_, id_))
        return (200, copy.deepcopy(found)) if found else (404, None)

    def put(
        self, resource: Mapping[str, Any], if_match: str | None, if_none_match: str | None
    ) -> tuple[int, str]:
        key = (resource["resourceType"], resource["id"])
        there = self.resources.get(key)
        if known_by(resource) in self.refuses:
            return 422, ""
        if if_none_match == "*" and there:
            return 412, ""
        if if_match is not None and if_match != version(there):
            return 412 if there else 404, ""
        if there is None and self.ids != "ours":
            return 405, ""
        return 200 if there else 201, self._write(key, resource)

    def create(
        self, resource: Mapping[str, Any], identifier: str, given: str | None = None
    ) -> tuple[int, str, str]:
        """Write under an id of its own what is not there yet. Returns status, id and version.

        given: the id, where it was chosen before.
        """
        if identifier in self.refuses:
            return 422, "", ""
        if found := self.find(resource["resourceType"], identifier):
            return 200, found["id"], version(found) or ""
        id_ = given or self.next_id()
        return 201, id_, self._write((resource["resourceType"], id_), resource)

    def next_id(self) -> str:
        self._made += 1
        return f"s{self._made}"

    def find(self, type_: str, identifier: str) -> Resource | None:
        """What has an identifier, "system|value"."""
        same = (one for (kind, _), one in self.resources.items() if kind == type_)
        return next((one for one in same if known_by(one) == identifier), None)

    def search(self, type_: str, since: str | None) -> list[Resource]:
        return copy.deepcopy(self.shown(type_, since))

    def shown(self, type_: str, since: str | None) -> list[Resource]:
        """What a search finds, the oldest first; not to be changed."""
        found = [one for (kind, _), one in self.resources.items() if kind == type_]
        if since:
            at = datetime.fromisoformat(since)
            found = [one for one in found if datetime.fromisoformat(one["meta"]["lastUpdated"]) >= at]
        return sorted(found, key=lambda one: (one["meta"]["lastUpdated"], one["id"]))

    def tick(self) -> datetime:
        self.now += timedelta(milliseconds=250)
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def empty(self) -> None:
        self.resources.clear()
        self._made *= not self.again

    def keep(self) -> None:
        """Make a backup of the server."""
        self._snapshot = dict(self.resources), self._made

    def bring_back(self) -> None:
        """Bring the server's backup back; what came after it is lost."""
        self.resources = dict(self._snapshot[0])
        if self.again:
            self._made = self._snapshot[1]

    def _write(self, key: tuple[str, str], resource: Mapping[str, Any]) -> str:
        there = self.resources.get(key)
        self.writes += 1
        made = json.loads(json.dumps(resource))
        if self.counts:
            name = str(int(there["meta"]["versionId"]) + 1 if there else 1)
        else:
            name = f"{self.writes * 7919 % 65_521:04x}"
        made["id"] = key[1]
        made["meta"] = {"versionId": name, "lastUpdated": self.tick().isoformat()}
        self.resources[key] = made
        return f'W/"{name}"'


def version(resource: Mapping[str, Any] | None) -> str | None:
    return f'W/"{resource["meta"]["versionId"]}"' if resource else None


def known_by(resource: Mapping[str, Any]) -> str:
    """The identifier of a resource, "system|value"; "" for none."""
    stated = resource.get("identifier")
    one = stated[0] if isinstance(stated, list) else stated
    return f"{one['system']}|{one['value']}" if one else ""
