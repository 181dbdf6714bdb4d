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
from app.care.sentence import Sentence, counted
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
# What a person calls all of a kind, and one.
WORDS: Final[Mapping[str, str]] = {
    "journal_entry": "entries",
    "session": "planned or past infusions",
    "mark": "moments of infusions",
    "checklist": "checklists",
    "check_in": "check-ins",
    "course": "courses",
    "clinic_question": "questions for the clinic",
    "clinic_profile": "pages about the clinic",
    "person": "people",
    "preferences": "pages of settings",
    "kept_text": "kept texts",
    "share": "shared summaries",
    "followed": "people you follow",
}
NAMES: Final[Mapping[str, str]] = {
    "journal_entry": "entry",
    "session": "planned or past infusion",
    "mark": "moment of an infusion",
    "checklist": "checklist",
    "check_in": "check-in",
    "course": "course",
    "clinic_question": "question for the clinic",
    "clinic_profile": "page about the clinic",
    "person": "person",
    "preferences": "page of settings",
    "kept_text": "kept text",
    "share": "shared summary",
    "followed": "person you follow",
}
_NUMBERS: Final[Mapping[str, tuple[str, str]]] = {
    "journal_entry": ("{n} entry", "{n} entries"),
    "session": ("{n} planned or past infusion", "{n} planned or past infusions"),
    "mark": ("{n} moment of an infusion", "{n} moments of infusions"),
    "checklist": ("{n} checklist", "{n} checklists"),
    "check_in": ("{n} check-in", "{n} check-ins"),
    "course": ("{n} course", "{n} courses"),
    "clinic_question": ("{n} question for the clinic", "{n} questions for the clinic"),
    "clinic_profile": ("{n} page about the clinic", "{n} pages about the clinic"),
    "person": ("{n} person", "{n} people"),
    "preferences": ("{n} page of settings", "{n} pages of settings"),
    "kept_text": ("{n} kept text", "{n} kept texts"),
    "share": ("{n} shared summary", "{n} shared summaries"),
    "followed": ("{n} person you follow", "{n} people you follow"),
}


def number_of(table: str, n: int) -> Sentence:
    """A number of records of a table, as a person says it: "5 entries".

    Args:
        table: of WORDS.
        n: how many.
    """
    return counted(*_NUMBERS[table], n)
