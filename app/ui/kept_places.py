"""Where a kept text stood, in words, and the address of the screen that shows what is there now."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.care.kept import KeptText
from app.services import Services
from app.ui.text import moment, t

_FIELDS = {
    "words": "Words",
    "notes": "Notes",
    "reason": "Reason",
    "end_reason": "Reason for the early end",
    "escort": "Who takes you home",
    "escort_phone": "Phone of who takes you home",
    "backup_escort": "Who else could take you home",
    "backup_escort_phone": "Phone of who else could take you home",
    "feelings": "Feeling",
    "answers": "Note beside an answer",
    "rules": "What your clinic has said",
    "name": "Name",
    "phone": "Phone",
    "hours": "When they answer",
    "emergency_number": "Number for emergencies",
    "address": "Address",
    "crisis_name": "Name of my crisis line",
    "crisis_number": "Number of my crisis line",
    "text": "Question",
    "answer": "Answer",
}
# Short ones, of which one can hold only one.
_ONE_LINE = frozenset(
    {"escort", "escort_phone", "backup_escort", "backup_escort_phone", "feelings", "name", "phone", "hours"}
    | {"emergency_number", "crisis_name", "crisis_number"}
)
_SCREENS = {
    "clinic_profile": ("My clinic", "/settings/clinic"),
    "person": ("My person", "/settings/clinic"),
    "preferences": ("Crisis line", "/settings/clinic"),
    "clinic_question": ("My questions", "/questions"),
    "course": ("Course", "/course"),
}


@dataclass(frozen=True)
class Place:
    """Where a kept text stood.

    Attributes:
        beside: what it stood beside, such as "Journal, Tue 24 Nov, 09:05", already translated.
        field: which part of that, already translated.
        path: the address of the screen that shows it, or "" where it is gone.
        joins: whether there is room for both texts.
    """

    beside: str
    field: str
    path: str
    joins: bool


def place(services: Services, text: KeptText) -> Place:
    """Where a kept text stood.

    Args:
        services: the store that is shown.
        text: the kept text.
    """
    name = text.field.split("/", 1)[0]
    beside, path = where(services, text.kind, text.record_id)
    return Place(beside, t(_FIELDS.get(name, "Words")), path, name not in _ONE_LINE)


def where(services: Services, kind: str, record_id: UUID) -> tuple[str, str]:
    """What a record is called, already translated, and the address of its screen, or "" where it has none.

    Args:
        services: the store that is shown.
        kind, record_id: the record's table and id.
    """
    today = services.now().date()
    if kind == "journal_entry":
        entry = services.journal.get(record_id)
        if entry is not None:
            return t("Journal, {moment}", moment=moment(entry.at, today)), f"/journal/{record_id}"
        return t("Journal, an entry that was deleted"), ""
    if kind in {"session", "mark"}:
        session_id = record_id
        if kind == "mark":
            mark = services.store.marks.get(record_id)
            if mark is None:
                return t("Infusion, a mark that was deleted"), ""
            session_id = mark.session_id
        view = services.courses.current()
        number = next((one.number for one in view.sessions if one.id == session_id), 0) if view else 0
        if number:
            return t("Infusion {n}", n=number), f"/course/{number}"
        return t("Infusion of an earlier course"), ""
    if kind == "checklist":
        return t("Checklist"), "/checklist"
    name, path = _SCREENS.get(kind, ("Somewhere else", ""))
    return t(name), path
