"""Interrupt one operation again and again, and look at what each interruption left.

`python -m tests.crash kill OPERATION FOLDER` kills it at many of its writes,
`python -m tests.crash full OPERATION FOLDER` lets no file grow beyond so many bytes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.crash.operations import OPERATIONS, Operation, fresh
from tests.crash.tracer import Act, may_trace, run, run_full, spread

BAD = ("FAILED", "REFUSED")
ROOM = 14  # how many sizes of a full disk are tried


def kill(operation: Operation, folder: Path, act: Act, begin: Callable[[], None]) -> tuple[int, int]:
    """Kill it at each of many writes; return how many were tried, and how many writes there are."""
    tracing = may_trace()
    begin()
    begun = time.perf_counter()
    answers, total, ended = run(act, None, tracing=tracing)
    whole = time.perf_counter() - begun
    assert ended, answers
    assert not any(line.startswith(BAD) for line in answers), answers
    operation.verify(folder, answers)
    tried = 0
    for point in spread(total, operation.most):
        begin()
        answers, _, _ = run(act, point, tracing=tracing, whole=whole)
        with told(f"killed before write {point} of {total}", answers, folder):
            assert not any(line.startswith(BAD) for line in answers)
            operation.verify(folder, answers)
        tried += 1
    return tried, total


def full(operation: Operation, folder: Path, act: Act, begin: Callable[[], None]) -> tuple[int, int]:
    """Let the disk be full at many sizes; return how many were tried, and how often it was refused."""
    begin()
    largest = max(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    tried = refused = 0
    for limit in sorted({0, 60, 5000, *(round(step * 2 * largest / ROOM) for step in range(1, ROOM))}):
        begin()
        lines = run_full(act, limit)
        answers = [line for line in lines if not line.startswith("REFUSED")]
        with told(f"with files of {limit} bytes at most", lines, folder):
            assert not any(line.startswith("FAILED") for line in lines)
            operation.verify(folder, answers)
        tried += 1
        refused += len(answers) != len(lines)
    return tried, refused


@contextmanager
def told(when: str, answers: list[str], folder: Path) -> Iterator[None]:
    """Say what was going on when something is found wrong."""
    try:
        yield
    except BaseException as error:
        left = sorted(str(file.relative_to(folder)) for file in folder.rglob("*"))
        print(f"{when}, after {answers}: {error!r}; left {left}")  # noqa: T201
        raise


def main(how: str, name: str, where: Path) -> None:
    """Print two numbers, or fail at the first interruption that left something wrong."""
    operation, template, folder = OPERATIONS[name], where / "template", where / "data"
    operation.prepare(template)
    one, other = {"kill": kill, "full": full}[how](
        operation, folder, partial(operation.act, folder), lambda: fresh(template, folder)
    )
    print(one, other)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
