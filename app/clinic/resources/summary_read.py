"""Reading a summary: from a file of ours, or from what a clinic shows a caregiver; nothing is trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from app.care.checklist import Part as ListPart
from app.care.checklist import asked
from app.care.course import MARK_KINDS, OPEN, Status
from app.care.summary import (
    ChecklistState,
    Escort,
    Part,
    SharedMark,
    SharedMood,
    SharedSession,
    SharedTotal,
    Summary,
)
from app.clinic.resources import check_in, checklist, clinics, course, journal_entry, mark, session
from app.clinic.resources.collection import LOCAL
from app.clinic.resources.kinds import WITHDRAWN, identified
from app.clinic.resources.parts import Resource, each, first, must, read_moment, read_reference
from app.clinic.resources.summary import FORMAT, FORMATS
from app.errors import BadSummary

# More than a year of several moods a day, with a course.
MOST_ENTRIES: Final = 20_000
_UNREADABLE: Final = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError)
_NEWER: Final = "This summary was made by a newer version of the app, so it was not opened; update the app."
_NONE: Final = "There is no summary in this file, so nothing was opened; ask for it to be made once more."


@dataclass(slots=True)
class _Seen:
    """What was found so far. sessions: by the id of their resources."""

    planned: int | None = None
    sessions: dict[str, SharedSession] = field(default_factory=dict)
    lists: dict[str, ChecklistState] = field(default_factory=dict)
    marks: dict[str, list[SharedMark]] = field(default_factory=dict)
    moods: list[SharedMood] = field(default_factory=list)
    totals: list[SharedTotal] = field(default_factory=list)
    booked: list[tuple[int, datetime]] = field(default_factory=list)


def from_bundle(bundle: Any) -> Summary:
    """Return the summary in a Bundle as `to_bundle` makes it.

    bundle: as it was in the file.
    Raises BadSummary when there is none, or a newer version wrote it.
    """
    try:
        if bundle["resourceType"] != "Bundle":
            raise BadSummary(_NONE)
        _refuse_newer(bundle)
        entries = bundle["entry"]
        if len(entries) > MOST_ENTRIES:
            raise BadSummary(_NONE)
        resources = [_resolved(one["resource"]) for one in entries]
        (head,) = (one for one in resources if one["resourceType"] == "Composition")
        (patient,) = (one for one in resources if one["resourceType"] == "Patient")
        named = patient.get("name") or [{}]
        period = head["event"][0]["period"]
        found = from_resources(
            resources,
            UUID(head["identifier"]["value"]),
            called=named[0].get("text", ""),
            made_at=must(read_moment(head["date"])),
            first=date.fromisoformat(period["start"]),
            last=date.fromisoformat(period["end"]),
        )
        return replace(
            found,
            ends_at=read_moment(first(head, "summary-ends", "valueDateTime")),
            parts=tuple(Part(one) for one in each(head, "summary-part", "valueCode")),
            clinic=first(head, "clinic-name", "valueString") or "",
            clinic_phone=first(head, "clinic-phone", "valueString") or "",
            emergency_number=first(head, "emergency-number", "valueString") or "",
            country=first(head, "country", "valueCode") or "",
        )
    except (*_UNREADABLE, RecursionError):
        raise BadSummary(_NONE) from None  # None: the cause may quote the content


def from_resources(
    resources: Iterable[Resource],
    summary_id: UUID,
    *,
    called: str,
    made_at: datetime,
    first: date,
    last: date,
) -> Summary:
    """Return what resources say of one person, such as a clinic shows them; what cannot be read is left out.

    summary_id: of it. called: the person's name. made_at: aware. first, last: the days that it tells of.
    """
    seen = _Seen()
    for one in resources:
        _take(one, seen)
    _follow_bookings(seen)
    sessions = sorted(_whole(seen), key=lambda one: one.number)
    moods = sorted(seen.moods, key=lambda one: one.at)
    return Summary(
        id=summary_id,
        called=called,
        made_at=made_at,
        parts=tuple(_parts(sessions, moods)),
        first=first,
        last=last,
        planned=seen.planned,
        sessions=tuple(sessions),
        moods=tuple(moods),
        totals=tuple(sorted(seen.totals, key=lambda one: (one.taken_at, one.questionnaire))),
    )


def _take(resource: Resource, seen: _Seen) -> None:
    try:
        if resource.get("status") in (WITHDRAWN, "revoked"):
            return
        for booking in clinics.bookings(resource):
            if booking.number is not None and not booking.cancelled:
                seen.booked.append((booking.number, booking.starts_at))
        known = identified(resource)
        if known is not None:
            _READ[known[0]](resource, seen)
        elif resource["resourceType"] == "Observation":
            _total(resource, seen)
    except _UNREADABLE:
        return


def _course(resource: Resource, seen: _Seen) -> None:
    planned = course.from_fhir({**resource, "created": "2000-01-01T00:00:00Z"}, None)["planned"]
    seen.planned = planned if isinstance(planned, int) else None


def _session(resource: Resource, seen: _Seen) -> None:
    told = session.from_fhir(resource, None)
    names_ = ("number", "status", "starts_at", "began_at", "ended_at", "systolic", "diastolic")
    seen.sessions[str(resource["id"])] = SharedSession(
        **{name: told[name] for name in names_}, escort=_escort(resource)
    )


def _escort(resource: Resource) -> Escort | None:
    escort = Escort(
        name=first(resource, "escort", "valueString") or "",
        phone=first(resource, "escort-phone", "valueString") or "",
        confirmed_at=read_moment(first(resource, "escort-confirmed", "valueDateTime")),
        backup=first(resource, "backup-escort", "valueString") or "",
        backup_phone=first(resource, "backup-escort-phone", "valueString") or "",
    )
    told = first(resource, "escort-shared", "valueBoolean") is True or escort != Escort()
    return escort if told else None


def _checklist(resource: Resource, seen: _Seen) -> None:
    if resource["questionnaire"] != checklist.FORMS[ListPart.DAY_OF]:
        return
    done = resource["status"] in ("completed", "amended")
    items, stated = len(resource.get("item", ())), first(resource, "asked-count", "valueUnsignedInt")
    finished_at = must(read_moment(resource.get("authored"))) if done else None
    if stated is not None:
        answered = first(resource, "answered-count", "valueUnsignedInt")
    else:
        answered, stated = items, items if done else max(items, len(asked(ListPart.DAY_OF)))
    of = str(read_reference(resource.get("partOf"), session.TYPE))
    seen.lists[of] = ChecklistState(answered=answered, asked=stated, finished_at=finished_at)


def _mark(resource: Resource, seen: _Seen) -> None:
    told = mark.from_fhir(resource, None)
    if told["kind"] in dict(MARK_KINDS):
        noted = SharedMark(at=told["at"], kind=told["kind"])
        seen.marks.setdefault(str(told["session_id"]), []).append(noted)


def _mood(resource: Resource, seen: _Seen) -> None:
    told = journal_entry.from_fhir(resource, None)
    entry = {name: told[name] for name in ("at", "mood", "feelings")}
    seen.moods.append(SharedMood(**entry, words=told.get("words", "")))


def _total(resource: Resource, seen: _Seen) -> None:
    found = check_in.read_total(resource)
    if found is not None:
        asked_, value, at = found
        seen.totals.append(SharedTotal(questionnaire=asked_.id, taken_at=at, value=value))


_READ: Final[Mapping[str, Callable[[Resource, _Seen], None]]] = {
    "course": _course,
    "session": _session,
    "checklist": _checklist,
    "mark": _mark,
    "journal_entry": _mood,
    "check_in": lambda _, __: None,  # its answers are not for others; its total stands beside it
}


def _follow_bookings(seen: _Seen) -> None:
    """Infusions that only the clinic has written down, and the dates of those to come, which it owns."""
    by_number = {one.number: key for key, one in seen.sessions.items()}
    for number, at in seen.booked:
        key = by_number.setdefault(number, f"booked/{number}")
        there = seen.sessions.get(key)
        if there is None:
            seen.sessions[key] = SharedSession(number=number, status=Status.PLANNED, starts_at=at)
        elif there.began_at is None and there.status in OPEN:
            seen.sessions[key] = replace(there, starts_at=at)


def _whole(seen: _Seen) -> Iterator[SharedSession]:
    for key, one in seen.sessions.items():
        marks = tuple(sorted(seen.marks.get(key, ()), key=lambda noted: noted.at))
        yield replace(one, checklist=seen.lists.get(key), marks=marks)


def _parts(sessions: Iterable[SharedSession], moods: Iterable[SharedMood]) -> Iterator[Part]:
    yield from (Part.SCHEDULE, Part.CHECKLIST, Part.MOODS, Part.CHECK_INS)
    held = list(sessions)
    if any(one.escort for one in held):
        yield Part.ESCORT
    if any(one.marks for one in held):
        yield Part.MARKS
    if any(one.systolic or one.diastolic for one in held):
        yield Part.BLOOD_PRESSURE
    if any(one.feelings for one in moods):
        yield Part.FEELINGS


def _refuse_newer(bundle: Mapping[str, Any]) -> None:
    stated = [one for one in bundle["meta"]["tag"] if one["system"] == FORMATS]
    (version,) = (int(one["code"]) for one in stated)
    if version > FORMAT:
        raise BadSummary(_NEWER)


def _resolved(part: Any) -> Any:
    """A part of a resource in which references say "Type/id" again."""
    if isinstance(part, list):
        return [_resolved(one) for one in part]
    if not isinstance(part, dict):
        return part
    named = part.get("reference")
    if isinstance(named, str) and named.startswith(LOCAL):
        return {"reference": f"{part['type']}/{named.removeprefix(LOCAL)}"}
    return {key: _resolved(value) for key, value in part.items()}
