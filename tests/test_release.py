"""The release workflow tests first, builds all, pins what it uses; the stores are told what fits."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.test_architecture import ROOT

FOLDER = ROOT / ".github/workflows"
FILES = sorted(FOLDER.glob("*.yml"))
LISTING = (ROOT / "docs/release.md").read_text(encoding="utf-8")


def read(path: Path) -> dict[Any, Any]:
    loaded: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


RELEASE = read(FOLDER / "release.yml")


def steps() -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{path.name} {name}", step)
        for path in FILES
        for name, job in read(path)["jobs"].items()
        for step in job["steps"]
    ]


def test_each_workflow_is_what_github_reads() -> None:
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.github-workflows",
        *FILES,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_foreign_step_is_pinned_to_a_commit_and_says_its_version() -> None:
    for path in FILES:
        for line in path.read_text(encoding="utf-8").splitlines():
            if "uses:" in line:
                assert re.search(r"uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_nothing_that_somebody_else_can_name_runs_as_a_command() -> None:
    """Such as a tag called `$(…)`: values come by the environment (GitHub's security hardening guide)."""
    assert [where for where, step in steps() if "${{" in step.get("run", "")] == []


def test_a_secret_reaches_the_one_step_that_needs_it_and_no_output() -> None:
    for where, step in steps():
        if step.get("run"):
            secret = [name for name, value in step.get("env", {}).items() if "secrets." in str(value)]
            told = re.findall(r"\b(?:echo|ls|cat|Write-Host)\s[^\n]*", step["run"])
            assert [line for line in told for name in secret if re.search(rf"\b{name}\b", line)] == [], where
    for path in FILES:
        workflow = read(path)
        assert "secrets." not in json.dumps(workflow.get("env", {}))
        assert all("secrets." not in json.dumps(job.get("env", {})) for job in workflow["jobs"].values())


def test_who_builds_may_only_read_and_who_drafts_may_only_write_the_release() -> None:
    for path in FILES:
        workflow = read(path)
        assert workflow["permissions"] == {"contents": "read"}
        allowed = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
        assert allowed == ({"draft": {"contents": "write"}} if path.stem == "release" else {})


def test_no_checkout_leaves_the_key_of_the_repository_behind() -> None:
    for where, step in steps():
        if "actions/checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False, where


def test_nothing_is_built_before_every_test_passed() -> None:
    assert RELEASE["jobs"]["test"]["steps"][-1]["run"] == "make test"
    assert {name: job.get("needs") for name, job in RELEASE["jobs"].items()} == {
        "test": None,
        "build": "test",
        "bill": "test",
        "draft": ["build", "bill"],
    }


def test_all_six_systems_are_built_and_each_on_its_own() -> None:
    built = {
        one["target"]: one["runner"] for one in RELEASE["jobs"]["build"]["strategy"]["matrix"]["include"]
    }
    assert set(built) == {"apk", "aab", "ipa", "macos", "windows", "linux", "web"}
    assert built["ipa"].startswith("macos")
    assert built["macos"].startswith("macos")
    assert built["windows"].startswith("windows")


def test_every_job_ends_by_itself() -> None:
    for path in FILES:
        assert all(job["timeout-minutes"] <= 90 for job in read(path)["jobs"].values())


def test_what_is_built_is_what_was_tested() -> None:
    build = "\n".join(step.get("run", "") for step in RELEASE["jobs"]["build"]["steps"])
    assert "--require-hashes --no-deps -r requirements-dev.txt" in build
    assert "PIP_CONSTRAINT" in build
    assert "--template .template" in build
    for tool in re.findall(r"python (tools/\w+\.py)", build):
        assert (ROOT / tool).is_file(), tool


def test_a_release_has_checksums_and_says_what_it_is_made_of() -> None:
    jobs = RELEASE["jobs"]
    assert "cyclonedx_py environment" in jobs["bill"]["steps"][-2]["run"]
    assert "sha256sum" in jobs["draft"]["steps"][-1]["run"]
    assert "--draft" in jobs["draft"]["steps"][-1]["run"]


def test_each_secret_of_the_workflow_is_told_to_the_maintainer() -> None:
    used = set(re.findall(r"secrets\.([A-Z_0-9]+)", (FOLDER / "release.yml").read_text(encoding="utf-8")))
    assert used == set(re.findall(r"`((?:ANDROID|APPLE|WINDOWS)_[A-Z_0-9]+)`", LISTING))


@pytest.mark.parametrize(
    ("heading", "most"), [("Short, for Google", 80), ("Subtitle", 30), ("Keywords", 100), ("Long", 4_000)]
)
def test_a_text_for_the_stores_fits(heading: str, most: int) -> None:
    found = re.search(rf"^{heading}[^\n]*up to ([\d,]+)\):\n\n((?:>[^\n]*\n)+)", LISTING, flags=re.MULTILINE)
    assert found is not None
    assert int(found[1].replace(",", "")) == most
    text = re.sub(r"^> ?", "", found[2], flags=re.MULTILINE).strip()
    assert 0 < len(text) <= most


def test_the_name_in_the_stores_is_the_products() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    name = project["tool"]["flet"]["product"]
    assert f"**{name}**" in LISTING
    assert len(name) <= 30


def test_the_stores_are_promised_no_treatment() -> None:
    text = LISTING.lower()
    assert "not a medical device" in text
    for word in ("cure", "heals", "clinically proven", "guarantee"):
        assert word not in text
