"""The command line asks for the passcode where there is one, takes none as an argument, and manages it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import cli, config
from app.services import Services
from storage import files, vault
from storage.engine import is_plain
from storage.vault import Cost

PASS = "heron lamp"
NAMES = {
    "passcode": "INFUSION_COMPANION_PASSCODE",
    "new": "INFUSION_COMPANION_NEW_PASSCODE",
    "code": "INFUSION_COMPANION_RECOVERY_CODE",
}
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with one entry."""
    services = Services.open(tmp_path / "data")
    services.journal.add(6, words="a marker nobody else would write")
    services.close()
    return tmp_path / "data"


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command with secrets in the environment: run("mood", "7", passcode="1234")."""
    monkeypatch.setattr(vault, "COST", Cost(2))
    monkeypatch.setenv(config.DATA_VARIABLE, str(folder))
    for name in NAMES.values():
        monkeypatch.delenv(name, raising=False)

    def invoke(*args: str, **secrets: str) -> Result:
        env = {NAMES[name]: value for name, value in secrets.items()}
        return CliRunner().invoke(cli.main, args, env=env)

    return invoke


@pytest.fixture
def code(run: Run) -> str:
    """Sets the passcode; gives the recovery code."""
    done = run("passcode", "set", passcode=PASS)
    assert done.exit_code == 0, done.stderr
    found = re.search(r"Recovery code: (\S+)$", done.stdout, flags=re.MULTILINE)
    assert found
    return found[1]


def refused(result: Result) -> str:
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.endswith(".")
    return line


def test_set_encrypts_and_shows_the_recovery_code_once(run: Run, folder: Path, code: str) -> None:
    assert len(code) == 39
    assert is_plain(folder / config.STORE) is False
    assert run("mood", "7", passcode=PASS).exit_code == 0


@pytest.mark.parametrize("args", [("mood", "7"), ("course",), ("export", "--format", "json")])
def test_each_command_that_opens_the_store_asks(run: Run, code: str, args: tuple[str, ...]) -> None:
    assert "INFUSION_COMPANION_PASSCODE" in refused(run(*args))
    assert "not the passcode" in refused(run(*args, passcode="wrong"))
    assert run(*args, passcode=PASS).exit_code == 0


def test_what_needs_no_passcode_asks_for_none(run: Run, code: str) -> None:
    assert run("sample").exit_code == 0
    assert run("--version").exit_code == 0


def test_wrong_ones_wait_over_several_runs(run: Run, code: str) -> None:
    for _ in range(4):
        refused(run("mood", "7", passcode="wrong"))
    assert "wait" in refused(run("mood", "7", passcode=PASS))


def test_at_a_terminal_it_is_asked_for_unseen_and_not_on_stdout(
    run: Run, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, bool, bool]] = []

    def prompt(what: str, *, hide_input: bool, confirmation_prompt: bool, err: bool) -> str:
        asked.append((what, hide_input, err))
        return PASS

    monkeypatch.setattr("app.cli_common.click.prompt", prompt)
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    assert run("mood", "7").exit_code == 0
    assert asked == [("Passcode", True, True)]


def test_change_keeps_the_code_and_ends_the_old_passcode(run: Run, code: str, folder: Path) -> None:
    assert run("passcode", "change", passcode=PASS, new="quiet seven").exit_code == 0
    refused(run("mood", "7", passcode=PASS))
    assert run("mood", "7", passcode="quiet seven").exit_code == 0
    assert run("passcode", "recover", code=code, new="third one").exit_code == 0


def test_recover_sets_a_new_passcode_and_a_new_code(run: Run, code: str) -> None:
    done = run("passcode", "recover", code=code.lower(), new="quiet seven")
    assert done.exit_code == 0
    assert code not in done.stdout
    assert run("mood", "7", passcode="quiet seven").exit_code == 0
    assert "not the recovery code" in refused(run("passcode", "recover", code=code, new="third one"))


def test_a_new_code_ends_the_old_one(run: Run, code: str) -> None:
    done = run("passcode", "code", passcode=PASS)
    assert "Recovery code: " in done.stdout
    refused(run("passcode", "recover", code=code, new="third one"))


def test_off_decrypts_and_asks_no_more(run: Run, code: str, folder: Path) -> None:
    assert "not the passcode" in refused(run("passcode", "off", passcode="wrong"))
    assert run("passcode", "off", passcode=PASS).exit_code == 0
    assert is_plain(folder / config.STORE)
    assert not files.has_vault(folder / config.STORE)
    assert run("mood", "7").exit_code == 0


def test_what_cannot_be_is_refused_and_changes_nothing(run: Run, folder: Path) -> None:
    assert "at least 4" in refused(run("passcode", "set", passcode="123"))
    for action in ("change", "off", "code", "recover"):
        assert "no passcode" in refused(run("passcode", action, passcode=PASS))
    assert not files.has_vault(folder / config.STORE)


def test_a_second_set_and_a_weak_change_are_refused(run: Run, code: str) -> None:
    assert "already" in refused(run("passcode", "set", passcode="another"))
    assert "at least 4" in refused(run("passcode", "change", passcode=PASS, new="12"))
    assert run("mood", "7", passcode=PASS).exit_code == 0


def test_a_weak_one_is_accepted_with_a_word_on_stderr(run: Run) -> None:
    done = run("passcode", "set", passcode="1234")
    assert done.exit_code == 0
    assert "first that people try" in done.stderr


def test_without_data_there_is_nothing_to_protect(run: Run, tmp_path: Path) -> None:
    assert "nothing to protect" in refused(run("passcode", "set", "--data-dir", str(tmp_path / "none")))


def test_it_is_never_taken_as_an_argument(run: Run) -> None:
    assert run("passcode", "set", PASS).exit_code == 2
    assert run("mood", "7", "--passcode", PASS).exit_code == 2


def test_a_passcode_from_a_pipe_is_not_waited_for(run: Run, code: str) -> None:
    result = CliRunner().invoke(cli.main, ["mood", "7"], input=PASS)
    assert "INFUSION_COMPANION_PASSCODE" in refused(result)
