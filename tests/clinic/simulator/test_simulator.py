"""Two to four devices, one server, faults at every step: nothing answered is lost, nothing is there twice."""

from __future__ import annotations

import pytest

from tests.clinic.simulator.seeds import failures

SEEDS, AT_ONCE = 2_000, 50


@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
def test_after_each_seed_all_devices_and_the_clinic_hold_the_same(first: int) -> None:
    found = list(failures(range(first, first + AT_ONCE)))
    assert not found, "\n".join(found)
