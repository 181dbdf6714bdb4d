"""Runs two things in turn and compares their medians: the machine's mood falls on both alike."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    name: what was measured. ours, bare: medians in unit. goal: the ratio not to pass, or None.
    note: what the bare one does.
    """

    name: str
    ours: float
    bare: float
    unit: str
    goal: float | None
    note: str

    @property
    def ratio(self) -> float:
        """How many times the bare one."""
        return self.ours / self.bare if self.bare else float("inf")


def timed(action: Callable[[], object]) -> float:
    """How long an action took, in milliseconds."""
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def in_turn(
    ours: Callable[[], float], bare: Callable[[], float], runs: int, warm: int = 1
) -> tuple[float, float]:
    """The medians of two measurements that take turns, the first ones thrown away.

    Args:
        ours: measures ours once.
        bare: measures the bare one once.
        runs: how often each counts.
        warm: how often each is run before.
    """
    mine, theirs = [], []
    for run in range(runs + warm):
        a, b = ours(), bare()
        if run >= warm:
            mine.append(a)
            theirs.append(b)
    return statistics.median(mine), statistics.median(theirs)


def show(figures: list[Figure]) -> None:
    """Print the table."""
    say = sys.stdout.write
    say(f"\n{'figure':44} {'ours':>10} {'bare':>10} {'ratio':>7} {'goal':>6}\n")
    for f in figures:
        goal = f"{f.goal:.1f}" if f.goal is not None else "–"
        say(f"{f.name:44} {f.ours:10.2f} {f.bare:10.2f} {f.ratio:7.2f} {goal:>6}  {f.unit}; {f.note}\n")
    sys.stdout.flush()
