"""Run seeds: `python -m tests.clinic.simulator FIRST COUNT [STEPS]`; the first to fail says what happened."""

from __future__ import annotations

import shutil
import sys
import tempfile
import traceback
from pathlib import Path

from tests.clinic.simulator.world import World, template


def main() -> int:
    first, count, *more = (int(word) for word in sys.argv[1:])
    steps = more[0] if more else 16
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    empty = template(folder / "template.db")
    failed = []
    for seed in range(first, first + count):
        world = World(seed, _made(folder / str(seed)), empty)
        try:
            world.run(steps)
        except Exception:
            failed.append(seed)
            if len(failed) == 1:
                traceback.print_exc()
                print("\n".join(world.log))
        finally:
            world.close()
            shutil.rmtree(folder / str(seed))
    shutil.rmtree(folder)
    print(f"{count} seeds, failed: {failed}")
    return 1 if failed else 0


def _made(path: Path) -> Path:
    path.mkdir()
    return path


if __name__ == "__main__":
    raise SystemExit(main())
