"""Merge: two versions of one record meet; the newer one is used, and no words of the other are lost.

Which of two changes a person wanted nobody can know, so nothing is decided that could not be undone: a text
that the newer version leaves empty is filled in, and one that differs is returned, to be kept beside it.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any, Final, Generic, TypeVar
from uuid import UUID, uuid5

from app.care.checkin import CheckIn, Given
from app.care.checklist_filled import Answer, Filled
from app.care.course_records import Mark
from app.care.guide import ClinicQuestion
from app.care.invalid import Invalid
from app.care.journal import FEELING_LABELS
from app.care.kept import KeptText, Source
from app.care.profile import ClinicProfile, Person, Preferences
from app.care.summary import Followed

R = TypeVar("R")

# Texts that nobody typed: they name something.
CODES: Final = frozenset(
    {
        (CheckIn, "questionnaire"),
        (ClinicQuestion, "topic"),
        (Followed, "content"),
        (Followed, "patient_id"),
        (Followed, "server"),
        (Mark, "kind"),
        (Preferences, "check_ins"),
        (Preferences, "country"),
        (Preferences, "language"),
    }
)
# Each field of these says something of its own, so what one version leaves at its default the other fills in.
_SETTINGS: Final = (ClinicProfile, Person, Preferences)
# Of two answers to one question the one that was given last counts.
_TIMED: Final = (Answer, Given)
# A reason without what it is the reason of would say something wrong.
_REASONS: Final = frozenset({"reason", "end_reason"})
# Whoever restores one backup twice keeps each text once.
_KEPT: Final = UUID("5d0b9a7e-2c51-4f0c-9a55-6f1f6f3f7a10")


@dataclass(frozen=True, slots=True)
class Lost:
    """Words that the merged record does not hold. field: as in KeptText. at: of the version they are from."""

    field: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Merged(Generic[R]):
    """The record to use, and the words of the other version that it does not hold."""

    record: R
    lost: tuple[Lost, ...] = ()


def merge(one: R, one_at: datetime, other: R, other_at: datetime) -> Merged[R]:
    """Merge two versions of one record.

    one_at, other_at: when each was last changed; where they are equal, one counts as the newer.
    Raises Invalid for two records of different kinds.
    """
    if type(one) is not type(other):
        raise Invalid("Two records of different kinds cannot be merged.")
    newer, new_at, older, old_at = one, one_at, other, other_at
    # A finished list never changes, so it comes before one that is still open.
    if (_finished(older), old_at) > (_finished(newer), new_at):
        newer, new_at, older, old_at = older, old_at, newer, new_at
    merged = newer if _finished(newer) else _filled_in(newer, older)
    says = texts(merged)
    lost = (
        Lost(field, words, at)
        for version, at in ((older, old_at), (newer, new_at))
        for field, words in texts(version).items()
        if words.strip() not in says.get(field, "")
    )
    return Merged(merged, tuple(dict.fromkeys(lost)))


def texts(record: Any) -> dict[str, str]:
    """Return all that a person has typed into a record, by field, as KeptText names them; no empty text."""
    found: dict[str, str] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if (type(record), field.name) in CODES:
            continue
        if _is_text(value):
            found[field.name] = value
        elif isinstance(value, tuple):
            for part in value:
                if _is_text(part) and part not in FEELING_LABELS:
                    found[f"{field.name}/{part}"] = part
                elif is_dataclass(part):
                    found.update(_texts_of_part(field.name, part))
    return {name: words for name, words in found.items() if words.strip()}


def kept(kind: str, record_id: UUID, lost: Lost, source: Source) -> KeptText:
    """Return lost words as they are kept; the same words of the same place get the same id.

    kind: the record's table.
    """
    same = "\0".join((kind, str(record_id), lost.field, lost.text))
    return KeptText(
        id=uuid5(_KEPT, same),
        kind=kind,
        record_id=record_id,
        field=lost.field,
        text=lost.text,
        at=lost.at,
        source=source,
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not isinstance(value, Enum)


def _finished(record: object) -> bool:
    return isinstance(record, CheckIn | Filled) and record.is_finished


def _texts_of_part(name: str, part: Any) -> dict[str, str]:
    """The texts of an answer or a rule, whose first field says which one it is."""
    first, *rest = fields(part)
    values = ((field.name, getattr(part, field.name)) for field in rest)
    return {f"{name}/{getattr(part, first.name)}/{sub}": value for sub, value in values if _is_text(value)}


def _filled_in(newer: R, older: R) -> R:
    """The newer version with what it leaves open and the older one says."""
    merged: Any = newer
    for field in fields(newer):  # type: ignore[arg-type]
        new, old = getattr(newer, field.name), getattr(older, field.name)
        if isinstance(newer, _SETTINGS):
            open_ = new == _default(field)
        else:
            open_ = _is_text(new) and not new.strip() and field.name not in _REASONS
        if isinstance(new, tuple) and any(is_dataclass(part) for part in (*new, *old)):
            old, open_ = _joined(new, old), True
        if open_ and old != new:
            merged = _replaced(merged, field.name, old)
    result: R = merged
    return result


def _default(field: Field[Any]) -> Any:
    return None if field.default is MISSING else field.default


def _joined(new: tuple[Any, ...], old: tuple[Any, ...]) -> tuple[Any, ...]:
    """The answers or rules of both; of two to one question the one that was given last."""
    parts = {_key(part): part for part in new}
    for part in old:
        there = parts.setdefault(_key(part), part)
        if isinstance(part, _TIMED) and isinstance(there, _TIMED) and part.at > there.at:
            parts[_key(part)] = part
    return tuple(parts.values())


def _key(part: Any) -> Any:
    return getattr(part, fields(part)[0].name)


def _replaced(record: Any, name: str, value: Any) -> Any:
    try:
        return replace(record, **{name: value})
    except Invalid:
        return record  # it does not go with the rest; its words are kept beside
