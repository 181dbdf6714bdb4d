"""The program under test, started as a person starts it: in a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


# In the order in which they were taken.
_ports: list[int] = []


def free_port() -> int:
    """A port that nobody uses just now: one that was used before, if there is, for the browser's cache."""
    for number in [*_ports, 0]:
        try:
            with socket.create_server(("127.0.0.1", number)) as probe:
                found: int = probe.getsockname()[1]
        except OSError:
            continue
        break
    if found not in _ports:
        _ports.append(found)
    return found


def ports() -> list[int]:
    """Every port that the app was started at."""
    return list(_ports)


class Running:
    """One start of the app, and the next ones over the same data and at the same port.

    Args:
        module: what `python -m` runs; "app" is the app itself.
        data_dir: where it keeps its data, or None for a module that keeps none.
        now: the time at which the app's clock starts (ISO, with an offset), or None for the real one.
        args: more options for `run`.
        language: a code, or the folder of a catalogue, in place of what is chosen; "" for none.
    """

    def __init__(
        self,
        module: str,
        data_dir: Path | None,
        now: str | None = None,
        args: tuple[str, ...] = (),
        language: str = "",
    ) -> None:
        self.module = module
        self.data_dir = data_dir
        self.now = now
        self.args = args
        self.language = language
        self.port = free_port()
        self.url = ""
        self.start()

    def start(self) -> None:
        """Start it and wait until it has printed its address."""
        ours = ("FLET_", "INFUSION_COMPANION_")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        if self.now is not None:
            environment["INFUSION_COMPANION_NOW"] = self.now
        if self.language:
            environment["INFUSION_COMPANION_LANGUAGE"] = self.language
        command = [sys.executable, "-m", self.module, "run", "--port", str(self.port), "--no-browser"]
        if self.data_dir is not None:
            command += ["--data-dir", str(self.data_dir)]
        self.process = subprocess.Popen(
            [*command, *self.args],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        # A program that never speaks must fail the test, not hang it.
        watchdog = threading.Timer(START_SECONDS, self.process.kill)
        watchdog.start()
        line = self.process.stdout.readline()
        watchdog.cancel()
        if not line.startswith("Open http://"):
            self.process.kill()
            raise AssertionError(f"No address but {line!r}: {self.process.communicate()[1]}")
        self.url = line.removeprefix("Open ").strip()

    def at(self, path: str) -> str:
        """The address of a screen, with the token: at("/course/3")."""
        return self.url.replace("/?", f"{path}?", 1)

    def stop(self) -> int:
        """Ask it to end, as Ctrl+C does, and return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.rest = self.process.communicate()
        return self.process.returncode

    def kill(self) -> None:
        """End it with no time for a last word, as a power cut does."""
        self.process.kill()
        self.rest = self.process.communicate()

    def restart(self, *, now: str | None = None) -> None:
        """Start it again after a stop or a kill (stopping it first if needed), at the same port."""
        if self.process.poll() is None:
            self.stop()
        self.now = now or self.now
        self.start()
