"""Codec: a frozen dataclass as a row of plain values, and back.

str, int and float stay; bool is 0 or 1; UUID, StrEnum, date and time are text; an aware datetime is two
columns, the moment in UTC (text of a fixed width, so that it sorts) and `<name>_offset`, the minutes its
own clock was ahead of UTC; tuples and dataclasses inside are JSON; None is NULL.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import Enum
from functools import lru_cache
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from storage.errors import Refused

T = TypeVar("T")
Turn = Callable[[Any], Any]

_MINUTE = timedelta(minutes=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

PLACES = 32
"""How many rows of one microsecond find a place in the order of time; further ones follow right after."""


class Codec(Generic[T]):
    """Turns records of one dataclass into rows and back.

    Attributes:
        columns: the names of the columns, in the order of a row.
    """

    def __init__(self, record: type[T]) -> None:
        """Read the fields of record once. Raises TypeError for a field of a type that has no column."""
        self._record = record
        hints = get_type_hints(record)
        self._fields: list[tuple[str, bool, Turn, Turn]] = []
        columns: list[str] = []
        for field in dataclasses.fields(record):  # type: ignore[arg-type]
            hint = _without_none(hints[field.name])
            moment = hint is datetime
            write, read = (_same, _same) if moment else _column(hint)
            self._fields.append((field.name, moment, write, read))
            columns += [field.name, f"{field.name}_offset"] if moment else [field.name]
        self.columns = tuple(columns)

    def encode(self, record: T) -> list[Any]:
        """Return the record as a row. Raises Refused for what a row cannot hold, like a naive time."""
        row: list[Any] = []
        try:
            for name, moment, write, _ in self._fields:
                value = getattr(record, name)
                if moment:
                    row += (None, None) if value is None else (utc_text(value), _minutes(value))
                else:
                    row.append(None if value is None else write(value))
        except (ValueError, TypeError, AttributeError):
            raise _unfit() from None  # None: the cause may quote the record
        return row

    def decode(self, row: Sequence[Any]) -> T:
        """Return the record of a row. Raises ValueError, TypeError or KeyError for what cannot be one."""
        fields: dict[str, Any] = {}
        values = iter(row)
        for name, moment, _, read in self._fields:
            value = next(values)
            if moment:
                zone = next(values)
                fields[name] = None if value is None else _aware(value, zone)
            else:
                fields[name] = None if value is None else read(value)
        return self._record(**fields)


def plain(value: Any) -> Any:
    """Return a value as a query compares it: a datetime is its UTC text, and so on."""
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def utc_text(at: datetime) -> str:
    """Return the moment in UTC, always 32 characters. Raises Refused for a naive datetime."""
    if at.utcoffset() is None:
        raise _unfit()
    try:
        return at.astimezone(UTC).isoformat(timespec="microseconds")
    except OverflowError:
        raise _unfit() from None


def place(at: datetime) -> int:
    """Return the first of the PLACES of this moment in the order of time."""
    return (at - _EPOCH) // _MICROSECOND * PLACES


def _unfit() -> Refused:
    return Refused(
        "The store cannot keep this: every time needs a time zone in whole minutes, and every text must be "
        "readable; nothing was changed."
    )


def _minutes(at: datetime) -> int:
    offset = at.utcoffset()
    if offset is None or offset % _MINUTE:
        raise _unfit()
    return offset // _MINUTE


def _aware(text: str, minutes: int) -> datetime:
    return datetime.fromisoformat(text).astimezone(_zone(minutes))


@lru_cache(maxsize=256)
def _zone(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))


def _same(value: Any) -> Any:
    return value


def _text(value: str) -> str:
    value.encode()  # half a surrogate pair cannot be written, and SQLite's own complaint would quote it
    return value


def _float(value: float) -> float:
    if value != value:  # not a number, which SQLite would silently turn into NULL
        raise ValueError
    return float(value)


def _iso(value: date | time | datetime) -> str:
    return value.isoformat()


def _dumps(value: Any) -> str:
    return _text(json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        rest = [part for part in get_args(hint) if part is not type(None)]
        if len(rest) == 1:
            return rest[0]
    return hint


def _scalar(hint: Any) -> tuple[Turn, Turn] | None:
    if not isinstance(hint, type):
        return None
    if hint is bool:
        return int, bool
    if issubclass(hint, Enum):
        return (lambda value: hint(value).value), hint
    if hint is str:
        return _text, _same
    if hint is float:
        return _float, float
    if hint is int:
        return _same, _same
    if hint is UUID:
        return str, UUID
    if hint in (date, time):
        return _iso, hint.fromisoformat
    return None


def _column(hint: Any) -> tuple[Turn, Turn]:
    scalar = _scalar(hint)
    if scalar is not None:
        return scalar
    write, read = _json(hint)
    return (lambda value: _dumps(write(value))), (lambda value: read(json.loads(value)))


def _json(hint: Any) -> tuple[Turn, Turn]:
    """Return how a value inside JSON is written and read."""
    inner = _without_none(hint)
    if inner is not hint:
        write, read = _json(inner)
        return (
            lambda value: None if value is None else write(value),
            lambda value: None if value is None else read(value),
        )
    if hint is bool:
        return _same, bool
    if hint is datetime:
        return _iso, datetime.fromisoformat  # JSON is never sorted by, so it keeps its own clock
    scalar = _scalar(hint)
    if scalar is not None:
        return scalar
    if get_origin(hint) is tuple and len(get_args(hint)) == 2 and get_args(hint)[1] is Ellipsis:
        write, read = _json(get_args(hint)[0])
        return (
            lambda value: [write(one) for one in value],
            lambda value: tuple(read(one) for one in value),
        )
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _nested(hint)
    raise TypeError(f"{hint!r} has no column")


def _nested(record: type[Any]) -> tuple[Turn, Turn]:
    hints = get_type_hints(record)
    turns = {field.name: _json(hints[field.name]) for field in dataclasses.fields(record)}

    def write(value: Any) -> dict[str, Any]:
        return {name: turn[0](getattr(value, name)) for name, turn in turns.items()}

    def read(value: dict[str, Any]) -> Any:
        return record(**{name: turn[1](value[name]) for name, turn in turns.items() if name in value})

    return write, read
