"""Now, and the zone in which a wall clock is meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from app import config
from app.care.invalid import Invalid
from app.care.sentence import say

# A clock that is a little ahead of another one has not seen the future.
_SLACK = timedelta(minutes=1)


class Clock:
    """The time as the services see it: always with a fixed offset, so that any two can be compared."""

    def __init__(self, now: config.Clock | None = None) -> None:
        self._now = now or config.clock()

    def now(self) -> datetime:
        """This moment, in the offset of here and now."""
        return config.fixed(self._now())

    def today(self) -> date:
        """The day it is here."""
        return self.now().date()

    @property
    def zone(self) -> tzinfo:
        """The zone of the clock, with its summer time where it has one."""
        return self._now().tzinfo or config.LOCAL

    def at(self, day: date, clock: time) -> datetime:
        """The moment when clocks here show a time on a day.

        A time that is left out when clocks go forward becomes the hour after; of one that comes twice the
        first is meant.

        Raises:
            Invalid: the day is too far away.
        """
        try:
            wall = datetime.combine(day, clock.replace(tzinfo=None, fold=0), tzinfo=self.zone)
            return config.fixed(wall.astimezone(UTC).astimezone(self.zone))
        except (OverflowError, OSError, ValueError):
            raise Invalid("That time is too far away to be a date; check the year.") from None

    def here(self, at: datetime) -> datetime:
        """A moment that a machine wrote in UTC as clocks here show it; one with another offset stays.

        Args:
            at: an aware datetime.
        """
        if at.utcoffset() != timedelta():
            return config.fixed(at)
        try:
            return config.fixed(at.astimezone(self.zone))
        except (OverflowError, OSError, ValueError):
            return at

    def past(self, at: datetime | None, what: str = "An entry") -> datetime:
        """The given moment, or now.

        Args:
            at: an aware datetime that is not in the future, or None for now.
            what: is it that has the time, for the sentence.

        Raises:
            Invalid: the moment is in the future, or has no zone.
        """
        now = self.now()
        if at is None:
            return now
        if at.tzinfo is None or at.utcoffset() is None:
            raise Invalid("A time needs a time zone.")
        if at > now + _SLACK:
            raise Invalid("{what} cannot be in the future; choose now or an earlier time.", what=say(what))
        return config.fixed(at)
