"""The first screen waits for nothing that it does not show: the rest is read when it is asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.config import DATA_VARIABLE
from app.language import PREFERRED
from app.services import Services
from app.services.sample import fill
from tests.test_architecture import ROOT

# Each package that a start reads beside the standard library, and why it cannot wait.
NEEDED = {
    "flet": "draws the screen",
    "msgpack": "what Flet says to its client is written in it",
    "repath": "Flet's router reads addresses with it",
    "six": "repath needs it",
}
# What sqlite-utils, which makes the tables, reads itself.
ITS_OWN = {"click", "dateutil", "pluggy", "sqlite_fts4"}
# What papers, calendars, keys, sealed summaries, the clinic and other languages need.
HEAVY = {
    *("fpdf", "PIL", "fontTools", "icalendar", "cryptography", "sqlcipher3", "joserfc"),
    *("httpx", "authlib", "babel", "keyring", "sqlite_utils", "flet_charts"),
}
# Parts of our own that an ordinary start has no use for: papers and calendars, the clinic's server, what
# encrypts, what brings data back, the command line and its server.
LATER = (
    *("app.share", "app.clinic", "app.services.sync", "app.services.reports", "app.services.backup"),
    *("app.cli", "app.web", "app.language.localized", "app.services.recovery", "app.services.restoring"),
    *("storage.vault", "storage.protection", "storage.backup", "storage.repair"),
)
# Starts as a packaged app does, with a stage in the place of Flet's client, until Today is drawn.
PROGRAM = """
import sys

before = set(sys.modules)
import json, runpy
import flet
from tests.headless import Stage

given = []
flet.run = lambda main, **_: given.append(main)
runpy.run_path("main.py", run_name="__main__")

def opened(page):
    page.web = False
    given[0](page)

stage = Stage(opened)
stage.until(stage.texts)
print(json.dumps([stage.texts(), sorted(set(sys.modules) - before)]))
"""
Start = Callable[..., tuple[list[str], set[str]]]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Starts the app in a process of its own: what its first screen says, and the modules that were read."""

    def begin(language: str = "en") -> tuple[list[str], set[str]]:
        # A screen that is never drawn on: without one the app would say that it needs one.
        given = {DATA_VARIABLE: str(tmp_path), PREFERRED: language, "DISPLAY": ":0"}
        command = [sys.executable, "-c", PROGRAM]
        done = subprocess.run(
            command, env={**os.environ, **given}, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        texts, modules = json.loads(done.stdout)
        return texts, set(modules)

    return begin


@pytest.fixture
def course(tmp_path: Path) -> None:
    """A store with a course that has begun, as on any ordinary day."""
    services = Services.open(tmp_path, now=lambda: datetime.now(UTC).astimezone(), sample=True)
    fill(services, 3)
    services.close()


def strangers(modules: set[str]) -> set[str]:
    """The packages that were read, without the standard library and what is ours."""
    ours = {"app", "storage", "tests"}
    packages = {name.partition(".")[0] for name in modules} - sys.stdlib_module_names - ours
    # Names of Cython's, and of Python's own for one system.
    return {name for name in packages if not name.startswith("_") and name != "cython_runtime"}


def too_early(modules: set[str]) -> set[str]:
    """What is ours, was read and could have waited."""
    return {name for name in modules if name.startswith(LATER)}


def test_a_start_reads_only_what_draws_today(start: Start, course: None) -> None:
    texts, modules = start()
    assert "How are you now?" in texts
    assert strangers(modules) == set(NEEDED)
    assert too_early(modules) == set()


def test_another_language_costs_a_start_babel_alone(start: Start, course: None) -> None:
    texts, modules = start("es")
    assert "¿Cómo estás ahora?" in texts
    # Babel takes pytz where there is one, as among the tools of these tests; an app has none.
    assert strangers(modules) - set(NEEDED) - {"pytz"} == {"babel"}
    assert too_early(modules) == {"app.language.localized"}


def test_the_very_first_start_reads_beside_it_only_what_makes_the_store(start: Start) -> None:
    texts, modules = start()
    assert "Skip all of this" in texts
    assert strangers(modules) - set(NEEDED) == {"sqlite_utils", *ITS_OWN}
    assert too_early(modules) == set()


def test_the_web_view_needs_its_server_and_nothing_that_papers_keys_or_the_clinic_need() -> None:
    program = "import json, sys, app.cli, app.web, app.main; print(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert strangers(set(json.loads(done.stdout))) & HEAVY == set()
