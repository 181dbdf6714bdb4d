"""The house rules that no other tool checks: sizes, locks, the two commands, nothing of anybody's machine."""

from __future__ import annotations

import re
import runpy
import subprocess
import tomllib
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.version import VERSION

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-servers.txt")
LINES = 300
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# A path that is somebody's own, and registries and mirrors by address.
PRIVATE = re.compile(
    r"/(?:root|home|Users)/\w|/work/\w|/tmp/\w|[A-Z]:\\Users|file:///|(?:--)?(?:extra-)?index-url[ =]"
)
TEXT = {".py", ".md", ".toml", ".txt", ".sh", ".cfg", ".ini", ".json", ".yml", ".yaml", ""}


def tracked() -> list[Path]:
    """The files of this project that are there: what git tracks, or would track."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def locked(name: str) -> dict[str, list[str]]:
    """The lines of a lock, by package."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = [line.strip().removesuffix("\\").strip() for line in lines if not line.strip().startswith("#")]
    packages: dict[str, list[str]] = {}
    for line in filter(None, wanted):
        if not line.startswith("--hash="):
            packages[re.split(r"==| ", line)[0]] = [line]
        else:
            packages[list(packages)[-1]].append(line)
    return packages


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_one_version_and_its_hashes_and_no_address(name: str) -> None:
    for package, (requirement, *hashes) in locked(name).items():
        assert re.fullmatch(r"[a-z0-9._-]+==[^\s;@]+(?: ; .+)?", requirement), requirement
        assert hashes, package
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in hashes), package
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--find-links|--index|--trusted-host|@ ", text)


def test_each_package_that_the_app_brings_along_is_named_with_its_licence() -> None:
    listed = tomllib.loads((ROOT / "assets/licences/licences.toml").read_text(encoding="utf-8"))["part"]
    names = {
        re.sub(r"[-_. ]+", "-", name.lower()) for one in listed for name in re.split(", | and ", one["name"])
    }
    tools = {"pip", "setuptools"}  # they install it and are no part of it
    assert {re.sub(r"[-_.]+", "-", package) for package in locked("requirements.txt")} - tools <= names
    assert all(one["licence"] and one["what"] for one in listed)
    assert all((ROOT / "assets/licences" / one["text"]).is_file() for one in listed if "text" in one)


def test_both_locks_install_the_same_app() -> None:
    # A tool may need on every system what the app needs on some: the marker after the version may differ.
    run, tests = (
        {package: [line[0].partition(" ;")[0], *line[1:]] for package, line in locked(name).items()}
        for name in LOCKS[:2]
    )
    assert {package: tests.get(package) for package in run} == run


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = PROJECT["project"]
    asked = [*project["dependencies"], *PROJECT["build-system"]["requires"]]
    asked += [needed for extra in project["optional-dependencies"].values() for needed in extra]
    have = [line[0] for line in locked("requirements.txt").values()]
    assert [needed for needed in asked if needed not in have] == []
    dev = [line[0] for line in locked("requirements-dev.txt").values()]
    assert [needed for needed in PROJECT["dependency-groups"]["dev"] if needed not in dev] == []
    servers = [line[0] for line in locked("requirements-servers.txt").values()]
    assert [needed for needed in PROJECT["dependency-groups"]["servers"] if needed not in servers] == []


def test_a_package_that_is_compiled_has_files_for_every_system() -> None:
    """One file would mean the lock was made from one machine's own wheels."""
    for package in ("msgpack", "pydantic-core", "websockets", "uvloop", "cryptography", "sqlcipher3"):
        assert len(locked("requirements.txt")[package]) > 20, package


def test_the_version_is_said_in_one_place() -> None:
    assert PROJECT["project"]["version"] == VERSION
    write = runpy.run_path(str(ROOT / "tools/version.py"))["written"]
    module = (ROOT / "app/version.py").read_text(encoding="utf-8")
    assert write(VERSION, module) == module
    assert 'VERSION = "12.3.4"' in write("12.3.4", module)


@pytest.mark.parametrize("package", ["app", "storage"])
def test_no_module_is_longer_than_it_should_be(package: str) -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / package).rglob("*.py")
    }
    assert {name: length for name, length in lengths.items() if length > LINES} == {}


def test_no_file_tells_of_anybodys_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if path.suffix in TEXT and path != Path(__file__)
        for match in PRIVATE.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    # What the file system of every Linux has in the same place, and the options that keep addresses out.
    allowed = re.compile(r"index-url ?$")
    assert [line for line in found if not allowed.search(line)] == []


def test_the_readme_starts_with_exactly_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    start = readme.split("## Start")[1].split("\n## ")[0]
    blocks = re.findall(r"^```sh\n(.*?)^```", start, flags=re.MULTILINE | re.DOTALL)
    assert [block.strip() for block in blocks[:2]] == ["make run", "make test"]


def test_what_the_readme_links_to_is_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", readme) if not urlsplit(link).scheme]
    assert [link for link in links if not (ROOT / link.split("#")[0]).exists()] == []


def test_each_test_that_a_document_names_is_there() -> None:
    named = re.findall(
        r"`(tests/[\w/]+\.py)(?:::(\w+))?`", (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    )
    assert len(named) > 30
    for path, test in named:
        text = (ROOT / path).read_text(encoding="utf-8")
        assert not test or re.search(rf"def {test}\(", text), f"{path}::{test}"


def test_no_test_is_left_out_or_waits_by_the_clock() -> None:
    forbidden = re.compile(
        r"pytest\.(?:skip|xfail|importorskip)|mark\.(?:skip|skipif|xfail|flaky)|unittest\.skip"
        r"|\btime\.sleep\(|wait_for_timeout\("
    )
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if path != Path(__file__)
        for match in forbidden.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_only_the_journeys_need_a_browser() -> None:
    """The other tests run on a machine with nothing but Python, in seconds."""
    users = [
        path.relative_to(ROOT / "tests").parts[0]
        for path in (ROOT / "tests").rglob("*.py")
        if re.search(r"^(?:from|import) playwright", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    ]
    assert {place for place, _ in groupby(sorted(users))} <= {"journeys", "shots", "shots.py", "bench"}


def test_every_text_field_is_one_that_loses_no_letter() -> None:
    plain = re.compile(r"\b(?:ft|flet)\.(?:Cupertino)?TextField\(")
    found = [
        path.name for path in (ROOT / "app").rglob("*.py") if plain.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_only_the_adapters_know_a_service_of_the_device() -> None:
    """A screen that made one itself would break where the device has none (app/device/service.py)."""
    made = re.compile(
        r"\b(?:AudioRecorder|Battery|Clipboard|Connectivity|FilePicker|Geolocator|HapticFeedback"
        r"|LocalAuthentication|LocalNotifications|PermissionHandler|SecureStorage|SemanticsService|Share"
        r"|SharedPreferences|StoragePaths|UrlLauncher|Wakelock)\("
    )
    calling = re.compile(r"\b(?:ft|flet\w*)\.(?=" + made.pattern + ")")
    found = [
        path.name for path in (ROOT / "app" / "ui").rglob("*.py") if calling.search(path.read_text("utf-8"))
    ]
    assert found == []
    assert calling.search((ROOT / "app" / "device" / "files.py").read_text("utf-8"))
