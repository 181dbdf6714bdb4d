"""Killed at any write, or out of room, the app keeps what it answered; the next start finds a whole store."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.operations import OPERATIONS
from tests.crash.tracer import spread

ROOT = Path(__file__).parents[2]


def _interrupted(how: str, name: str, folder: Path) -> tuple[int, int]:
    # A process of its own: it forks, and nothing of this one's threads and locks must go along.
    command = [sys.executable, "-m", "tests.crash", how, name, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    one, other = map(int, done.stdout.split()[-2:])
    return one, other


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_kill_at_any_write_loses_nothing_that_was_answered(name: str, tmp_path: Path) -> None:
    tried, total = _interrupted("kill", name, tmp_path)
    assert tried == min(total, OPERATIONS[name].most)
    assert total >= OPERATIONS[name].most


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_full_disk_is_told_in_a_sentence_and_loses_nothing(name: str, tmp_path: Path) -> None:
    tried, refused = _interrupted("full", name, tmp_path)
    assert tried >= 10
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
