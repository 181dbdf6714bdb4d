"""What ships is the app and nothing of its workshop, and it starts on its own."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.version import VERSION
from tests.packaging.building import Built
from tests.test_architecture import ROOT, locked, tracked

Make = Callable[[str], Built]
TARGETS = ("linux", "web", "apk", "ipa")
# What only computers are given, and what nobody is.
COMPUTERS = {"sqlcipher3", "keyring", "jeepney", "secretstorage"}
NOBODY = {
    "flet-web",
    "flet-desktop",
    "flet-cli",
    "uvicorn",
    "fastapi",
    "pydantic-core",
    "pytest",
    "mypy",
    "ruff",
}
# By the device's language: the button that skips the welcome, a heading of the guide, the version in About.
WORDS = {
    "en": ("Skip all of this", "What your clinic says", f"Version {VERSION}"),
    "es": ("Omitir todo esto", "Lo que dice tu clínica", f"Versión {VERSION}"),
}


@pytest.fixture(params=TARGETS)
def target(request: pytest.FixtureRequest) -> str:
    """One target after the other."""
    return str(request.param)


def shipped(*folders: str) -> set[str]:
    """The project's files in some of its folders by the names they ship under."""
    names = [path.relative_to(ROOT) for path in tracked()]
    inside = [name for name in names if name.parts[0] in folders]
    return {(name.with_suffix(".pyc") if name.suffix == ".py" else name).as_posix() for name in inside}


def test_the_whole_app_ships_and_nothing_of_its_workshop(built: Make, target: str) -> None:
    assets = set() if target == "web" else shipped("assets")
    assert built(target).files == shipped("app", "storage", "main.py", "LICENSE", "NOTICE") | assets


def test_a_web_page_has_the_assets_beside_it(built: Make) -> None:
    output = built("web").output
    assert {
        name for name in shipped("assets") if not (output / Path(name).relative_to("assets")).is_file()
    } == set()
    assert (output / "pyodide").is_dir()


@pytest.mark.parametrize("target", ["linux", "apk", "ipa"])
def test_packages_leave_behind_what_nobody_needs(built: Make, target: str) -> None:
    packages = built(target).packages
    names = {path.relative_to(packages).as_posix() for path in packages.rglob("*") if path.is_file()}
    assert {name for name in names if {"tests", "__pycache__", "pip"} & set(name.split("/"))} == set()
    locales = {name.split("/")[2] for name in names if name.startswith("babel/locale-data/")}
    assert {"root.dat", "en.dat", "en_001.dat", "en_GB.dat", "es.dat", "es_419.dat", "es_MX.dat"} <= locales
    assert {name for name in locales if not name.startswith(("en", "es", "root", "LICENSE"))} == set()


def test_each_device_is_given_what_it_needs_and_no_more(built: Make, target: str) -> None:
    packages = set(built(target).said["packages"])
    assert packages <= set(locked("requirements.txt"))
    assert packages & NOBODY == set()
    assert packages & COMPUTERS == (COMPUTERS if target == "linux" else set())
    extension = {"flet-local-auth", "flet-secure-storage"} if target in ("apk", "ipa") else set()
    assert set(built(target).said["absent"]) == extension


def start(package: Built, system: str, packages: list[Path], data: Path, code: str = "en") -> dict[str, Any]:
    """Start a packaged app with its files and packages alone and walk through it."""
    data.mkdir(parents=True)
    # A screen that is never drawn on: without one the app would say that it needs one.
    environment = {"HOME": str(data.parent), "DISPLAY": ":0", "LANG": f"{code}_MX.UTF-8"}
    done = subprocess.run(
        [
            # No environment of anybody's: neither this one's packages nor its variables.
            sys.executable, "-I", "-S", "-B", str(Path(__file__).parent / "starter.py"),
            system, WORDS[code][0], str(package.app), *map(str, packages),
        ],
        env={"FLET_APP_STORAGE_DATA": str(data), **environment},
        cwd=data, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def looked_at(seen: dict[str, Any], package: Built, data: Path, code: str = "en") -> None:
    """Hold what a started app told against what it should have read and made."""
    screens = seen["seen"]
    skip, heading, version = WORDS[code]
    assert skip in screens["first"]
    # Its guide, its facts and its licences are read from files beside the app.
    assert heading in screens["/guide/how-it-works"]
    assert version in screens["/settings/about"]
    assert seen["version"] == VERSION
    assert Path(seen["assets"]) == package.app / "assets"
    assert seen["dates"] == [
        "Friday, July 24, 2026",
        "Friday, 24 July 2026",
        "viernes, 24 de julio de 2026",
        "viernes, 24 de julio de 2026",
        "2026-07-24T12:00:00-06:00",
    ]
    assert seen["strangers"] == []
    assert len(seen["modules"]) > 200
    with sqlite3.connect(data / "companion.db") as store:
        (count,) = store.execute("select count(*) from sqlite_master where name = 'journal_entry'").fetchone()
    assert count == 1


def test_on_a_desktop_it_starts_by_itself_and_can_encrypt(built: Make, tmp_path: Path) -> None:
    package = built("linux")
    seen = start(package, "linux", [package.packages], tmp_path / "data")
    looked_at(seen, package, tmp_path / "data")
    assert seen["encrypts"]


def test_on_android_it_starts_with_its_packages_in_a_zip(built: Make, tmp_path: Path) -> None:
    package = built("apk")
    laid = package.packages.parent / "android"
    seen = start(package, "android", [laid / "packages.zip", laid / "extracted"], tmp_path / "data")
    looked_at(seen, package, tmp_path / "data")
    assert not seen["encrypts"]


def test_on_ios_it_starts_by_itself_in_the_language_of_the_device(built: Make, tmp_path: Path) -> None:
    package = built("ipa")
    seen = start(package, "ios", [package.packages], tmp_path / "data", "es")
    looked_at(seen, package, tmp_path / "data", "es")
