"""The stores that the pictures are taken over: each is made in a folder, at a fixed moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from app.care.checklist import Choice, Part, asked
from app.care.course import Status
from app.care.kept import KeptText, Source
from app.care.profile import Role
from app.care.questionnaires import questionnaire
from app.care.summary import Part as Shared
from app.services import Services
from app.services.following import FollowingService
from app.services.sample import fill, five_years

# A Thursday morning. The pictures are the same on whatever day they are taken.
NOW = datetime.fromisoformat("2026-11-26T09:30:00+01:00")
BUSY_DAYS = 3
# Two who are followed by a caregiver.
PERSON, ENDED = UUID(int=6 << 76 | 8 << 60 | 1), UUID(int=6 << 76 | 8 << 60 | 2)


def _sample(services: Services) -> None:
    fill(services)


def _welcomed(services: Services) -> None:
    services.settings.change_preferences(welcomed_at=NOW)


def _years(services: Services) -> None:
    fill(services)
    five_years(services)


def _number(services: Services) -> int:
    view = services.courses.current()
    assert view is not None
    return next(session.number for session in view.sessions if not session.was_held)


def _on_the_day(services: Services) -> None:
    fill(services)
    services.courses.set_date(_number(services), NOW + timedelta(minutes=30))


def _in_session(services: Services) -> None:
    _on_the_day(services)
    number = _number(services)
    services.courses.begin(number, NOW - timedelta(minutes=22))
    services.courses.mark(number, "lightness", at=NOW - timedelta(minutes=15))
    services.courses.mark(number, "own", "The music has colours.", at=NOW - timedelta(minutes=4))


def _resting(services: Services) -> None:
    _on_the_day(services)
    number = _number(services)
    services.courses.begin(number, NOW - timedelta(minutes=80))
    services.courses.complete(number, NOW - timedelta(minutes=33))


def _over(services: Services) -> None:
    fill(services, stage=6)


def _weeks_after(services: Services) -> None:
    """All six infusions were over 18 days ago; it held for two weeks."""
    earlier = Services.open(services.data_dir, now=lambda: NOW - timedelta(days=18), sample=True)
    fill(earlier, stage=6)
    earlier.close()
    for back in range(17, -1, -1):
        mood = 4 if back < 3 else 6 + back % 2
        services.journal.add(mood, NOW - timedelta(days=back, hours=1))


def _half_done(services: Services) -> None:
    _on_the_day(services)
    number = _number(services)
    for item in asked(Part.DAY_OF)[:3]:
        services.checklists.answer(Part.DAY_OF, number, item.id, item.flag or Choice.YES)


def _with_reasons(services: Services) -> None:
    _half_done(services)
    number = _number(services)
    for item in asked(Part.DAY_OF)[3:]:
        services.checklists.answer(Part.DAY_OF, number, item.id, Choice.NOT_SURE)
    services.checklists.finish(Part.DAY_OF, number)


def _answering(services: Services) -> None:
    """A check-in that was begun, and its ninth answer calls for help."""
    fill(services)
    for item, value in zip(questionnaire("phq9").items, (1, 2, 1, 0, 1, 0, 1, 0, 1), strict=False):
        services.checkins.answer("phq9", item.id, value)


def _answered(services: Services) -> None:
    """The same, finished, with one question left out."""
    _answering(services)
    services.checkins.unanswer("phq9", questionnaire("phq9").items[2].id)
    services.checkins.finish("phq9")


def _backed_up(services: Services) -> None:
    """Copies of some weeks, and words of which another version was kept."""
    from storage import copies

    fill(services)
    for weeks in range(4):
        copies.make(services.db, now=NOW - timedelta(weeks=weeks, hours=2))
    for gone in services.journal.recent(3)[1:]:
        services.journal.remove(gone.id)
    entry = services.journal.recent(1)[0]
    view = services.courses.current()
    assert view is not None
    for kind, record, name, words in (
        ("journal_entry", entry.id, "words", "We went to the lake, and I stayed in the water for a while."),
        ("session", view.sessions[0].id, "notes", "The nurse was kind. Next time I bring the blue blanket."),
        ("clinic_profile", services.settings.clinic().id, "phone", "555 0199"),
        ("journal_entry", uuid4(), "words", "Of an entry that is not there any more."),
    ):
        services.store.kept.add(
            KeptText(
                id=uuid4(),
                kind=kind,
                record_id=record,
                field=name,
                text=words,
                at=NOW - timedelta(days=3),
                source=Source.BACKUP,
            )
        )


def _caring_for_nobody(services: Services) -> None:
    services.settings.change_preferences(role=Role.CAREGIVER, welcomed_at=NOW)


def _caring(services: Services) -> None:
    """Three people: one with every part, one who shares moods alone, one whose summary has ended."""
    _caring_for_nobody(services)
    patient = Services.open(services.data_dir / "patient", now=lambda: NOW, sample=True)
    fill(patient)
    patient.settings.change_clinic(name="Lakeside Clinic", phone="555 0100")
    patient.shares.cost = 1_000
    words = [one.id for one in patient.shares.entries_with_words(30)[:2]]
    following = FollowingService(services.store, services.clock, services.following_clinic)
    for person, called, parts, entries in (
        (PERSON, "Alex", tuple(Shared), words),
        (uuid4(), "Robin", (Shared.MOODS,), []),
        (ENDED, "Chris", (Shared.MOODS,), []),
    ):
        share = patient.shares.new(
            "Sam",
            called=called,
            parts=parts,
            entries=entries,
            days=30,
            ends_on=NOW.date() + timedelta(days=14),
            share_id=person,
        )
        following.open(patient.shares.seal(share, "grey heron by the lake"), "grey heron by the lake")
    gone = services.store.followed.get(ENDED)
    assert gone is not None
    earlier = {"made_at": NOW - timedelta(days=40), "ends_at": NOW - timedelta(days=10)}
    services.store.followed.change(replace(gone, content="", **earlier))  # type: ignore[arg-type]
    patient.close()


def _unsound(services: Services) -> None:
    """A copy, and something that does not fit."""
    from storage import copies

    fill(services)
    copies.make(services.db, now=NOW - timedelta(days=2))
    services.db.connection.execute("DELETE FROM journal_entry_fts_docsize")


def _connected(services: Services) -> None:
    """Everything is at the clinic, and two words were kept beside what is shown."""
    from app.clinic.synchronizer import Connection, connect
    from storage.links import Link, Links, State
    from storage.outbox import Outbox

    _backed_up(services)
    db, outbox = services.db, Outbox(services.db)
    connect(db, Connection(server="http://127.0.0.1:9/fhir", patient_id="p1"))
    with db.transaction():
        for row in outbox.pending(10_000):
            own = str(row.record_id)
            Links(db).put(
                Link(kind=row.kind, record_id=row.record_id, server_type="Basic", server_id=own, agreed={})
            )
            outbox.take_out(row.kind, row.record_id)
    # Nothing is asked while the pictures are taken.
    later = (NOW + timedelta(hours=1)).isoformat()
    State(db).set("run", {"last": (NOW - timedelta(minutes=4)).isoformat(), "next_try": later})


def _clinic_says(services: Services) -> None:
    """The clinic has booked the next infusion for another day, and written down what it gave in the first."""
    from app.care.clinic_dates import Booking, GivenDrug
    from app.clinic.clinic_book import ClinicBook

    _connected(services)
    view = services.courses.current()
    assert view is not None
    first = view.sessions[0]
    coming = next(one for one in view.sessions if one.is_open)
    assert first.began_at is not None
    assert coming.starts_at is not None
    drug = GivenDrug(
        id="MedicationAdministration/1", at=first.began_at, what="Ketamine", dose="0.5 mg/kg over 40 min"
    )
    at = coming.starts_at + timedelta(days=1)
    booking = Booking(id="Appointment/1", starts_at=at, number=coming.number, of=6)
    with services.db.transaction():
        ClinicBook(services.db).take("Appointment/1", [booking], None)
        ClinicBook(services.db).take(drug.id, [], drug)


def _clinic_booked(services: Services) -> None:
    """No course yet; the clinic has booked its first four infusions."""
    from app.care.clinic_dates import Booking
    from app.clinic.clinic_book import ClinicBook

    _welcomed(services)
    with services.db.transaction():
        for number in range(1, 5):
            at = NOW + timedelta(days=3 * number)
            one = Booking(id=f"Appointment/{number}", starts_at=at, number=number, of=6)
            ClinicBook(services.db).take(one.id, [one], None)


def _some_refused(services: Services) -> None:
    """Two entries wait for a connection, and one was refused."""
    from storage.links import State
    from storage.outbox import Outbox

    _connected(services)
    for mood in (4, 6, 7):
        services.journal.add(mood, words="A walk.")
    outbox = Outbox(services.db)
    outbox.refuse(outbox.pending()[0], "The clinic’s server says: Observation.code is not known here.")
    state = State(services.db)
    state.set("run", {**state.get("run"), "problem": "The clinic was not reached.", "offline": True})


def _asked(services: Services) -> None:
    """The clinic's side would remove much."""
    from storage.links import State

    _connected(services)
    State(services.db).set("ask", {"kind": "removals", "count": 14, "of": 52})


STORES: dict[str, Callable[[Services], None]] = {
    "first start": lambda services: None,
    "empty": _welcomed,
    "sample": _sample,
    "five years": _years,
    "the day": _on_the_day,
    "in session": _in_session,
    "resting": _resting,
    "over": _over,
    "weeks after": _weeks_after,
    "half done": _half_done,
    "with reasons": _with_reasons,
    "answering": _answering,
    "answered": _answered,
    "backed up": _backed_up,
    "connected": _connected,
    "some refused": _some_refused,
    "clinic says": _clinic_says,
    "clinic booked": _clinic_booked,
    "asked": _asked,
    "caring": _caring,
    "caring for nobody": _caring_for_nobody,
    "unsound": _unsound,
    "damaged": _unsound,
}


@dataclass(frozen=True)
class Made:
    """A store that is ready.

    Attributes:
        folder: where it is.
        number: of the infusion in progress, or the first that was not held, or the last one.
        entry: the id of the newest journal entry, or "new".
    """

    folder: Path
    number: int
    entry: str


def make(folder: Path, name: str, **look: Any) -> Made:
    """Make a store.

    Args:
        folder: where; it is made.
        name: one of STORES.
        look: preferences, such as text_scale=2.0.
    """
    services = Services.open(folder, now=lambda: NOW, sample=True)
    try:
        STORES[name](services)
        if look:
            services.settings.change_preferences(**look)
        view = services.courses.current()
        sessions = view.sessions if view else ()
        open_ones = [
            one.number for one in sessions if one.ended_at is None and one.status is not Status.SKIPPED
        ]
        number = next(iter(open_ones), len(sessions) or 1)
        newest = services.journal.recent(1)
        return Made(folder, number, str(newest[0].id) if newest else "new")
    finally:
        services.close()
        if name == "damaged":
            _damage(services.store.path)


def _damage(path: Path) -> None:
    """Break one page with entries of the journal."""
    content = bytearray(path.read_bytes())
    page = content.index(b"Slept") // 4096 * 4096
    content[page : page + 4096] = bytes(4096)
    path.write_bytes(content)
