"""A course as a CarePlan: how many infusions, from when, on which days."""

from __future__ import annotations

from datetime import date, time
from typing import Any, Final

from app.care.course import Course
from app.clinic.resources.parts import (
    Context,
    Resource,
    each,
    extensions,
    first,
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

TYPE: Final = "CarePlan"
# http://hl7.org/fhir/days-of-week
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def to_fhir(course: Course, context: Context) -> list[Resource]:
    """The resources of a course. Raises ValueError for a time that FHIR cannot write."""
    start = course.first_day.isoformat() if course.first_day else None
    ended = moment(course.ended_at)
    # A course that ended before its first day has no period: the end would come before the start.
    until = ended if course.ended_at and (not start or course.ended_at.date().isoformat() >= start) else None
    return [
        said(
            {
                **own(context, TYPE, "course", course.id, "revoked" if ended else "active"),
                "extension": extensions(
                    planned__valuePositiveInt=course.planned,
                    usual_time__valueTime=_clock(course.usual_time),
                    weekday__valueCode=[_DAYS[day] for day in course.weekdays],
                    ended__valueDateTime=ended,
                    words_withheld__valueBoolean=withheld(context),
                ),
                "intent": "plan",
                "title": f"Infusion course, {course.planned} infusions planned",
                "subject": context.patient,
                "period": said({"start": start, "end": until}),
                "created": moment(course.made_at),
                "author": context.patient,
                "note": words(course.end_reason) if context.share_words else None,
            }
        )
    ]


def from_fhir(resource: Resource, here: Course | None) -> dict[str, Any]:
    """The fields that a resource carries. Raises ValueError, TypeError or KeyError when it cannot be read."""
    del here
    start = resource.get("period", {}).get("start")
    usual = first(resource, "usual-time", "valueTime")
    fields = {
        "planned": first(resource, "planned", "valuePositiveInt"),
        "first_day": date.fromisoformat(start[:10]) if start else None,
        "usual_time": time.fromisoformat(usual) if usual else None,
        "weekdays": tuple(_DAYS.index(day) for day in each(resource, "weekday", "valueCode")),
        "made_at": must(read_moment(resource.get("created"))),
        "ended_at": read_moment(first(resource, "ended", "valueDateTime")),
    }
    return fields if is_withheld(resource) else {**fields, "end_reason": read_words(resource)}


def _clock(at: time | None) -> str | None:
    # FHIR's time always has seconds, as Python's isoformat writes them.
    return None if at is None else at.isoformat()
