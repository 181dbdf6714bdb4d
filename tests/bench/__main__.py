"""`python -m tests.bench [NAME …]`: the benches of NAMES that are named, else all of them."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.bench import imports, insight, locked, pages, paper, sizes, store, syncing
from tests.bench.measure import Figure, show

_BENCHES: dict[str, Callable[[Path], Iterable[Figure]]] = {
    "saving": store.saving,
    "reading": store.reading,
    "locked": locked.locked,
    "backups": locked.backing_up,
    "papers": paper.papers,
    "insights": insight.insights,
    "importing": imports.importing,
    "sizes": sizes.sizes,
    "starting": pages.starting,
    "syncing": syncing.syncing,
}
NAMES = tuple(_BENCHES)


def main(wanted: list[str]) -> int:
    """Measure what is wanted and print one table."""
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        sys.stderr.write(f"There is no bench {unknown[0]}: choose from {', '.join(NAMES)}.\n")
        return 2
    figures: list[Figure] = []
    for name in wanted or NAMES:
        sys.stderr.write(f"measuring {name} …\n")
        with tempfile.TemporaryDirectory() as folder:
            figures += _BENCHES[name](Path(folder))
    show(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
