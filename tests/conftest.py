"""The order of the tests: what takes milliseconds first, journeys in the browser last."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the journeys at the end, and leave every other order as it is."""
    items.sort(key=lambda item: "journeys" in item.path.parts)
