"""A FHIR file goes through a real FHIR server, and what comes out of that is brought in again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.clinic import resources
from app.services import Services, open_sample
from tests.clinic import processes

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KINDS = resources.kinds("", share_words=True)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A store with a record of every kind."""
    services = open_sample(tmp_path_factory.mktemp("base"), now=lambda: NOW)
    yield services
    services.close()


def records(services: Services) -> dict[str, list[Any]]:
    tables = (table for table in services.store.tables if table.name in KINDS.names)
    return {table.name: sorted(table.all(), key=lambda one: str(one.id)) for table in tables}


@pytest.fixture
def server(fhir: str) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {processes.TOKEN}", "Content-Type": "application/fhir+json"}
    with httpx.Client(base_url=fhir, headers=headers, timeout=60) as client:
        yield client


def test_a_strict_server_keeps_the_file_whole_and_gives_it_back(
    base: Services, server: httpx.Client, tmp_path: Path
) -> None:
    bundle = json.loads(base.fhir_file.write())
    kept = server.put(f"/Bundle/{bundle['id']}", json=bundle)
    assert kept.status_code == 201, kept.text[:2000]
    came = server.get(f"/Bundle/{bundle['id']}").content
    with closing(Services.open(tmp_path / "new", now=lambda: NOW)) as new:
        done = new.fhir_file.bring_in(new.fhir_file.preview(came))
        assert done.record.left_out == 0
        assert records(new) == records(base)


def test_what_a_server_made_of_each_record_is_brought_in_as_it_was(
    base: Services, server: httpx.Client, tmp_path: Path
) -> None:
    bundle = json.loads(base.fhir_file.write())
    for one in bundle["entry"]:
        resource = one["resource"]
        one["request"] = {"method": "PUT", "url": f"{resource['resourceType']}/{resource['id']}"}
    taken = server.post("/", json={**bundle, "type": "transaction"})
    assert taken.status_code == 200, taken.text[:2000]
    everything: dict[str, Any] = {"resourceType": "Bundle", "type": "searchset", "entry": []}
    for one in bundle["entry"]:
        address = one["request"]["url"]
        there = server.get(f"/{address}").json()
        assert "urn:uuid" not in json.dumps(there)  # the server has put its own addresses there
        everything["entry"].insert(0, {"fullUrl": f"{server.base_url}{address}", "resource": there})
    with closing(Services.open(tmp_path / "new", now=lambda: NOW)) as new:
        done = new.fhir_file.bring_in(new.fhir_file.preview(json.dumps(everything).encode()))
        assert done.record.left_out == 0
        assert records(new) == records(base)
