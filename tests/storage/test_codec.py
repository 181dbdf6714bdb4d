"""What is written comes back equal, and what a column cannot hold is refused without quoting it."""

from __future__ import annotations

import dataclasses
import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.codec import Codec, plain
from storage.errors import Refused
from storage.times import PLACES, place, utc_text
from tests.storage.records import KATHMANDU, NOW


class Choice(StrEnum):
    YES = "yes"
    NOT_SURE = "not sure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    item: str
    value: Choice
    at: datetime
    other: UUID | None = None
    sure: bool = True
    note: str = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    id: UUID
    words: str
    whole: int
    real: float
    yes: bool
    choice: Choice
    day: date
    hour: time
    at: datetime
    maybe_at: datetime | None
    maybe_words: str | None
    maybe_choice: Choice | None
    maybe_day: date | None
    numbers: tuple[int, ...]
    names: tuple[str, ...]
    inner: Inner | None
    inners: tuple[Inner, ...]


offsets = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=offsets)
words = st.text(st.characters(exclude_categories=["Cs"]))
inners = st.builds(Inner, item=words, at=moments, value=st.sampled_from(Choice), other=st.none() | st.uuids())
records = st.builds(
    Everything,
    words=words,
    whole=st.integers(-(2**63), 2**63 - 1),
    real=st.floats(allow_nan=False),
    at=moments,
    maybe_at=st.none() | moments,
    maybe_words=st.none() | words,
    names=st.lists(words).map(tuple),
    numbers=st.lists(st.integers(-(2**63), 2**63 - 1)).map(tuple),
    inner=st.none() | inners,
    inners=st.lists(inners, max_size=3).map(tuple),
)


@given(records)
def test_each_record_comes_back_equal_from_sqlite(record: Everything) -> None:
    codec = Codec(Everything)
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE t ({', '.join(codec.columns)})")
    connection.execute(f"INSERT INTO t VALUES ({', '.join('?' * len(codec.columns))})", codec.encode(record))
    back = codec.decode(connection.execute("SELECT * FROM t").fetchone())
    connection.close()
    assert back == record
    assert back.at.utcoffset() == record.at.utcoffset()
    assert [one.at.utcoffset() for one in back.inners] == [one.at.utcoffset() for one in record.inners]
    assert type(back.yes) is bool


@given(moments, moments)
def test_moments_sort_as_text_and_by_place(one: datetime, other: datetime) -> None:
    assert (one < other) == (utc_text(one) < utc_text(other)) == (place(one) < place(other))
    assert len(utc_text(one)) == 32
    assert -(2**63) <= place(one) <= 2**63 - 1 - PLACES


def test_a_named_zone_comes_back_as_its_offset() -> None:
    at = datetime(2026, 7, 1, 8, 30, tzinfo=ZoneInfo("Asia/Kathmandu"))
    codec = Codec(Inner)
    row = codec.encode(Inner(item="", value=Choice.YES, at=at))
    assert row[codec.columns.index("at") :][:2] == ["2026-07-01T02:45:00.000000+00:00", 345]
    assert codec.decode(row).at.isoformat() == "2026-07-01T08:30:00+05:45"


def test_what_is_not_plain_becomes_readable_json() -> None:
    @dataclass(frozen=True)
    class One:
        names: tuple[str, ...]

    assert Codec(One).encode(One(("müde", '"'))) == ['["müde","\\""]']


def test_json_written_before_a_field_was_added_is_read_with_its_default() -> None:
    read = Codec(Outer).decode(['[{"item":"a","value":"yes","at":"2026-03-01T10:00:00+05:45","later":1}]'])
    assert read.inners == (Inner(item="a", value=Choice.YES, at=datetime(2026, 3, 1, 10, tzinfo=KATHMANDU)),)


@dataclass(frozen=True)
class Outer:
    inners: tuple[Inner, ...]


@dataclass(frozen=True)
class Plain:
    at: datetime = NOW
    words: str = ""
    whole: int = 0
    real: float = 0.0


@pytest.mark.parametrize(
    "unfit",
    [
        {"at": datetime(2026, 3, 1, 10)},
        {"at": datetime(2026, 3, 1, tzinfo=timezone(timedelta(minutes=5, seconds=21)))},
        {"at": datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-1)))},
        {"at": "secret"},
        {"words": "secret \ud800"},
        {"words": 7},
        {"whole": 2**63},
        {"real": float("nan")},
    ],
    ids=[
        "naive",
        "seconds in the offset",
        "no UTC date",
        "no time",
        "half a pair",
        "no text",
        "too large",
        "nan",
    ],
)
def test_what_cannot_be_kept_is_refused_without_quoting_it(unfit: dict[str, object]) -> None:
    with pytest.raises(Refused) as refused:
        Codec(Plain).encode(dataclasses.replace(Plain(), **unfit))  # type: ignore[arg-type]
    assert "nothing was changed" in str(refused.value)
    assert "secret" not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_a_type_without_a_column_is_found_at_once() -> None:
    @dataclass(frozen=True)
    class Odd:
        some: dict[str, int]

    with pytest.raises(TypeError):
        Codec(Odd)


def test_values_of_queries_become_what_the_columns_hold() -> None:
    key = uuid4()
    values = [NOW.astimezone(KATHMANDU), NOW.date(), time(9), key, Choice.YES, 3, None]
    assert [plain(value) for value in values] == [
        "2026-03-14T15:09:26.535897+00:00", "2026-03-14", "09:00:00", str(key), "yes", 3, None,
    ]  # fmt: skip
    assert datetime.fromisoformat(plain(NOW)).tzinfo == UTC
