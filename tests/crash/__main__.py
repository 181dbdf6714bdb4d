"""Interrupt operations again and again, and look at what each interruption left.

Reads lines `kill OPERATION` (kill it at many of its writes) and `full OPERATION` (let no file grow beyond so
many bytes), and answers each with one line of JSON; `python -m tests.crash FOLDER` works in that folder.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import app.services
import storage
from tests.crash.operations import OPERATIONS, Operation, fresh, locked
from tests.crash.tracer import Act, may_trace, run, run_full, spread

BAD = ("FAILED", "REFUSED")
# What a full disk must never be taken for: what these say to do would make it worse.
WRONG = ("FAILED", *(f"REFUSED {name}" for name in ("Damaged", "Foreign", "Newer", "BeyondRepair")))
ROOM = 4  # how many sizes of a full disk are tried


def kill(operation: Operation, folder: Path, act: Act, begin: Callable[[], None]) -> tuple[int, int]:
    """Kill it at each of many writes; return how many were tried, and how many writes there are."""
    tracing = may_trace()
    begin()
    begun = time.perf_counter()
    answers, total, ended = run(act, None, tracing=tracing)
    whole = time.perf_counter() - begun
    with told("without any interruption", answers, folder):
        assert ended
        assert not any(line.startswith(BAD) for line in answers)
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
            assert not any(line.startswith(WRONG) for line in lines)
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
        error.add_note(f"{when}, after {answers}; left {left}")
        raise


def interrupted(how: str, name: str, where: Path) -> tuple[int, int]:
    """Return two numbers, or raise at the first interruption that left something wrong."""
    operation, folder = OPERATIONS[name], where / "data"
    template = where / operation.prepare.__name__  # operations share what they begin with
    if not template.exists():
        operation.prepare(template)
    return {"kill": kill, "full": full}[how](
        operation, folder, partial(operation.act, folder), lambda: fresh(template, folder)
    )


def serve(where: Path) -> None:
    """Answer each line in a fork of its own, with everything imported once."""
    for package in (app.services, storage):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    locked(where / "first")  # what is imported only when it is needed is needed each time
    gc.collect()
    gc.freeze()  # or each fork would copy all of it at its first collection
    for line in sys.stdin:
        how, name = line.split()
        child = os.fork()
        if child == 0:
            try:
                answer: object = interrupted(how, name, where)
            except BaseException:  # noqa: BLE001  the test has to hear of it
                answer = traceback.format_exc()
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
