"""`python -m tests.bench [NAME …]`: the benches of NAMES that are named, else all of them."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.bench import insight, locked, pages, paper, store, syncing
from tests.bench.measure import Figure, show

_IN_A_FOLDER = {
    "saving": store.saving,
    "reading": store.reading,
    "locked": locked.locked,
    "backups": locked.backing_up,
    "papers": paper.papers,
    "insights": insight.insights,
    "starting": pages.starting,
    "syncing": syncing.syncing,
}
NAMES = ("saving", "reading", "locked", "backups", "papers", "insights", "importing", "starting", "syncing")


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
            if name == "importing":
                figures += pages.importing()
            else:
                figures += _IN_A_FOLDER[name](Path(folder))
    show(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
