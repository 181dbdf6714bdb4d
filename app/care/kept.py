"""Kept texts: when two versions of a record meet, one is used, and the words of the other stay beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.care.checks import identity, member
from app.care.invalid import text
from app.care.moment import aware

MOST_TEXT = 20_000


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
    field: the field they stood in, such as "words"; "answers/escort" for the note beside an answer,
    "rules/food-and-drink" for what the clinic says about one thing.
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
