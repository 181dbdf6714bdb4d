"""A shared summary as one FHIR Bundle: what was chosen, under ids that belong to nothing else.

A Composition says whose it is, when it was made and when it ends. The ids come from the share's own, so that
nobody can tell from two shares which entry is which.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from app.care.checklist import Part as ListPart
from app.care.course import Mark
from app.care.journal import JournalEntry
from app.care.questionnaires import QUESTIONNAIRES
from app.care.summary import SharedMark, SharedMood, SharedSession, SharedTotal, Summary
from app.clinic.resources import check_in, checklist, journal_entry, mark, names, session
from app.clinic.resources.collection import LOCAL, pointing
from app.clinic.resources.parts import WITHHELD, Context, Resource, extensions, own, reference, said
from app.clinic.resources.parts import moment as written
from app.clinic.resources.response import response

FORMAT: Final = 1
FORMATS: Final = names.codes("summary-format")


def to_bundle(summary: Summary) -> dict[str, Any]:
    """Return a summary as a Bundle of type collection.

    summary: with the parts that were chosen and no others.
    """
    context = Context(patient_id=str(_id(summary, "patient")), share_words=True)
    return {
        "resourceType": "Bundle",
        "id": str(summary.id),
        "meta": {"tag": [{"system": FORMATS, "code": str(FORMAT)}]},
        "type": "collection",
        "timestamp": _at(summary.made_at),
        "entry": [
            {"fullUrl": f"{LOCAL}{one['id']}", "resource": pointing(one)} for one in _all(summary, context)
        ],
    }


def _all(summary: Summary, context: Context) -> Iterator[Resource]:
    yield _composition(summary, context)
    yield said(
        {
            "resourceType": "Patient",
            "id": context.patient_id,
            "name": [{"text": summary.called}] if summary.called.strip() else None,
        }
    )
    if summary.planned is not None:
        yield _plan(summary, context)
    for one in summary.sessions:
        yield from _session(summary, one, context)
    for number, mood in enumerate(summary.moods):
        yield from _mood(_id(summary, f"mood/{number}"), mood, context)
    for number, total in enumerate(summary.totals):
        yield _total(_id(summary, f"total/{number}"), total, context)


def _composition(summary: Summary, context: Context) -> Resource:
    return said(
        {
            "resourceType": "Composition",
            "id": str(_id(summary, "summary")),
            "identifier": {"system": names.identifier("summary"), "value": str(summary.id)},
            "extension": extensions(
                summary_part__valueCode=[str(part) for part in summary.parts],
                summary_ends__valueDateTime=_at(summary.ends_at) if summary.ends_at else None,
                clinic_name__valueString=summary.clinic.strip() or None,
                clinic_phone__valueString=summary.clinic_phone.strip() or None,
                emergency_number__valueString=summary.emergency_number.strip() or None,
                country__valueCode=summary.country.strip() or None,
            ),
            "status": "final",
            "type": {"text": "Summary shared with someone who cares for the patient"},
            "subject": context.patient,
            "date": _at(summary.made_at),
            "author": [context.patient],
            "title": "Shared summary",
            "event": [{"period": {"start": summary.first.isoformat(), "end": summary.last.isoformat()}}],
        }
    )


def _plan(summary: Summary, context: Context) -> Resource:
    plan = _id(summary, "course")
    return {
        **own(context, "CarePlan", "course", plan, "active"),
        "extension": extensions(planned__valuePositiveInt=summary.planned),
        "intent": "plan",
        "title": f"Infusion course, {summary.planned} infusions planned",
        "subject": context.patient,
    }


def _session(summary: Summary, one: SharedSession, context: Context) -> Iterator[Resource]:
    id_, escort = _id(summary, f"session/{one.number}"), one.escort
    yield said(
        {
            **own(context, session.TYPE, "session", id_, session.STATUS[one.status]),
            "extension": extensions(
                session_number__valuePositiveInt=one.number,
                session_status__valueCode=one.status.replace(" ", "-"),
                booked_for__valueDateTime=_maybe(one.starts_at),
                systolic__valueInteger=one.systolic,
                diastolic__valueInteger=one.diastolic,
                escort_shared__valueBoolean=True if escort else None,
                escort__valueString=_words(escort.name if escort else ""),
                escort_phone__valueString=_words(escort.phone if escort else ""),
                escort_confirmed__valueDateTime=_maybe(escort.confirmed_at if escort else None),
                backup_escort__valueString=_words(escort.backup if escort else ""),
                backup_escort_phone__valueString=_words(escort.backup_phone if escort else ""),
            ),
            "basedOn": [reference("CarePlan", _id(summary, "course"))] if summary.planned else None,
            "code": {"text": f"Ketamine infusion {one.number}"},
            "subject": context.patient,
            "performedPeriod": said({"start": _maybe(one.began_at), "end": _maybe(one.ended_at)}),
        }
    )
    if one.checklist is not None:
        state = one.checklist
        yield response(
            "checklist",
            _id(summary, f"checklist/{one.number}"),
            context,
            form=checklist.FORMS[ListPart.DAY_OF],
            version=1,
            begun=_zoned(state.finished_at or summary.made_at),
            finished=_zoned(state.finished_at) if state.finished_at else None,
            parts={
                # How far it is; the answers are not here.
                "extension": extensions(
                    answered_count__valueUnsignedInt=state.answered, asked_count__valueUnsignedInt=state.asked
                ),
                "partOf": [reference(session.TYPE, id_)],
            },
        )
    for number, noted in enumerate(one.marks):
        yield from _mark(_id(summary, f"mark/{one.number}/{number}"), id_, noted, context)


def _mark(id_: UUID, session_id: UUID, noted: SharedMark, context: Context) -> list[Resource]:
    # A word of the patient's own is never here, and a mark of that kind has to hold something.
    words = WITHHELD if noted.kind == "own" else ""
    made = Mark(id=id_, session_id=session_id, at=_zoned(noted.at), kind=noted.kind, words=words)
    return mark.to_fhir(made, context)


def _mood(id_: UUID, mood: SharedMood, context: Context) -> list[Resource]:
    made = JournalEntry(id=id_, at=_zoned(mood.at), mood=mood.mood, feelings=mood.feelings, words=mood.words)
    return journal_entry.to_fhir(made, context)


def _total(id_: UUID, total: SharedTotal, context: Context) -> Resource:
    asked = QUESTIONNAIRES[total.questionnaire]
    return check_in.total(id_, asked, total.value, _zoned(total.taken_at), context)


def _id(summary: Summary, name: str) -> UUID:
    return uuid5(summary.id, name)


def _words(text: str) -> str | None:
    return text if text.strip() else None


def _zoned(at: datetime) -> datetime:
    """The moment in a time zone that FHIR has."""
    try:
        written(at)
    except ValueError:
        return at.astimezone(UTC)
    return at


def _at(at: datetime) -> str:
    return str(written(_zoned(at)))


def _maybe(at: datetime | None) -> str | None:
    return None if at is None else _at(at)
