"""`check-in`: every answer is one that there is, help comes before the total, nothing half typed is saved."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import cli, config
from app.clinic import synchronizer
from app.clinic.synchronizer import Connection
from app.services import Services

NOW = "2026-11-22T12:00-08:00"
TOMORROW = "2026-11-23T12:00-08:00"
ZEROS = ["0"] * 10
HELP = "You can talk to someone now."
TELLS_NO_ONE = "This app tells no one"
TOTAL = re.compile(r"Your total is \d+|\d of 9 answered")
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv(config.DATA_VARIABLE, str(folder))

    def invoke(*args: str, typed: str | None = None, now: str = NOW) -> Result:
        monkeypatch.setenv(config.NOW_VARIABLE, now)
        return CliRunner().invoke(cli.main, ["check-in", *args], input=typed)

    return invoke


def answers(folder: Path, which: str = "phq9") -> dict[str, int]:
    """Of the open one, else of the newest."""
    services = Services.open(folder)
    found = services.checkins.open(which) or services.checkins.newest(which)
    services.close()
    return {given.item: given.value for given in found.answers} if found else {}


def helped_first(result: Result) -> None:
    """Help stands before any total, with several ways to reach someone."""
    assert result.exit_code == 0, result.output
    found = TOTAL.search(result.stdout)
    assert found is not None
    before = result.stdout[: found.start()]
    assert HELP in before
    assert TELLS_NO_ONE in before
    assert before.count("Call ") >= 4
    assert "988" in before
    assert "Call emergency: 911" in before
    assert result.stdout.count(HELP) == 1


def refused(result: Result) -> str:
    assert result.exit_code == 1, result.output
    (line,) = result.stderr.splitlines()[-1:]
    assert line.endswith(".")
    return line


def test_all_answers_at_once_give_a_total_and_its_words(run: Run, folder: Path) -> None:
    result = run("gad7", *"1231230")
    assert (result.exit_code, result.stdout) == (
        0,
        (
            "Your total is 12 of 21.\n"
            "The published table calls 10 to 14 “moderate”.\n"
            "This is not a diagnosis. Your clinic reads it together with you.\n"
            "It asks about the last 2 weeks, so answers overlap the week before.\n"
            "Saved on this device.\n"
        ),
    )
    assert list(answers(folder, "gad7").values()) == [1, 2, 3, 1, 2, 3, 0]


@pytest.mark.parametrize("ninth", ["1", "2", "3", "-"])
def test_help_comes_before_the_total_when_the_ninth_answer_is_above_0_or_left_out(
    run: Run, ninth: str
) -> None:
    helped_first(run("phq9", *"01201201", ninth, "1"))


def test_where_a_clinic_gets_the_answers_it_does_not_say_that_nobody_does(run: Run, folder: Path) -> None:
    services = Services.open(folder)
    synchronizer.connect(services.store.db, Connection(server="https://clinic.example/fhir", patient_id="p1"))
    services.close()
    said = run("phq9", *"0120120111").stdout
    assert TELLS_NO_ONE not in said
    assert said.index("where nobody may read them soon: call") < said.index("Your total")


def test_help_comes_when_the_answers_end_before_the_ninth(run: Run) -> None:
    helped_first(run("phq9", "1", "2"))


def test_help_comes_when_it_is_asked_question_by_question_right_after_the_ninth(run: Run) -> None:
    result = run("phq9", typed="\n".join([*"000000001", "0", "y"]) + "\n")
    helped_first(result)
    # At once: before the tenth question is asked.
    assert result.output.index(HELP) < result.output.index("10 of 10")


def test_help_comes_when_one_is_resumed_and_left_the_ninth_out_or_had_it_above_0(run: Run) -> None:
    stopped = run("phq9", typed="\n".join("000000002"))
    assert "Your answers so far are saved" in refused(stopped)
    assert HELP in stopped.stdout
    resumed = run("phq9", typed="0\ny\n")
    helped_first(resumed)
    assert resumed.output.index(HELP) < resumed.output.index("10 of 10")


def test_help_comes_when_one_is_corrected(run: Run) -> None:
    assert HELP not in run("phq9", *ZEROS).stdout
    helped_first(run("phq9", "--correct", *"000000001", "0"))
    helped_first(run("phq9", "--correct", *"0000000", "0", "-"))
    # Nothing typed anew: what was answered counts, and it is told before a question is asked.
    again = run("phq9", "--correct", typed="\n" * 10 + "y\n")
    helped_first(again)
    assert again.output.index(HELP) < again.output.index("1 of 10")


def test_not_at_all_shows_the_total_alone(run: Run) -> None:
    result = run("phq9", *ZEROS)
    assert HELP not in result.stdout
    assert result.stdout.startswith("Your total is 0 of 27.")


def test_an_answer_of_4_saves_nothing(run: Run, folder: Path) -> None:
    assert "question 3 of PHQ-9 is a whole number from 0 to 3" in refused(run("phq9", "0", "1", "4"))
    assert not folder.exists()


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("phq8", "1"), "choose phq9"),
        (("phq9", "-1"), "'-1'"),
        (("phq9", "one"), "'one'"),
        (("phq9", "9" * 5_000), "whole number"),
        (("phq9", "٣"), "whole number"),
        (("gad7", *"00000000"), "7 questions"),
        (("peg", "-", "-"), "nothing was saved"),
        (("phq9", "--correct", "1"), "to correct yet"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(run: Run, args: tuple[str, ...], why: str) -> None:
    assert why in refused(run(*args))


def test_a_wrong_correction_begins_none(run: Run, folder: Path) -> None:
    run("gad7", *"1111111")
    refused(run("gad7", "--correct", "5"))
    services = Services.open(folder)
    assert services.checkins.open("gad7") is None
    assert len(services.store.checkins.all()) == 1
    services.close()


def test_a_second_one_on_the_same_day_is_refused(run: Run) -> None:
    run("gad7", *"1111111")
    assert "correct that one" in refused(run("gad7", *"1111111"))
    assert run("gad7", *"1111111", now=TOMORROW).exit_code == 0


def test_whoever_stops_goes_on_where_the_first_answer_is_missing(run: Run, folder: Path) -> None:
    assert "are saved" in refused(run("gad7", typed="1\n2\n"))
    assert list(answers(folder, "gad7").values()) == [1, 2]
    result = run("gad7", typed="3\n0\n0\n0\n0\ny\n")
    assert "3 of 7" in result.output
    assert "1 of 7" not in result.output
    assert "Your total is 6 of 21." in result.stdout


def test_going_back_and_a_slip_of_the_finger_change_only_what_was_meant(run: Run, folder: Path) -> None:
    # 5 is no answer; b goes back from the third question to the second, which then is 0.
    result = run("gad7", typed="1\n2\n5\nb\n0\n0\n0\n0\n0\n3\nn\n2\ny\n")
    assert "from 0 to 3, not 5" in result.stderr
    assert list(answers(folder, "gad7").values()) == [1, 0, 0, 0, 0, 0, 2]
    assert "Your total is 3 of 21." in result.stdout


def test_the_peg_asks_on_a_scale_and_tells_a_mean(run: Run) -> None:
    result = run("peg", typed="7\n6\n6\ny\n")
    assert "0 No pain to 10 Pain as bad as you can imagine" in result.stderr
    assert result.stdout.startswith("The mean of your 3 answers is 6.3, on a scale from 0 to 10.\n")


def test_the_questions_do_not_go_where_results_are_piped_to(run: Run) -> None:
    result = run("peg", typed="7\n6\n6\ny\n")
    assert "What number best describes" not in result.stdout
