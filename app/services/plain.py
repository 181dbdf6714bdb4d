"""Records as plain values: what JSON and CSV can hold, and other programs can read."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any
from uuid import UUID


def plain(value: Any) -> Any:
    """A record, or any value in one, as dicts, lists, texts and numbers.

    Args:
        value: a frozen dataclass of app.care or what is in one. Times become ISO 8601 with their offset.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
