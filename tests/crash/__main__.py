"""`python -m tests.crash OPERATION FOLDER`: kill one operation at many of its writes, look at each result."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.crash.operations import OPERATIONS, Answer, fresh
from tests.crash.tracer import may_trace, run, spread


def main(name: str, where: Path) -> int:
    """Print how many points were tried, and exit with 1 at the first that left something wrong."""
    operation, template, folder = OPERATIONS[name], where / "template", where / "data"
    operation.prepare(template)
    tracing = may_trace()

    def act(answer: Answer) -> None:
        operation.act(folder, answer)

    fresh(template, folder)
    begun = time.perf_counter()
    answers, total, ended = run(act, None, tracing=tracing)
    whole = time.perf_counter() - begun
    if not ended or any(line.startswith("FAILED") for line in answers):
        print(f"{name} does not work when nobody interrupts it: {answers}")  # noqa: T201
        return 1
    operation.verify(folder, answers)
    tried = 0
    for point in spread(total, operation.most):
        fresh(template, folder)
        answers, _, _ = run(act, point, tracing=tracing, whole=whole)
        try:
            assert not any(line.startswith("FAILED") for line in answers)
            operation.verify(folder, answers)
        except BaseException as error:
            left = sorted(str(file.relative_to(folder)) for file in folder.rglob("*"))
            print(f"{name}, killed before write {point} of {total}, after {answers}: {error!r}; left {left}")  # noqa: T201
            raise
        tried += 1
    print(f"{tried} {total}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
