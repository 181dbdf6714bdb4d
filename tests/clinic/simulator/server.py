"""A FHIR server in memory, as far as the synchronizer needs one; no clock of its own but a counter."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Resource = dict[str, Any]
START = datetime(2026, 3, 1, tzinfo=UTC)
PAGE = 7


@dataclass
class Server:
    """Keeps resources. Each write gets the next version and a later time."""

    resources: dict[tuple[str, str], Resource] = field(default_factory=dict)
    now: datetime = START
    writes: int = 0
    _snapshot: dict[tuple[str, str], Resource] = field(default_factory=dict)

    def read(self, type_: str, id_: str) -> tuple[int, Resource | None]:
        found = self.resources.get((type_, id_))
        return (200, copy.deepcopy(found)) if found else (404, None)

    def put(
        self, resource: Mapping[str, Any], if_match: str | None, if_none_match: str | None
    ) -> tuple[int, str]:
        key = (resource["resourceType"], resource["id"])
        there = self.resources.get(key)
        version = f'W/"{there["meta"]["versionId"]}"' if there else None
        if if_none_match == "*" and there:
            return 412, ""
        if if_match is not None and if_match != version:
            return 412 if there else 404, ""
        self.writes += 1
        made = json.loads(json.dumps(resource))
        number = int(there["meta"]["versionId"]) + 1 if there else 1
        made["meta"] = {"versionId": str(number), "lastUpdated": self.tick().isoformat()}
        self.resources[key] = made
        return (200 if there else 201), f'W/"{number}"'

    def search(self, type_: str, since: str | None) -> list[Resource]:
        found = [one for (kind, _), one in self.resources.items() if kind == type_]
        if since:
            at = datetime.fromisoformat(since)
            found = [one for one in found if datetime.fromisoformat(one["meta"]["lastUpdated"]) >= at]
        return copy.deepcopy(sorted(found, key=lambda one: (one["meta"]["lastUpdated"], one["id"])))

    def tick(self) -> datetime:
        self.now += timedelta(milliseconds=250)
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def empty(self) -> None:
        self.resources.clear()

    def keep(self) -> None:
        """Make a backup of the server."""
        self._snapshot = copy.deepcopy(self.resources)

    def bring_back(self) -> None:
        """Bring the server's backup back; what came after it is lost."""
        self.resources = copy.deepcopy(self._snapshot)
