"""Moments in time: always aware, and a day is the day where it was lived."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta

from app.care.invalid import Invalid
from app.care.sentence import say

_MINUTE = timedelta(minutes=1)


def aware(at: datetime, what: str = "time") -> datetime:
    """Return at unchanged when it names one moment that a store can give back.

    at: a datetime with an offset from UTC in whole minutes.
    what: what the time is, in the words of the sentence a patient reads.
    Raises Invalid for a naive datetime, for an offset with seconds (a store keeps minutes),
    and for a moment so far out that it has no UTC date.
    """
    if not isinstance(at, datetime):
        raise Invalid("The {what} must be a date with a time.", what=say(what))
    offset = at.utcoffset()
    if offset is None:
        raise Invalid(
            "The {what} needs a time zone, so that it means the same everywhere; add one.", what=say(what)
        )
    if offset and offset % _MINUTE:
        raise Invalid(
            "The {what} has a time zone that is not in whole minutes from UTC; use another one.",
            what=say(what),
        )
    if not MINYEAR < at.year < MAXYEAR:  # only in those can the offset lead out of the calendar
        try:
            at.astimezone(UTC)
        except OverflowError:
            raise Invalid(
                "The {what} is too far away to be a date; check the year.", what=say(what)
            ) from None
    return at


def local_day(at: datetime) -> date:
    """Return the day in at's own offset: the day the person lived, whatever the zone later.

    Raises Invalid when at is naive.
    """
    return aware(at).date()
