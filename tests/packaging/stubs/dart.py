"""Stands in for serious_python, which `flet build` runs by `dart`: copies the app, installs what it needs.

It installs links to the packages of this environment, compiled and without their sources, as they ship.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import py_compile
import re
import shutil
import sys
import zipfile
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

JUNK = [
    "**.c",
    "**.h",
    "**.cpp",
    "**.hpp",
    "**.typed",
    "**.pyi",
    "**.pxd",
    "**.pyx",
    "**.a",
    "**.pdb",
    "**/__pycache__",
]
PHONE_JUNK = [*JUNK, "**.exe", "**.dll", "bin", "**/bin"]
SYSTEMS = {
    "iOS": "ios",
    "Android": "android",
    "Emscripten": "emscripten",
    "Darwin": "darwin",
    "Windows": "win32",
    "Linux": "linux",
}


def arguments() -> argparse.Namespace:
    """What `flet build` asks for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("app", type=Path)
    parser.add_argument("--platform", choices=SYSTEMS, required=True)
    for name in ("--python-version", "--arch"):
        parser.add_argument(name)
    parser.add_argument("-r", action="append", dest="requirements", default=[])
    for name in ("--exclude", "--cleanup-package-files"):
        parser.add_argument(name, action="append", default=[])
    for name in ("--compile-app", "--compile-packages", "--cleanup-packages"):
        parser.add_argument(name, action="store_true")
    return parser.parse_args(sys.argv[5:])


def glob(pattern: str) -> str:
    """A glob of Dart as a regular expression: `*` stays in its folder, `**` does not."""
    rules = {"**": ".*", "*": "[^/]*", "?": "[^/]", "[!": "[^"}
    parts = re.split(r"(\*\*|\*|\?|\[!|[\[\]])", pattern)
    return "".join(rules.get(part, part if part in ("[", "]") else re.escape(part)) for part in parts)


def compiled(source: Path) -> Path:
    """The compiled module of a source: the one that Python keeps beside it, made where there is none."""
    kept = Path(importlib.util.cache_from_source(str(source)))
    told = source.stat()
    made_of = int(told.st_mtime).to_bytes(4, "little") + (told.st_size & 0xFFFFFFFF).to_bytes(4, "little")
    if not kept.is_file() or kept.read_bytes()[8:16] != made_of:
        py_compile.compile(str(source), doraise=True)
    return kept


def copy(root: Path, target: Path, exclude: set[str], folder: str = "") -> None:
    """Copy the app's files without those whose path is excluded, as a whole and to the letter."""
    (target / folder).mkdir(parents=True, exist_ok=True)
    for path in sorted((root / folder).iterdir()):
        name = path.relative_to(root).as_posix()
        if name in exclude:
            continue
        if path.is_dir():
            copy(root, target, exclude, name)
        elif path.suffix == ".py":
            shutil.copyfile(compiled(path), target / f"{name}c")
        else:
            shutil.copyfile(path, target / name)


def needed(asked: list[str], system: str) -> tuple[dict[str, Distribution], list[str]]:
    """The packages asked for and what these need in turn, on one system; and those that are not here."""
    found: dict[str, Distribution] = {}
    absent: list[str] = []
    wanted = [Requirement(one) for one in asked]
    # This Python runs the package afterwards, so it is this one's needs that count.
    marks = {"extra": "", "sys_platform": SYSTEMS[system], "platform_system": system}
    while wanted:
        one = wanted.pop()
        name = canonicalize_name(one.name)
        if name in found or name in absent or (one.marker and not one.marker.evaluate(marks)):
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            absent.append(name)
            continue
        wanted += [Requirement(line) for line in found[name].requires or []]
    return found, absent


def install(packages: list[Distribution], target: Path, junk: re.Pattern[str]) -> None:
    """Link the files of packages into a folder, but for what is thrown out."""
    for package in packages:
        for file in package.files or []:
            parts = file.parts
            if ".." in parts or "__pycache__" in parts or parts[-1] == "RECORD":
                continue
            if any(junk.fullmatch("/".join(parts[:depth])) for depth in range(1, len(parts) + 1)):
                continue
            source, place = Path(str(package.locate_file(file))).absolute(), target / Path(*parts)
            place.parent.mkdir(parents=True, exist_ok=True)
            if source.suffix == ".py":
                place.with_suffix(".pyc").symlink_to(compiled(source))
            else:
                place.symlink_to(source)


def main() -> None:
    """Package the app for one system."""
    asked = arguments()
    found, absent = needed(asked.requirements, asked.platform)
    Path("../packaged.json").write_text(
        json.dumps(
            {
                "arguments": sys.argv[1:],
                "absent": sorted(absent),
                "packages": {name: package.version for name, package in sorted(found.items())},
            }
        ),
        encoding="utf-8",
    )
    globs = (PHONE_JUNK if asked.platform in ("iOS", "Android") else JUNK) + asked.cleanup_package_files
    # In the browser the packages lie in the app's own zip, and nobody starts them from there here.
    if asked.platform != "Emscripten":
        site = Path(os.environ["SERIOUS_PYTHON_SITE_PACKAGES"])
        install(list(found.values()), site, re.compile("|".join(map(glob, globs))))
    with TemporaryDirectory() as staged:
        app = Path(os.environ.get("SERIOUS_PYTHON_APP", staged))
        copy(asked.app, app, set(asked.exclude))
        if asked.platform == "Emscripten":
            Path("app").mkdir()
            with zipfile.ZipFile("app/app.zip", "w") as archive:
                for path in sorted(app.rglob("*")):
                    archive.write(path, path.relative_to(app).as_posix())


if __name__ == "__main__":
    if sys.argv[1] == "--version":
        sys.stdout.write('Dart SDK version: 3.12.2 (stable) on "linux_x64"')
    else:
        main()
