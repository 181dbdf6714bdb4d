"""Stands in for `flutter`: tells its version, and lays what was packaged where each build leaves it."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import zipfile
from pathlib import Path

ARCHES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


def zipped(folder: Path, target: Path) -> None:
    """One file of all files, as Android keeps the app in its package."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder).as_posix())


def split(packages: Path, extracted: set[str], target: Path) -> None:
    """Lay packages out as Android does: Python in a zip, on disk what has native parts or was asked for."""
    (target / "extracted").mkdir(parents=True)
    with zipfile.ZipFile(target / "packages.zip", "w") as archive:
        for top in sorted(packages.iterdir()):
            # Folders too: one without __init__.py is a package all the same.
            files = [top, *top.rglob("*")]
            if top.name in extracted or any(path.suffix == ".so" for path in files):
                (target / "extracted" / top.name).symlink_to(top)
                continue
            for path in files:
                archive.write(path, path.relative_to(packages).as_posix())


def build(target: str) -> None:
    """Leave the output of one build in the folder that Flutter leaves it in."""
    out = Path("build")
    app = Path(os.environ.get("SERIOUS_PYTHON_APP", "none"))
    if target == "web":
        (out / "web/assets/app").mkdir(parents=True)
        shutil.copy("app/app.zip", out / "web/assets/app/app.zip")
        shutil.copytree("web", out / "web", dirs_exist_ok=True)
    elif target == "apk":
        (out / "app/outputs/flutter-apk").mkdir(parents=True)
        extracted = set(os.environ.get("SERIOUS_PYTHON_ANDROID_EXTRACT_PACKAGES", "").split(","))
        split(Path(os.environ["SERIOUS_PYTHON_SITE_PACKAGES"]), extracted, Path("../android"))
        zipped(app, out / "app.zip")
        with zipfile.ZipFile(out / "app/outputs/flutter-apk/app-release.apk", "w") as package:
            package.write("android/app/src/main/AndroidManifest.xml", "AndroidManifest.xml")
            package.write(out / "app.zip", "assets/app.zip")
    else:
        bundle = {
            "linux": f"linux/{ARCHES.get(platform.machine().lower(), platform.machine())}/release/bundle",
            "windows": "windows/x64/runner/Release",
            "macos": "macos/Build/Products/Release/infusion-companion.app",
            "ipa": "ios/archive/Runner.xcarchive/Products/Applications/Runner.app",
        }[target]
        shutil.copytree(app, out / bundle / "app")


if __name__ == "__main__":
    if "--version" in sys.argv:
        sys.stdout.write("Flutter 3.44.8 • channel stable")
    elif sys.argv[1] == "build":
        Path("../flutter.json").write_text(json.dumps(sys.argv[1:]), encoding="utf-8")
        build(sys.argv[2])
