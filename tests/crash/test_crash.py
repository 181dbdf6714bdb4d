"""Killed at any write, or out of room, the app keeps what it answered; the next start finds a whole store."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.crash.operations import OPERATIONS
from tests.crash.tracer import spread

ROOT = Path(__file__).parents[2]
# What a kill leaves is the same in memory, where nobody waits for a disk.
MEMORY = Path("/dev/shm")

Interrupted = Callable[[str, str], tuple[int, int]]


@pytest.fixture(scope="module")
def interrupted() -> Iterator[Interrupted]:
    """A process of its own: it forks, and nothing of this one's threads and locks must go along."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        command = [sys.executable, "-m", "tests.crash", folder]
        server = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        ask, hear = server.stdin, server.stdout
        assert ask is not None
        assert hear is not None

        def interrupt(how: str, name: str) -> tuple[int, int]:
            ask.write(f"{how} {name}\n")
            answer = json.loads(hear.readline())
            assert isinstance(answer, list), answer
            one, other = answer
            return one, other

        yield interrupt
        ask.close()
        hear.close()
        assert server.wait() == 0


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_kill_at_any_write_loses_nothing_that_was_answered(name: str, interrupted: Interrupted) -> None:
    tried, total = interrupted("kill", name)
    assert tried == min(total, OPERATIONS[name].most)
    assert total >= OPERATIONS[name].most


# Another name needs no room.
@pytest.mark.parametrize("name", sorted(OPERATIONS.keys() - {"set-aside"}))
def test_a_full_disk_is_told_in_a_sentence_and_loses_nothing(name: str, interrupted: Interrupted) -> None:
    tried, refused = interrupted("full", name)
    assert tried >= 6
    assert refused >= 1


def test_there_are_at_least_five_hundred_kills() -> None:
    assert sum(operation.most for operation in OPERATIONS.values()) >= 500


@pytest.mark.parametrize(("total", "most"), [(0, 5), (3, 5), (5, 5), (100, 2), (100, 7), (101, 100)])
def test_the_kills_are_spread_from_the_first_write_to_the_last(total: int, most: int) -> None:
    points = list(spread(total, most))
    assert len(points) == min(total, most)
    assert points == sorted(set(points))
    if total:
        assert (points[0], points[-1]) == (0, total - 1)
