"""Two devices, a real FHIR server, and a network that loses, repeats and breaks what goes over it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from app.clinic.client import FhirClient
from app.clinic.tokens import fixed
from app.services import Services
from storage.outbox import Outbox
from tests.clinic import processes
from tests.clinic.conftest import Device
from tests.clinic.test_two_devices import records

STEPS = 8


class Faulty(httpx.BaseTransport):
    """A way to the server on which a share of the requests meets a fault."""

    def __init__(self, chance: random.Random, share: float, meanwhile: Callable[[], None]) -> None:
        self._chance = chance
        self._share = share
        self._meanwhile = meanwhile
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._meanwhile()
        if self._chance.random() >= self._share:
            return self._inner.handle_request(request)
        return self._chance.choice(
            [self._lost, self._unanswered, self._twice, self._busy, self._page, self._signed_out]
        )(request)

    def close(self) -> None:
        self._inner.close()

    def _lost(self, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("lost", request=request)

    def _unanswered(self, request: httpx.Request) -> httpx.Response:
        self._inner.handle_request(request).read()
        raise httpx.ReadError("no answer", request=request)

    def _twice(self, request: httpx.Request) -> httpx.Response:
        self._inner.handle_request(request).read()
        return self._inner.handle_request(request)

    def _busy(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(self._chance.choice([429, 500, 503]), headers={"retry-after": "1"})

    def _page(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(502, headers={"content-type": "text/html"}, text="<html>Bad gateway</html>")

    def _signed_out(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(401)


def edit(services: Services, chance: random.Random, said: set[str], number: int) -> None:
    """What a person does: writes, changes the words or the mood of an entry, removes one."""
    known = services.store.entries.all()
    words = f"word-{number}"
    one = chance.choice(known) if known else None
    match chance.choice([1, 2, 2, 2, 3, 4]) if one else 1:
        case 1:
            services.journal.add(chance.randrange(11), words=words)
            said.add(words)
        case 2 if one:
            # Whoever changes words has seen those that were there: they are in the new ones.
            services.store.entries.put(replace(one, words=f"{one.words} {words}"))
            said.add(words)
        case 3 if one:
            services.store.entries.put(replace(one, mood=chance.randrange(11)))
        case 4 if one:
            services.journal.remove(one.id)
            said.difference_update(one.words.split())


@pytest.mark.parametrize("seed", [3, 19, 33, 35, 40, 50])
def test_what_was_written_is_on_both_devices_once_whatever_the_network_did(
    device: Device, fhir: str, seed: int
) -> None:
    history(device, fhir, seed)


def test_an_update_that_overwrites_what_it_has_not_seen_is_noticed_here(
    device: Device, fhir: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = FhirClient.put
    monkeypatch.setattr(FhirClient, "put", lambda self, one, version=None, *, absent=False: put(self, one))
    with pytest.raises(AssertionError):
        history(device, fhir, 3)


def history(device: Device, fhir: str, seed: int) -> None:
    """Let two devices write and sync over a bad network, then over a good one, and look.

    Raises AssertionError when words are lost, or the devices differ.
    """
    chance = random.Random(seed)
    devices = [device(), device()]
    said: set[str] = set()
    numbers = itertools.count()
    inside: list[Services] = []

    def meanwhile() -> None:
        """Between any two requests the person goes on writing, here and there, and the other one syncs."""
        if len(inside) == 1 and chance.random() < 0.3:
            one = chance.choice(devices)
            edit(one, chance, said, next(numbers))
            if one is not inside[0]:
                run(one)

    def run(one: Services) -> None:
        inside.append(one)
        one.sync.run()
        inside.pop()

    for one in devices:
        one.sync.make_client = through(Faulty(chance, 0.15, meanwhile), fhir)
    for _ in range(STEPS):
        edit(chance.choice(devices), chance, said, next(numbers))
        run(chance.choice(devices))
    for one in devices:
        one.sync.make_client = through(httpx.HTTPTransport(), fhir)
    for _ in range(4):
        for one in devices:
            if one.sync.run().asks is not None:
                one.sync.answer(yes=True)
    assert [one.sync.status().problem for one in devices] == ["", ""]
    assert [Outbox(one.store.db).count() for one in devices] == [0, 0]
    mine, theirs = (records(one)["journal_entry"] for one in devices)
    assert mine == theirs
    everything = " ".join(
        [entry.words for entry in mine] + [kept.text for one in devices for kept in one.store.kept.all()]
    )
    # Also words on an entry that the other device removed without having seen them.
    missing = [typed for typed in said if typed not in everything.split()]
    assert missing == []


def through(transport: httpx.BaseTransport, base: str) -> Callable[..., FhirClient]:
    """What makes clients that go this way."""
    return lambda _, stop: FhirClient(base, token=fixed(processes.TOKEN), transport=transport, stop=stop)
