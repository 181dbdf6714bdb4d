"""How the sync stands, in words: the same on every screen and on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from app.care.sentence import Sentence, Value, join, say

if TYPE_CHECKING:
    from app.clinic.synchronizer import Ask, Progress, Status

# What can be shared, as one switch each: its tables, those that others refer to first.
SHARED: Final[Mapping[str, tuple[str, ...]]] = {
    "course": ("course", "session", "mark"),
    "checklist": ("checklist",),
    "check_in": ("check_in",),
    "journal": ("journal_entry",),
}
NAMES: Final[Mapping[str, str]] = {
    "course": "Course and infusions",
    "checklist": "Checklists",
    "check_in": "Check-ins",
    "journal": "Mood, sleep and the other numbers of the journal",
}
_STEPS: Final[Mapping[str, str]] = {
    "read": "Reading from the clinic",
    "send": "Sending to the clinic",
    "take back": "Taking back at the clinic",
}


@dataclass(frozen=True, slots=True)
class Share:
    """One kind that can be shared. id: of SHARED. count: how many records of it are here. on: is it sent."""

    id: str
    count: int
    on: bool

    @property
    def name(self) -> str:
        """What it is, in English."""
        return NAMES[self.id]


def status_words(now: Status, here: datetime, refusal: str = "") -> Sentence:
    """How the sync stands, in one or two short sentences.

    Args:
        now: as the synchronizer tells it.
        here: this moment, in the zone that is meant; the time of another day gets its date.
        refusal: why the first of the refused records was refused.
    """
    if now.asks is not None:
        return say("The sync waits for your answer.")
    if now.needs_sign_in:
        return _counted(
            now.waiting,
            "Sign in at the clinic again. Nothing waits here.",
            "Sign in at the clinic again. 1 waits here.",
            "Sign in at the clinic again. {n} wait here.",
        )
    if now.refused:
        if now.refused == 1 and refusal:
            return say("1 was refused: {why}", why=refusal_words(refusal))
        return _counted(now.refused, "", "1 was refused.", "{n} were refused.")
    if now.problem and now.offline:
        return _counted(
            now.waiting,
            "Nothing waits here; no connection",
            "1 waits here; no connection",
            "{n} wait here; no connection",
        )
    if now.problem:
        return _counted(
            now.waiting, "{why}", "1 waits here. {why}", "{n} wait here. {why}", why=say(now.problem)
        )
    if now.waiting:
        return _counted(now.waiting, "", "1 waits here", "{n} wait here")
    if now.last is None:
        return say("Nothing was exchanged yet")
    last = now.last.astimezone(here.tzinfo)
    at = f"{last:%H:%M}" if last.date() == here.date() else last
    return _counted(
        now.at_clinic,
        "Nothing to send · {at}",
        "1 entry is at the clinic · {at}",
        "All {n} entries are at the clinic · {at}",
        at=at,
    )


def refusal_words(why: str) -> Sentence:
    """Why a record was refused: a sentence of ours, and what the clinic's server says of it itself.

    Args:
        why: as the outbox keeps it.
    """
    from app.clinic.refusals import REFUSED  # noqa: PLC0415  (nothing is refused in most starts)

    if why.startswith(f"{REFUSED} "):
        return join(say(REFUSED), Sentence(why.removeprefix(f"{REFUSED} ")))
    return Sentence(why)


def ask_words(ask: Ask) -> Sentence:
    """The one question that only the patient can answer.

    Args:
        ask: what the synchronizer asks.
    """
    template = (
        "The clinic’s side would remove {count} of the {of} records here. Shall they be removed here too?"
        if ask.kind == "removals"
        else "The clinic lacks {count} of the {of} records here that it had. Shall they be sent again?"
    )
    return say(template, count=ask.count, of=ask.of)


def progress_words(progress: Progress) -> Sentence:
    """How far a run is.

    Args:
        progress: as the synchronizer tells it.
    """
    step = say(_STEPS[progress.step])
    if progress.total:
        return say("{step}: {done} of {total}", step=step, done=progress.done, total=progress.total)
    return say("{step}: {done}", step=step, done=progress.done)


def _counted(n: int, none: str, one: str, many: str, **values: Value) -> Sentence:
    return say(many if n > 1 else one if n else none, n=n, **values)
