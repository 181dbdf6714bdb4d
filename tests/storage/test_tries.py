"""Wrong passcodes slow down, also across restarts and with the clock turned; they never lock out for good."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storage import files
from storage.errors import TooManyTries
from storage.tries import FREE_TRIES, Tries
from tests.storage.records import NOW


@pytest.fixture
def tries(path: Path) -> Tries:
    path.parent.mkdir()
    return Tries(path)


def _wrong(tries: Tries, count: int, now: datetime = NOW) -> datetime:
    """Try wrongly, as early as it is allowed each time."""
    for _ in range(count):
        now += tries.wait(now)
        tries.begin(now)
    return now


def test_the_first_tries_need_not_wait_and_the_next_one_does(path: Path, tries: Tries) -> None:
    _wrong(tries, FREE_TRIES)
    assert tries.wait(NOW) == timedelta(seconds=30)
    with pytest.raises(TooManyTries, match="30 seconds") as told:
        tries.begin(NOW)
    assert told.value.wait == timedelta(seconds=30)


def test_each_wait_is_longer_and_the_longest_is_half_an_hour(tries: Tries) -> None:
    now = _wrong(tries, FREE_TRIES)
    waits = []
    for _ in range(8):
        waits.append(tries.wait(now))
        now = _wrong(tries, 1, now)
    assert waits == sorted(waits)
    assert waits[-1] == waits[-2] == timedelta(minutes=30)


def test_of_many_tries_at_once_no_more_are_looked_at_than_one_after_the_other(
    path: Path, tries: Tries
) -> None:
    def one(_: int) -> bool:
        try:
            Tries(path).begin(NOW)
        except TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(20) as many:
        looked_at = list(many.map(one, range(60)))
    assert sum(looked_at) == FREE_TRIES


def test_a_restart_does_not_shorten_the_wait(path: Path, tries: Tries) -> None:
    _wrong(tries, FREE_TRIES + 2)
    assert Tries(path).wait(NOW + timedelta(seconds=90)) > timedelta()


def test_a_refused_try_does_not_make_the_wait_longer(path: Path, tries: Tries) -> None:
    now = _wrong(tries, FREE_TRIES)
    for _ in range(10):
        with pytest.raises(TooManyTries):
            tries.begin(now)
    assert tries.wait(now + timedelta(seconds=30)) == timedelta()


def test_a_clock_set_back_a_year_costs_no_more_than_the_whole_wait(tries: Tries) -> None:
    now = _wrong(tries, FREE_TRIES)
    back = now - timedelta(days=365)
    assert tries.wait(back) == timedelta(seconds=30)
    assert tries.wait(back + timedelta(seconds=30)) == timedelta()


def test_the_right_passcode_forgets_the_wrong_ones(path: Path, tries: Tries) -> None:
    _wrong(tries, FREE_TRIES)
    tries.clear()
    assert tries.wait(NOW) == timedelta()
    assert not files.tries(path).exists()


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"count": "x"}', b"\xff", b'{"count": 9, "since": "soon"}']
)
def test_a_broken_count_keeps_nobody_out(path: Path, tries: Tries, content: bytes) -> None:
    files.tries(path).write_bytes(content)
    assert tries.wait(NOW) == timedelta()
    tries.begin(NOW)
