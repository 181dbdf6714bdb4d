"""A time as a person types it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from app import config
from app.care.invalid import Invalid
from app.services.clock import Clock

_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_HOW = 'write it like "2026-11-22 21:30", "21:30" or "yesterday 21:30"'


def parse_when(text: str, clock: Clock) -> datetime:
    """The moment that is meant, in the past or now.

    Args:
        text: an ISO date with a time, with or without an offset; "21:30", which is today; "yesterday 21:30".
        clock: what time it is, and the zone in which a time without an offset is meant.

    Raises:
        Invalid: it is no time, has no time of day, or is in the future.
    """
    words = text.strip().lower()
    day_word, _, rest = words.partition(" ")
    if day_word == "now" and not rest:
        return clock.now()
    if day_word in _DAYS:
        if day_word == "tomorrow":
            raise Invalid("An entry cannot be in the future; choose now or an earlier time.")
        if not rest.strip():
            raise Invalid('Add the time of day, such as "{day} 21:30".', day=day_word)
        return clock.past(clock.at(clock.today() + timedelta(_DAYS[day_word]), _time(rest.strip(), text)))
    if _CLOCK.fullmatch(words):
        return clock.past(clock.at(clock.today(), _time(words, text)))
    return clock.past(_moment(text.strip(), clock))


def _time(words: str, text: str) -> time:
    if not _CLOCK.fullmatch(words):
        raise _unreadable(text)
    try:
        hour, minute, second = [*map(int, words.split(":")), 0][:3]
        return time(hour, minute, second)
    except ValueError:
        raise _unreadable(text) from None


def _moment(words: str, clock: Clock) -> datetime:
    try:
        day = date.fromisoformat(words)
    except ValueError:
        pass
    else:
        raise Invalid('Add the time of day, such as "{day} 21:30".', day=day.isoformat())
    try:
        at = datetime.fromisoformat(words)
        return config.fixed(at) if at.tzinfo else clock.at(at.date(), at.time())
    except (ValueError, OverflowError) as problem:
        if isinstance(problem, Invalid):
            raise
        raise _unreadable(words) from None


def _unreadable(text: str) -> Invalid:
    return Invalid("{text} is not a time; {how}.", text=repr(text), how=_HOW)
