"""Every kind of record the store keeps, by the name of its table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from app.care.checkin import CheckIn
from app.care.checklist import Filled
from app.care.course import Course, Mark, Session
from app.care.guide import ClinicQuestion
from app.care.journal import JournalEntry
from app.care.kept import KeptText
from app.care.profile import ClinicProfile, Person, Preferences
from app.care.summary import Followed, Share

RECORDS: Final[Mapping[str, type[Any]]] = {
    "course": Course,
    "session": Session,
    "mark": Mark,
    "checklist": Filled,
    "check_in": CheckIn,
    "journal_entry": JournalEntry,
    "clinic_profile": ClinicProfile,
    "person": Person,
    "preferences": Preferences,
    "clinic_question": ClinicQuestion,
    "kept_text": KeptText,
    "share": Share,
    "followed": Followed,
}
# What a person calls them: one, and several.
WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "journal_entry": ("entry", "entries"),
    "session": ("planned or past infusion", "planned or past infusions"),
    "mark": ("moment of an infusion", "moments of infusions"),
    "checklist": ("checklist", "checklists"),
    "check_in": ("check-in", "check-ins"),
    "course": ("course", "courses"),
    "clinic_question": ("question for the clinic", "questions for the clinic"),
    "clinic_profile": ("page about the clinic", "pages about the clinic"),
    "person": ("person", "people"),
    "preferences": ("page of settings", "pages of settings"),
    "kept_text": ("kept text", "kept texts"),
    "share": ("shared summary", "shared summaries"),
    "followed": ("person you follow", "people you follow"),
}
