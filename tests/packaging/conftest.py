"""One build for each target, however many tests and processes look at it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from filelock import FileLock

from tests.packaging import building


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], building.Built]:
    """What `flet build TARGET` makes: built("apk")."""
    folder = tmp_path_factory.getbasetemp()
    # The processes of `make test` share what one of them built.
    shared = folder if worker_id == "master" else folder.parent

    @cache
    def made(target: str) -> building.Built:
        with FileLock(shared / f"{target}.lock"):
            if not (shared / f"{target}.built").exists():
                building.build(target, shared / f"packaged-{target}")
                (shared / f"{target}.built").touch()
        return building.built(target, shared / f"packaged-{target}")

    return made
