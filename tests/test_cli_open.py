"""`open`: a shared summary is followed; a bad file is refused in one line and makes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import cli, cli_common, cli_data, config
from app.services import Services

NOW = datetime.fromisoformat("2026-11-22T12:00-08:00")
PHRASE = "correct horse battery staple"
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv(config.NOW_VARIABLE, NOW.isoformat())
    monkeypatch.setenv(config.DATA_VARIABLE, str(folder))

    def invoke(*args: str, phrase: str | None = PHRASE) -> Result:
        env = {cli_data.PASSPHRASE: phrase, cli_common.PASSCODE: None}
        return CliRunner().invoke(cli.main, args, env=env)

    return invoke


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """What a patient shared."""
    patient = Services.open(tmp_path / "patient", now=lambda: NOW)
    patient.shares.cost = 1_000
    patient.journal.add(6)
    share = patient.shares.new("Sam", called="Alex", ends_on=date(2026, 11, 30))
    made = tmp_path / "alex.icsummary"
    made.write_bytes(patient.shares.seal(share, PHRASE))
    patient.close()
    return made


def refused(result: Result) -> str:
    assert result.exit_code == 1, result.output
    (line,) = result.stderr.splitlines()
    assert line.endswith(".")
    return line


def test_it_says_who_made_when_and_until_when(run: Run, file: Path, folder: Path) -> None:
    for _ in range(2):  # the same file once more changes nothing
        result = run("open", str(file))
        assert result.exit_code == 0, result.output
        assert result.stdout.splitlines() == [
            "Followed: Alex",
            "Made: Sun 22 Nov 2026, 12:00",
            "Can be seen until: Mon 30 Nov 2026, 23:59",
        ]
    with cli_common.opened(folder) as services:
        assert [one.name for one in services.following.all()] == ["Alex"]


def test_an_ended_one_says_so(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(config.NOW_VARIABLE, "2026-12-02T12:00-08:00")
    assert "It has ended" in run("open", str(file)).stdout


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "not a summary"), (b"no summary at all", "not a summary"), (None, "damaged")]
)
def test_a_bad_file_is_refused_and_makes_no_store(
    run: Run, file: Path, folder: Path, content: bytes | None, words: str
) -> None:
    file.write_bytes(file.read_bytes()[:-400] if content is None else content)
    line = refused(run("open", str(file)))
    assert words in line or "does not open" in line
    assert not folder.exists()


def test_a_wrong_passphrase_or_none_makes_no_store(run: Run, file: Path, folder: Path) -> None:
    assert "does not open" in refused(run("open", str(file), phrase="another one"))
    assert cli_data.PASSPHRASE in refused(run("open", str(file), phrase=None))
    assert not folder.exists()


def test_a_file_that_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    assert "cannot be read" in refused(run("open", str(tmp_path / "nothing")))
