"""Texts, numbers of things and dates as the screens say them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from app.ui import text


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    text.use_language("en")
    yield
    text.use_language("en")


def test_a_text_without_a_catalogue_is_itself() -> None:
    assert text.t("{n} of {all}", n=3, all=6) == "3 of 6"


def test_a_catalogue_translates_and_what_it_lacks_stays_english(tmp_path: Path) -> None:
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "one.json").write_text(json.dumps({"{n} of {all}": "{n} von {all}"}), "utf-8")
    text.use_language("de", tmp_path)
    assert text.t("{n} of {all}", n=3, all=6) == "3 von 6"
    assert text.t("Undo") == "Undo"
    assert text.day(date(2026, 11, 23)) == "Mo. 23. Nov."
    text.use_language("en", tmp_path)
    assert text.day(date(2026, 11, 23)) == "Mon 23 Nov"


def test_one_thing_and_many_things_read_differently() -> None:
    assert text.tn("{n} entry", "{n} entries", 1) == "1 entry"
    assert text.tn("{n} entry", "{n} entries", 0) == "0 entries"
    assert text.tn("{n} entry", "{n} entries", 2) == "2 entries"


def test_braces_that_a_person_typed_are_left_alone() -> None:
    assert text.t("{words}", words="{not a value}") == "{not a value}"
    assert text.t("a {brace}") == "a {brace}"


def test_days_and_times_read_as_promised() -> None:
    at = datetime(2026, 11, 26, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    assert text.moment(at, date(2026, 11, 1)) == "Thu 26 Nov, 10:00"
    assert text.day(date(2025, 3, 1), date(2026, 1, 1)) == "Sat 1 Mar 2025"
    assert text.long_day(at.date()) == "Thursday 26 November 2026"
    assert text.clock(time(7, 5)) == "07:05"
    assert text.month(2026, 2) == "February 2026"
    today = date(2026, 11, 25)
    assert [text.near_day(today + timedelta(days=n), today) for n in (-1, 0, 1, 2)] == [
        "Yesterday",
        "Today",
        "Tomorrow",
        "Fri 27 Nov",
    ]
