"""Two versions of one record meet, and what both came from is known: fields are merged one by one.

What only one side changed is taken from that side. Where both changed a text, this device's stands in the
record and the other one's is kept beside it; where one side emptied what the other wrote on, the words stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

from app.care.invalid import Invalid
from app.care.merge import Lost, Merged, merge, texts

R = TypeVar("R")
Fields = Mapping[str, Any]
_NONE: Any = object()


def meet(base: Fields | None, mine: R, mine_at: datetime, theirs: Fields, theirs_at: datetime) -> Merged[R]:
    """Merge this device's version of a record with the one at the clinic.

    Args:
        base: the fields that both sides last agreed on; None when they never did, and then the newer counts.
        mine: this device's record. mine_at: when it was last changed.
        theirs: the fields that the clinic's resource carries. theirs_at: when it was last changed there.
    """
    other = _with(mine, theirs) or mine
    if base is None:
        return merge(other, theirs_at, mine, mine_at)
    finished = (_finished(mine), _finished(other))
    if True in finished:
        # What is finished never changes: of two finished ones the one that the clinic has seen stays.
        record = other if finished[1] else mine
    else:
        merged = {name: _field(base.get(name), getattr(mine, name), value) for name, value in theirs.items()}
        record = _with(mine, merged) or _with(other, _words(merged)) or other
    before, says = texts(_with(mine, base) or mine), texts(record)
    lost = [
        Lost(field, words, at)
        for version, at in ((mine, mine_at), (other, theirs_at))
        for field, words in texts(version).items()
        if words != before.get(field) and words.strip() not in says.get(field, "")
    ]
    return Merged(record, tuple(dict.fromkeys(lost)))


def _field(base: Any, mine: Any, theirs: Any) -> Any:
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    if isinstance(mine, tuple) and isinstance(theirs, tuple):
        return _joined(base if isinstance(base, tuple) else (), mine, theirs)
    if isinstance(mine, str) and not isinstance(mine, Enum):
        return mine if mine.strip() else theirs
    return theirs if mine is None else mine


def _joined(base: tuple[Any, ...], mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[Any, ...]:
    """The parts of both, each by itself; what one side took away stays away unless the other changed it."""
    old, here, there = ({_key(part): part for part in parts} for parts in (base, mine, theirs))
    joined = []
    for key in (*here, *(key for key in there if key not in here)):
        was, one, other = old.get(key, _NONE), here.get(key, _NONE), there.get(key, _NONE)
        if one is _NONE or other is _NONE:
            left = other if one is _NONE else one
            if left != was:
                joined.append(left)
        elif one == other or other == was:
            joined.append(one)
        elif one == was or (getattr(other, "at", None) is not None and other.at > one.at):
            joined.append(other)
        else:
            joined.append(one)
    return tuple(joined)


def _key(part: Any) -> Any:
    return getattr(part, fields(part)[0].name) if is_dataclass(part) else part


def _words(merged: Fields) -> dict[str, Any]:
    return {
        name: value
        for name, value in merged.items()
        if isinstance(value, str) and not isinstance(value, Enum)
    }


def _finished(record: Any) -> bool:
    return bool(getattr(record, "is_finished", False))


def _with(record: R, values: Fields) -> R | None:
    """The record with other values, or None when they do not go together."""
    try:
        changed: R = replace(record, **values)  # type: ignore[type-var]
    except Invalid:
        return None
    return changed
