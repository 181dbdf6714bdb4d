"""Everything that a phone is given is Python alone, or in the set that Flet has for phones."""

from __future__ import annotations

import runpy
import tomllib
from importlib.metadata import Distribution, distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.packaging.stubs.dart import needed
from tests.test_architecture import PROJECT, ROOT, locked

MOBILE = tomllib.loads((ROOT / "tools/mobile.toml").read_text(encoding="utf-8"))
FLET = PROJECT["tool"]["flet"]
PHONES = {"Android": "android", "iOS": "ios"}


def phone_packages(system: str) -> tuple[dict[str, Distribution], list[str]]:
    """What a phone of one system is given, and what of it is not installed here."""
    return needed([*PROJECT["project"]["dependencies"], *FLET[PHONES[system]]["dependencies"]], system)


def is_pure(package: Distribution) -> bool:
    """Whether the wheel that is installed here holds Python alone."""
    return "-none-any" in (package.read_text("WHEEL") or "")


def trouble(package: Distribution) -> str | None:
    """Why a phone cannot have a package, or None where it can."""
    name = canonicalize_name(package.name)
    if is_pure(package) or name in MOBILE["native"]:
        return None
    if MOBILE["also_pure"].get(name) == package.version:
        return None
    return f"{name} {package.version} has native parts, and phones have none of it"


@pytest.mark.parametrize("system", PHONES)
def test_no_package_of_a_phone_has_native_parts_that_phones_lack(system: str) -> None:
    packages, _ = phone_packages(system)
    assert [found for found in map(trouble, packages.values()) if found] == []


@pytest.mark.parametrize("name", ["pydantic-core", "sqlcipher3", "uvloop"])
def test_a_package_that_phones_lack_would_be_refused(name: str) -> None:
    assert trouble(distribution(name))


@pytest.mark.parametrize("system", PHONES)
def test_whoever_needs_a_native_package_accepts_the_version_that_phones_have(system: str) -> None:
    packages, _ = phone_packages(system)
    asked = [(name, Requirement(line)) for name, one in packages.items() for line in one.requires or []]
    asked += [("this project", Requirement(line)) for line in PROJECT["project"]["dependencies"]]
    refused = [
        f"{who} needs {need}"
        for who, need in asked
        if (has := MOBILE["native"].get(canonicalize_name(need.name)))
        and not (need.marker and "extra" in str(need.marker))
        and not need.specifier.contains(has)
    ]
    assert refused == []


@pytest.mark.parametrize("system", PHONES)
def test_what_a_phone_is_given_is_locked_or_an_extension_of_flets(system: str) -> None:
    packages, absent = phone_packages(system)
    lock = {
        name: lines[0].partition("==")[2].partition(" ")[0]
        for name, lines in locked("requirements.txt").items()
    }
    assert {name: one.version for name, one in packages.items() if lock.get(name) != one.version} == {}
    pinned = dict(line.split("==") for line in FLET[PHONES[system]]["dependencies"])
    assert {name: pinned[name] for name in absent} == MOBILE["extensions"]
    assert set(MOBILE["extensions"].values()) == {lock["flet"]}


def test_the_list_names_nothing_that_is_not_needed() -> None:
    needed_here = set(phone_packages("Android")[0])
    assert {*MOBILE["native"], *MOBILE["also_pure"]} <= needed_here


def test_a_release_takes_the_locked_versions_of_everything_but_what_phones_have_their_own_of() -> None:
    write = runpy.run_path(str(ROOT / "tools/constraints.py"))["constraints"]
    lock = locked("requirements.txt")
    lines = write((ROOT / "requirements.txt").read_text(encoding="utf-8"), set(MOBILE["native"]))
    assert lines == [pinned for name, (pinned, *_) in lock.items() if name not in MOBILE["native"]]
    assert "flet==1.0.5" in lines
