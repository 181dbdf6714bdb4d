"""The command line: results on stdout, one clear line on stderr for what is refused, nothing half done."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from app import cli, config
from app.services import Door, Services, StoreProblem

NOW = "2026-11-22T12:00-08:00"
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on a fresh data folder, on Sunday 22 November 2026 at 12:00."""
    monkeypatch.setenv(config.NOW_VARIABLE, NOW)
    monkeypatch.setenv(config.DATA_VARIABLE, str(folder))

    def invoke(*args: str) -> Result:
        return CliRunner().invoke(cli.main, args)

    return invoke


@pytest.fixture
def course(run: Run, folder: Path) -> Path:
    """A course from Tuesday on, with one entry and one mark."""
    services = Services.open(folder)
    services.courses.start(date(2026, 11, 22), time(11), (), 6)
    services.courses.begin(1)
    services.courses.mark(1, "own", "floating")
    services.journal.add(4, words="=cmd")
    services.questions.add("", "May I eat?")
    services.close()
    return folder


def moods(folder: Path) -> list[tuple[int, str, datetime]]:
    services = Services.open(folder)
    found = [(e.mood, e.words, e.at) for e in services.journal.recent(100)]
    services.close()
    return found


def content(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def refused(result: Result) -> str:
    """The one line on stderr with which something was refused."""
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.endswith((".", ".)"))
    assert "Traceback" not in line
    return line


def test_a_mood_is_saved_with_its_words(run: Run, folder: Path) -> None:
    result = run("mood", "7", "slept well")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "Saved on this device: mood 7 of 10, Sun 22 Nov 2026, 12:00\n"
    ((mood, words, at),) = moods(folder)
    assert (mood, words) == (7, "slept well")
    assert abs((at - datetime.fromisoformat(NOW)).total_seconds()) < 60


def test_words_can_come_from_stdin_where_no_process_list_shows_them(run: Run, folder: Path) -> None:
    given = "\ufeffMüde, und leer.\nDann Tee.\n".encode()
    result = CliRunner().invoke(cli.main, ["mood", "7", "-"], input=given)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Tee" not in result.stdout
    assert [found[:2] for found in moods(folder)] == [(7, "Müde, und leer.\nDann Tee.")]
    assert CliRunner().invoke(cli.main, ["mood", "6", "-"], input="").exit_code == 0
    assert (6, "") in [found[:2] for found in moods(folder)]


@pytest.mark.parametrize(
    ("given", "why"),
    [(b"\xff\xfe\x00", "UTF-8"), ("😀".encode() * 20_001, "20,000"), (b"a\x00b", "cannot be kept")],
)
def test_words_from_stdin_that_cannot_be_kept_are_refused_whole(
    run: Run, folder: Path, given: bytes, why: str
) -> None:
    run("mood", "3")
    result = CliRunner().invoke(cli.main, ["mood", "7", "-"], input=given)
    assert (result.exit_code, result.stdout) == (1, "")
    assert why in result.stderr
    assert len(moods(folder)) == 1


@pytest.mark.parametrize("mood", ["0", "10"])
def test_both_ends_of_the_scale_are_moods(run: Run, folder: Path, mood: str) -> None:
    assert run("mood", mood).exit_code == 0
    assert moods(folder)[0][0] == int(mood)


def test_a_time_can_be_given(run: Run, folder: Path) -> None:
    assert run("mood", "3", "--at", "yesterday 21:30").exit_code == 0
    assert moods(folder)[0][2] == datetime.fromisoformat("2026-11-21T21:30-08:00")


def test_words_may_begin_with_a_hyphen_and_a_number(run: Run, folder: Path) -> None:
    assert run("mood", "3", "-5 degrees outside").exit_code == 0
    assert moods(folder)[0][1] == "-5 degrees outside"


@pytest.mark.parametrize("mood", ["11", "-1", "-1.5", "7.5", "seven", "", "٧", "1e1", "100", "+7", "007"])
def test_what_is_no_mood_is_refused_and_nothing_is_made(run: Run, folder: Path, mood: str) -> None:
    line = refused(run("mood", mood))
    assert "from 0 to 10" in line
    assert "\ue000" not in line
    assert not folder.exists()


@pytest.mark.parametrize("at", ["tomorrow", "tomorrow 08:00", "2027-01-01 10:00", "13:00", "soon", "-1"])
def test_a_time_to_come_or_none_at_all_is_refused_and_nothing_is_made(
    run: Run, folder: Path, at: str
) -> None:
    refused(run("mood", "7", "--at", at))
    assert not folder.exists()


def test_words_that_are_too_long_are_refused_and_nothing_is_saved(run: Run, folder: Path) -> None:
    assert "shorten" in refused(run("mood", "7", "x" * 20_001))
    assert moods(folder) == []


@pytest.mark.parametrize(
    "args",
    [
        ("mood",),
        ("mood", "7", "a", "b"),
        ("mood", "7", "--when", "now"),
        ("export",),
        ("nonsense",),
        ("run", "x"),
    ],
)
def test_wrong_usage_ends_with_2(run: Run, folder: Path, args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr
    assert not folder.exists()


@pytest.mark.parametrize(
    "args", [("mood", "7"), ("course",), ("export", "--format", "json"), ("sample",), ("doctor",), ("run",)]
)
def test_each_command_takes_a_data_folder_and_refuses_an_empty_name(run: Run, args: tuple[str, ...]) -> None:
    assert "has no name" in refused(run(*args, "--data-dir", ""))


@pytest.mark.parametrize(
    "args", [("mood", "7"), ("sample",), ("run", "--no-browser"), ("mood", "7", "--at", "09:00")]
)
def test_a_data_folder_that_cannot_be_written_is_one_sentence(
    run: Run, tmp_path: Path, args: tuple[str, ...]
) -> None:
    (tmp_path / "file").write_text("in the way")
    line = refused(run(*args, "--data-dir", str(tmp_path / "file")))
    assert "cannot be written" in line
    assert [f.name for f in tmp_path.iterdir()] == ["file"]


def test_the_option_comes_before_the_variable(run: Run, folder: Path, tmp_path: Path) -> None:
    run("mood", "7", "--data-dir", str(tmp_path / "other"))
    assert (tmp_path / "other" / config.STORE).exists()
    assert not folder.exists()


def test_the_course_is_shown_with_dates_progress_and_warnings(run: Run, course: Path) -> None:
    services = Services.open(course)
    services.courses.move(6, services.clock.at(date(2027, 1, 20), time(10)))
    services.close()
    result = run("course")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "0 of 6 done, day 1 of 21"
    assert lines[2].split() == ["1", "Sun", "22", "Nov", "2026,", "12:00", "in", "progress", "(1", "mark)"]
    assert "planned" in lines[3]
    assert "moved (from " in lines[7]
    assert any(line.startswith("Look at: Infusion 6 is on day 60") for line in lines)


def test_looking_at_nothing_makes_nothing(run: Run, folder: Path) -> None:
    assert "No course yet" in run("course").stdout
    assert "nothing to check" in run("doctor").stdout
    assert "nothing to take out" in refused(run("export", "--format", "json"))
    assert not folder.exists()


def test_an_empty_store_has_no_course(run: Run) -> None:
    run("mood", "7")
    assert "No course yet" in run("course").stdout


def test_everything_comes_out_as_json(run: Run, course: Path) -> None:
    whole = json.loads(run("export", "--format", "json").stdout_bytes)
    assert whole["version"] == 1
    assert [e["words"] for e in whole["journal"]] == ["=cmd"]
    assert len(whole["sessions"]) == 6


def test_csv_is_the_journal_unless_another_kind_is_named(run: Run, course: Path) -> None:
    for args, words in (
        ((), "'=cmd"),
        (("--kind", "marks"), "floating"),
        (("--kind", "questions"), "May I eat?"),
    ):
        text = run("export", "--format", "csv", *args).stdout_bytes.decode()
        assert not text.startswith("\ufeff")
        (row,) = csv.DictReader(io.StringIO(text, newline=""))
        assert words in row.values()


def test_a_file_is_written_and_not_replaced_unasked(run: Run, course: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    args = ("export", "--format", "csv", "-o", str(target))
    assert run(*args).stdout == f"Written: {target}\n"
    assert target.read_bytes().startswith(b"\xef\xbb\xbfat,day,mood")
    target.write_text("mine")
    assert "there already" in refused(run(*args))
    assert target.read_text() == "mine"
    assert run(*args, "--force").exit_code == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_folder_gets_one_file_of_each_kind_or_none(run: Run, course: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "infusion-companion-marks.csv").write_text("mine")
    refused(run("export", "--format", "csv", "-o", str(out)))
    assert [f.name for f in out.iterdir()] == ["infusion-companion-marks.csv"]
    (out / "infusion-companion-marks.csv").unlink()
    assert run("export", "--format", "csv", "-o", str(out)).exit_code == 0
    kinds = ("check-ins", "checklists", "course", "journal", "marks", "questions")
    assert sorted(f.name for f in out.iterdir()) == [f"infusion-companion-{kind}.csv" for kind in kinds]
    assert run("export", "--format", "json", "-o", str(out)).exit_code == 0
    assert json.loads((out / "infusion-companion.json").read_text(encoding="utf-8"))["version"] == 1


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--format", "xml"), "no format 'xml'; use csv, json, fhir, pdf or ics"),
        (("--format", "csv", "--kind", "moods"), "no kind 'moods'"),
        (("--format", "json", "--kind", "marks"), "--kind is for csv; leave it out"),
        (("--format", "json", "-o", "missing/out.json"), "cannot be written"),
        (("--format", "json", "-o", ""), "no name"),
    ],
)
def test_an_export_that_cannot_be_is_refused(
    run: Run, course: Path, args: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = content(course)
    assert says in refused(run("export", *args))
    assert content(course) == before
    assert [f.name for f in tmp_path.iterdir()] == ["data"]


def test_an_export_never_replaces_the_store(run: Run, course: Path) -> None:
    for name in (config.STORE, f"{config.STORE}-wal", "sample/companion.db"):
        line = refused(run("export", "--format", "json", "--force", "-o", str(course / name)))
        assert "belongs to the store" in line
    assert moods(course)[0][0] == 4


def test_the_sample_is_made_apart_and_says_how_to_look_at_it(run: Run, folder: Path) -> None:
    run("mood", "7")
    for args in ((), ("--done", "5"), ()):
        result = run("sample", *args)
        assert result.exit_code == 0
        assert str(folder / "sample") in result.stdout
        assert "infusion-companion run --sample" in result.stdout
    assert len(moods(folder)) == 1
    assert len(moods(folder / "sample")) > 30
    assert "from 0 to 6" in refused(run("sample", "--done", "7"))
    assert "from 0 to 6" in refused(run("sample", "--done", "-1"))


def test_a_healthy_store_passes_the_doctor(run: Run, course: Path) -> None:
    result = run("doctor")
    assert (result.exit_code, result.stdout) == (0, f"No problem found in {course / config.STORE}\n")


def damage(folder: Path) -> dict[str, bytes]:
    folder.mkdir(exist_ok=True)
    (folder / config.STORE).write_bytes(b"these were once the words of a diary" * 200)
    return content(folder)


def test_the_doctor_tells_what_is_damaged_and_touches_nothing(run: Run, folder: Path) -> None:
    before = damage(folder)
    result = run("doctor")
    assert result.exit_code == 1
    assert "damaged" in result.stdout
    assert len(result.stderr.splitlines()) == 1
    assert content(folder) == before


@pytest.mark.parametrize("args", [("mood", "7"), ("course",), ("export", "--format", "json")])
def test_a_damaged_store_is_refused_with_its_place_and_left_as_it_is(
    run: Run, folder: Path, args: tuple[str, ...]
) -> None:
    before = damage(folder)
    assert str(folder / config.STORE) in refused(run(*args))
    assert content(folder) == before


def test_the_sample_can_be_made_beside_a_damaged_store(run: Run, folder: Path) -> None:
    before = damage(folder)
    assert run("sample").exit_code == 0
    assert content(folder)[config.STORE] == before[config.STORE]


def test_a_store_of_a_newer_version_is_refused_and_left_as_it_is(run: Run, course: Path) -> None:
    services = Services.open(course)
    services.db.connection.execute("PRAGMA user_version = 99")
    services.close()
    before = content(course)
    for args in (("mood", "7"), ("course",), ("run", "--no-browser")):
        assert "newer version" in refused(run(*args))
    assert content(course) == before


class Served:
    """Stands in for the server: remembers how it was asked, and serves nothing."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[dict[str, Any]] = []
        self.opened: list[object] = []
        monkeypatch.setattr("app.web.serve", self.serve)
        monkeypatch.setattr("app.main.page_main", self.page_main)

    def serve(self, main: object, **how: Any) -> None:
        self.asked.append(how)

    def page_main(self, door: Door, *, sample: bool = False) -> object:
        self.opened += [door.start(), sample]
        return object()


def test_run_serves_the_store_and_closes_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Served(monkeypatch)
    assert run("run", "--port", "9000", "--no-browser").exit_code == 0
    assert served.asked == [{"port": 9000, "open_browser": False}]
    assert isinstance(served.opened[0], Services)
    with pytest.raises(Exception, match="closed"):
        served.opened[0].journal.count()


def test_run_can_begin_with_the_sample(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Served(monkeypatch)
    assert run("run", "--sample").exit_code == 0
    assert served.asked == [{"port": None, "open_browser": True}]
    assert served.opened[1] is True


def test_run_starts_over_a_damaged_store_so_that_there_is_a_choice(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = damage(folder)
    served = Served(monkeypatch)
    assert run("run").exit_code == 0
    assert isinstance(served.opened[0], StoreProblem)
    assert content(folder) == before


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80.5", "http", ""])
def test_a_port_that_cannot_be_is_refused(run: Run, folder: Path, port: str) -> None:
    assert "from 1 to 65535" in refused(run("run", "--port", port))
    assert not folder.exists()


def test_what_the_server_refuses_is_told_in_its_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from app import web

    def taken(main: object, **_: object) -> None:
        raise web.CannotServe("Port 9000 is in use by another program.")

    monkeypatch.setattr("app.web.serve", taken)
    assert "in use" in refused(run("run", "--port", "9000"))


def test_without_the_web_parts_run_says_so(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "app.web", raising=False)
    monkeypatch.setitem(sys.modules, "flet_web", None)
    monkeypatch.setitem(sys.modules, "flet_web.fastapi", None)
    assert "flet-web is not installed" in refused(run("run"))
    assert not folder.exists()


def test_what_the_system_refuses_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "companion.db")

    monkeypatch.setattr(Services, "open", full)
    assert "No space left on device (companion.db)" in refused(run("mood", "7"))


def test_a_mistake_of_ours_is_not_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Services, "open", broken)
    assert isinstance(run("mood", "7").exception, ZeroDivisionError)


def test_each_command_explains_itself(run: Run, folder: Path) -> None:
    whole = run("--help").stdout
    for name, command in cli.main.commands.items():
        assert name in whole
        text = run(name, "--help").stdout
        assert "--data-dir" in text
        assert isinstance(command, click.Command)
    every = {
        "run",
        "mood",
        "check-in",
        "course",
        "export",
        "sample",
        "doctor",
        "passcode",
        "backup",
        "restore",
        "import",
        "open",
        "connect",
        "sync",
    }
    assert set(cli.main.commands) == every
    assert "0.1.0" in run("--version").stdout
    assert not folder.exists()


def test_the_other_commands_need_neither_flet_nor_the_server(folder: Path) -> None:
    code = (
        "import sys, app.cli; print(sorted(m for m in ('flet', 'uvicorn', 'flet_web') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def program(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, config.DATA_VARIABLE: str(folder), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "app", *args]
    return subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8")


def test_as_a_program_it_saves_refuses_and_never_shows_a_traceback(folder: Path) -> None:
    saved = program(folder, "mood", "7", "Größe 🌱")
    assert (saved.returncode, saved.stderr) == (0, "")
    wrong = program(folder, "mood", "11")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr == "A mood is a whole number from 0 to 10, not '11'.\n"
    out = program(folder, "export", "--format", "csv")
    assert "Größe 🌱" in out.stdout
    assert [m[:2] for m in moods(folder)] == [(7, "Größe 🌱")]


def test_a_console_without_the_letters_still_gets_its_answer(folder: Path) -> None:
    environment = {**os.environ, config.DATA_VARIABLE: str(folder), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "app", "mood", "🌱"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "from 0 to 10" in done.stderr
