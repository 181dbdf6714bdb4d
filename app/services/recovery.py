"""Recovery: what is wrong with a store, what each way on would bring back, and the ways themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app import config
from app.care.sentence import Sentence, join, said, say
from app.services.clock import Clock
from app.services.records import RECORDS, WORDS, number_of
from app.services.trouble import StoreProblem

if TYPE_CHECKING:
    from app.services.store import Store
    from app.services.trouble import StoreProblem
    from storage.doctor import Finding
    from storage.repair import Report, TableReport

# Reading each record once more takes a moment that only a small store has at every start.
_SMALL: Final = 8 * 1024 * 1024
# What is told of every store, also where all of it can be read.
_ALWAYS: Final = ("journal_entry", "session")
# As a repair counts them: infusions to come, too, so that the two ways can be compared.
_COUNTS: Final = (
    "SELECT count(*) FROM journal_entry WHERE removed_at IS NULL",
    "SELECT count(*) FROM session WHERE removed_at IS NULL",
)
STEPS: Final = {
    "reading": "Reading what can be read",
    "filling": "Filling the gaps from the newest good copy",
    "checking": "Checking the repaired data",
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What each way on would bring back.

    Attributes:
        readable: what a repair can read of the damaged store, a sentence for each kind of record.
        copy: what the newest good copy of this device has; None where there is none.
        can_repair: whether a repair would bring anything back.
    """

    readable: tuple[Sentence, ...]
    copy: Sentence | None
    can_repair: bool


@dataclass(frozen=True, slots=True)
class Rescued:
    """What was brought back. kept: the name of the damaged file, in the same folder."""

    sentences: tuple[Sentence, ...]
    kept: str


@dataclass(frozen=True, slots=True)
class Recovery:
    """The ways on from a damaged store. Each takes up to some seconds: call it in a thread.

    Attributes:
        path: the store's file; nobody may have it open, except for check_open.
        key: of an encrypted store.
    """

    path: Path
    key: bytes | None = field(default=None, repr=False)

    def findings(self) -> list[Finding]:
        """What is not in order in a store that is closed; nothing is changed."""
        from storage.doctor import check  # noqa: PLC0415  (only when somebody asks)

        return check(self.path, key=self.key, thorough=True, records=RECORDS)

    def outlook(self) -> Outlook:
        """Look what each way would bring back; nothing is changed."""
        from storage import repair  # noqa: PLC0415  (only when something is wrong)

        tables = {one.table: one for one in repair.survey(self.path, key=self.key)}
        good = repair.newest_good(self.path, self.key)
        copy = None
        if good is not None:
            known, image = good
            entries, sessions = (int(image.rows(sql).fetchone()[0]) for sql in _COUNTS)
            image.close()
            copy = say(
                "{entries} and {sessions}, as they were on {day}.",
                entries=number_of("journal_entry", entries),
                sessions=number_of("session", sessions),
                day=_day(known.made_at),
            )
        anything = any(one.read for one in tables.values())
        told = [_readable(tables[name]) for name in WORDS if name in tables and _tells(tables[name])]
        return Outlook(
            tuple(told) if anything else (say("Nothing of it can be read."),),
            copy,
            anything or copy is not None,
        )

    def repair(self, tell: Callable[[str], None] = lambda _: None) -> Rescued:
        """Make a good store of what can be read and of the newest good copy; the damaged one is kept.

        Args:
            tell: told each step of STEPS as it begins; what it raises ends the repair, and changes nothing.

        Raises:
            StoreError: it cannot be repaired, or not now; nothing was changed then.
        """
        from storage.repair import repair  # noqa: PLC0415  (only when something is wrong)

        report = repair(self.path, key=self.key, records=RECORDS, now=config.clock()(), tell=tell)
        return Rescued(tuple(_reported(report)), report.kept.name)

    def take_copy(self) -> Rescued:
        """Go on with the newest good copy of this device; the damaged store is kept.

        Raises:
            StoreError: there is none, or it cannot be done now; nothing was changed then.
        """
        from storage.errors import BeyondRepair  # noqa: PLC0415  (only when something is wrong)
        from storage.repair import newest_good  # noqa: PLC0415
        from storage.replace import take_copy  # noqa: PLC0415

        good = newest_good(self.path, self.key)
        if good is None:
            raise BeyondRepair(self.path)
        copy, image = good
        image.close()
        kept = take_copy(self.path, copy.path, key=self.key, at=config.clock()())
        sentence = say("Your data are as they were on {day}.", day=_day(copy.made_at))
        return Rescued((sentence,), kept.name)


def look_over(store: Store, *, thorough: bool) -> list[Finding]:
    """Look over an open store, while others go on writing; nothing is changed.

    Args:
        store: the open store.
        thorough: also compare every index with its table, and read each record.
    """
    from storage.doctor import check_open  # noqa: PLC0415  (after the start)
    from storage.files import size  # noqa: PLC0415

    small = size(store.path) <= _SMALL
    found = check_open(store.db, thorough=thorough, records=RECORDS if thorough or small else None)
    # "Busy" or "closed" says nothing of the data: it was locked or exchanged meanwhile.
    return [one for one in found if one.kind != "refused"]


def problem_found(store: Store, *, thorough: bool) -> StoreProblem | None:
    """What is not in order in an open store, for the screen that tells it, or None.

    Args:
        store, thorough: as in look_over.
    """
    found = look_over(store, thorough=thorough)
    if not found:
        return None
    return StoreProblem(
        path=store.path,
        sentence=said(join(*(say(one.template, **one.values) for one in found[:5]))),
        can_set_aside=False,
        can_repair=True,
        opens=True,
        key=store.db.key,
    )


def _tells(one: TableReport) -> bool:
    missing = one.lost > 0 or (not one.exact and one.read > 0)
    return missing or (one.table in _ALWAYS and one.read > 0)


def _readable(one: TableReport) -> Sentence:
    if not one.exact:
        return say("{what} can be read, and some cannot.", what=number_of(one.table, one.read))
    if one.lost:
        total = one.read + one.lost
        return say("{read} of {what} can be read.", read=one.read, what=number_of(one.table, total))
    return say("All {what} can be read: {n}.", what=say(WORDS[one.table]), n=one.read)


def _reported(report: Report) -> Iterator[Sentence]:
    day = _day(report.copy_at) if report.copy_at is not None else ""
    tables = {one.table: one for one in report.tables}
    for table in WORDS:
        one = tables.get(table)
        if one is None:
            continue
        if one.from_copy or _tells(one):
            total = one.read + one.lost
            what = say("{read} of {what}", read=one.read, what=number_of(table, total))
            what = what if one.exact else number_of(table, one.read)
            if one.from_copy:
                template = "{what} could be read; {copied} came from the copy of {day}."
                yield say(template, what=what, copied=one.from_copy, day=day)
            else:
                yield say("{what} could be read.", what=what)
        if one.spoilt:
            what = number_of(table, one.spoilt)
            yield say("In {what} letters could not be read; a sign stands for each.", what=what)
        if one.texts:
            what = number_of(table, one.texts)
            yield say("What {what} said did not fit any more and is kept as text.", what=what)
    if report.compares:
        yield say(
            "At the next sync everything is compared with the clinic again, as nothing else is certain."
        )
    if report.mended:
        yield say("So that everything fits together, {n} records were put in order.", n=report.mended)


def _day(at: datetime) -> datetime:
    return at.astimezone(Clock().zone)
