"""The exchange on a bad line: each wait has an end, and who cancels does not wait for an answer."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import httpx
import pytest

from app.clinic.answers import Limits
from app.clinic.client import FhirClient
from app.errors import Cancelled, NotThere, Offline

BASE = "https://fhir.clinic.example/r4"


def test_a_server_that_takes_a_connection_and_never_answers_is_offline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        base = f"http://127.0.0.1:{silent.getsockname()[1]}/fhir"
        with FhirClient(base, limits=Limits(read=0.05)) as client, pytest.raises(Offline):
            client.read("Observation", "a1")


def test_nobody_waits_longer_for_a_silent_server_than_half_a_minute() -> None:
    asked: list[dict[str, float]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.extensions["timeout"])
        return httpx.Response(404)

    with FhirClient(BASE, transport=httpx.MockTransport(answer)) as client, pytest.raises(NotThere):
        client.read("Observation", "a1")
    assert asked == [{"connect": 10, "read": 30, "write": 30, "pool": 30}]


def test_who_cancels_during_an_answer_does_not_wait_for_its_end() -> None:
    taken: list[int] = []

    class Body(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for at in range(1_000):
                taken.append(at)
                if at == 3:
                    client.cancel()
                yield b" "

    client = FhirClient(BASE, transport=httpx.MockTransport(lambda _: httpx.Response(200, stream=Body())))
    with client, pytest.raises(Cancelled):
        client.read("Observation", "a1")
    assert taken == [0, 1, 2, 3]


def test_an_answer_that_trickles_in_has_an_end() -> None:
    class Body(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            while True:
                yield b" "

    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Body()))
    with FhirClient(BASE, transport=transport, limits=Limits(whole=0.02)) as client, pytest.raises(Offline):
        client.read("Observation", "a1")
