"""A mark, noted at one moment of an infusion, as an Observation that is part of the session's Procedure."""

from __future__ import annotations

from typing import Any, Final

from app.care.course import MARK_KINDS, Mark
from app.clinic.resources import names
from app.clinic.resources.parts import (
    WITHHELD,
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
    read_reference,
    read_words,
    reference,
    said,
    words,
)

TYPE: Final = "Observation"
CODE: Final = "infusion-mark"
_KINDS: Final = names.codes("infusion-mark")


def to_fhir(mark: Mark, context: Context) -> list[Resource]:
    """The resources of a mark. Raises ValueError for a time that FHIR cannot write."""
    shared = context.share_words and mark.words != WITHHELD
    return [
        said(
            {
                **own(context, TYPE, "mark", mark.id, "final"),
                "extension": extensions(words_withheld__valueBoolean=None if shared else True),
                "partOf": [reference("Procedure", mark.session_id)],
                "category": [{"coding": [coding(names.CATEGORY, "survey", "Survey")]}],
                "code": {
                    "coding": [coding(names.codes("journal"), CODE, "Noted during an infusion")],
                    "text": "Noted by the patient during an infusion",
                },
                "subject": context.patient,
                "effectiveDateTime": moment(mark.at),
                "performer": [context.patient],
                "valueCodeableConcept": {"coding": [coding(_KINDS, mark.kind, dict(MARK_KINDS)[mark.kind])]},
                "note": words(mark.words) if shared else None,
            }
        )
    ]


def from_fhir(resource: Resource, here: Mark | None) -> dict[str, Any]:
    """The fields that a resource carries. Raises ValueError, TypeError or KeyError when it cannot be read."""
    fields = {
        "session_id": read_reference(resource.get("partOf"), "Procedure"),
        "at": must(read_moment(resource.get("effectiveDateTime"))),
        "kind": code_in(resource["valueCodeableConcept"], _KINDS),
    }
    if not is_withheld(resource):
        return {**fields, "words": read_words(resource)}
    # A word of the patient's own has to say something, and on this device nobody knows what.
    return fields if here is not None or fields["kind"] != "own" else {**fields, "words": WITHHELD}
