"""The sync with a real FHIR server: against bare httpx that sends the same bundles to the same server."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx

from app.care.journal import JournalEntry
from app.clinic import synchronizer
from app.clinic.client import FhirClient
from app.clinic.synchronizer import Connection
from app.clinic.tokens import fixed
from app.services import Services
from tests.bench.measure import Figure, timed
from tests.clinic import processes
from tests.clinic.counting import Counting

MANY = (1_000, 10_000)
_HEADERS = {"Authorization": f"Bearer {processes.TOKEN}", "Content-Type": "application/fhir+json"}
_AT = datetime(2024, 1, 1, 9, tzinfo=UTC)
_BARE = "httpx: the same bundles to the same server"


@dataclass(frozen=True, slots=True)
class _Phone:
    """A device that is connected, and its line."""

    services: Services
    line: Counting

    def sync(self) -> None:
        """One run that has to end well."""
        found = self.services.sync.run()
        if not found.settled:
            raise RuntimeError(f"The sync did not settle: {found}")


def syncing(folder: Path) -> Iterator[Figure]:
    """A first sync, an idle one and one new entry: time, requests, bytes and memory."""
    with processes.sekmet(folder) as base:
        peaks: list[float] = []
        for many in MANY:
            phone = _phone(folder / str(many), base, many)
            yield from _first(phone, base, many)
            yield from _later(phone, base, many)
            phone.services.close()
            peaks.append(_memory(folder / f"memory-{many}", base, many))
        yield Figure(
            f"memory of a first sync of {MANY[1]:,}",
            peaks[1],
            peaks[0],
            "MB",
            1.2,
            f"the same of {MANY[0]:,}",
        )


def _first(phone: _Phone, base: str, many: int) -> Iterator[Figure]:
    sent = phone.line.bodies = []
    ours = timed(phone.sync)
    phone.line.bodies = None
    requests = phone.line.requests
    writes = [_anew(body) for body in sent if b'"PUT"' in body]
    bare = timed(lambda: _send(base, writes))
    yield Figure(f"first sync of {many:,} entries", ours, bare, "ms", 1.5, _BARE)
    yield Figure("… its requests", requests, many / 50 + 5, "", 1.0, "entries / 50 + 5")


def _later(phone: _Phone, base: str, many: int) -> Iterator[Figure]:
    """An idle run once what was sent was read back, ten minutes later; then one with a new entry."""
    line = phone.line
    phone.sync()
    line.later = timedelta(minutes=10)
    phone.sync()
    line.clear()
    asked = line.bodies = []
    took = timed(phone.sync)
    line.bodies = None
    yield Figure(f"idle sync at {many:,}: requests", line.requests, 3, "", 1.0, "the goal")
    yield Figure("… bytes sent and received", line.sent + line.received, 4096, "B", 1.0, "the goal")
    yield Figure("… time", took, timed(lambda: _send(base, asked)), "ms", None, _BARE)
    phone.services.journal.add(6, words="A slow walk")
    line.clear()
    phone.sync()
    yield Figure(f"one new entry at {many:,}: requests", line.requests, 3, "", 1.0, "the goal")


def _memory(folder: Path, base: str, many: int) -> float:
    """The most that a first sync holds, in megabytes of Python's own."""
    phone = _phone(folder, base, many)
    tracemalloc.start()
    phone.sync()
    phone.sync()  # reads all back
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    phone.services.close()
    return peak / 1e6


def _phone(folder: Path, base: str, many: int) -> _Phone:
    patient = str(uuid4())
    with FhirClient(base, token=fixed(processes.TOKEN)) as client:
        client.put({"resourceType": "Patient", "id": patient})
    services, line = Services.open(folder), Counting()
    with services.store.db.transaction():
        for at in range(many):
            when = _AT + timedelta(minutes=at * 20)
            services.store.entries.add(JournalEntry(id=uuid4(), at=when, mood=at % 11, words="A slow walk"))
    synchronizer.connect(services.store.db, Connection(server=base, patient_id=patient, share_words=True))
    services.sync.make_client = lambda _, stop: FhirClient(  # type: ignore[assignment,return-value]
        base, token=fixed(processes.TOKEN), transport=line, stop=stop
    )
    return _Phone(services, line)


def _anew(body: bytes) -> bytes:
    """The same bundle under other ids, so that the server creates as many resources again."""
    bundle = json.loads(body)
    for one in bundle["entry"]:
        id_ = str(uuid4())
        one["resource"]["id"] = id_
        one["request"]["url"] = f"{one['resource']['resourceType']}/{id_}"
    return json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode()


def _send(base: str, bodies: list[bytes]) -> None:
    """Send bundles, and read the answers as JSON."""
    with httpx.Client(headers=_HEADERS, trust_env=False, timeout=60) as client:
        for body in bodies:
            answer = client.post(base, content=body)
            answer.raise_for_status()
            json.loads(answer.content)
