"""The checklist: everything other parts use about its questions, answers and readiness."""

from __future__ import annotations

from app.care.checklist_filled import (
    Answer,
    Filled,
    answer,
    asked,
    correct,
    early,
    finish,
    to_repeat,
    unanswered,
    with_note,
)
from app.care.checklist_items import (
    CLEARANCE,
    CONDITIONS,
    ITEMS,
    RULE_TOPICS,
    AskedOf,
    Choice,
    Item,
    Level,
    Part,
    item,
    items,
)
from app.care.readiness import Readiness, readiness, screening_readiness

__all__ = [
    "CLEARANCE",
    "CONDITIONS",
    "ITEMS",
    "RULE_TOPICS",
    "Answer",
    "AskedOf",
    "Choice",
    "Filled",
    "Item",
    "Level",
    "Part",
    "Readiness",
    "answer",
    "asked",
    "correct",
    "early",
    "finish",
    "item",
    "items",
    "readiness",
    "screening_readiness",
    "to_repeat",
    "unanswered",
    "with_note",
]
