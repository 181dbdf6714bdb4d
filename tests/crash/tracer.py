"""Stop a process for good just before one of its writes: each write in turn, as the kernel sees them.

The child is forked with everything imported. A filter (seccomp) stops it before each write, and its parent
hears of that (ptrace). Where the kernel refuses either, it is killed at evenly spread moments instead, so
that the test says something there too.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Callable, Iterator

from app.care.invalid import Invalid
from app.errors import AppError
from storage.errors import StoreError

_TRACEME, _CONT, _SETOPTIONS = 0, 7, 0x4200
_TRACE_SECCOMP, _EXITKILL = 0x80, 0x100000
_WRITE_STOP = signal.SIGTRAP | 7 << 8
_SET_SECCOMP, _FILTER, _NO_NEW_PRIVILEGES = 22, 2, 38
_ALLOW, _TRACE = 0x7FFF0000, 0x7FF00000
_LOAD, _IF_EQUAL, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
# What changes a file, a folder, or asks for it to be on the disk; numbers of Linux on each machine.
_WRITES = {
    "x86_64": {
        "write": 1, "pwrite64": 18, "writev": 20, "pwritev": 296, "ftruncate": 77, "fallocate": 285,
        "fsync": 74, "fdatasync": 75, "rename": 82, "renameat": 264, "renameat2": 316,
        "link": 86, "linkat": 265, "unlink": 87, "unlinkat": 263, "mkdir": 83, "mkdirat": 258, "rmdir": 84,
        "chmod": 90, "fchmod": 91, "copy_file_range": 326, "sendfile": 40,
    },
    "aarch64": {
        "write": 64, "pwrite64": 68, "writev": 66, "pwritev": 70, "ftruncate": 46, "fallocate": 47,
        "fsync": 82, "fdatasync": 83, "renameat": 38, "renameat2": 276, "linkat": 37, "unlinkat": 35,
        "mkdirat": 34, "fchmod": 52, "fchmodat": 53, "copy_file_range": 285, "sendfile": 71,
    },
}  # fmt: skip
WRITES = frozenset(_WRITES.get(platform.machine(), {}).values())
# What opens a file, and which of its arguments has the flags.
_OPENS = {"x86_64": {257: 2, 2: 1}, "aarch64": {56: 2}}.get(platform.machine(), {})
SHARES = 60
_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.ptrace.restype = ctypes.c_long
_LIBC.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]

Act = Callable[[Callable[[str], None]], None]


def _ptrace(request: int, pid: int, address: int = 0, data: int = 0) -> None:
    if _LIBC.ptrace(request, pid, address, data) == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def may_trace() -> bool:
    """Whether this kernel lets a process stop its own child before each write."""
    if sys.platform != "linux" or not WRITES:
        return False
    try:
        answers, writes, _ = run(lambda answer: answer("here"), None, tracing=True)
    except OSError:
        return False
    return (answers, writes) == (["here"], 1)


def run(act: Act, stop_at: int | None, *, tracing: bool, whole: float = 1.0) -> tuple[list[str], int, bool]:
    """Run act in a child; kill it before its write number stop_at, or let it end.

    Args:
        act: what the child does; it is given a function that answers a line, as the app would.
        stop_at: the number of the write, from 0; None lets it end.
        tracing: whether ptrace counts the writes; else stop_at counts SHARES of the whole time.
        whole: seconds that the whole takes, for that.

    Returns:
        The lines that were answered, how many writes there were, and whether the child came to its end.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        alarm = None if tracing or stop_at is None else whole * (stop_at + 1) / SHARES
        _child(act, writing, tracing, alarm)
    os.close(writing)
    if tracing:
        count, ended = _traced(child, stop_at)
    else:
        _, status = os.waitpid(child, 0)
        count, ended = SHARES, os.WIFEXITED(status)
    with os.fdopen(reading, encoding="utf-8") as answers:
        lines = [
            line.rstrip("\n") for line in answers.read().splitlines(keepends=True) if line.endswith("\n")
        ]
    return lines, count, ended


def run_full(act: Act, limit: int) -> list[str]:
    """Run act in a child for which no file can grow beyond a limit, as on a disk that is full.

    Args:
        act: what the child does; it is given a function that answers a line, as the app would.
        limit: in bytes.

    Returns:
        The lines that were answered; "REFUSED …" is what our own exceptions said, "FAILED …" any other.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails instead, and says why
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        _child(act, writing, False, None)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, encoding="utf-8") as answers:
        return answers.read().splitlines()


def _child(act: Act, writing: int, tracing: bool, alarm: float | None) -> None:
    code = 3
    try:
        if alarm is not None:
            # Nobody handles it, so it ends the process as suddenly as SIGKILL.
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, alarm)
        if tracing:
            _ptrace(_TRACEME, 0)
            os.kill(os.getpid(), signal.SIGSTOP)
            _stop_before_writes()
        act(lambda line: [os.write(writing, f"{line}\n".encode()), None][1])  # type: ignore[func-returns-value]
        code = 0
    except (AppError, Invalid, StoreError) as error:
        os.write(writing, f"REFUSED {type(error).__name__}: {error}\n".encode())
    except BaseException as error:  # noqa: BLE001  the parent has to hear of it
        os.write(writing, f"FAILED {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(code)


def _stop_before_writes() -> None:
    """From now on each write of this process waits for its parent."""

    def step(code: int, then: int, otherwise: int, value: int) -> bytes:
        return struct.pack("=HBBI", code, then, otherwise, value)

    program = [step(_LOAD, 0, 0, 0)]  # the number of the system call
    for number, flags in _OPENS.items():
        program += [
            step(_IF_EQUAL, 0, 4, number),
            step(_LOAD, 0, 0, 16 + 8 * flags),
            step(_IF_ANY_BIT, 0, 1, os.O_CREAT),
            step(_RETURN, 0, 0, _TRACE),
            step(_RETURN, 0, 0, _ALLOW),
        ]
    for number in sorted(WRITES):
        program += [step(_IF_EQUAL, 0, 1, number), step(_RETURN, 0, 0, _TRACE)]
    code = b"".join([*program, step(_RETURN, 0, 0, _ALLOW)])
    steps = ctypes.create_string_buffer(code, len(code))
    filtered = ctypes.create_string_buffer(struct.pack("@HP", len(program) + 1, ctypes.addressof(steps)))
    refused = _LIBC.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or _LIBC.prctl(_SET_SECCOMP, _FILTER, filtered)
    if refused:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _traced(child: int, stop_at: int | None) -> tuple[int, bool]:
    _, status = os.waitpid(child, 0)
    if not os.WIFSTOPPED(status):
        return 0, False
    _ptrace(_SETOPTIONS, child, 0, _TRACE_SECCOMP | _EXITKILL)
    count = signal_back = 0
    while True:
        _ptrace(_CONT, child, 0, signal_back)
        _, status = os.waitpid(child, 0)
        if not os.WIFSTOPPED(status):
            return count, True
        signal_back = 0
        if status >> 8 != _WRITE_STOP:
            signal_back = os.WSTOPSIG(status)
        elif count == stop_at:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return count, False
        else:
            count += 1


def spread(total: int, most: int) -> Iterator[int]:
    """Numbers from 0 to total - 1: all of them, or so many evenly spread ones with both ends.

    Args:
        total: how many writes there are.
        most: how many numbers at most.
    """
    if total <= most:
        yield from range(total)
        return
    yield from sorted({round(step * (total - 1) / (most - 1)) for step in range(most)})
