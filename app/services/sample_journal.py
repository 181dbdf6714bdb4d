"""The sample's journal: invented entries, the same each time, and as many as measuring needs."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from app.care.journal import JournalEntry
from app.language import Language, language
from app.services.clock import Clock

if TYPE_CHECKING:
    from app.services.opening import Services

SEED = 20261122
_WEEKS = 6
_LOW_WORDS = (
    "Slept badly and stayed in bed until noon.",
    "Everything felt like a lot today. I cancelled the call with my sister.",
    "Grey day. I ate something warm in the evening.",
    "Could not read more than a page.",
    "Sam came by and we sat in the kitchen for a while.",
)
_MIDDLE_WORDS = (
    "Walked to the park and back.",
    "A quiet day. I did the dishes and listened to the radio.",
    "Tired, but less heavy than last week.",
    "Worked for two hours, then rested.",
    "Called my sister. It was good to hear her voice.",
)
_HIGH_WORDS = (
    "Woke up before the alarm and felt rested.",
    "Cooked for the first time in weeks.",
    "The light on the trees looked bright today.",
    "Laughed at a film with Sam.",
    "I notice that mornings are easier.",
)
_LOW_FEELINGS = ("sad", "tired", "numb", "anxious", "overwhelmed", "foggy", "irritable")
_HIGH_FEELINGS = ("calm", "hopeful", "lighter", "connected")


def five_years(services: Services, per_day: int = 2, days: int = 5 * 365) -> None:
    """Add many entries that end now, for measuring and for pictures; fast, in one transaction.

    Args:
        services: an open store.
        per_day: entries on each day.
        days: how many days, the last of them today.
    """
    # Not the sample's own seed: these may stand beside it, and the same one would draw its ids again.
    chance = random.Random(SEED + 1)  # noqa: S311  (sample data, the same each time)
    now = services.now()
    words = language(services.settings.preferences().language)
    with services.store.db.transaction():
        for back in range(days * per_day):
            at = now - timedelta(days=1) * (back / per_day)
            services.store.entries.add(_entry(chance, at, 4 + chance.uniform(-2, 3), words))


def new_id(chance: random.Random) -> UUID:
    """An id that is the same each time.

    Args:
        chance: where it comes from.
    """
    return UUID(int=chance.getrandbits(128), version=4)


def entries(
    chance: random.Random, clock: Clock, infusions: Sequence[datetime], words: Language
) -> Iterator[JournalEntry]:
    """One or two entries on most days of six weeks, a little better after each infusion.

    Args:
        chance: decides.
        clock: what time it is.
        infusions: when they took place.
        words: the language of what is written.
    """
    now = clock.now()
    for back in range(_WEEKS * 7, -1, -1):
        for hour in (9, 20):
            at = clock.at(now.date() - timedelta(back), time(hour, chance.randrange(60)))
            written = chance.random() < 0.7
            better = sum(0.55 + _lift(at - then) for then in infusions if then < at)
            level = 2.6 + chance.gauss(0, 0.8) + better
            entry = _entry(chance, at, level, words)
            if written and at < now:
                yield entry


def _lift(since: timedelta) -> float:
    """How much better the days right after an infusion are."""
    return max(0.0, 1.2 - 0.3 * since / timedelta(days=1))


def _entry(chance: random.Random, at: datetime, level: float, spoken: Language) -> JournalEntry:
    mood = min(9, max(1, round(level)))
    words = _LOW_WORDS if mood < 4 else _MIDDLE_WORDS if mood < 6 else _HIGH_WORDS
    feelings = _LOW_FEELINGS if mood < 5 else _HIGH_FEELINGS
    detailed = chance.random() < 0.6

    def around(value: int) -> int | None:
        return min(10, max(0, value + chance.randrange(-1, 2))) if detailed else None

    return JournalEntry(
        id=new_id(chance),
        at=at,
        mood=mood,
        feelings=tuple(chance.sample(feelings, chance.randrange(0, 3))),
        sleep=around(mood),
        anxiety=around(8 - mood),
        energy=around(mood),
        pain=around(2),
        words=spoken.t(chance.choice(words)) if chance.random() < 0.5 else "",
    )
