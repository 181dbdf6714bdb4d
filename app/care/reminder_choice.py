"""What a patient chose about reminders: which, when, when it is quiet, and what was put off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Final

from app.care.checks import maybe_aware
from app.care.invalid import Invalid, text

# What was put off long ago is over; only the newest of it is kept.
MOST_PUT_OFF: Final = 40


class Kind(StrEnum):
    """What a reminder is about, the one that matters most first."""

    SOON = "two hours before an infusion"
    EVENING_BEFORE = "the evening before an infusion"
    AFTER = "the evening after an infusion"
    CHECK_IN = "a check-in day"
    MOOD = "a quiet moment a day"


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff:
    """A reminder that was put off.

    thing: the id of the reminder, 1 to 120 characters. until: when it is told again; None is not at all.
    Raises Invalid for anything else.
    """

    thing: str
    until: datetime | None = None

    def __post_init__(self) -> None:
        text("A reminder", self.thing, 120, least=1)
        maybe_aware("end of a pause", self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderChoice:
    """The choices about reminders on this device; times of day are those of the device's own clock.

    on: whether there are any. kinds: which, each once. evening: when the ones in the evening come.
    check_in_at: when a check-in is told of on its day. mood_at: when to ask for the mood.
    quiet: whether nothing is sent from quiet_from to quiet_until, which may go over midnight.
    device: whether the device tells them too, while the app is closed.
    said: whether the device then says what it is about, also on its lock screen.
    put_off: at most MOST_PUT_OFF, each reminder once.
    Raises Invalid for anything else.
    """

    on: bool = True
    kinds: tuple[Kind, ...] = (Kind.SOON, Kind.EVENING_BEFORE, Kind.CHECK_IN)
    evening: time = time(19)
    check_in_at: time = time(10)
    mood_at: time = time(18)
    quiet: bool = True
    quiet_from: time = time(21)
    quiet_until: time = time(8)
    device: bool = False
    said: bool = False
    put_off: tuple[PutOff, ...] = ()

    def __post_init__(self) -> None:
        if not all(isinstance(value, bool) for value in (self.on, self.quiet, self.device, self.said)):
            raise Invalid("Whether to remind must be yes or no.")
        if not all(isinstance(kind, Kind) for kind in self.kinds):
            raise Invalid("This is no kind of reminder that the app knows.")
        if len(set(self.kinds)) != len(self.kinds):
            raise Invalid("Each kind of reminder can be chosen once; take the second one away.")
        for at in (self.evening, self.check_in_at, self.mood_at, self.quiet_from, self.quiet_until):
            if not isinstance(at, time) or at.tzinfo is not None:
                raise Invalid("The time of a reminder must be a time of day.")
        if len(self.put_off) > MOST_PUT_OFF:
            raise Invalid("At most {most} reminders can be put off.", most=MOST_PUT_OFF)
        if len({one.thing for one in self.put_off}) != len(self.put_off):
            raise Invalid("A reminder can be put off once; take the second one away.")

    def is_quiet(self, at: time) -> bool:
        """Whether nothing is sent at a time of day. at: by the device's own clock."""
        if not self.quiet or self.quiet_from == self.quiet_until:
            return False
        if self.quiet_from < self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until


USUAL_REMINDERS: Final = ReminderChoice()
