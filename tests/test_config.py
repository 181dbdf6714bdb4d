"""The data go to the folder that was meant, and the clock is right across summer time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import config
from app.care.invalid import Invalid


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is set by the surroundings."""
    for name in (config.DATA_VARIABLE, config.NOW_VARIABLE, "FLET_APP_STORAGE_DATA"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def pacific() -> Iterator[None]:
    """This device is in California, whatever machine the tests run on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "America/Los_Angeles")
        time.tzset()
        yield
    time.tzset()


def test_the_option_comes_before_the_variable_before_flet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert config.data_dir().name == "infusion-companion"
    monkeypatch.setenv("FLET_APP_STORAGE_DATA", str(tmp_path / "flet"))
    assert config.data_dir() == tmp_path / "flet"
    monkeypatch.setenv(config.DATA_VARIABLE, str(tmp_path / "own"))
    assert config.data_dir() == tmp_path / "own"
    assert config.data_dir(tmp_path / "asked") == tmp_path / "asked"


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(config.DATA_VARIABLE, " ")
    assert config.data_dir().name == "infusion-companion"


def test_an_empty_option_never_means_the_usual_folder() -> None:
    with pytest.raises(Invalid, match="has no name"):
        config.data_dir("")


def test_a_folder_may_begin_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert config.data_dir("~/diary") == tmp_path / "diary"


def test_the_clock_can_be_moved_and_runs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(config.NOW_VARIABLE, "2026-11-26T09:30-08:00")
    clock = config.clock()
    first, second = clock(), clock()
    start = datetime(2026, 11, 26, 9, 30, tzinfo=timezone(timedelta(hours=-8)))
    assert start <= first <= second < start + timedelta(minutes=1)
    assert first.utcoffset() == timedelta(hours=-8)


def test_a_moved_clock_without_an_offset_is_the_clock_on_this_wall(
    pacific: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(config.NOW_VARIABLE, "2026-07-01T09:30")
    assert config.clock()().utcoffset() == timedelta(hours=-7)


@pytest.mark.parametrize("text", ["soon", "2026-13-01T00:00", "0001-01-01T00:00+14:00"])
def test_a_moved_clock_that_cannot_be_read_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(config.NOW_VARIABLE, text)
    with pytest.raises(Invalid, match=config.NOW_VARIABLE):
        config.clock()


def test_the_clock_of_this_device_is_aware() -> None:
    now = config.clock()()
    assert now.tzinfo is config.LOCAL
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)


@given(st.datetimes(datetime(1980, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)))
def test_every_moment_survives_the_way_to_this_zone_and_back(pacific: None, at: datetime) -> None:
    there = at.astimezone(config.LOCAL)
    assert there.astimezone(UTC) == at
    assert config.fixed(there) == at
    assert config.fixed(there).replace(tzinfo=None) == there.replace(tzinfo=None)


def test_the_hour_that_comes_twice_is_told_apart(pacific: None) -> None:
    first = datetime(2026, 11, 1, 8, 30, tzinfo=UTC).astimezone(config.LOCAL)
    second = datetime(2026, 11, 1, 9, 30, tzinfo=UTC).astimezone(config.LOCAL)
    assert (first.hour, first.fold, second.hour, second.fold) == (1, 0, 1, 1)
    assert config.fixed(second) - config.fixed(first) == timedelta(hours=1)


def test_a_time_without_a_zone_is_never_fixed() -> None:
    with pytest.raises(Invalid, match="time zone"):
        config.fixed(datetime(2026, 1, 1))


def test_the_files_of_the_store_and_the_sample_are_named(tmp_path: Path) -> None:
    names = {file.relative_to(tmp_path).as_posix() for file in config.store_files(tmp_path)}
    assert {"companion.db", "companion.db-wal", "sample/companion.db"} <= names
