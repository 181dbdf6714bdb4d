"""Codec: a frozen dataclass as a row of plain values, and back.

str, int and float stay; bool is 0 or 1; UUID, StrEnum, date and time are text; an aware datetime is two
columns, the moment in UTC (text of a fixed width, so that it sorts) and `<name>_offset`, the minutes its
own clock was ahead of UTC; tuples and dataclasses inside are JSON; None is NULL.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import types
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from enum import Enum
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from storage.times import moment, offset_minutes, unfit, utc_text

# The same each time a store is opened, and it takes a good part of that.
_hints = functools.cache(get_type_hints)
T = TypeVar("T")
Turn = Callable[[Any], Any]

# Readable as text, so that the full-text index finds accents; made once, which json.dumps would do each time.
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_LOADS = json.JSONDecoder().decode


def _loads(text: str) -> Any:
    """Return what is in a JSON text. Raises ValueError, also for one that is too deep to be ours."""
    try:
        return _LOADS(text)
    except RecursionError:
        raise ValueError("too deep") from None


class Codec(Generic[T]):
    """Turns records of one dataclass into rows and back.

    Attributes:
        columns: the names of the columns, in the order of a row.
    """

    def __init__(self, record: type[T]) -> None:
        """Read the fields of record once. Raises TypeError for a field of a type that has no column."""
        self._record = record
        hints = _hints(record)  # type: ignore[arg-type]  # a class is hashable
        self._fields: list[tuple[str, bool, Turn, Turn | None]] = []  # None: as it stands in the row
        columns: list[str] = []
        for field in dataclasses.fields(record):  # type: ignore[arg-type]
            hint = _without_none(hints[field.name])
            timed = hint is datetime
            write, read = (_same, _same) if timed else _column(hint)
            self._fields.append((field.name, timed, write, None if read is _same and not timed else read))
            columns += [field.name, f"{field.name}_offset"] if timed else [field.name]
        self.columns = tuple(columns)

    def encode(self, record: T) -> list[Any]:
        """Return the record as a row. Raises Refused for what a row cannot hold, like a naive time."""
        row: list[Any] = []
        try:
            for name, timed, write, _ in self._fields:
                value = getattr(record, name)
                if timed:
                    row += (None, None) if value is None else (utc_text(value), offset_minutes(value))
                else:
                    row.append(None if value is None else write(value))
        except (ValueError, TypeError, AttributeError):
            raise unfit() from None  # None: the cause may quote the record
        return row

    def decode(self, row: Sequence[Any]) -> T:
        """Return the record of a row. Raises ValueError, TypeError or KeyError for what cannot be one."""
        fields: dict[str, Any] = {}
        at = 0
        for name, timed, _, read in self._fields:
            value = row[at]
            if value is None or read is None:
                fields[name] = value
            else:
                fields[name] = moment(value, row[at + 1]) if timed else read(value)
            at += 2 if timed else 1
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


def _same(value: Any) -> Any:
    return value


def _text(value: str) -> str:
    value.encode()  # half a surrogate pair cannot be written, and SQLite's own complaint would quote it
    return value


def _int(value: int) -> int:
    if not -(2**63) <= value < 2**63:
        raise ValueError
    return value


def _float(value: float) -> float:
    if value != value:  # not a number, which SQLite would silently turn into NULL
        raise ValueError
    return float(value)


def _iso(value: date | time | datetime) -> str:
    return value.isoformat()


def _dumps(value: Any) -> str:
    return _text(_JSON.encode(value))


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
        return _int, _same
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
    if get_origin(hint) is tuple:  # most are empty, and a page reads many of them
        return (lambda value: _dumps(write(value))), (lambda text: () if text == "[]" else read(_loads(text)))
    return (lambda value: _dumps(write(value))), (lambda text: read(_loads(text)))


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
