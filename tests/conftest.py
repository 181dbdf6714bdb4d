"""The order of the tests: what takes milliseconds first, journeys in the browser last."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

# The language that this device speaks is nothing that a test may hang on.
os.environ["LC_ALL"] = "C.UTF-8"
# A busy machine is no mistake of ours: no example has to be done by a deadline.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the journeys at the end, and leave every other order as it is."""
    items.sort(key=lambda item: "journeys" in item.path.parts)
