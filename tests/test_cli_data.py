"""`backup` and `restore`: the passphrase is never an argument, a preview comes first, nothing half done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import cli, cli_common, cli_data, config
from app.services import Services
from storage import vault
from storage.vault import Cost

NOW = "2026-11-22T12:00-08:00"
PHRASE = "correct horse battery staple"
MARKER = "zebra-in-the-kitchen"
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(vault, "COST", Cost(2**4))
    monkeypatch.setenv(config.NOW_VARIABLE, NOW)
    monkeypatch.setenv(config.DATA_VARIABLE, str(folder))

    def invoke(*args: str, phrase: str | None = PHRASE, **more: object) -> Result:
        env = {cli_data.PASSPHRASE: phrase, cli_common.PASSCODE: None, **more.pop("env", {})}  # type: ignore[dict-item]
        return CliRunner().invoke(cli.main, args, env=env, **more)  # type: ignore[arg-type]

    return invoke


@pytest.fixture
def file(run: Run, folder: Path, tmp_path: Path) -> Path:
    """A backup of a store with two entries, which is still there."""
    for mood, words in (("7", MARKER), ("3", "low")):
        assert run("mood", mood, words).exit_code == 0
    assert run("backup", str(tmp_path / "mine.icbackup")).exit_code == 0
    return tmp_path / "mine.icbackup"


def moods(folder: Path) -> list[int]:
    services = Services.open(folder)
    found = [entry.mood for entry in services.journal.recent(100)]
    services.close()
    return sorted(found)


def refused(result: Result) -> str:
    assert result.exit_code == 1, result.output
    (line,) = result.stderr.splitlines()
    assert line.endswith((".", ".)"))
    return line


def test_a_backup_is_written_for_its_owner_alone(run: Run, folder: Path, tmp_path: Path) -> None:
    run("mood", "7", MARKER)
    result = run("backup", str(tmp_path / "b"))
    assert (result.exit_code, result.stdout) == (0, f"Written: {tmp_path / 'b'}\n")
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600
    assert MARKER.encode() not in (tmp_path / "b").read_bytes()
    assert PHRASE not in result.output


def test_everything_is_brought_back_into_an_empty_folder(run: Run, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "new"
    result = run("restore", str(file), "--yes", "--data-dir", str(target))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "In the backup: 2 entries, 0 sessions, made on Sun 22 Nov 2026, 12:00",
        "Not here now: 2 of 2 records",
        "2 records brought back.",
    ]
    assert moods(target) == [3, 7]


def test_it_is_brought_back_beside_what_is_there_and_again_changes_nothing(
    run: Run, file: Path, folder: Path
) -> None:
    run("mood", "9")
    assert run("restore", str(file), "--yes").stdout.endswith("Everything was here already.\n")
    assert moods(folder) == [3, 7, 9]


def test_without_yes_and_without_a_terminal_nothing_is_changed(run: Run, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "new"
    result = run("restore", str(file), "--data-dir", str(target))
    assert "--yes" in refused(result)
    assert result.stdout.startswith("In the backup: 2 entries")
    assert moods(target) == []


@pytest.mark.parametrize(("answer", "after"), [("n\n", []), ("y\n", [3, 7])])
def test_at_a_terminal_it_is_asked_first(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, after: list[int]
) -> None:
    monkeypatch.setattr("app.cli_data._is_terminal", lambda: True)
    target = tmp_path / "new"
    result = run("restore", str(file), "--data-dir", str(target), input=answer)
    assert result.exit_code == (0 if after else 1)
    assert "Bring it back?" in result.stderr
    assert moods(target) == after


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda content: content[:-1], "damaged"),
        (lambda content: content[:200] + bytes([content[200] ^ 1]) + content[201:], "damaged"),
        (lambda content: b"", "not a backup"),
        (lambda content: b"%PDF-1.7 and more", "not a backup"),
        (lambda content: content[:8] + b"\x00\x02" + content[10:], "newer version"),
    ],
)
def test_a_file_that_is_no_whole_backup_is_refused_and_nothing_is_made(
    run: Run, file: Path, tmp_path: Path, change: Callable[[bytes], bytes], says: str
) -> None:
    file.write_bytes(change(file.read_bytes()))
    result = run("restore", str(file), "--yes", "--data-dir", str(tmp_path / "new"))
    assert says in refused(result)
    assert result.stdout == ""
    assert not (tmp_path / "new").exists()


def test_a_wrong_passphrase_is_refused_and_nothing_is_made(run: Run, file: Path, tmp_path: Path) -> None:
    result = run("restore", str(file), "--yes", "--data-dir", str(tmp_path / "new"), phrase="another one")
    assert "not the passphrase" in refused(result)
    assert not (tmp_path / "new").exists()


def test_a_file_that_is_too_large_is_not_read(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.backup.MOST_FILE", 100)
    assert "too large" in refused(run("restore", str(file), "--yes"))


def test_what_cannot_be_read_or_written_is_refused(
    run: Run, file: Path, tmp_path: Path, folder: Path
) -> None:
    assert "cannot be read" in refused(run("restore", str(tmp_path / "nowhere"), "--yes"))
    assert "cannot be read" in refused(run("restore", str(tmp_path), "--yes"))
    assert "no name" in refused(run("restore", " ", "--yes"))
    assert "is a folder" in refused(run("backup", str(tmp_path)))
    assert "cannot be written" in refused(run("backup", str(tmp_path / "no" / "such")))
    assert "there already" in refused(run("backup", str(file)))
    before = file.read_bytes()
    assert run("backup", str(file), "--force").exit_code == 0
    assert file.read_bytes() != before


@pytest.mark.parametrize("name", ["companion.db", "companion.tries", "copies/companion-20261122-200000.db"])
def test_the_stores_own_files_are_never_written_over(run: Run, file: Path, folder: Path, name: str) -> None:
    own = folder / name
    own.parent.mkdir(exist_ok=True)
    if not own.exists():
        own.write_bytes(b"own")
    before = own.read_bytes()
    assert "belongs to the store" in refused(run("backup", str(own), "--force"))
    assert own.read_bytes() == before


@pytest.mark.parametrize("phrase", ["", "short"])
def test_a_passphrase_that_is_too_short_writes_no_file(run: Run, tmp_path: Path, phrase: str) -> None:
    run("mood", "7")
    assert "at least 8" in refused(run("backup", str(tmp_path / "b"), phrase=phrase))
    assert not (tmp_path / "b").exists()


def test_without_a_passphrase_and_a_terminal_one_line_says_how(run: Run, file: Path, tmp_path: Path) -> None:
    assert cli_data.PASSPHRASE in refused(run("backup", str(tmp_path / "b"), phrase=None))
    assert cli_data.PASSPHRASE in refused(run("restore", str(file), "--yes", phrase=None))


def test_without_data_there_is_nothing_to_back_up(run: Run, folder: Path, tmp_path: Path) -> None:
    assert "nothing to back up" in refused(run("backup", str(tmp_path / "b")))
    assert not folder.exists()


def test_a_store_with_a_passcode_asks_for_that_too(
    run: Run, file: Path, folder: Path, tmp_path: Path
) -> None:
    code = {"env": {cli_common.PASSCODE: "heron lamp"}}
    assert run("passcode", "set", **code).exit_code == 0
    refused(run("backup", str(tmp_path / "b")))
    refused(run("restore", str(file), "--yes"))
    assert not (tmp_path / "b").exists()
    assert run("backup", str(tmp_path / "b"), **code).exit_code == 0
    assert run("restore", str(tmp_path / "b"), "--yes", **code).exit_code == 0


@pytest.fixture
def fhir(run: Run, folder: Path, tmp_path: Path) -> Path:
    """A FHIR file of a store with two entries, which is still there."""
    for mood, words in (("7", MARKER), ("3", "low")):
        assert run("mood", mood, words).exit_code == 0
    target = tmp_path / "mine.fhir.json"
    result = run("export", "--format", "fhir", "-o", str(target))
    assert (result.exit_code, result.stdout) == (0, f"Written: {target}\n")
    return target


def test_a_fhir_file_is_brought_into_an_empty_folder_and_again_changes_nothing(
    run: Run, fhir: Path, tmp_path: Path
) -> None:
    assert fhir.stat().st_mode & 0o777 == 0o600
    target = tmp_path / "new"
    result = run("import", str(fhir), "--yes", "--data-dir", str(target))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "In the file: 2 entries, 0 sessions, made on Sun 22 Nov 2026, 12:00",
        "Not here now: 2 of 2 records",
        "2 records brought back.",
    ]
    assert moods(target) == [3, 7]
    again = run("import", str(fhir), "--yes", "--data-dir", str(target))
    assert again.stdout.endswith("Everything was here already.\n")


def test_what_of_a_fhir_file_cannot_be_read_is_told_before_and_after(
    run: Run, fhir: Path, tmp_path: Path
) -> None:
    fhir.write_text(fhir.read_text(encoding="utf-8").replace('"valueInteger":7', '"valueInteger":70'))
    result = run("import", str(fhir), "--yes", "--data-dir", str(tmp_path / "new"))
    assert result.stdout.splitlines()[-2:] == [
        "Cannot be read, and stays out: 1",
        "1 record brought back. 1 record could not be read.",
    ]
    assert moods(tmp_path / "new") == [3]


@pytest.mark.parametrize(("answer", "after"), [("n\n", []), ("y\n", [3, 7]), (None, [])])
def test_a_fhir_file_is_brought_in_for_who_wants_it(
    run: Run,
    fhir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str | None,
    after: list[int],
) -> None:
    monkeypatch.setattr("app.cli_data._is_terminal", lambda: answer is not None)
    target = tmp_path / "new"
    result = run("import", str(fhir), "--data-dir", str(target), input=answer)
    assert result.exit_code == (0 if after else 1)
    assert ("Bring it in?" if answer else "add --yes to bring it in") in result.stderr
    assert moods(target) == after


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><p>Sign in", "is a web page"),
        (b'{"resourceType": "Bundle", "type": "collection"}', "no record of this app"),
        (b"\x89ICB\r\n\x1a\n", "a sealed backup"),
    ],
)
def test_a_file_that_cannot_be_imported_is_refused_and_nothing_is_made(
    run: Run, tmp_path: Path, content: bytes, says: str
) -> None:
    (tmp_path / "other").write_bytes(content)
    result = run("import", str(tmp_path / "other"), "--yes", "--data-dir", str(tmp_path / "new"))
    assert says in refused(result)
    assert result.stdout == ""
    assert not (tmp_path / "new").exists()


def test_a_fhir_file_that_cannot_be_read_is_one_line(
    run: Run, fhir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "cannot be read" in refused(run("import", str(tmp_path / "nowhere"), "--yes"))
    assert "no name" in refused(run("import", " ", "--yes"))
    monkeypatch.setattr("app.services.fhir_reading.MOST_FILE", 100)
    assert "too large to be a FHIR file" in refused(run("import", str(fhir), "--yes"))


def test_an_empty_store_makes_no_fhir_file(run: Run, folder: Path) -> None:
    assert "no data in" in refused(run("export", "--format", "fhir"))
    Services.open(folder).close()
    assert "nothing to write yet" in refused(run("export", "--format", "fhir"))
