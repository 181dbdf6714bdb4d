"""Run seeds: `python -m tests.clinic.simulator FIRST COUNT [STEPS]`; ends with 1 when one of them fails."""

from __future__ import annotations

import sys
from collections import Counter

from tests.clinic.simulator.seeds import STEPS, failures


def main() -> int:
    first, count, *more = (int(word) for word in sys.argv[1:])
    steps = more[0] if more else STEPS
    failed = 0
    met: Counter[str] = Counter()
    for sentence in failures(range(first, first + count), steps, met):
        failed += 1
        sys.stdout.write(f"{sentence}\n")
    sys.stdout.write(", ".join(f"{number} × {what}" for what, number in met.most_common()) + "\n")
    sys.stdout.write(f"{count} seeds of {steps} steps, {failed} failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
