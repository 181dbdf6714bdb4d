"""A journal entry as an Observation: the mood as its value, feelings and other numbers as components."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from app.care.journal import FEELING_LABELS, JournalEntry
from app.clinic.resources import names
from app.clinic.resources.parts import (
    Context,
    Resource,
    code_in,
    coding,
    extensions,
    is_withheld,
    moment,
    must,
    own,
    read_moment,
    read_words,
    said,
    withheld,
    words,
)

TYPE: Final = "Observation"
CODE: Final = "mood-0-10"
_CODES: Final = names.codes("journal")
_FEELINGS: Final = names.codes("feeling")
_NUMBERS: Final = {
    "sleep": coding(_CODES, "sleep-0-10", "Sleep 0-10"),
    "anxiety": coding(_CODES, "anxiety-0-10", "Anxiety 0-10"),
    "energy": coding(_CODES, "energy-0-10", "Energy 0-10"),
    "pain": coding(_CODES, "pain-0-10", "Pain 0-10"),
}
# LOINC has a code for this one alone (72514-3, a numeric rating reported by the patient).
_PAIN: Final = coding(names.LOINC, "72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported")


def to_fhir(entry: JournalEntry, context: Context) -> list[Resource]:
    """The resources of an entry. Raises ValueError for a time that FHIR cannot write."""
    return [
        said(
            {
                **own(context, TYPE, "journal_entry", entry.id, "final"),
                "extension": extensions(words_withheld__valueBoolean=withheld(context)),
                "category": [{"coding": [coding(names.CATEGORY, "survey", "Survey")]}],
                "code": {
                    "coding": [coding(_CODES, CODE, "Mood rating 0-10")],
                    "text": "Mood, 0 lowest to 10 best",
                },
                "subject": context.patient,
                "effectiveDateTime": moment(entry.at),
                "performer": [context.patient],
                "valueInteger": entry.mood,
                "note": words(entry.words) if context.share_words else None,
                "referenceRange": [{"low": {"value": 0}, "high": {"value": 10}, "text": "0 to 10"}],
                "component": [*_numbers(entry), *_feelings(entry, context)],
            }
        )
    ]


def from_fhir(resource: Resource, here: JournalEntry | None) -> dict[str, Any]:
    """The fields that a resource carries. Raises ValueError, TypeError or KeyError when it cannot be read."""
    numbers: dict[str, int | None] = dict.fromkeys(_NUMBERS)
    feelings: list[str] = []
    for part in resource.get("component", ()):
        name = _number_of(part)
        if name is not None:
            numbers[name] = part["valueInteger"]
        elif "valueCodeableConcept" in part:
            concept = part["valueCodeableConcept"]
            feelings.append(code_in(concept, _FEELINGS) or concept["text"])
    fields = {
        "at": must(read_moment(resource.get("effectiveDateTime"))),
        "mood": resource["valueInteger"],
        **numbers,
        "feelings": tuple(feelings),
    }
    if is_withheld(resource):
        return {**fields, "feelings": _with_own(fields["feelings"], here)}
    return {**fields, "words": read_words(resource)}


def _numbers(entry: JournalEntry) -> Iterator[dict[str, Any]]:
    for name, code in _NUMBERS.items():
        value = getattr(entry, name)
        if value is not None:
            yield {"code": {"coding": [code, _PAIN] if name == "pain" else [code]}, "valueInteger": value}


def _number_of(part: Resource) -> str | None:
    code = code_in(part["code"], _CODES)
    return next((name for name, one in _NUMBERS.items() if one["code"] == code), None)


def _feelings(entry: JournalEntry, context: Context) -> Iterator[dict[str, Any]]:
    what = {"coding": [coding(_CODES, "feeling", "Feeling")]}
    for feeling in entry.feelings:
        label = FEELING_LABELS.get(feeling)
        if label is not None:
            yield {"code": what, "valueCodeableConcept": {"coding": [coding(_FEELINGS, feeling, label)]}}
        elif context.share_words:
            yield {"code": what, "valueCodeableConcept": {"text": feeling}}


def _with_own(told: tuple[str, ...], here: JournalEntry | None) -> tuple[str, ...]:
    """The feelings that were told, and the patient's own that only this device knows, in its order."""
    known = here.feelings if here else ()
    stay = [one for one in known if one in told or one not in FEELING_LABELS]
    return (*stay, *(one for one in told if one not in stay))
