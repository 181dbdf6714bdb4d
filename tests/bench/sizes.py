"""How much Python a phone is given: the app's own files as they ship, and each package beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import Distribution
from pathlib import Path

from tests.bench.measure import Figure
from tests.packaging.stubs.dart import PHONE_JUNK, compiled, glob, install, needed
from tests.test_architecture import PROJECT, ROOT, tracked

_SYSTEM = "Android"
# Smaller packages are counted together.
_SMALL = 0.02
_JUNK = re.compile("|".join(map(glob, [*PHONE_JUNK, *PROJECT["tool"]["flet"]["cleanup"]["package_files"]])))


def _own() -> dict[str, float]:
    """The size in MB of each part of the project that ships, compiled as it ships."""
    left_out = PROJECT["tool"]["flet"]["app"]["exclude"]
    parts: dict[str, float] = {}
    for path in tracked():
        top, *below = path.relative_to(ROOT).parts
        if top not in left_out and not top.startswith("."):
            ships, part = compiled(path) if path.suffix == ".py" else path, top if below else "single files"
            parts[part] = parts.get(part, 0) + ships.stat().st_size / 1e6
    return parts


def _laid(package: Distribution, folder: Path) -> float:
    """The size in MB of a package without what is thrown out."""
    install([package], folder, _JUNK)
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def sizes(folder: Path) -> Iterator[Figure]:
    """The whole beside Flet alone, then its parts beside the whole, the largest first.

    Args:
        folder: an empty one.
    """
    asked = PROJECT["project"]["dependencies"]
    packages, _ = needed(asked, _SYSTEM)
    laid = {name: _laid(package, folder / name) for name, package in packages.items()}
    bare, _ = needed([one for one in asked if one.startswith("flet==")], _SYSTEM)
    own = _own()
    whole = sum(own.values()) + sum(laid.values())
    yield Figure("Python on a phone", whole, sum(laid[name] for name in bare), "MB", None,
                 "Flet alone; native parts are those of this machine")  # fmt: skip
    for name, size in sorted(own.items(), key=lambda one: -one[1]):
        yield Figure(f"… ours: {name}", size, whole, "MB", None, "the whole")
    small = {name for name, size in laid.items() if size < _SMALL * whole}
    for name, size in sorted(laid.items(), key=lambda one: -one[1]):
        if name not in small:
            yield Figure(f"… {name} {packages[name].version}", size, whole, "MB", None, "the whole")
    rest = sum(laid[name] for name in small)
    yield Figure(f"… {len(small)} smaller packages", rest, whole, "MB", None, "the whole")
