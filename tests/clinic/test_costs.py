"""What a sync costs a clinic's server and the patient's line, at a real server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.care.journal import JournalEntry
from app.clinic.client import FhirClient
from app.clinic.tokens import fixed
from app.services import Services
from tests.clinic import processes
from tests.clinic.conftest import Device, settle
from tests.clinic.counting import Counting
from tests.clinic.test_two_devices import with_a_course

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def line(fhir: str) -> Iterator[Counting]:
    """The line of the device `phone`."""
    with Counting() as found:
        yield found


@pytest.fixture
def phone(device: Device, fhir: str, line: Counting) -> Services:
    """A device whose requests are counted; each run is a new start, as after a day."""
    services = device()
    services.sync.make_client = lambda _, stop: FhirClient(  # type: ignore[assignment,return-value]
        fhir, token=fixed(processes.TOKEN), transport=line, stop=stop
    )
    return services


def _idle(phone: Services, line: Counting) -> None:
    """Sync until what was sent is read back and ten minutes are over."""
    settle(phone)
    line.later = timedelta(minutes=10)
    settle(phone)
    line.clear()


def test_an_idle_sync_is_one_request_of_less_than_four_kilobytes(phone: Services, line: Counting) -> None:
    with_a_course(phone)
    _idle(phone, line)
    phone.sync.run()
    assert line.requests == 1
    assert line.sent + line.received <= 4096


def test_one_new_entry_is_two_requests(phone: Services, line: Counting) -> None:
    with_a_course(phone)
    _idle(phone, line)
    phone.journal.add(6, words="slept")
    assert phone.sync.run().settled
    assert line.requests == 2


def test_a_first_sync_is_a_bundle_for_fifty_entries_and_at_most_five_more(
    phone: Services, line: Counting
) -> None:
    with phone.store.db.transaction():
        for at in range(250):
            phone.store.entries.add(JournalEntry(id=uuid4(), at=START + timedelta(hours=at), mood=at % 11))
    assert phone.sync.run().settled
    assert line.requests <= 250 / 50 + 5
