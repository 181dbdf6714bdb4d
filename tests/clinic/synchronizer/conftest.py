"""Two devices of one patient and one server in memory, without faults unless a test asks for them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.clinic.simulator.server import Server
from tests.clinic.simulator.world import Device, template


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def device(tmp_path: Path, server: Server) -> Iterator[Callable[[], Device]]:
    """Makes one more device."""
    empty, made = template(tmp_path / "empty" / "companion.db"), []

    def make() -> Device:
        one = Device(tmp_path / str(len(made)), empty, server, random.Random(1), 0.0)
        one.skew *= 0
        made.append(one)
        return one

    yield make
    for one in made:
        one.store.close()


@pytest.fixture
def phone(device: Callable[[], Device]) -> Device:
    return device()


@pytest.fixture
def desktop(device: Callable[[], Device]) -> Device:
    return device()
