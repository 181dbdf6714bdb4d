"""Runs `flet build` for one target over a checkout of this project, and tells what came of it."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.test_architecture import ROOT, tracked

HERE = Path(__file__).parent
# As a release does: Flet's template, completed by ours.
TEMPLATE = runpy.run_path(str(ROOT / "tools/template.py"))
# What lies about in a folder that somebody works in, and must never ship.
LEFT_BEHIND = (
    ".env", ".flet/storage/data/companion.db", ".git/config", ".venv/pyvenv.cfg", ".venv-servers/pyvenv.cfg",
    "build/site-packages/old.py", "dist/app.whl", "infusion_companion.egg-info/PKG-INFO", "shots/today.png",
)  # fmt: skip
# The Pythons that Flet 1.0.5 bundles; `flet build` takes the newest that requires-python allows.
PYTHONS = {
    "default_python_version": "3.14",
    "pythons": {
        short: {
            "full_version": f"{short}.1",
            "pyodide_version": "0",
            "android_abis": ["arm64-v8a", "armeabi-v7a", "x86_64"],
        }
        for short in ("3.12", "3.13", "3.14")
    },
}


@dataclass(frozen=True)
class Built:
    """What one build left behind.

    Attributes:
        rendered: the Flutter project that Flet made.
        output: what would be handed out.
        app: the app's own files as they ship, unpacked.
        packages: the folder with the packages beside them.
        said: what the stand-in for serious_python was asked, and what it installed.
        flutter: what the stand-in for Flutter was called with.
    """

    rendered: Path
    output: Path
    app: Path
    packages: Path
    said: dict[str, Any]
    flutter: list[str]

    @property
    def values(self) -> dict[str, Any]:
        """Everything that Flet gives to a template."""
        return dict(json.loads((self.rendered / "values.json").read_text(encoding="utf-8")))

    @property
    def files(self) -> set[str]:
        """The app's own files, as they ship."""
        return {path.relative_to(self.app).as_posix() for path in self.app.rglob("*") if path.is_file()}


def checkout(folder: Path) -> None:
    """Lay the project out as git has it, by links, with what work leaves behind."""
    folder.mkdir()
    for name in {path.relative_to(ROOT).parts[0] for path in tracked()}:
        (folder / name).symlink_to(ROOT / name)
    for name in LEFT_BEHIND:
        place = folder / name
        if not (folder / place.relative_to(folder).parts[0]).is_symlink():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("", encoding="utf-8")


def commands(folder: Path) -> None:
    """Put `flutter` and `dart` into a folder for the PATH."""
    folder.mkdir()
    for name in ("flutter", "dart"):
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{HERE / "stubs" / name}.py" "$@"\n')
        script.chmod(0o755)


def build(target: str, folder: Path) -> None:
    """Build one target with nothing but this environment: no network, no SDK, nobody's settings.

    Args:
        target: as `flet build` calls it.
        folder: where; what an earlier try left there goes.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    project, home = folder / "project", folder / "home"
    shutil.copytree(HERE / "template", folder / "template")
    TEMPLATE["complete"](folder / "template")
    checkout(project)
    commands(folder / "bin")
    home.mkdir()
    (home / "pythons.json").write_text(json.dumps(PYTHONS), encoding="utf-8")
    nowhere = "http://127.0.0.1:9"
    environment = {
        "PATH": os.pathsep.join((str(folder / "bin"), os.defpath)),
        "HOME": str(home),
        "FLET_CACHE_DIR": str(home / "cache"),
        "FLET_PYTHON_BUILD_MANIFEST": str(home / "pythons.json"),
        "FLET_CLI_NO_RICH_OUTPUT": "true",
        "FLET_CLI_SKIP_FLUTTER_DOCTOR": "true",
        "http_proxy": nowhere,
        "https_proxy": nowhere,
    }
    done = subprocess.run(
        [
            *(sys.executable, str(HERE / "stubs/flet_build.py"), "build", target, str(project)),
            *("--yes", "--template", str(folder / "template")),
        ],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    _unpack(target, project / "build" / target, folder / "unpacked")


def built(target: str, folder: Path) -> Built:
    """What a build left in its folder.

    Args:
        target: what was built.
        folder: where.
    """
    made = folder / "project/build"
    unpacked = folder / "unpacked"
    return Built(
        rendered=made / "flutter",
        output=made / target,
        app=unpacked if unpacked.is_dir() else next((made / target).rglob("app/main.pyc")).parent,
        packages=made / "site-packages",
        said=json.loads((made / "packaged.json").read_text(encoding="utf-8")),
        flutter=json.loads((made / "flutter.json").read_text(encoding="utf-8")),
    )


def _unpack(target: str, output: Path, folder: Path) -> None:
    """Take the app's files out of the output where they are packed."""
    if target == "web":
        zipfile.ZipFile(output / "assets/app/app.zip").extractall(folder)
    elif target == "apk":
        with zipfile.ZipFile(output / "infusion-companion.apk").open("assets/app.zip") as packed:
            zipfile.ZipFile(packed).extractall(folder)
