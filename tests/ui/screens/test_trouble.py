"""A store that cannot be opened is never overwritten: the app says so and starts with a choice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import config
from app.main import page_main
from app.services import Services, StoreProblem, open_or_problem
from tests.headless import Stage
from tests.ui.conftest import Clock

GARBAGE = b"this was a diary once" * 400


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A data folder whose store is no database any more."""
    (tmp_path / config.STORE).write_bytes(GARBAGE)
    return tmp_path


@pytest.fixture
def shown(damaged: Path, clock: Clock) -> Iterator[Stage]:
    opened: list[Services | StoreProblem] = []

    def reopen() -> Services | StoreProblem:
        opened.append(open_or_problem(damaged, now=clock))
        return opened[-1]

    stage = Stage(page_main(reopen(), reopen))
    yield stage
    stage.close()
    for one in opened:
        if isinstance(one, Services):
            one.close()


def test_it_says_where_the_file_is_and_that_nothing_was_changed(shown: Stage, damaged: Path) -> None:
    assert shown.shows("Your data could not be opened")
    assert shown.shows(str(damaged / config.STORE))
    assert shown.shows("Nothing was changed")
    assert shown.shows("988")
    assert (damaged / config.STORE).read_bytes() == GARBAGE


def test_trying_again_changes_nothing_while_it_is_still_damaged(shown: Stage, damaged: Path) -> None:
    shown.press("Try again")
    assert shown.shows("Your data could not be opened")
    assert (damaged / config.STORE).read_bytes() == GARBAGE


def test_kept_aside_it_keeps_every_byte_and_the_app_starts_afresh(shown: Stage, damaged: Path) -> None:
    shown.press("Keep it aside and start afresh")
    assert shown.shows("Welcome to Infusion Companion")
    kept = [file for file in damaged.iterdir() if file.is_file() and file.read_bytes() == GARBAGE]
    assert len(kept) == 1
    assert kept[0].name != config.STORE


def test_once_it_is_put_back_trying_again_opens_it(shown: Stage, damaged: Path, clock: Clock) -> None:
    (damaged / config.STORE).unlink()
    shown.press("Try again")
    assert shown.shows("Welcome to Infusion Companion")
