"""Session mode's clock: the 45 minutes and the 15 after, with what the clinic's text says of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.care.course_records import Session
from app.care.invalid import Invalid
from app.care.moment import aware
from app.care.sentence import Sentence, say

# "very slowly over 45 minutes … Within 15 minutes of completing the infusion" (the clinic's text).
SESSION_MINUTES: Final = 45
RECOVERY_MINUTES: Final = 15

# From which minute on, and what the clinic's text says of it; the minutes between are ours.
_FELT: Final[tuple[tuple[int, Sentence], ...]] = (
    (0, say("Your clinic says: at the start you may not notice anything yet.")),
    (
        10,
        say(
            "Your clinic says: a feeling of lightness or floating may come. "
            "For some it is like a weight lifted off their shoulders."
        ),
    ),
    (
        25,
        say(
            "Your clinic says: most people feel mildly detached, as if apart from things, and bear it "
            "well. Staff watch over you the whole time and can treat side effects."
        ),
    ),
)
_COMING_ROUND: Final = say(
    "Your clinic says: within about 15 minutes after the end your senses start to return. "
    "That does not mean you can drive: ask your clinic when."
)
_OVER: Final = say(
    "Your clinic says: by now your senses start to return and your thinking goes back to normal. "
    "That does not mean you can drive: ask your clinic when."
)


class ClockPart(StrEnum):
    """The stretches of a session."""

    INFUSION = "infusion"
    COMING_ROUND = "coming round"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClock:
    """Where a session is now.

    elapsed: since it began, never below 0. left: until the end of this part, 0 when over.
    sentence: what the clinic's text says of this stretch.
    """

    part: ClockPart
    elapsed: timedelta
    left: timedelta
    sentence: Sentence


def clock(session: Session, now: datetime) -> SessionClock:
    """Where an infusion is now: 45 minutes, or until it was ended, then 15 to come round, then over.

    Raises Invalid when it has not begun, or for a naive time.
    """
    if session.began_at is None:
        raise Invalid(
            "Infusion {number} has not begun, so no time runs yet; begin it first.", number=session.number
        )
    aware(now)
    infusion_ends = session.ended_at or session.began_at + timedelta(minutes=SESSION_MINUTES)
    all_ends = infusion_ends + timedelta(minutes=RECOVERY_MINUTES)
    elapsed = max(timedelta(0), now - session.began_at)
    if now < infusion_ends:
        part, left, sentence = ClockPart.INFUSION, infusion_ends - max(now, session.began_at), _felt(elapsed)
    elif now < all_ends:
        part, left, sentence = ClockPart.COMING_ROUND, all_ends - now, _COMING_ROUND
    else:
        part, left, sentence = ClockPart.OVER, timedelta(0), _OVER
    return SessionClock(part=part, elapsed=elapsed, left=left, sentence=sentence)


def _felt(elapsed: timedelta) -> Sentence:
    return [sentence for minute, sentence in _FELT if elapsed >= timedelta(minutes=minute)][-1]
