"""How the sync stands, in numbers and one sentence; read from the store alone, without any request."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from storage.links import Link, Links, State
from storage.outbox import Outbox, OutboxRow

if TYPE_CHECKING:
    from storage.database import Database

_CONNECTION: Final = "connection"
RUN: Final = "run"
ASK: Final = "ask"
WHOLE: Final = "whole"
TAKE_BACK: Final = "take back"
CURSOR: Final = "cursor/"
HELD: Final = "held"
REMOVALS: Final = "removals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """Whose server is asked, and for whose record.

    server: its base URL. patient_id: the id of its Patient. share_words: whether the words
    of the journal, notes and own feelings go along. held: the tables that are not sent.
    """

    server: str
    patient_id: str
    share_words: bool = False
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is. step: "read", "send" or "take back". done: records so far.

    total: of them, None when unknown.
    """

    step: str
    done: int
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question that only the patient can answer; until then nothing is exchanged.

    kind: "removals" (the clinic's side would remove this many) or "emptied" (it lacks this many that it had).
    count: how many records. of: how many there are here.
    """

    kind: str
    count: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the sync stands.

    at_clinic: how many records both sides agree on. waiting, refused: how many are not there yet, and why.
    problem: why the last run did not come to its end, one sentence; "" when it did.
    needs_sign_in: only a new sign-in helps. asks: see Ask. last: when a run last came to its end.
    next_try: not before, unless the patient asks. unreadable: resources that this version cannot read.
    offline: the problem is that nobody was reached.
    """

    at_clinic: int = 0
    waiting: int = 0
    refused: int = 0
    problem: str = ""
    needs_sign_in: bool = False
    asks: Ask | None = None
    last: datetime | None = None
    next_try: datetime | None = None
    unreadable: int = 0
    offline: bool = False

    @property
    def settled(self) -> bool:
        """Whether nothing waits, was refused, went wrong or asks."""
        return not (self.waiting or self.refused or self.problem or self.asks)


def status(db: Database) -> Status:
    """How the sync stands, without asking anybody but the store."""
    state, outbox = State(db), Outbox(db)
    run: dict[str, Any] = state.get(RUN, {})
    ask = state.get(ASK)
    made = connection(db)
    held = made.held if made else ()
    return Status(
        at_clinic=Links(db).count(),
        waiting=outbox.count(refused=False) - sum(outbox.count(refused=False, kind=one) for one in held),
        refused=outbox.count(refused=True),
        problem=run.get("problem", ""),
        needs_sign_in=run.get("needs_sign_in", False),
        asks=Ask(kind=ask["kind"], count=ask["count"], of=ask["of"]) if ask and "yes" not in ask else None,
        last=_moment(run.get("last")),
        next_try=_moment(run.get("next_try")),
        unreadable=run.get("unreadable", 0),
        offline=run.get("offline", False),
    )


def connection(db: Database) -> Connection | None:
    """The connection that was made, or None."""
    found = State(db).get(_CONNECTION)
    return Connection(**{**found, "held": tuple(found.get("held", ()))}) if found else None


def connect(db: Database, made: Connection) -> None:
    """Remember a connection; with another server or another patient everything is exchanged anew."""
    before, state = connection(db), State(db)
    with db.transaction():
        if before is None or (before.server, before.patient_id) != (made.server, made.patient_id):
            Links(db).forget_all()
            state.forget()
        elif made.share_words and not before.share_words:
            # What was shared without its words is looked at again; what says the same is not sent.
            for kind, key in db.rows("SELECT kind, record_id FROM sync_link WHERE NOT here_only"):
                if Outbox(db).waits(kind, UUID(key)) is None:
                    Outbox(db).note(kind, UUID(key))
        state.set(_CONNECTION, asdict(made))


def disconnect(db: Database) -> None:
    """Forget the server; every record stays here, and waits again should another one come."""
    with db.transaction():
        Links(db).forget_all()
        State(db).forget()
        Outbox(db).try_again()


def answer(db: Database, *, yes: bool) -> None:
    """Answer what Status.asks.

    Args:
        yes: remove them here ("removals"), or send them all again ("emptied"). No keeps them, and sends them
            again ("removals"), or leaves it open and asks at the next run once more ("emptied").
    """
    state = State(db)
    ask = state.get(ASK)
    with db.transaction():
        if ask and (yes or ask["kind"] == "removals"):
            state.set(ASK, {**ask, "yes": yes})
        elif ask:
            state.forget(ASK)


def waiting(db: Database, limit: int = 100) -> list[OutboxRow]:
    """The records that wait, those that have waited longest first."""
    return Outbox(db).pending(limit)


def refused(db: Database, limit: int = 100) -> list[OutboxRow]:
    """The records that the clinic's server refused; `refused` of each says why."""
    return Outbox(db).refused(limit)


def try_again(db: Database, kind: str | None = None, record_id: UUID | None = None) -> int:
    """Let refused records wait again, all or one; return how many."""
    return Outbox(db).try_again(kind, record_id)


def keep_here_only(db: Database, kind: str, record_id: UUID) -> None:
    """Send a record no more; what the clinic already has of it stays there."""
    links = Links(db)
    with db.transaction():
        link = links.get(kind, record_id)
        own = Link(kind=kind, record_id=record_id, server_type="-", server_id=str(record_id), here_only=True)
        links.put(replace(link, here_only=True) if link else own)
        Outbox(db).take_out(kind, record_id)


def take_back(db: Database) -> None:
    """Let the next run mark all that was sent as entered in error at the clinic, and then disconnect."""
    with db.transaction():
        State(db).set(TAKE_BACK, True)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
