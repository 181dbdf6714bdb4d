"""A checklist as a QuestionnaireResponse: yes, no or not sure to each question, notes only with the words."""

from __future__ import annotations

from typing import Any, Final

from app.care.checklist import ITEMS, Answer, Choice, Filled, Part
from app.clinic.resources import names
from app.clinic.resources.parts import (
    Context,
    Resource,
    code_in,
    coding,
    extensions,
    first,
    is_withheld,
    known,
    moment,
    must,
    read_moment,
    read_reference,
    reference,
    said,
    withheld,
)
from app.clinic.resources.response import read_response, replaced, response

_CHOICES: Final = names.codes("answer")
FORMS: Final = {part: names.form(f"pre-infusion-{part}|1") for part in Part}
_QUESTIONS: Final = {item.id: item.question for item in ITEMS}


def to_fhir(filled: Filled, context: Context) -> list[Resource]:
    """The resources of a checklist. Raises ValueError for a time that FHIR cannot write."""
    return [
        response(
            "checklist",
            filled.id,
            context,
            form=FORMS[filled.part],
            version=filled.version,
            begun=filled.started_at,
            finished=filled.finished_at,
            parts={
                "extension": extensions(
                    version__valuePositiveInt=filled.version,
                    replaces__valueReference=replaced(filled.replaces),
                    begun__valueDateTime=moment(filled.started_at),
                    words_withheld__valueBoolean=withheld(context),
                ),
                "basedOn": [reference("CarePlan", filled.course_id)],
                "partOf": [reference("Procedure", filled.session_id)] if filled.session_id else None,
                "item": [_item(one, context) for one in filled.answers],
            },
        )
    ]


def from_fhir(resource: Resource, here: Filled | None) -> dict[str, Any]:
    """The fields that a resource carries. Raises ValueError, TypeError or KeyError when it cannot be read."""
    kept = here if is_withheld(resource) else None
    return {
        **read_response(resource),
        "part": known(part for part, form in FORMS.items() if form == resource["questionnaire"]),
        "session_id": read_reference(resource.get("partOf"), "Procedure"),
        "started_at": must(read_moment(first(resource, "begun", "valueDateTime"))),
        "answers": tuple(_answer(one, kept) for one in resource.get("item", ())),
    }


def _item(given: Answer, context: Context) -> Resource:
    note = given.note if context.share_words and given.note.strip() else None
    answer = {
        "extension": extensions(answered__valueDateTime=moment(given.at), note__valueString=note),
        "valueCoding": coding(_CHOICES, given.value.replace(" ", "-"), given.value.capitalize()),
    }
    return said({"linkId": given.item, "text": _QUESTIONS.get(given.item), "answer": [answer]})


def _answer(item: Resource, here: Filled | None) -> Answer:
    (given,) = item["answer"]
    chosen = code_in({"coding": [given["valueCoding"]]}, _CHOICES)
    before = here.given(item["linkId"]) if here else None
    return Answer(
        item=item["linkId"],
        value=Choice(str(chosen).replace("-", " ")),
        note=first(given, "note", "valueString") or (before.note if before else ""),
        at=must(read_moment(first(given, "answered", "valueDateTime"))),
    )
