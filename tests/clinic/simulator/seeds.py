"""Seeds: each is a whole history, always the same; one that fails says how to see it again."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.clinic.simulator.world import World, template

STEPS = 8
_MEMORY = Path("/dev/shm")


def failures(seeds: Iterable[int], steps: int = STEPS, met: Counter[str] | None = None) -> Iterator[str]:
    """What went wrong, seed by seed. met: to count requests and faults in."""
    with _folder() as folder:
        empty = template(folder / "template.db")
        for seed in seeds:
            place = folder / str(seed)
            place.mkdir()
            world = World(seed, place, empty)
            try:
                world.run(steps)
            except Exception as error:  # noqa: BLE001  whatever it is, the seed is what helps
                acts = "; ".join(world.log)
                why = f"seed {seed}: {type(error).__name__}: {error}"
                yield f"{why}\n  {acts}\n  replay: {_replay(seed, steps)}"
            finally:
                for device in world.devices if met is not None else ():
                    met["request"] += device.client.requests
                    met.update(device.client.line.met)
                world.close()
                shutil.rmtree(place)


@contextmanager
def _folder() -> Iterator[Path]:
    """A place in memory where there is one: thousands of stores need no disk."""
    folder = Path(tempfile.mkdtemp(prefix="simulator-", dir=_MEMORY if _MEMORY.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _replay(seed: int, steps: int) -> str:
    return f"python -m tests.clinic.simulator {seed} 1 {steps}"
