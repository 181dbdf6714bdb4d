"""A check-in as a QuestionnaireResponse, coded as LOINC's own form, with its score as an Observation."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from app.care.checkin import CheckIn, Given
from app.care.questionnaire import Item, Questionnaire, ScoreKind
from app.care.questionnaires import QUESTIONNAIRES
from app.care.score import score
from app.clinic.resources import names
from app.clinic.resources.parts import (
    Context,
    Resource,
    coding,
    extensions,
    first,
    known,
    moment,
    must,
    read_moment,
    reference,
    score_quantity,
)
from app.clinic.resources.response import TYPE, read_response, replaced, response

_SCORE: Final = UUID("b07c5b0e-0f5e-4a40-9d0a-2d3a1c9b7e02")
_TOTALS: Final = {
    "44261-6": "Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]",
    "70274-6": "Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]",
    "91147-9": "Mean score [PEG]",
}


def to_fhir(checkin: CheckIn, context: Context) -> list[Resource]:
    """The resources of a check-in. Raises ValueError for a time that FHIR cannot write."""
    main = response(
        "check_in",
        checkin.id,
        context,
        form=_form(checkin.asked),
        version=checkin.version,
        begun=checkin.begun_at,
        finished=checkin.finished_at,
        parts={
            "extension": extensions(
                version__valuePositiveInt=checkin.version,
                replaces__valueReference=replaced(checkin.replaces),
                taken__valueDateTime=moment(checkin.taken_at),
                begun__valueDateTime=moment(checkin.begun_at),
            ),
            "basedOn": [reference("CarePlan", checkin.course_id)] if checkin.course_id else None,
            "item": [_item(checkin.asked, one) for one in checkin.answers],
        },
    )
    total = _total(checkin, context)
    return [main, total] if total else [main]


def from_fhir(resource: Resource, here: CheckIn | None) -> dict[str, Any]:
    """The fields that a resource carries. Raises ValueError, TypeError or KeyError when it cannot be read."""
    del here
    asked = known(one for one in QUESTIONNAIRES.values() if _form(one) == resource["questionnaire"])
    return {
        **read_response(resource),
        "questionnaire": asked.id,
        "taken_at": must(read_moment(first(resource, "taken", "valueDateTime"))),
        "begun_at": must(read_moment(first(resource, "begun", "valueDateTime"))),
        "answers": tuple(_given(asked, one) for one in resource.get("item", ())),
    }


def _form(asked: Questionnaire) -> str:
    return f"{names.LOINC}/q/{asked.loinc}" if asked.loinc else names.form(asked.id)


def _item(asked: Questionnaire, given: Given) -> Resource:
    item = asked.item(given.item)
    return {
        "linkId": _link(item),
        "text": item.text,
        "answer": [
            {
                "extension": extensions(answered__valueDateTime=moment(given.at)),
                **_value(asked, item, given.value),
            }
        ],
    }


def _value(asked: Questionnaire, item: Item, value: int) -> dict[str, Any]:
    option = item.option(value)
    if option is None:
        return {"valueDecimal": value}
    worth = [{"url": names.ORDINAL, "valueDecimal": value}]
    if option.loinc:
        return {"valueCoding": coding(names.LOINC, option.loinc, option.text, extension=worth)}
    own = coding(names.codes(f"{asked.id}-answer"), str(value), option.text, extension=worth)
    return {"valueCoding": own}


def _given(asked: Questionnaire, resource: Resource) -> Given:
    item = known(one for one in asked.items if _link(one) == resource["linkId"])
    (answer,) = resource["answer"]
    at = must(read_moment(first(answer, "answered", "valueDateTime")))
    return Given(item=item.id, value=_points(item, answer), at=at)


def _points(item: Item, answer: Resource) -> int:
    if "valueDecimal" in answer:
        worth = answer["valueDecimal"]
    else:
        chosen = answer["valueCoding"]
        stated = (one["valueDecimal"] for one in chosen.get("extension", ()) if one["url"] == names.ORDINAL)
        coded = (one.value for one in item.options if chosen["code"] in (one.loinc, str(one.value)))
        worth = next(stated, None)
        worth = known(coded) if worth is None else worth
    if int(worth) != worth:
        raise ValueError("an answer is a whole number")
    return int(worth)


def _link(item: Item) -> str:
    return item.link_id or item.id


def total(id_: UUID, asked: Questionnaire, value: float, at: datetime, context: Context) -> Resource:
    """The Observation of a total. value: as score gives it. at: when it was taken."""
    own = coding(names.codes("score"), asked.id, f"{asked.name} score")
    loinc = coding(names.LOINC, asked.total_loinc, _TOTALS[asked.total_loinc]) if asked.total_loinc else None
    return {
        "resourceType": "Observation",
        "id": str(id_),
        "status": "final",
        "category": [{"coding": [coding(names.CATEGORY, "survey", "Survey")]}],
        "code": {
            "coding": [loinc or own],
            "text": f"{asked.name} {'mean' if asked.kind is ScoreKind.MEAN else 'total'}",
        },
        "subject": context.patient,
        "effectiveDateTime": moment(at),
        "performer": [context.patient],
        "valueQuantity": score_quantity(round(value, 1)),
    }


def read_total(resource: Resource) -> tuple[Questionnaire, float, datetime] | None:
    """What a total says; None for any other Observation. Raises ValueError, TypeError or KeyError."""
    codes = {(one.get("system"), one.get("code")) for one in resource["code"].get("coding", ())}
    for asked in QUESTIONNAIRES.values():
        if codes & {(names.LOINC, asked.total_loinc or None), (names.codes("score"), asked.id)}:
            at = must(read_moment(resource.get("effectiveDateTime")))
            return asked, float(resource["valueQuantity"]["value"]), at
    return None


def _total(checkin: CheckIn, context: Context) -> Resource | None:
    found = score(checkin) if checkin.is_finished else None
    if found is None:
        return None
    id_ = uuid5(_SCORE, str(checkin.id))
    return {
        **total(id_, checkin.asked, found.value, checkin.taken_at, context),
        "status": "final" if checkin.version == 1 else "amended",
        "derivedFrom": [reference(TYPE, checkin.id)],
    }
