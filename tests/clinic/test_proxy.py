"""Through nginx, as before a clinic's server: its own answers are pages, and become the right errors."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from app.clinic.client import FhirClient
from app.clinic.tokens import fixed
from app.errors import Busy, Offline, TooLarge
from tests.clinic import processes


def through(proxy: str, way: str) -> FhirClient:
    return FhirClient(f"{proxy}/{way}", token=fixed(processes.TOKEN))


def test_what_fits_goes_through(proxy: str, patient: str) -> None:
    with through(proxy, "fhir") as client:
        assert client.read("Patient", patient).version


def test_too_much_at_once_is_told_so_although_the_answer_is_a_page(proxy: str, patient: str) -> None:
    many = [
        {
            "resourceType": "Basic",
            "id": str(uuid4()),
            "code": {"text": "large"},
            "subject": {"reference": "x"},
        }
        for _ in range(50)
    ]
    with through(proxy, "small") as client:
        with pytest.raises(TooLarge, match="less is sent next"):
            client.send(many, whole=False)
        assert client.read("Patient", patient).version


def test_a_proxy_that_is_asked_too_often_says_how_long_to_wait(proxy: str, patient: str) -> None:
    with through(proxy, "busy") as client:
        client.read("Patient", patient)
        with pytest.raises(Busy) as told:
            client.read("Patient", patient)
    assert told.value.retry_after == timedelta(seconds=7)


def test_a_server_that_is_stopped_behind_its_proxy_is_busy(proxy: str, patient: str) -> None:
    with through(proxy, "stopped") as client, pytest.raises(Busy) as stopped:
        client.read("Patient", patient)
    assert stopped.value.retry_after is None
    with through(proxy, "upkeep") as client, pytest.raises(Busy) as upkeep:
        client.read("Patient", patient)
    assert upkeep.value.retry_after == timedelta(minutes=2)


def test_where_nobody_listens_the_app_is_offline() -> None:
    with through(f"http://127.0.0.1:{processes.free_port()}", "fhir") as client, pytest.raises(Offline):
        client.read("Patient", "1")
