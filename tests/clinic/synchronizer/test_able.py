"""What a server can do is asked once a day, and again after a refusal that nobody expected."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.errors import ClinicError, Forbidden, Offline
from tests.clinic.simulator.server import Server
from tests.clinic.simulator.world import Device

SAID = {"batch": True}


@pytest.fixture
def recalled(phone: Device, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the phone's client was told of before; it learns the same in each run."""
    told: list[Any] = []
    monkeypatch.setattr(phone.client, "recall", told.append)
    monkeypatch.setattr(phone.client, "learned", lambda: None if told else SAID)
    return told


def test_what_was_learned_is_recalled_for_a_day(phone: Device, server: Server, recalled: list[Any]) -> None:
    phone.sync()
    assert recalled == []
    phone.sync()
    server.wait(timedelta(hours=23).total_seconds())
    phone.sync()
    assert recalled == [SAID, SAID]
    server.wait(timedelta(hours=2).total_seconds())
    phone.sync()
    assert recalled == [SAID, SAID]


@pytest.mark.parametrize(("error", "kept"), [(Forbidden("No."), False), (Offline("Nobody."), True)])
def test_an_unexpected_refusal_lets_it_be_asked_again(
    phone: Device, recalled: list[Any], monkeypatch: pytest.MonkeyPatch, error: ClinicError, kept: bool
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    phone.sync()
    with monkeypatch.context() as failing:
        failing.setattr(phone.client, "search_many", fail)
        phone.sync()
    recalled_then = len(recalled)
    phone.sync()
    assert (len(recalled) > recalled_then) is kept
