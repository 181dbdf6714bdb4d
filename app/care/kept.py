"""Kept texts: when two versions of a record meet, one is used, and the words of the other stay beside it."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID

from app.care.checkin import CheckIn
from app.care.checklist_filled import Filled
from app.care.checks import identity, member
from app.care.invalid import Invalid, text
from app.care.moment import aware
from app.care.profile import ClinicProfile, with_rule

R = TypeVar("R")

MOST_TEXT: Final = 20_000


class Source(StrEnum):
    """Where the other version came from."""

    BACKUP = "backup"
    COPY = "copy"
    REPAIR = "repair"
    CLINIC = "clinic"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptText:
    """Words that a record does not show, because another version of it is used.

    kind, record_id: the record's table and id; it may itself be gone.
    field: where they stood, such as "words"; "answers/escort/note" beside an answer, "feelings/floating"
    for an own word, "rules/food-and-drink/says" for what the clinic says about one thing.
    text: 1 to 20,000 characters. at: when that version was last changed.
    Raises Invalid for anything else.
    """

    id: UUID
    kind: str
    record_id: UUID
    field: str
    text: str
    at: datetime
    source: Source

    def __post_init__(self) -> None:
        identity(self.id, self.record_id)
        text("The kind of record", self.kind, 40, least=1)
        text("The name of the field", self.field, 120, least=1)
        text("The kept text", self.text, MOST_TEXT, least=1)
        aware(self.at, "time of the kept text")
        member("The source", self.source, Source)


def says(record: Any, field: str) -> str:
    """Return what a record says in a field, named as in KeptText; "" when it says nothing there."""
    name, *rest = field.split("/", 1)
    value = getattr(record, name, "")
    if not rest:
        return value if isinstance(value, str) else ""
    part = _part(value, rest[0])
    return str(getattr(part, rest[0].rpartition("/")[2])) if is_dataclass(part) else ""


def saying(record: R, field: str, words: str) -> R:
    """Return a record that says these words in a field, named as in KeptText.

    Raises Invalid when it cannot: too long, a finished checklist, an answer that is not given any more.
    """
    name, *rest = field.split("/", 1)
    value = getattr(record, name, None)
    if value is None or (isinstance(record, CheckIn | Filled) and record.is_finished):
        raise Invalid("This cannot change any more, so the other words stay where they are, beside it.")
    if not rest:
        return replace(record, **{name: words})  # type: ignore[type-var]
    if isinstance(record, ClinicProfile):
        item = rest[0].rpartition("/")[0]
        return with_rule(record, item, words)  # type: ignore[return-value]
    part = _part(value, rest[0])
    if is_dataclass(part):
        changed = replace(part, **{rest[0].rpartition("/")[2]: words})  # type: ignore[type-var]
        return replace(record, **{name: tuple(changed if one is part else one for one in value)})  # type: ignore[type-var]
    if part is not None or not all(isinstance(one, str) for one in value):
        raise Invalid("What these words stood beside is not there any more; copy them to where they belong.")
    return replace(record, **{name: (*value, words)})  # type: ignore[type-var]


def _part(value: Any, rest: str) -> Any:
    """The answer, rule or feeling that the rest of a field's name means, or None."""
    key = rest.rpartition("/")[0]
    for one in value if isinstance(value, tuple) else ():
        if one == rest or (is_dataclass(one) and getattr(one, fields(one)[0].name) == key):
            return one
    return None
